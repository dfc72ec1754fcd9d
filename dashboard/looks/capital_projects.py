"""What the portfolio is drawn from: what the address asks for, held against what there is to be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import polars as pl

from dashboard import downloads
from dashboard.addresses import EVERY, STATUSES, Address
from dashboard.components.browser import Act
from dashboard.components.choices import Field
from dashboard.components.masthead import Choice
from dashboard.looks.filters import unit_field
from dashboard.looks.look import Look
from dashboard.queries import capital_projects as queries
from dashboard.sentences.capital_words import STATUSES as STATUS_WORDS


@dataclass(frozen=True)
class Portfolio:
    """The unit, the class and the status that the page is about, and what else could have been chosen.

    `total` is the unit's sum (of the class, where one is chosen), `units` those with projects.
    """

    total: dict[str, Any]
    unit_id: str
    project_class: str | None
    classes: list[str]
    units: pl.DataFrame


def read_portfolio(look: Look) -> Portfolio | None:
    """What the address asks for where it is there to be seen, else the default; None where there are no projects."""
    address = look.address
    units = queries.totals(look.door)
    known = units["unit_id"].to_list()
    found = look.unit_among(known)
    if found is None:
        return None
    classes = queries.classes(look.door, found)["project_class"].to_list()
    project_class = address.project_class if address.project_class in classes else None
    totals = queries.totals(look.door, project_class) if project_class else units
    return Portfolio(totals.filter(unit_id=found).row(0, named=True), found, project_class, classes, units)


def projects(look: Look, chosen: Portfolio) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The projects that are not completed, and those of the table: with the completed ones where they are wanted."""
    of, address = (look.door, chosen.unit_id, chosen.project_class), look.address
    ongoing = queries.projects(*of, address.status)
    return ongoing, queries.projects(*of, address.status, completed=True) if address.completed else ongoing


def shown_address(look: Look, chosen: Portfolio) -> Address:
    """The address without what is not there to be seen, and without a project that is not."""
    return look.address.shown(unit_id=chosen.unit_id, project_class=chosen.project_class, project=None)


def fields(look: Look, chosen: Portfolio) -> list[Field]:
    """Unit, class, status, and whether completed projects are shown."""
    texts, address = look.texts, look.address
    classes = (Choice(EVERY, texts.say("all classes")), *(Choice(one, one) for one in chosen.classes))
    statuses = (
        Choice(EVERY, texts.say("every status")),
        *(Choice(status, texts.say(STATUS_WORDS[status])) for status in STATUSES),
    )
    completed = (Choice("without", texts.say("hidden")), Choice("with", texts.say("shown")))
    return [
        unit_field(texts, chosen.units, chosen.unit_id),
        Field("class", texts.say("Class"), classes, chosen.project_class or EVERY),
        Field("status", texts.say("Money, phasing or time"), statuses, address.status or EVERY),
        Field("completed", texts.say("Completed"), completed, "with" if address.completed else "without", "segments"),
    ]


def act_on(look: Look, act: Act) -> None:
    """A project that is clicked stands in the address; the first step of its path leads back to all of them."""
    chosen = act.get("at")
    look.act({"choose": urlencode({"project": chosen})} if chosen else act)


def workbook_link(look: Look, chosen: Portfolio) -> str:
    """The projects that the page shows, as a workbook."""
    shown = {
        "unit": chosen.unit_id,
        "project_class": chosen.project_class or "",
        "status": look.address.status or "",
        "completed": "with" if look.address.completed else "",
    }
    return downloads.link(look.person, look.door, "capital_projects", look.texts.language, **shown)


def project_link(look: Look, project_id: str) -> str:
    """One project with its decisions, plans, years and postings, as a workbook."""
    return downloads.link(look.person, look.door, "capital_project", look.texts.language, project=project_id)
