"""The tables of a forecast round: a unit's account groups, the units below, what is late, and all that was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dashboard.addresses import Address, Opened
from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.decisions.forecast_round import Answers, Total
from dashboard.decisions.unit_forecast import Figures, Part, UnitForecast
from dashboard.meanings import meaning
from dashboard.sentences.amounts import exact
from dashboard.sentences.forecast_round import STATE_MARKS, STATE_TONES, STATE_WORDS, change, moved, who
from dashboard.sentences.words import GROUP_WORDS, UNIT_KINDS, direction, variance_word
from dashboard.store.forecast_rounds import Entry, Sign
from dashboard.texts import NOT_THERE, Texts

MART = "forecast_round__proposal"
_MOST_WORDS, _MOST_LATE = 20, 12


def group_name(texts: Texts, group: str) -> str:
    return texts.say(GROUP_WORDS[group]) if group in GROUP_WORDS else group


def parts(texts: Texts, unit: UnitForecast, total: Total, *, may_write: bool, excel: str) -> Table:
    """What a unit's forecast begins with and what is answered, account group by account group."""
    say, first = texts.say, unit.figures
    until = str(first["statistical_data_until"] or "")
    month = texts.month(int(until[:4]), int(until[5:7])) if len(until) == 7 else ""
    seen = say("data through {month}", month=month) if month else ""
    change_dkk = unit.whole(lambda part: part.change_dkk)
    return Table(
        title=say("{unit}: budget, proposals and forecast", unit=unit.name),
        unit=texts.unit("thousand"),
        columns=(
            Column(say("Account group")),
            Column(say("Revised budget"), "", meaning(texts, MART, "revised_dkk")),
            Column(say("Actual to date"), "", meaning(texts, MART, "actual_dkk")),
            Column(say("Run rate"), "", meaning(texts, MART, "run_rate_forecast_dkk")),
            Column(say("Statistical forecast"), seen, meaning(texts, MART, "statistical_forecast_dkk")),
            Column(say("Last round"), first["last_round"] or "", meaning(texts, MART, "last_forecast_dkk")),
            Column(say("Given"), say("change")),
            Column(say("Comment"), left=True),
        ),
        rows=tuple(_part(texts, part) for part in unit.parts),
        total=Row(
            "total",
            say("Total"),
            (
                Cell(texts.amount(total.revised_dkk)),
                Cell(texts.amount(total.actual_dkk)),
                Cell(texts.amount(unit.whole(lambda part: part.run_rate_dkk))),
                Cell(texts.amount(unit.whole(lambda part: part.statistical_dkk))),
                Cell(texts.amount(unit.whole(lambda part: part.last_round_dkk))),
                Cell(
                    texts.amount(total.expected_dkk),
                    texts.amount(change_dkk, signed=True) if change_dkk is not None else "",
                ),
                Cell(),
            ),
        ),
        empty=say("There is nothing to show here."),
        link=Choice(excel, say("Download to Excel")),
        notes=(
            say("Give every account group a figure, a proposal or your own. Until then the revised budget counts.")
            if may_write
            else say("What is not given counts at its revised budget."),
        ),
    )


def _part(texts: Texts, part: Part) -> Row:
    entry = part.entry
    given = Cell(texts.amount(entry.amount_dkk) if entry else NOT_THERE,
                 texts.amount(part.change_dkk, signed=True) if entry else "")  # fmt: skip
    return Row(
        part.account_group,
        group_name(texts, part.account_group),
        (
            Cell(texts.amount(part.revised_dkk)),
            Cell(texts.amount(part.actual_dkk)),
            Cell(texts.amount(part.run_rate_dkk)),
            Cell(texts.amount(part.statistical_dkk)),
            Cell(texts.amount(part.last_round_dkk)),
            given,
            Cell(entry.comment if entry else "", left=True, wrap=True),
        ),
        narrow=texts.amount(entry.amount_dkk) if entry else "",
    )


