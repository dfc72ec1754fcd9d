"""The files that the budget follow-up offers: links that only the browser that was shown them can use."""

from __future__ import annotations

from typing import Any

from dashboard import downloads
from dashboard.addresses import Opened
from dashboard.views.budget_filters import Chosen
from dashboard.views.look import Look


def workbook_link(look: Look, chosen: Chosen) -> str:
    """What the page shows, as a workbook."""
    return _link(look, chosen, "budget_followup", unit=chosen.unit["unit_id"])


def postings_link(look: Look, chosen: Chosen, opened: Opened) -> str:
    """Every posting of the account that is open."""
    account = opened.account or ""
    return _link(look, chosen, "postings", unit=opened.unit_id, account=account, function_code=opened.function)


def _link(look: Look, chosen: Chosen, kind: str, **what: Any) -> str:
    cut = chosen.cut
    shown = {
        "fiscal_year": cut.fiscal_year,
        "period": cut.period,
        "organisation_view": cut.organisation_view,
        "budget_basis": cut.budget_basis,
    }
    return downloads.link(look.person, look.door, kind, look.texts.language, **shown, **what)
