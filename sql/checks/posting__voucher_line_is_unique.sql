-- severity: warning
-- sentence: The same voucher line stands more than once in a source: was it delivered twice?

with

posting as (

    select * from marts.budget_followup__posting
    where voucher is not null and voucher_line is not null

),

-- First by a number: ten million texts would not fit in memory, and few of them repeat.
repeated as (

    select hash(source, fiscal_year, voucher, voucher_line) as line_hash
    from posting
    group by line_hash
    having count(*) > 1

),

final as (

    select
        posting.source,
        posting.fiscal_year,
        posting.voucher,
        posting.voucher_line,
        count(*) as posting_count,
        sum(posting.amount_dkk) as amount_dkk,
        min(posting.file) as file,
        min(posting.line) as line
    from posting
    inner join repeated
        on hash(posting.source, posting.fiscal_year, posting.voucher, posting.voucher_line) = repeated.line_hash
    group by posting.source, posting.fiscal_year, posting.voucher, posting.voucher_line
    having count(*) > 1

)

select * from final
