"""What stands above the table: report name, period, run date, a total."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipelines.extracts.dates import read_moment
from pipelines.extracts.layout import plain
from pipelines.extracts.periods import Period, letterhead_form, read_period
from pipelines.extracts.rows import Record
from pipelines.extracts.spec import Spec
from pipelines.extracts.spec_tables import LetterheadValue
from pipelines.problems import Problem


@dataclass(frozen=True)
class LetterheadFacts:
    """What was read above the table."""

    period: Period | None = None
    run_date: date | None = None


def labelled(above: tuple[Record, ...], labels: tuple[str, ...]) -> str | None:
    """The value beside a label: the next cell that is not empty, or what follows `label:` in the same cell."""
    wanted = {plain(label).rstrip(":").strip() for label in labels}
    for record in above:
        for place, cell in enumerate(record.fields):
            text = plain(cell)
            if text.rstrip(":").strip() in wanted:
                value = next((other.strip() for other in record.fields[place + 1 :] if other.strip()), None)
                if value is not None:
                    return value
            label, mark, _ = text.partition(":")
            if mark and label.strip() in wanted:
                return cell.strip().partition(":")[2].strip()
    return None


def read_letterhead(above: tuple[Record, ...], spec: Spec, in_name: Period | None, where: str) -> LetterheadFacts:
    """Period and run date above the table. Raises Problem when one is missing, unreadable or not the file's."""
    for check in spec.letterhead.checks:
        value = labelled(above, check.label)
        if value is None or plain(value) not in {plain(allowed) for allowed in check.is_}:
            raise Problem(
                f"above the table {check.label[0]!r} is {value!r}, not {' or '.join(map(repr, check.is_))}",
                where=where,
                remedy="deliver the right report",
            )
    period = _period(above, spec.letterhead.period, where)
    if period and in_name and not (period.covers(in_name) or in_name.covers(period)):
        raise Problem(
            f"the letterhead says {period}, the file name {in_name}",
            where=where,
            remedy="find out which is right, and rename the file or export it again",
        )
    return LetterheadFacts(period, _run_date(above, spec.letterhead.run_date, where))


def _period(above: tuple[Record, ...], rule: LetterheadValue | None, where: str) -> Period | None:
    text = _value(above, rule, where)
    if rule is None or text is None:
        return None
    for form in rule.form:
        period = read_period(letterhead_form(form), text)
        if period is not None:
            return period
    raise _unreadable(rule, text, where)


def _run_date(above: tuple[Record, ...], rule: LetterheadValue | None, where: str) -> date | None:
    text = _value(above, rule, where)
    if rule is None or text is None:
        return None
    moment = read_moment(text, rule.form)
    if moment is None:
        raise _unreadable(rule, text, where)
    return moment.date()


def _value(above: tuple[Record, ...], rule: LetterheadValue | None, where: str) -> str | None:
    if rule is None:
        return None
    text = labelled(above, rule.label)
    if text is None and not rule.optional:
        raise Problem(
            f"{rule.label[0]!r} does not stand above the table",
            where=where,
            remedy="deliver the whole report, or write optional = true in the spec",
        )
    return text


def _unreadable(rule: LetterheadValue, text: str, where: str) -> Problem:
    return Problem(
        f"above the table {rule.label[0]!r} is {text!r}, which is not in the form {' or '.join(rule.form)}",
        where=where,
        remedy="mend `form` in the spec",
    )