@dataclass(frozen=True)
class Units:
    """What the rows of the tree are drawn from."""

    texts: Texts
    address: Address
    answers: Answers
    today: date

    def table(self, unit: Figures, excel: str) -> Table:
        """The unit in its parts, and itself as their total."""
        texts, say = self.texts, self.texts.say
        return Table(
            title=say("Who has answered, and what they expect"),
            unit=texts.unit("thousand"),
            columns=(
                Column(say("Unit")),
                Column(say("Revised budget"), "", meaning(texts, MART, "revised_dkk")),
                Column(say("Actual to date"), "", meaning(texts, MART, "actual_dkk")),
                Column(say("Expected")),
                Column(say("Variance")),
                Column(say("Answer"), left=True),
                Column(say("Words"), left=True),
            ),
            rows=tuple(self._rows(unit["unit_id"], 1)),
            total=self._row(unit, 1, label=say("Total")),
            empty=say("There is nothing below this unit."),
            link=Choice(excel, say("Download to Excel")) if excel else None,
            is_tree=True,
            notes=(say("What nobody has answered counts at its revised budget."),),
        )

    def _rows(self, unit_id: str, level: int) -> Iterator[Row]:
        for row in self.answers.below(unit_id):
            is_leaf = self.answers.unit(row["unit_id"]) is not None
            opened = None if is_leaf else self.address.opened_row(row["unit_id"])
            yield self._row(row, level, opened=opened)
            if opened:
                yield from self._rows(row["unit_id"], level + 1)

    def _row(self, row: Figures, level: int, *, label: str = "", opened: Opened | None = None) -> Row:
        texts, unit = self.texts, self.answers.unit(row["unit_id"])
        total = self.answers.total(row["unit_id"])
        kind = UNIT_KINDS.get(row["unit_kind"])
        return Row(
            id="total" if label else str(opened or Opened(row["unit_id"])),
            label=label or row["unit_name"],
            note=row["unit_name"] if label else texts.say(kind) if kind else "",
            cells=(
                Cell(texts.amount(total.revised_dkk)),
                Cell(texts.amount(total.actual_dkk)),
                Cell(texts.amount(total.expected_dkk)),
                Cell(
                    texts.amount(total.variance_dkk, signed=True),
                    variance_word(texts, total.variance_dkk),
                    direction(total.variance_dkk),
                ),
                self._state(unit, total),
                Cell(self._words(unit, total), left=True, wrap=True),
            ),
            level=level,
            kind="unit",
            is_open=None if label or unit else opened is not None,
            goes_to=texts.say("see the unit's forecast") if unit and not label else "",
            narrow=texts.say("expected {amount}", amount=texts.amount(total.expected_dkk)),
        )

    def _state(self, unit: UnitForecast | None, total: Total) -> Cell:
        texts, state = self.texts, total.state
        if state is None:
            return Cell(NOT_THERE, left=True)
        if unit:
            late = texts.say("late") if unit.is_late(self.answers.round, self.today) else ""
            word = texts.say(STATE_WORDS[state])
            return Cell(word, late, STATE_TONES[state], note_tone="over", mark=STATE_MARKS[state], left=True)
        answered = texts.say("{answered} of {owed}", answered=texts.count(total.answered), owed=texts.count(total.owed))
        approved = texts.say("{count} approved", count=texts.count(total.states["approved"]))
        return Cell(answered, approved, STATE_TONES[state], mark=STATE_MARKS[state], left=True)

    def _words(self, unit: UnitForecast | None, total: Total) -> str:
        """What was said of the largest change, and what became of the unit since the round opened."""
        texts, said = self.texts, [*moved(self.texts, unit, self.answers.round)] if unit else []
        if total.words:
            about, part = total.words[0]
            group = group_name(texts, part.account_group)
            lead = group if unit else f"{about.name}, {group.lower()}"
            said.append(texts.say("{about}: “{words}”", about=lead, words=part.entry.comment if part.entry else ""))
        if len(total.words) > 1:
            more = len(total.words) - 1
            said.append(texts.say_many("and {count} more comment", "and {count} more comments", more))
        return " ".join(said)


def words(texts: Texts, total: Total) -> Table:
    """What the units below say of their changes, the largest change first."""
    say = texts.say
    return Table(
        title=say("What explains the changes since the last round"),
        columns=(Column(say("Unit")), Column(say("Change")), Column(say("Comment"), left=True)),
        rows=tuple(
            Row(
                f"{unit.unit_id}:{part.account_group}",
                unit.name,
                (
                    Cell(change(texts, part.change_dkk) if part.change_dkk is not None else ""),
                    Cell(part.entry.comment if part.entry else "", left=True, wrap=True),
                ),
                note=group_name(texts, part.account_group),
            )
            for unit, part in total.words[:_MOST_WORDS]
        ),
        empty=say("Nobody has written anything yet."),
    )


def late(texts: Texts, answers: Answers, units: tuple[UnitForecast, ...], today: date) -> Table:
    """Who owes an answer although the last day is over, in the order of the organisation; the file has them all."""
    say, days = texts.say, (today - answers.round.closes_on).days
    rest = len(units) - _MOST_LATE
    return Table(
        title=say("Late: not answered by {day}", day=texts.long_day(answers.round.closes_on)),
        columns=(Column(say("Unit")), Column(say("Answer"), left=True), Column(say("Days late"))),
        rows=tuple(
            Row(
                str(Opened(unit.unit_id)),
                unit.name,
                (
                    Cell(say(STATE_WORDS[unit.state]), mark=STATE_MARKS[unit.state], left=True),
                    Cell(texts.count(days)),
                ),
                note=unit.figures["centre_name"] or "",
                goes_to=say("see the unit's forecast"),
            )
            for unit in units[:_MOST_LATE]
        ),
        empty=say("Nobody is late."),
        notes=(texts.say_many("{count} more is in the file.", "{count} more are in the file.", rest),)
        if rest > 0
        else (),
    )


def said(texts: Texts, entries: list[Entry], signs: list[Sign]) -> Table:
    """Everything that was saved and signed for a unit, the newest first."""
    say = texts.say
    # Of what came at one moment the signing is the later, so it stands above.
    found = [
        *((one.entered_at, one.person_role, say(STATE_WORDS[one.state]), one.words) for one in signs),
        *((one.entered_at, one.person_role, f"{group_name(texts, one.account_group)}: {exact(texts, one.amount_dkk)}",
           one.comment) for one in entries),
    ]  # fmt: skip
    return Table(
        title=say("All that was saved and signed, the newest first"),
        columns=(Column(say("When")), Column(say("Who"), left=True), Column(say("What"), left=True),
                 Column(say("Words"), left=True)),
        rows=tuple(
            Row(f"{place}", texts.moment(at), (
                Cell(who(texts, role), left=True), Cell(what, left=True), Cell(told, left=True, wrap=True),
            ))
            for place, (at, role, what, told) in enumerate(sorted(found, key=lambda one: one[0], reverse=True))
        ),
        empty=say("Nothing yet."),
    )  # fmt: skip
