"""Why a posting is atypical, in a layman's words. A new rule is its file in sql/marts and its two lines here."""

from __future__ import annotations

from typing import Any

from dashboard.texts import Texts, mark

NAMES = {
    "closed_year": mark("Booked in a closed year"),
    "duplicate_invoice": mark("Looks like it is booked twice"),
    "free_day": mark("Booked on a free day"),
    "missing_text": mark("Large and without a text"),
    "new_supplier": mark("New supplier, large amount"),
    "round_amount": mark("Large round amount"),
    "same_person": mark("Registered and approved by one person"),
    "split_purchase": mark("Together above the tender limit"),
    "unusual_amount": mark("Unusually large"),
}
WHY = {
    "closed_year": mark(
        "It is booked in the accounts of {count}, which closed on {day}. Corrections after closing need a reason."
    ),
    "duplicate_invoice": mark(
        "The same supplier was paid the same amount on voucher {voucher} of {day}. Check that it is not paid twice."
    ),
    "free_day": mark("Somebody booked it on a weekend or a public holiday, when few others see what is booked."),
    "missing_text": mark("It is above {amount} and says nothing of what it is for."),
    "new_supplier": mark("It is the first purchase from this supplier, and above {amount}."),
    "round_amount": mark(
        "The amount is whole in steps of {amount}. Real prices seldom are; estimates and payments on account are."
    ),
    "same_person": mark("The same person registered and approved it, so nobody else has seen it."),
    "split_purchase": mark(
        "{count} postings from {day} on come to {amount} from one supplier: above the tender limit, each of them below."
    ),
    "unusual_amount": mark("Half of the {count} postings on this account are below {amount}; this one is far above."),
}


def rule_name(texts: Texts, rule: str) -> str:
    """A rule in a few words; its own name where nobody has written them yet."""
    return texts.say(NAMES[rule]) if rule in NAMES else rule


def why(texts: Texts, reason: dict[str, Any]) -> str:
    """Why the posting is told: `reason` is one of the column reasons of supervision__atypical."""
    rule = reason["rule"]
    if rule not in WHY:
        return rule_name(texts, rule)
    count = reason["compared_count"]
    return texts.say(
        WHY[rule],
        voucher=reason["related_voucher"] or "",
        day=texts.day(reason["related_date"]),
        amount=texts.money(reason["compared_dkk"]),
        count=str(count) if rule == "closed_year" else texts.count(count),
    )
