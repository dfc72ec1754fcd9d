"""What was drawn last counts, also when it did not arrive last."""

from __future__ import annotations

import pytest

from pipelines.deliveries import deliver
from tests.spine.small_municipality import ACCOUNTS, SPECS, SmallMunicipality, postings, update

LETTERHEAD = '[letterhead]\nrun_date = { label = "Kørt", form = "dd.MM.yyyy" }\n[columns]'


def drawn(day: str, text: str) -> str:
    return f"Kørt;{day}\n{text}"


@pytest.fixture
def dated(small: SmallMunicipality) -> SmallMunicipality:
    """A list of accounts and a month that both say when they were drawn."""
    for source in ("account", "posting"):
        small.write_spec(source, SPECS[source].replace("[columns]", LETTERHEAD))
    small.put_masters()
    small.put("konti.csv", drawn("02.04.2026", ACCOUNTS), "utf-8")
    small.put("posteringer_2026_03.csv", drawn("02.04.2026", postings(("B1", "10000001", "1.200,50"))))
    update(small)
    return small


EARLIER = {
    "konti_gammel.csv": (ACCOUNTS.replace("Løn", "Lønninger"), "utf-8"),
    "posteringer_2026_03_gammel.csv": (postings(("B1", "10000001", "7,00")), "cp1252"),
}


@pytest.mark.parametrize("name", EARLIER)
def test_a_file_drawn_before_the_one_in_force_is_refused(dated: SmallMunicipality, name: str) -> None:
    text, encoding = EARLIER[name]
    path = dated.put(name, drawn("01.04.2026", text), encoding)
    (outcome,) = update(dated)
    assert outcome.state == "refused"
    assert "drawn on 2026-04-01, before" in outcome.sentence
    assert "--again" in outcome.sentence
    assert path.exists()
    assert "7.00" not in map(str, dated.vouchers().values())
    (outcome,) = deliver(dated.home, [path], again=True)
    assert outcome.state == "accepted"


@pytest.mark.parametrize("day", ["02.04.2026", "03.04.2026"])
@pytest.mark.parametrize("name", EARLIER)
def test_a_file_of_the_same_day_or_later_replaces(dated: SmallMunicipality, name: str, day: str) -> None:
    text, encoding = EARLIER[name]
    dated.put(name, drawn(day, text), encoding)
    assert [outcome.state for outcome in deliver(dated.home)] == ["accepted"]


def test_another_month_may_have_been_drawn_before(dated: SmallMunicipality) -> None:
    dated.put("posteringer_2026_02.csv", drawn("03.03.2026", postings(("B0", "10000001", "7,00"), month="02")))
    assert [outcome.state for outcome in deliver(dated.home)] == ["accepted"]
