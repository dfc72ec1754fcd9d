"""The cards of Fokusområder: the areas in the making with what the desk can do, and the published ones with answers."""

from __future__ import annotations

from dashboard.charts.focus_areas import course
from dashboard.components.agenda import Entry, Section
from dashboard.components.focus_card import FocusCard, Said
from dashboard.components.headline import Note
from dashboard.components.masthead import Choice
from dashboard.decisions.published_areas import PublishedArea
from dashboard.looks.focus_answers import DECIDE
from dashboard.looks.focus_areas import Chosen
from dashboard.looks.focus_editing import ADD, DROP, EDIT
from dashboard.looks.focus_publishing import ASK, PUBLISH, VALIDATE
from dashboard.looks.look import Look
from dashboard.sentences import focus_areas as words
from dashboard.sentences import pack_words
from dashboard.sentences.focus_score import score
from dashboard.store.focus_areas import Decision
from dashboard.texts import mark


def cards(look: Look, chosen: Chosen) -> tuple[tuple[FocusCard, str], ...]:
    """The cards in their order, each with what the entry of its form begins with."""
    found, published = chosen.desk, chosen.published
    if found is None:
        return ()
    if chosen.shows_desk:
        return tuple(
            (
                _card(look, chosen, number, area.published(), _desk_notes(look, chosen, is_edited=area.is_edited)),
                area.key,
            )
            for number, area in enumerate(found.areas, start=1)
        )
    return tuple(
        (_card(look, chosen, number, area, _answer_notes(look, chosen, area)), area.area)
        for number, area in enumerate(published.areas if published else (), start=1)
    )


def _card(look: Look, chosen: Chosen, number: int, area: PublishedArea, notes: tuple[Note, ...]) -> FocusCard:
    texts, said = look.texts, area.words(look.texts.language)
    labels = ((words.PARTS["sees"], said.sees), (words.PARTS["why"], said.why), (words.PARTS["silent"], said.silent))
    owner = texts.say("Data: {owner}", owner=area.owner) if area.owner else ""
    stake = pack_words.at_stake(texts, area.figure)
    is_strength = area.figure is not None and area.figure.role == "strength"
    no_course = texts.say("The area was chosen by hand: it has no figure.")
    if area.figure:
        no_course = texts.say("There is one span of this figure alone: a line is drawn from the next one on.")
    return FocusCard(
        id=area.area,
        number=str(number),
        title=said.title or texts.say("(no finding yet)"),
        tags=tuple(filter(None, (pack_words.domain(texts, area.figure), stake, owner))),
        mark="good" if is_strength else "",
        course=course(texts, area.figure, chosen.centre.name if chosen.centre else "") if area.figure else None,
        no_course=no_course,
        said=tuple(Said(texts.say(label), text) for label, text in labels if text),
        notes=notes,
        score=score(texts, area.figure),
        acts=_acts(look, chosen, number, area),
    )


def _acts(look: Look, chosen: Chosen, number: int, area: PublishedArea) -> tuple[Choice, ...]:
    say, found = look.texts.say, []
    if chosen.shows_desk and chosen.may_edit and chosen.desk:
        found.append(Choice(EDIT, say("Edit")))
        if number > 1:
            found.append(Choice("up", say("Move up")))
        if number < len(chosen.desk.areas):
            found.append(Choice("down", say("Move down")))
        found.append(Choice(DROP, say("Leave out")))
    elif chosen.may_decide and chosen.is_newest_edition and not chosen.shows_desk:
        found.append(Choice(DECIDE, say("Change the decision") if _decision(chosen, area) else say("Decide")))
    if area.figure:
        found.append(Choice("evidence", say("Open the page where the figure stands")))
    return tuple(found)


def _decision(chosen: Chosen, area: PublishedArea) -> Decision | None:
    if chosen.desk is None:
        return None
    return chosen.desk.decisions.get((chosen.desk.span["span"], chosen.desk.centre_id, area.area))


def _answer_notes(look: Look, chosen: Chosen, area: PublishedArea) -> tuple[Note, ...]:
    texts, notes = look.texts, []
    if texts.language != "da" and not area.is_translated:
        notes.append(Note(texts.say("Where no English text was written, the Danish one stands."), "quiet"))
    if not chosen.is_known:
        return (*notes, Note(texts.say("Whether it is answered is not known just now."), "watch", "watch"))
    return (*notes, words.decided(texts, _decision(chosen, area)))


def _desk_notes(look: Look, chosen: Chosen, *, is_edited: bool) -> tuple[Note, ...]:
    if not chosen.may_edit:
        return ()
    told = mark("Somebody has worked on it.") if is_edited else mark("As the figures propose it.")
    return (Note(look.texts.say(told), "quiet"),)


def sections(look: Look, chosen: Chosen) -> tuple[Section, ...]:
    """Above the cards: what is to be in order before they are published, and what is done next."""
    say, found = look.texts.say, chosen.desk
    if found is None or not chosen.shows_desk or not chosen.is_known:
        return ()
    if not chosen.may_edit:
        return (Section(say("What is asked of you"), (Entry(say("Say whether they are true"), id=VALIDATE),), ""),)
    checklist = found.checklist(look.texts.language)
    items = tuple(
        Entry(
            say(words.MUSTS[item.must][0]),
            words.lacking(look.texts, found, item),
            "over" if item.stops else "watch",
            "good" if item.is_in_order else "bad" if item.stops else "watch",
        )
        for item in checklist
    )
    may_publish = not any(item.stops for item in checklist)
    again = say("Publish a new edition") if found.publication else say("Publish")
    steps = (
        Entry(say("Add an area by hand"), id=ADD),
        Entry(say("Ask a representative whether the areas are true"), id="" if found.is_validated else ASK),
        Entry(again, "" if may_publish else say("when all of it is in order"), id=PUBLISH if may_publish else ""),
    )
    return (Section(say("Before it is published"), items, ""), Section(say("Next steps"), steps, ""))
