"""A municipality as bad as one can be delivered, through the whole pipeline: what packs have to cope with.

The first centre has a name of 120 letters full of markup, and a forecast a hundred times its budget; the second one
unit of three employees; the third nothing at all.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from dashboard.decisions.focus_areas import desk
from dashboard.decisions.published_areas import AreaTexts, PublishedArea, PublishedCentre
from dashboard.packs.asked import span_of
from dashboard.store.at_hand import AtHand
from dashboard.store.database import open_store
from dashboard.store.focus_areas import DecisionWish, PublicationWish, record_decision, record_publication
from dashboard.texts import Texts
from dashboard.warehouse import Warehouse
from tests.packs.sample import Sample, author
from tests.spine.small_municipality import HEADER, forecast_spec, make_municipality, update
from tests.spine.test_told import PAYROLL

SPAN = "2026K1"
MANY, FEW, NONE = "100", "200", "300"
ENTERED_AT = datetime(2026, 4, 14, 8, tzinfo=UTC)
# Every sign that means something to a writer; a letter of two parts, one of four, a picture. What no typeface has, and
# what turns a line around, does not arrive.
SIGNS = "#let $x$ *fed* @ref \\u{41} <b>_k_</b> `kode` // [a](b) & ~ -- =1 é 👩‍🏫"
RESTLESS = "e\u0301n \u202eomvendt\u202c שלום Ж"
AT_REST = "én omvendt ???? ?"
NAME = f"Center for {SIGNS} ".ljust(120, "Æ")
SCHOOL = f"Skolen {SIGNS} ".ljust(120, "ø")
WORDS = f"Her står {SIGNS} og {RESTLESS}."
AS_SET = f"Her står {SIGNS} og {AT_REST}."

ORGANISATION = f"""\
Enhed;Navn;Over;Art
{MANY};{NAME};;centre
111;{SCHOOL};{MANY};institution
112;Østskolen;{MANY};institution
{FEW};Center for Kultur;;centre
211;Biblioteket;{FEW};institution
{NONE};Center for Intet;;centre
"""
BUDGET = """
source = "budget"
table = "budget_line"
title = "Budget"
[file]
kind = "csv"
pattern = "budget_{yyyy}.csv"
[delivery]
mode = "period"
[columns]
fiscal_year = { from = "År" }
kind = { value = "adopted" }
cost_centre = { from = "Sted" }
account = { from = "Konto" }
amount = { from = "Beløb", decimal = "," }
"""
_SPENT = (("111", "9.000,00"), ("211", "70.000,00"))
_HEAD = "Nr;Sted;Dag;Timer;Norm;Kr\n"


def publish_hard(folder: Path) -> Sample:
    """Deliver, build and publish it, and publish the areas of its three centres."""
    small = make_municipality(folder)
    for name, spec in {"budget": BUDGET, "forecast": forecast_spec("forecast"), "payroll": PAYROLL}.items():
        small.write_spec(name, spec)
    small.put_masters()
    small.put("organisation.csv", ORGANISATION, "utf-8")
    small.put("budget_2026.csv", "År;Sted;Konto;Beløb\n2026;111;10000001;100000\n2026;211;10000001;500000\n", "utf-8")
    round_of = "2026;BO1;2026-03-31"
    small.put(
        "prognoser_2026.csv",
        f"År;Runde;Dag;Enhed;Gruppe;Beløb\n{round_of};111;wages;10100000\n{round_of};211;wages;900000\n",
        "utf-8",
    )
    for month in ("01", "02", "03"):
        lines = [f"{unit}{month};15.{month}.2026;{unit};10000001;Løn;{amount}" for unit, amount in _SPENT]
        small.put(f"posteringer_2026_{month}.csv", HEADER + "\n".join([*lines, "I alt;;;;;79.000,00"]) + "\n")
        small.put(f"loen_2026_{month}.csv", _pay(month))
    outcomes = update(small)
    assert {outcome.state for outcome in outcomes} == {"accepted"}, outcomes
    hard = Sample(small.home, Warehouse(small.home.releases), open_store(small.home))
    for centre_id in (MANY, FEW, NONE):
        _publish_areas(hard, centre_id)
    return hard


def _pay(month: str) -> str:
    people = [("111", number) for number in range(8)] + [("112", number) for number in range(9)]
    people += [("211", number) for number in range(3)]
    return _HEAD + "".join(f"{unit}-{number};{unit};2026-{month}-01;160.33;150;40000\n" for unit, number in people)


def _publish_areas(hard: Sample, centre_id: str) -> None:
    """What is proposed, and above it an area by hand, in Danish only, whose decision is as hard to set as the rest."""
    door = hard.door()
    row = span_of(door, Texts("da"), SPAN)
    proposed = desk(door, AtHand("", hard.store, None), row, centre_id).frozen(hard.release)
    words = AreaTexts(title=WORDS, sees=WORDS, why=WORDS, silent=WORDS)
    empty = AreaTexts(title="", sees="", why="", silent="")
    by_hand = PublishedArea(area="own:1", da=words, en=empty, owner=WORDS, figure=None)
    names = {MANY: NAME.strip(), FEW: "Center for Kultur", NONE: "Center for Intet"}
    frozen: PublishedCentre = proposed.model_copy(
        update={"areas": (by_hand, *proposed.areas), "centre_name": names[centre_id]}
    )
    wish = PublicationWish(span=SPAN, centre_id=centre_id, areas=frozen.written())
    record_publication(hard.store, wish, author(hard), seen_version=0, now=ENTERED_AT)
    decided = DecisionWish(
        span=SPAN, centre_id=centre_id, area="own:1", decision="act", words=WORDS, action=WORDS, responsible=WORDS,
        deadline=date(2026, 6, 1),
    )  # fmt: skip
    record_decision(hard.store, decided, author(hard), seen_version=0, now=ENTERED_AT)
