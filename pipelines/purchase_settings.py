"""The municipality's choices about purchases and atypical postings, as rows of schema raw."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.home import Home
from pipelines.lineage import sql_files
from pipelines.problems import WrongUse

_RULE = "supervision__rule_"


def atypical_rules() -> tuple[str, ...]:
    """The names of the rules that an atypical posting is known by: one file of SQL each."""
    return tuple(file.stem.removeprefix(_RULE) for file in sql_files("marts") if file.stem.startswith(_RULE))


def purchase_settings(home: Home) -> dict[str, object]:
    """Settings by name; a list has a numbered name for each of its members.

    Raises WrongUse where a weight is given to a rule that there is not.
    """
    purchases, supervision = home.municipality.purchases, home.municipality.supervision
    rules = atypical_rules()
    if unknown := sorted(supervision.weights.keys() - set(rules)):
        raise WrongUse(
            f"supervision.weights.{unknown[0]}: there is no such rule",
            where=str(home.settings_file),
            remedy=f"the rules are {', '.join(rules)}",
        )
    lists = {"tender_exempt_accounts", "system_users", "weights"}
    return {
        **_numbered("purchases_consultant_account", purchases.consultant_accounts),
        **_numbered("purchases_agreement_account", purchases.agreement_accounts),
        **{f"supervision_{name}": value for name, value in supervision.model_dump(exclude=lists).items()},
        **_numbered("supervision_tender_exempt_account", supervision.tender_exempt_accounts),
        **_numbered("supervision_system_user", supervision.system_users),
        **{f"supervision_weight_{rule}": weight for rule, weight in supervision.weights.items()},
    }


def _numbered(name: str, values: Iterable[str]) -> dict[str, object]:
    return {f"{name}_{number}": value for number, value in enumerate(values, start=1)}
