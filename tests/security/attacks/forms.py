"""11. What somebody types into a form stays the text that it is; what takes no text says so."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.pages.conftest import OpenPage
from tests.pages.living_a_round import FOREWORD, HEAD, an_open_round, told, type_in
from tests.pages.living_a_round import press as press_button
from tests.pages.living_focus_areas import OAK as AREA
from tests.pages.living_focus_areas import faults
from tests.pages.screen import Screen
from tests.security.attacks import meeting_forms as lived
from tests.security.attacks.exports import only_texts
from tests.security.attacks.meeting_forms import CENTRE, DATA_UNIT, EARLIER, MANAGER, SIGNING, Before, press
from tests.security.ground import KEPT, Attack, Ground, Strike, is_one_sentence, stored

PAYLOAD = "='\"; drop table grant; --<img src=x onerror=alert(1)>"
"""SQL, HTML and a formula in one; the fields of a form are told apart by a number behind it."""


@dataclass(frozen=True)
class Entry:
    """A form: what makes it, where and by whom it is opened, and the button.

    `only` are fields that take nothing but what they are, and what is typed there when they have said so; `chosen` is
    what is chosen and ticked. `read` is how the address differs where it is read afterwards, `file` what is taken home,
    `left` the lines of the audit log.
    """

    form: str
    page: str | None
    query: dict[str, str]
    act: str
    only: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    before: Before | None = None
    read: dict[str, str] = field(default_factory=dict)
    file: str = ""
    left: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.form} {self.act}"


CONTROLLER, ADMINISTRATOR = {"person": "controller"}, {"person": "administrator"}
DAY = "31.12.2099"
FOCUS, MANAGED = {**DATA_UNIT, **CENTRE}, {**MANAGER, **CENTRE}
OAK = {**MANAGER, "explain": "oak_school"}
ANSWERS = {"answer_budget": "yes", "answer_cash": "yes", "mark_0": "seen", "mark_1": "seen", "mark_2": "seen"}
ENTRIES = [
    Entry("explanation_entry.form_of", None, OAK, "Gem forklaringen", {"deadline": DAY}, {"cause": "volume"},
          file="budget_followup"),
    Entry("explanation_entry.outcome_form_of", None, OAK, "Gem, hvad der kom ud af det", {}, {"done": "yes"},
          lived.explained),
    Entry("forecast_steering.opening_form", "forecast_round", CONTROLLER, "Åbn runden",
          {"round_date": "31.10.2026", "opens_on": "1.10.2026", "closes_on": "30.11.2026"}),
    Entry("forecast_steering.round_form", "forecast_round", CONTROLLER, "Gem datoerne",
          {"round_date": "31.10.2026", "opens_on": "1.10.2026", "closes_on": "30.11.2026"}, {}, lived.round_is_open),
    Entry("forecast_steering.round_form", "forecast_round", CONTROLLER, "Genåbn runden", {"closes_on": "15.12.2026"},
          {}, lived.round_is_closed),
    Entry("forecast_answers.sign_form", "forecast_round", {**MANAGER, "unit": "oak_school"}, "Send tilbage", {}, {},
          lived.round_is_answered, file="forecast_round"),
    Entry("supervision_signing.SignEntry.form", "supervision", {**MANAGER, "entry": SIGNING},
          "Skriv under på tilsynet", {}, ANSWERS, file="supervision"),
    Entry("supervision_signing.SignEntry.form", "supervision", {**MANAGER, "entry": SIGNING},
          "Træk underskriften tilbage", {}, {}, lived.signed),
    Entry("supervision_waiving.WaiveEntry.form", "supervision", {**CONTROLLER, "entry": SIGNING}, "Frafald tilsynet"),
    Entry("supervision_finance.PostingEntry.form", "supervision",
          {**CONTROLLER, "entry": "posting:d1:1052:posteringer_2026_10.csv"}, "Læg den til side",
          file="atypical_postings"),
    Entry("supervision_finance.FollowEntry.form", "supervision", {**CONTROLLER, "entry": "follow:oak_school"},
          "Gem opfølgningen", {"due_on": DAY}),
    Entry("carry_over_case.form_of", "carry_over_case", {**CONTROLLER, "line": "operating:elm_school:service"},
          "Gem ændringen", {"amount": "500.000"}, file="carry_over_case"),
    Entry("focus_editing.AddEntry.form", "focus_areas", {**FOCUS, "entry": "focus:add"}, "Tilføj området"),
    Entry("focus_editing.EditEntry.form", "focus_areas", {**FOCUS, "entry": f"focus:edit:{AREA}"}, "Gem teksterne"),
    Entry("focus_editing.DropEntry.form", "focus_areas", {**FOCUS, "entry": f"focus:drop:{AREA}"}, "Udelad det"),
    Entry("focus_publishing.AskEntry.form", "focus_areas", {**FOCUS, "entry": "focus:ask"}, "Bed om godkendelse"),
    Entry("focus_publishing.ValidateEntry.form", "focus_areas", {**MANAGED, "entry": "focus:validate"}, "Svar", {},
          {"state": "not_valid"}, lived.areas_are_asked_about, {**DATA_UNIT, "entry": "focus:ask"}),
    Entry("focus_publishing.PublishEntry.form", "focus_areas", {**FOCUS, "entry": "focus:publish"}, "Udgiv", {},
          {"although": "ticked"}, lived.areas_are_out_and_valid_again,
          left=("publication data_unit: focus areas 2026K3, edition 2",)),
    Entry("focus_answers.DecideEntry.form", "focus_areas", {**MANAGED, "entry": f"focus:decide:{AREA}"},
          "Gem beslutningen", {"deadline": "1.12.2026"}, {"decision": "act"}, lived.areas_are_out,
          file="published_areas"),
    Entry("focus_answers.CameEntry.form", "focus_areas", {**MANAGED, "entry": f"focus:came:{EARLIER['span']}:{AREA}"},
          "Gem, hvad der kom ud af det", {}, {"is_done": "partly"}, lived.areas_of_the_quarter_before_are_decided),
    Entry("rights_entry.NewRight.form", "rights", {**ADMINISTRATOR, "entry": "right:new"}, "Giv rettigheden",
          {"valid_from": "1.1.2026", "valid_to": DAY}, {"role": "controller", "unit_id": "municipality"},
          read={"entry": "right:1"}, file="rights", left=(f"grant administrator: grant 1: given {PAYLOAD}",)),
    Entry("rights_entry.OpenRight.form", "rights", {**ADMINISTRATOR, "entry": "right:1"}, "Tag rettigheden nu", {}, {},
          lived.right_is_given, left=("grant administrator: grant 1: taken s1",)),
    Entry("data_order_entry.NewOrder.form", "data_orders", {**MANAGER, "entry": "order:new"}, "Bestil data",
          {"needed_by": DAY}, read={"entry": "order:1"}, file="data_orders"),
    Entry("data_order_entry.OpenOrder.form", "data_orders", {**DATA_UNIT, "entry": "order:1"}, "Aftal bestillingen",
          {}, {}, lived.order_is_asked, file="data_orders"),
]  # fmt: skip
FILTERS: dict[str, object] = {
    "fiscal_year": 2026, "year": 2026, "period": 10, "unit": "north", "round": "BO4", "span": "2026K3",
    "organisation_view": "today", "budget_basis": "with_carry_over", "centre": "north",
}  # fmt: skip
FILTERS_OF = {"carry_over_case": {**FILTERS, "fiscal_year": 2025}}
BUTTONS = {"audit_log.steps", "data_orders.show", "rights.show"}
"""Forms of which nothing can be typed."""


def typed(row: Entry) -> Attack:
    """Into every field at once: what is no day or amount is told at its field; every other text is kept, and shown."""

    def attack(ground: Ground) -> Strike:
        open_page, store = ground["open_page"], ground.store
        assert store
        if row.before:
            row.before(open_page, ground.home, store)
        with lived.forms_seen(ground["monkeypatch"]) as forms:
            screen = open_page(row.page, ground.home, **row.query)
        texts = {name: f"{PAYLOAD}{number}" for number, name in enumerate(sorted(forms[row.form]))}
        assert texts.keys() >= row.only.keys()

        def strike() -> str:
            answer, before = screen, stored(store)
            if row.only:
                answer = _told_at_its_field(row, screen, texts)
                assert stored(store) == before
                answer = press(answer, row.act, **row.only)
            else:
                answer = press(answer, row.act, **texts, **row.chosen)
            assert not faults(answer)
            after, kept = stored(store), {text for name, text in texts.items() if name not in row.only}
            assert kept <= {cell for name in after for line in after[name] for cell in line if line not in before[name]}
            _shown_as_text(row, kept, ground)
            return KEPT

        return strike

    return attack


def _told_at_its_field(row: Entry, screen: Screen, texts: dict[str, str]) -> Screen:
    said = set(screen.text.splitlines())
    answer = press(screen, row.act, **texts, **row.chosen)
    assert faults(answer).keys() in ({}.keys(), row.only.keys()), "at their fields, or above the form"
    told_now = set(answer.text.splitlines()) - said
    assert told_now
    assert all(map(is_one_sentence, told_now)), told_now
    return answer


def _shown_as_text(row: Entry, kept: set[str], ground: Ground) -> None:
    """On the page in both languages, and in the file."""
    open_page: OpenPage = ground["open_page"]
    query = {**row.query, **row.read}
    shown = [open_page(row.page, ground.home, **{**query, "lang": language}) for language in ("da", "en")]
    assert not [text for text in kept if not any(text in one.text or text in _fields(one) for one in shown)]
    assert not [one for one in shown if one.app.markdown]
    if row.file:
        filters = FILTERS_OF.get(row.file, FILTERS)
        only_texts(row.file, ground["tmp_path"] / "file", filters, row.query["person"])


def _fields(screen: Screen) -> str:
    """What stands in them."""
    return "\n".join(str(one.value) for one in (*screen.app.text_input, *screen.app.text_area))


def no_amount(ground: Ground) -> Strike:
    """The forecast form, which shows back what is kept before it is."""
    an_open_round(ground.home)
    screen = ground["open_page"]("forecast_round", ground.home, person=HEAD)

    def strike() -> str:
        answer = press_button(type_in(screen, *[PAYLOAD] * 3, comment=PAYLOAD), CHECK)
        assert told(answer, "forecast_below") == ["Intet er gemt endnu: se, hvad der står ved felterne."]
        assert not [button for button in answer.app.button if button.label == SAVE]
        (sentence,) = {told(answer, f"{group}_beside")[-1] for group in ("wages", "operations", "income")}
        return sentence

    return strike


def remarks_of_a_forecast(ground: Ground) -> Strike:
    """The form's other fields: kept, shown on the page of those above, and taken home."""
    an_open_round(ground.home)
    open_page: OpenPage = ground["open_page"]
    screen = open_page("forecast_round", ground.home, person=HEAD)

    def strike() -> str:
        answer = press_button(type_in(screen, *FOREWORD, comment=PAYLOAD), CHECK)
        answer = press_button(answer, SAVE)
        assert told(answer) == ["Gemt som kladde. Meld klar, når den er færdig."]
        for person in (HEAD, MANAGER["person"]):
            shown = open_page("forecast_round", ground.home, person=person, unit="oak_school")
            assert PAYLOAD in shown.text + _fields(shown)
            assert not shown.app.markdown
        only_texts("forecast_round", ground["tmp_path"] / "file", FILTERS, HEAD)
        return KEPT

    return strike


CHECK, SAVE = "Vis, hvad der gemmes", "Gem som kladde"
