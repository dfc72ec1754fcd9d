-- 1. Hvilke enheder ventes at bruge mere, end de har, og hvad trækker mest? | Which units expect to spend too much?
select
    unit.unit_name,
    unit.revised_dkk,
    unit.forecast_dkk,
    unit.forecast_variance_dkk,
    driver.first_driver_name as mest,
    driver.first_driver_dkk as mest_dkk
from budget_followup__unit_period as unit
inner join budget_followup__period as newest
    on unit.fiscal_year = newest.fiscal_year and unit.period = newest.period
left join budget_followup__unit_period_driver as driver
    on
        unit.organisation_view = driver.organisation_view
        and unit.budget_basis = driver.budget_basis
        and unit.fiscal_year = driver.fiscal_year
        and unit.period = driver.period
        and unit.unit_id = driver.unit_id
        and driver.variance_kind = 'forecast'
where
    newest.is_latest
    and unit.organisation_view = 'today'
    and unit.budget_basis = 'with_carry_over'
    and unit.unit_kind = 'department'
    and unit.forecast_variance_dkk > 0
order by unit.forecast_variance_dkk desc, unit.unit_id asc;

-- 2. På hvilke konti er der brugt mest over det periodiserede budget? | On which accounts is most overspent so far?
select
    cell.account,
    cell.account_name,
    sum(cell.revised_dkk) as revised_dkk,
    sum(cell.phased_dkk) as phased_dkk,
    sum(cell.actual_dkk) as actual_dkk,
    sum(cell.variance_to_date_dkk) as variance_to_date_dkk
from budget_followup__unit_account_period as cell
inner join budget_followup__period as newest
    on cell.fiscal_year = newest.fiscal_year and cell.period = newest.period
where newest.is_latest and cell.budget_basis = 'with_carry_over'
group by cell.account, cell.account_name
having sum(cell.variance_to_date_dkk) > 0
order by variance_to_date_dkk desc, cell.account asc;

-- 3. Hvordan forløber året, måned for måned (år til dato)? | How does the year run, month by month (year to date)?
select
    course.month,
    sum(course.phased_dkk) as phased_dkk,
    sum(course.actual_dkk) as actual_dkk,
    sum(course.last_year_actual_dkk) as last_year_actual_dkk
from budget_followup__unit_period_month as course
inner join budget_followup__period as newest
    on course.fiscal_year = newest.fiscal_year and course.period = newest.period
inner join organisation__unit_period as unit
    on
        course.organisation_view = unit.organisation_view
        and course.fiscal_year = unit.fiscal_year
        and course.period = unit.period
        and course.unit_id = unit.unit_id
where newest.is_latest and course.organisation_view = 'today' and unit.unit_kind = 'centre'
group by course.month
order by course.month;

-- 4. Hvor meget anlæg føres videre til næste år, og hvor gamle er pengene? | How much capital is carried over, how old?
select
    fiscal_year,
    unit_name,
    revised_allotment_dkk,
    actual_dkk,
    carried_out_dkk,
    carried_out_age_1_dkk,
    carried_out_age_2_dkk,
    carried_out_age_3_dkk,
    carry_over_rate_share
from capital_carry_overs__unit_year
where unit_kind = 'centre' and is_closed_year
order by fiscal_year desc, carried_out_dkk desc, unit_id asc;

-- 5. Hvilke anlægsprojekter bliver dyrere eller senere end besluttet? | Which capital projects grow dearer or later?
select
    project_id,
    project_name,
    centre_name,
    total_appropriation_dkk,
    expected_final_cost_dkk,
    appropriation_variance_dkk,
    schedule_slip_months
from capital_projects__project
where not is_completed and (appropriation_variance_dkk > 0 or schedule_slip_months > 0)
order by appropriation_variance_dkk desc nulls last, project_id asc;

-- 6. Hvor godt ramte prognoserne, runde for runde? | How good were the forecasts, round by round?
select
    fiscal_year,
    round_number,
    unit_name,
    forecast_dkk,
    outturn_dkk,
    error_dkk,
    precision_share,
    bias_share
from forecast_accuracy__unit_round
where
    organisation_view = 'today'
    and item_level = 'unit'
    and account_group = 'all'
    and unit_kind = 'centre'
order by fiscal_year desc, unit_name asc, round_number asc;

-- 7. Hos hvem køber vi uden om aftalerne? | From whom is bought outside the agreements?
select
    purchase.supplier_name,
    sum(purchase.amount_dkk) as amount_dkk,
    sum(purchase.posting_count) as posting_count,
    count(*) as unit_count
from purchases__unit_supplier as purchase
inner join budget_followup__period as newest
    on purchase.fiscal_year = newest.fiscal_year and purchase.period = newest.period
inner join purchases__unit_period as unit
    on
        purchase.fiscal_year = unit.fiscal_year
        and purchase.period = unit.period
        and purchase.unit_id = unit.unit_id
where newest.is_latest and purchase.supplier_list = 'outside_agreement' and unit.is_leaf
group by purchase.supplier_name
order by amount_dkk desc, purchase.supplier_name asc;

-- 8. Hvor langt er vi fra det, der skal spares? | How far from what is to be saved?
select
    fiscal_year,
    unit_name,
    target_dkk,
    realised_dkk,
    expected_rest_dkk,
    gap_dkk,
    overdue_count
from savings__unit_year
where programme_id = 'all' and unit_kind = 'centre'
order by fiscal_year desc, gap_dkk desc, unit_id asc;

-- 9. Hvilke linjer kunne ikke læses, og for hvor mange kroner? | Which lines could not be read, and how many kroner?
select
    title,
    reason,
    count(*) as line_count,
    sum(amount_dkk) as amount_dkk
from data_quality__quarantined_line
group by title, reason
order by line_count desc, title asc, reason asc;

-- 10. Stemmer driftens posteringer med regnskabet på øren? | Do the postings of operations add up to the accounts?
with postings as (
    select
        fiscal_year,
        sum(amount_dkk) as posted_dkk,
        count(*) as posting_count
    from budget_followup__posting
    where budget_type in ('1', '2')
    group by fiscal_year
),

last_period as (
    select
        fiscal_year,
        max(period) as period
    from budget_followup__period
    where is_posted
    group by fiscal_year
),

accounts as (
    select
        cell.fiscal_year,
        sum(cell.actual_dkk) as actual_dkk
    from budget_followup__unit_account_period as cell
    inner join last_period on cell.fiscal_year = last_period.fiscal_year and cell.period = last_period.period
    where cell.budget_basis = 'with_carry_over'
    group by cell.fiscal_year
)

select
    accounts.fiscal_year,
    postings.posting_count,
    postings.posted_dkk,
    accounts.actual_dkk,
    postings.posted_dkk - accounts.actual_dkk as difference_dkk
from accounts
inner join postings on accounts.fiscal_year = postings.fiscal_year
order by accounts.fiscal_year;
