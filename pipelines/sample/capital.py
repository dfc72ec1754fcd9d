"""The capital projects as files: a register, plan versions and decisions from three lists, and the years' workbooks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from pipelines.sample import mess
from pipelines.sample.books import Value, write_book
from pipelines.sample.opus import Report, danish, danish_day
from pipelines.sample.plan import LAST_MONTH, LAST_YEAR, YEARS, Plan
from pipelines.sample.projects import PlanVersion, Project, ProjectYear
from pipelines.sample.truth import FileTruth, Truth

_RUN_DATE = date(2026, 11, 4)
_MINUS = "−"
_PHASES = {
    "idea": "Idé", "planning": "Planlægning", "design": "Projektering", "construction": "Udførelse",
    "completed": "Ibrugtaget", "closed": "Afsluttet",
}  # fmt: skip
_KINDS = {"project": "Projekt", "pool": "Pulje"}
_DECISIONS = {
    "original": "Anlægsbevilling", "supplementary": "Tillægsbevilling", "virement": "Omplacering",
    "price_adjustment": "PL-regulering", "final_account": "Anlægsregnskab",
}  # fmt: skip
_REGISTER = (
    "Projektnr.", "Projekt", "Enhedsnr.", "Anlægstype", "Fase", "Art", "Ansvarlig", "Mængde", "Måles i",
    "Anlægsregnskab godkendt", "Gyldig fra", "Gyldig til",
)  # fmt: skip
_PLANS = (
    "Projektnr.", "Version", "Versionsdato", "Godkendt", "Fase", "Start", "Forventet ibrugtagning",
    "Forventet anlægsudgift", "Ændring af udgift", "Ændring i dage", "Årsag",
)  # fmt: skip
_GRANTS = (
    "Projektnr.", "Beslutningsdato", "Type", "Beløb", "Udvalg", "Sagsnr.", "Budgetår", "Finansiering", "Bemærkning",
)  # fmt: skip
_YEARS = (
    "Projektnr.", "Projekt", "Vedtaget rådighedsbeløb", "Tillægsbevilling", "Omplacering", "PL-regulering",
    "Overført fra året før", "Tidsforskydning", "Forbrug", "Forventet forbrug", "Ønskes overført", "Overføres",
    "Bemærkning",
)  # fmt: skip


def write_capital(out: Path, plan: Plan, truth: Truth) -> None:
    """All files of this module into `out`; what they hold goes into `truth`."""
    _write_register(out, plan, truth)
    _write_plans(out, plan, truth)
    _write_grants(out, plan, truth)
    for year in YEARS:
        _write_year(out, plan, year, truth)


def _write_register(out: Path, plan: Plan, truth: Truth) -> None:
    rows = [row for project in plan.projects for row in _register_rows(plan, project)]
    path = out / f"anlaegsprojekter_{LAST_YEAR}_{LAST_MONTH}.xlsx"
    counted = write_book(path, "capital_register", "Anlægsprojekter", _REGISTER, rows)
    counted.count(len(rows), 0)
    truth.files[path.name] = counted


def _register_rows(plan: Plan, project: Project) -> Iterable[list[Value]]:
    """One row; of a project that moved, one for each unit."""
    owners = [(project.unit, None, None)] if project.moved is None else [
        (project.moved[1], None, project.moved[0] - timedelta(days=1)), (project.unit, project.moved[0], None),
    ]  # fmt: skip
    quantity, measure = project.quantity or (None, None)
    for unit, first, last in owners:
        clerk = plan.draws.below(8_000, "users", unit)
        yield [
            project.project_id, project.name, int(unit), project.project_class, _PHASES.get(project.phase),
            _KINDS[project.kind], f"HAV{clerk:04}", None if quantity is None else float(quantity), measure,
            project.closed, first, last,
        ]  # fmt: skip


def _write_plans(out: Path, plan: Plan, truth: Truth) -> None:
    path = out / f"anlaegsplaner_{LAST_YEAR}_{LAST_MONTH}.csv"
    counted = truth.files[path.name] = FileTruth(path.name, "capital_plan")
    with path.open("wb") as stream:
        report = Report(stream, counted, _PLANS)
        report.letterhead("Anlægsplaner – alle versioner", f"{LAST_MONTH}.{LAST_YEAR}", _RUN_DATE)
        report.header()
        for project in plan.projects:
            before: PlanVersion | None = None
            for version in project.plans:
                report.rows([_plan_row(project, version, before)])
                counted.count(1, version.cost)
                truth.plan_versions[project.project_id] += 1
                before = version
        report.rows([mess.PLAN_WITHOUT_SUCH_A_DAY])
    counted.quarantined, counted.quarantined_amount = 1, mess.PLAN_WITHOUT_SUCH_A_DAY_COST


def _plan_row(project: Project, version: PlanVersion, before: PlanVersion | None) -> list[str]:
    changed = moved = ""
    if before:
        stated = mess.PLAN_CHANGE_STATED_WRONGLY.get((project.project_id, version.day), version.cost - before.cost)
        changed, moved = danish(stated), str((version.completion - before.completion).days)
    return [
        project.project_id, version.version, danish_day(version.day), "J" if version.is_approved else "N",
        _PHASES[version.phase], danish_day(version.start), danish_day(version.completion), danish(version.cost),
        changed, moved, version.reason,
    ]  # fmt: skip


def _write_grants(out: Path, plan: Plan, truth: Truth) -> None:
    """From the council's system of cases: UTF-8, days as 2026-09-30, a true minus in front."""
    path = out / f"anlaegsbevillinger_{LAST_YEAR}_{LAST_MONTH}.csv"
    counted = truth.files[path.name] = FileTruth(path.name, "capital_appropriation")
    grants = [(project.project_id, grant) for project in plan.projects for grant in project.grants]
    with path.open("wb") as stream:
        report = Report(stream, counted, _GRANTS, "utf-8-sig")
        report.header()
        for project_id, grant in sorted(grants, key=lambda one: (one[1].day, one[0])):
            amount = (_MINUS if grant.amount < 0 else "") + danish(abs(grant.amount))
            report.rows([[
                project_id, grant.day.isoformat(), _DECISIONS[grant.kind], amount, grant.body, grant.case,
                str(grant.year or ""), grant.cover, grant.comment,
            ]])  # fmt: skip
            counted.count(1, grant.amount)
            truth.appropriated[project_id, grant.kind] += grant.amount
        report.total("Beløb", "I alt")


