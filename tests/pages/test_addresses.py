"""The address of a page: everything it can hold comes back, and whatever else stands in it is dropped."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dashboard.addresses import EVERY, STATUSES, Address, Opened
from dashboard.looks.look import followed

CODES = st.from_regex(r"[^\x00-\x1f\x7f]{1,20}", fullmatch=True).filter(lambda text: text != EVERY)
OPENED = st.builds(Opened, CODES) | st.builds(Opened, CODES, CODES, CODES | st.just(""), st.integers(1, 99))


@st.composite
def addresses(draw: st.DrawFn) -> Address:
    year, period = draw(st.tuples(st.integers(2000, 2099), st.integers(1, 13)) | st.just((None, None)))
    opened = {one.row: one for one in draw(st.lists(OPENED, max_size=8))}
    return Address(
        language=draw(st.sampled_from(("da", "en"))),
        unit_id=draw(st.none() | CODES),
        fiscal_year=year,
        period=period,
        organisation=draw(st.sampled_from(("today", "then"))),
        carry_over=draw(st.booleans()),
        year=draw(st.none() | st.integers(1900, 2099)),
        project=draw(st.none() | CODES),
        project_class=draw(st.none() | CODES),
        status=draw(st.none() | st.sampled_from(STATUSES)),
        completed=draw(st.booleans()),
        explain=draw(st.none() | CODES),
        account_group=draw(st.none() | CODES),
        opened=tuple(opened.values()),
        person=draw(st.none() | CODES),
    )


def as_browser(address: Address) -> dict[str, list[str]]:
    return {name: [value] if isinstance(value, str) else value for name, value in address.query().items()}


@given(addresses())
def test_an_address_comes_back_as_it_was_written(address: Address) -> None:
    assert Address.read(as_browser(address)) == address


@given(
    st.dictionaries(
        st.sampled_from(
            (
                "lang",
                "unit",
                "period",
                "organisation",
                "budget",
                "year",
                "project",
                "class",
                "status",
                "completed",
                "open",
                "person",
                "x",
            )
        ),
        st.lists(st.text(), max_size=3),
    )
)
def test_anything_gives_an_address_that_comes_back(query: dict[str, list[str]]) -> None:
    address = Address.read(query)
    assert Address.read(as_browser(address)) == address


@given(st.dictionaries(st.sampled_from(("choose", "value", "toggle", "more", "at", "page")), st.text()))
def test_anything_from_the_browser_gives_an_address(act: dict[str, str]) -> None:
    address = followed(Address(unit_id="north"), act)
    assert Address.read(as_browser(address)) == address


def test_a_row_opens_shows_more_and_closes() -> None:
    account = Opened("school", "4100", "032201")
    opened = followed(Address(), {"toggle": str(account)})
    assert opened.opened == (account,)
    more = followed(opened, {"more": str(account)})
    assert more.query()["open"] == ["school~4100~032201~2"]
    assert followed(more, {"toggle": str(account)}).opened == ()


def test_another_unit_begins_with_a_closed_tree() -> None:
    address = Address(period=10, fiscal_year=2026, opened=(Opened("school"),))
    assert followed(address, {"at": "hall"}) == Address(period=10, fiscal_year=2026, unit_id="hall")
    assert followed(address, {"choose": "unit=hall"}) == Address(period=10, fiscal_year=2026, unit_id="hall")


def test_several_filters_are_chosen_at_once() -> None:
    address = Address(opened=(Opened("school"),))
    both = followed(address, {"choose": "period=2026-08&budget=without"})
    assert both == Address(fiscal_year=2026, period=8, carry_over=False, opened=(Opened("school"),))


def test_links_carry_the_address() -> None:
    assert Address(language="en", unit_id="Åsen").link("datakvalitet") == "/datakvalitet?lang=en&unit=%C3%85sen"
    assert Address().link("") == "/"


def test_what_a_page_does_not_show_leaves_its_address() -> None:
    asked = Address(unit_id="hall", year=2025, programme="EFF", carry_over=False)
    assert asked.shown(unit_id="hall", year=2025, programme="EFF") == asked
    assert asked.shown(unit_id="hall", year=2026, programme=None) == Address(unit_id="hall", carry_over=False)
    # What was not asked for is not written into it.
    assert Address(year=2025).shown(unit_id="hall", year=2025) == Address(year=2025)
