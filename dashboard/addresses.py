"""What a page shows is in its address: read into one typed object, with safe defaults, and written back.

Whatever stands in the address that is not understood is dropped, so a hostile or an old link gives the default page.
The address never decides what a person may see: the door does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args
from urllib.parse import urlencode

from dashboard.texts import Language, language_of

OrganisationView = Literal["then", "today"]
ItemLevel = Literal["account_group", "unit", "centre"]

_PERIOD = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-3])")
_CODE = re.compile(r"[^\x00-\x1f\x7f]{1,64}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LINE = re.compile(r"(?:operating|capital|financial):[^\x00-\x1f\x7f]{1,180}")
_ENTRY = re.compile(
    r"(?:sign:(?:19|20)\d\d-(?:0[1-9]|1[0-2])|posting|follow|focus|order|right):[^\x00-\x1f\x7f]{1,450}"
)
_SPAN = re.compile(r"(?:19|20)\d\d(?:K[1-4]|H[12])?")
_PAGES = re.compile(r"[1-9]\d?")
_NUMBER = re.compile(r"[1-9]\d{0,8}")
EVERY = "*"  # the value of a filter that lets everything through
STATUSES = ("act", "watch", "on_track", "unknown")
STATES = ("open", "asked", "agreed", "delivered", "closed")  # of an order for data; open: none that is closed
RIGHTS = ("held", "coming", "ended")  # rights as they stand today
ITEM_LEVELS = get_args(ItemLevel)
_MOST_OPEN = 40
PART = "~"


@dataclass(frozen=True)
class Opened:
    """A row of the tree that stands open: a unit, or an account (on a function), with so many pages of postings."""

    unit_id: str
    account: str | None = None
    function: str = ""
    pages: int = 1

    def __str__(self) -> str:
        if self.account is None:
            return _escaped(self.unit_id)
        parts = [self.unit_id, self.account, self.function, *([str(self.pages)] if self.pages > 1 else [])]
        return PART.join(map(_escaped, parts))

    @property
    def row(self) -> tuple[str, str | None, str]:
        """Which row it is, however much of it is shown."""
        return self.unit_id, self.account, self.function

    @classmethod
    def read(cls, text: str) -> Opened | None:
        """`unit`, `unit~account~function` or `unit~account~function~pages`; None when it is something else."""
        unit_id, *rest = map(_unescaped, text.split(PART))
        if not _CODE.fullmatch(unit_id) or len(rest) not in (0, 2, 3):
            return None
        if not rest:
            return cls(unit_id)
        account, function, pages = rest[0], rest[1], rest[2] if len(rest) == 3 else "1"
        is_known = _CODE.fullmatch(account) and (not function or _CODE.fullmatch(function)) and _PAGES.fullmatch(pages)
        return cls(unit_id, account, function, int(pages)) if is_known else None


@dataclass(frozen=True)
class Address:
    """The filters of a page. `fiscal_year` None is the newest period, `unit_id` None the person's own unit.

    `year` is that of pages that show whole years; `project` the capital project that is looked at by itself; `line` the
    line of the carry-over case that is open for a change; `round_name` and `item_level` belong to the forecasts,
    `programme` to the savings and `subject` to the targets; `explain` is the unit whose deviation is being explained,
    and `account_group` which part of it; `entry` is what is open for writing in the supervision
    and the focus areas, `span` the quarter, half-year or year of the latter, `edition` an earlier edition of them;
    `search`, `figure` and `table` are what is looked for and what is looked at in the catalogue; `state` is that of
    the orders for data that are shown, and `figure` there what data is ordered on; `role` and `right` are those of the
    rights that are shown; of the audit log `kind` is that of the deeds, and `below` the line before which they lie.
    """

    language: Language = "da"
    unit_id: str | None = None
    fiscal_year: int | None = None
    period: int | None = None
    organisation: OrganisationView = "today"
    carry_over: bool = True
    source: str | None = None
    round_name: str | None = None
    item_level: ItemLevel = "unit"
    year: int | None = None
    project: str | None = None
    project_class: str | None = None
    status: str | None = None
    completed: bool = False
    line: str | None = None
    programme: str | None = None
    subject: str | None = None
    explain: str | None = None
    account_group: str | None = None
    entry: str | None = None
    span: str | None = None
    edition: int | None = None
    search: str | None = None
    figure: str | None = None
    table: str | None = None
    state: str | None = None
    role: str | None = None
    right: str | None = None
    kind: str | None = None
    below: int | None = None
    opened: tuple[Opened, ...] = ()
    person: str | None = None

    @classmethod
    def read(cls, query: Mapping[str, Iterable[str]]) -> Address:
        """The address of `query` (name → its values, as a browser sends them)."""
        first = {name: next(iter(values), "") for name, values in query.items()}
        period = first.get("period", "")
        year_and_period = [int(part) for part in period.split("-")] if _PERIOD.fullmatch(period) else [None, None]
        opened = dict.fromkeys(filter(None, map(Opened.read, list(query.get("open", []))[:_MOST_OPEN])))
        return cls(
            language=language_of(first.get("lang")),
            unit_id=_code(first.get("unit")),
            fiscal_year=year_and_period[0],
            period=year_and_period[1],
            organisation="then" if first.get("organisation") == "then" else "today",
            carry_over=first.get("budget") != "without",
            source=_code(first.get("source")),
            round_name=_code(first.get("round")),
            item_level=next((level for level in ITEM_LEVELS if level == first.get("level")), "unit"),
            year=int(first["year"]) if _YEAR.fullmatch(first.get("year", "")) else None,
            project=_code(first.get("project")),
            project_class=_code(first.get("class")),
            status=first["status"] if first.get("status") in STATUSES else None,
            completed=first.get("completed") == "with",
            line=first["line"] if _LINE.fullmatch(first.get("line", "")) else None,
            programme=_code(first.get("programme")),
            subject=_code(first.get("subject")),
            explain=_code(first.get("explain")),
            account_group=_code(first.get("group")),
            entry=first["entry"] if _ENTRY.fullmatch(first.get("entry", "")) else None,
            span=first["span"] if _SPAN.fullmatch(first.get("span", "")) else None,
            edition=int(first["edition"]) if _PAGES.fullmatch(first.get("edition", "")) else None,
            search=_code(first.get("search")),
            figure=_code(first.get("figure")),
            table=_code(first.get("table")),
            state=first["state"] if first.get("state") in STATES else None,
            role=_code(first.get("role")),
            right=first["right"] if first.get("right") in RIGHTS else None,
            kind=_code(first.get("kind")),
            below=int(first["below"]) if _NUMBER.fullmatch(first.get("below", "")) else None,
            opened=tuple(opened),
            person=_code(first.get("person")),
        )

    def query(self) -> dict[str, str | list[str]]:
        """The address as query parameters; what is as by default is left out."""
        written: dict[str, str | list[str] | None] = {
            "lang": self.language if self.language != "da" else None,
            "person": self.person,
            "unit": self.unit_id,
            "period": f"{self.fiscal_year}-{self.period:02d}" if self.fiscal_year and self.period else None,
            "organisation": self.organisation if self.organisation != "today" else None,
            "budget": "without" if not self.carry_over else None,
            "source": self.source,
            "round": self.round_name,
            "level": self.item_level if self.item_level != "unit" else None,
            "year": str(self.year) if self.year else None,
            "project": self.project,
            "class": self.project_class,
            "status": self.status,
            "completed": "with" if self.completed else None,
            "line": self.line,
            "programme": self.programme,
            "subject": self.subject,
            "explain": self.explain,
            "group": self.account_group,
            "entry": self.entry,
            "span": self.span,
            "edition": str(self.edition) if self.edition else None,
            "search": self.search,
            "figure": self.figure,
            "table": self.table,
            "state": self.state,
            "role": self.role,
            "right": self.right,
            "kind": self.kind,
            "below": str(self.below) if self.below else None,
            "open": [str(opened) for opened in self.opened],
        }
        return {name: value for name, value in written.items() if value}

    def shown(self, **shown: str | int | None) -> Address:
        """The address without what it asks for and the page does not show (name of a field → what it shows of it)."""
        unseen: dict[str, Any] = {
            name: None for name, value in shown.items() if getattr(self, name) not in (None, value)
        }
        return replace(self, **unseen)

    def link(self, path: str) -> str:
        """The address as a link to the page at `path`."""
        query = urlencode(self.query(), doseq=True)
        return f"/{path}" + (f"?{query}" if query else "")

    def elsewhere(self) -> Address:
        """What another page keeps of this one: who looks, and in which language."""
        return Address(language=self.language, person=self.person)

    def at_unit(self, unit_id: str) -> Address:
        """The page about another unit, with the tree closed."""
        return replace(self, unit_id=_code(unit_id), opened=(), explain=None, account_group=None)

    def opened_row(self, unit_id: str, account: str | None = None, function: str = "") -> Opened | None:
        """The open row of that unit or account, if it is open."""
        return next((opened for opened in self.opened if opened.row == (unit_id, account, function)), None)

    def toggled(self, wanted: Opened) -> Address:
        """The row opened if it was closed, closed if it was open."""
        others = tuple(opened for opened in self.opened if opened.row != wanted.row)
        was_open = len(others) < len(self.opened)
        return replace(self, opened=others if was_open else (*others, wanted)[-_MOST_OPEN:])

    def with_more(self, wanted: Opened) -> Address:
        """One page of postings more under an account that is open."""
        return replace(self, opened=tuple(
            replace(opened, pages=min(opened.pages + 1, 99)) if opened.row == wanted.row else opened
            for opened in self.opened))  # fmt: skip


def _code(text: str | None) -> str | None:
    return text if text and text != EVERY and _CODE.fullmatch(text) else None


def _escaped(part: str) -> str:
    """A code without the sign that stands between parts."""
    return part.replace("%", "%25").replace(PART, "%7E")


def _unescaped(part: str) -> str:
    return part.replace("%7E", PART).replace("%25", "%")
