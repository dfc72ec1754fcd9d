"""The focus areas in words: how far a centre has come, what is not in order, what was decided, what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.components.agenda import Entry
from dashboard.components.headline import Mark, Note, Sentence, Tone
from dashboard.decisions.focus_areas import CheckItem, Desk, Must
from dashboard.decisions.focus_progress import Came, Progress, Valid, validity
from dashboard.sentences import pack_words
from dashboard.sentences.focus_words import span_name
from dashboard.store.focus_areas import Decision, Publication
from dashboard.texts import Texts, mark

TITLE = mark("What should we look at this quarter, and what came of the last?")
MUSTS: dict[Must, tuple[str, str]] = {
    "data_complete": (mark("Data is complete"), mark("Late or not reconciled: {what}.")),
    "enough_areas": (mark("At least four areas"), mark("There are only {what}.")),
    "texts_written": (mark("The texts are in order"), mark("Empty, too long or with a gap: {what}.")),
    "owners_named": (mark("Somebody owns the data of each"), mark("Nobody is named for: {what}.")),
    "last_span_answered": (mark("The last areas are answered"), mark("Without an answer: {what}.")),
    "validated": (mark("A representative has found the texts valid"), ""),
}
VALIDITIES: dict[Valid, str] = {
    "": mark("nobody has been asked"),
    "asked": mark("is being looked at"),
    "valid": mark("found valid"),
    "not_valid": mark("not valid"),
    "lapsed": mark("changed since it was found valid"),
}
CHOICES = {"act": mark("We act"), "watch": mark("We keep an eye on it"), "not_relevant": mark("Not relevant")}
_DONE_LOOKS: dict[str, tuple[Tone, Mark]] = {"done": ("", "good"), "partly": ("", "watch"), "not_done": ("", "bad")}
DONE = pack_words.OUTCOMES
PARTS = {
    "title": mark("Finding"),
    "sees": mark("What we see"),
    "why": mark("What it means"),
    "silent": mark("What it does not say"),
}
PARTS_IN_ENGLISH = {
    "title": mark("Finding, in English"),
    "sees": mark("What we see, in English"),
    "why": mark("What it means, in English"),
    "silent": mark("What it does not say, in English"),
}


def nothing_yet(texts: Texts) -> Sentence:
    """No quarter is over yet."""
    return Sentence(texts.say("No quarter is over yet."), texts.say("Focus areas are made when the first one is."))


def not_yours(texts: Texts) -> Sentence:
    """The person sees no centre whole."""
    return Sentence(
        texts.say("Focus areas are a whole centre's."),
        texts.say("Whoever sees the whole centre finds them here; ask your centre manager for the pack."),
    )


def not_known(texts: Texts) -> Sentence:
    """What people have entered cannot be read."""
    return Sentence(
        texts.say("What is published and decided is not known just now."),
        texts.say("The figures and what they propose can be read."),
        "watch",
        "watch",
    )


def overview(texts: Texts, found: Sequence[Progress], span: str) -> Sentence:
    """How many centres' areas are out, and how many of those have answered everything."""
    out = [one for one in found if one.publication]
    done = sum(one.answered == one.published for one in out)
    lead = texts.say(
        "{count} of {total} centres have their focus areas for {span}.",
        count=len(out),
        total=len(found),
        span=span_name(texts, span),
    )
    if not out:
        return Sentence(lead)
    return Sentence(
        lead, texts.say_many("{count} has answered all of them.", "{count} have answered all of them.", done)
    )


def desk(texts: Texts, found: Desk) -> Sentence:
    """What stands in the way of publishing, or that nothing does; and which edition is out."""
    out = published(texts, found.publication) if found.publication else texts.say("Nothing is published yet.")
    stopping = [item for item in found.checklist(texts.language) if item.stops]
    if not stopping:
        return Sentence(texts.say("The areas can be published."), out, mark="good")
    lead = texts.say_many(
        "{count} thing is to be put in order before the areas are published.",
        "{count} things are to be put in order before the areas are published.",
        len(stopping),
    )
    return Sentence(lead, out, "watch", "watch")


def cards(texts: Texts, publication: Publication, answered: int, count: int) -> Sentence:
    """How many of the published areas have an answer."""
    if answered == count:
        return Sentence(
            texts.say("All {count} areas are answered.", count=count), published(texts, publication), mark="good"
        )
    lead = texts.say("{answered} of {count} areas are answered.", answered=answered, count=count)
    return Sentence(lead, published(texts, publication), "watch", "watch")


def not_out(texts: Texts, span: str) -> Sentence:
    """The areas of the span are still being made."""
    return Sentence(
        texts.say("The focus areas for {span} are not out yet.", span=span_name(texts, span)),
        texts.say("The data unit is at work on them."),
    )


def to_validate(texts: Texts, found: Desk) -> Sentence:
    """Somebody is asked to say whether the texts are true."""
    who = found.validation.representative if found.validation else ""
    return Sentence(
        texts.say("The data unit asks whether these areas are true and fair."),
        texts.say("{who} is asked to look at them before they come out.", who=who),
        "watch",
        "watch",
    )


def published(texts: Texts, publication: Publication) -> str:
    """Which edition is out, and since when; its release stands in the list of editions."""
    return texts.say(
        "Edition {edition}, published {when}.",
        edition=publication.version,
        when=texts.moment(publication.entered_at),
    )


def lacking(texts: Texts, found: Desk, item: CheckItem) -> str:
    """What is not in order; nothing where all is."""
    if item.is_in_order:
        return ""
    if item.must == "validated":
        said = texts.say(VALIDITIES[validity(found)])
        words = found.validation.words if found.validation and found.validation.state == "not_valid" else ""
        return " ".join(filter(None, (said[:1].upper() + said[1:] + ".", words)))
    return texts.say(MUSTS[item.must][1], what=", ".join(item.lacking))


def valid(texts: Texts, found: Valid) -> str:
    """Where validation stands."""
    return texts.say(VALIDITIES[found])


def decided(texts: Texts, decision: Decision | None) -> Note:
    """The manager's decision under a card."""
    if decision is None:
        return Note(texts.say("Waits for the centre manager's decision."), "watch", "watch")
    told = texts.say(CHOICES[decision.decision])
    action = pack_words.decided(texts, decision) if decision.decision == "act" else ""
    words = decision.words
    text = ". ".join(part.rstrip(".") for part in (told, action, words) if part)
    return Note(f"{text}.", "", "good")


def came(texts: Texts, one: Came) -> Entry:
    """An area of the span before in a line, with what was decided, whether it was done, and the figure then and now."""
    told = pack_words.what_came_of_it(texts, one.area, one.decision, one.outcome, one.now)
    title = one.area.words(texts.language).title
    if one.outcome:
        tone, shape = _DONE_LOOKS[one.outcome.is_done]
        return Entry(title, told, tone, shape)
    if one.is_owed or one.decision is None:
        return Entry(title, told, "watch", "watch")
    return Entry(title, told, "", "good")