def _write_year(out: Path, plan: Plan, year: int, truth: Truth) -> None:
    """A workbook a year with a sub-total for every sort of project. One year's is sent again, corrected."""
    found = [(project, one) for project in plan.projects for one in project.years if one.year == year]
    for project, one in found:
        _remember(truth, project, one)
    slip_project, slip_year, slip = mess.ALLOTMENT_A_NOUGHT_TOO_FEW
    path = out / f"raadighedsbeloeb_{year}.xlsx"
    if year == slip_year:
        _write_allotments(path, year, found, truth, {slip_project: slip}).status = "replaced"
        path = out / f"raadighedsbeloeb_{year}_rettet.xlsx"
    _write_allotments(path, year, found, truth, {})


def _write_allotments(
    path: Path, year: int, found: list[tuple[Project, ProjectYear]], truth: Truth, slips: dict[str, int]
) -> FileTruth:
    rows: list[list[Value]] = []
    total = 0
    classes = list(dict.fromkeys(project.project_class for project, _ in found))
    for of_class in classes:
        amount = 0
        for project, one in found:
            if project.project_class == of_class:
                adopted = slips.get(project.project_id, one.adopted)
                rows.append(_allotment_row(project, one, adopted))
                amount += adopted
        rows.append([f"I alt {of_class}", None, amount // 100])
        total += amount
    odd_year, remark, odd = mess.ALLOTMENT_WITHOUT_PROJECT
    is_odd = year == odd_year
    if is_odd:
        rows.append([None, remark, odd // 100])
    rows.append(["I alt", None, (total + odd * is_odd) // 100])
    headers = [mess.ALLOTMENT_SPELLING.get(header, header) if year == YEARS[0] else header for header in _YEARS]
    counted = write_book(path, "capital_allotment", f"Rådighedsbeløb {year}", headers, rows)
    counted.count(len(found), total)
    counted.left_out, counted.total = len(classes) + 1, total + odd * is_odd
    counted.quarantined, counted.quarantined_amount = int(is_odd), odd * is_odd
    truth.files[path.name] = counted
    return counted


def _allotment_row(project: Project, year: ProjectYear, adopted: int) -> list[Value]:
    """Nothing is an empty cell; what was spent has øre, all else is whole kroner. Carrying 0 on is a decision."""

    def kroner(amount: int) -> int | None:
        return amount // 100 if amount else None

    asked, decided = (None if amount is None else amount // 100 for amount in (year.requested, year.carried_out))

    return [
        project.project_id, project.name, adopted // 100, kroner(year.supplementary), kroner(year.virement),
        kroner(year.price_adjustment), kroner(year.carried_in), kroner(year.rephased), year.registered / 100,
        kroner(year.forecast), asked, decided, year.comment or None,
    ]  # fmt: skip


def _remember(truth: Truth, project: Project, year: ProjectYear) -> None:
    key = project.project_id, year.year
    for name in (
        "adopted", "supplementary", "virement", "price_adjustment", "carried_in", "rephased", "registered",
        "requested", "carried_out",
    ):  # fmt: skip
        truth.allotted[*key, name] += getattr(year, name) or 0
