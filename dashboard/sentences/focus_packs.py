"""The library of packs in words: what is ready, what a pack is, what is missing, and how far the making has come."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.components.headline import Note, Sentence
from dashboard.pack_library import Edition, Pack
from dashboard.pack_making import Progress
from dashboard.packs.manifest import Made
from dashboard.sentences.focus_words import span_name
from dashboard.texts import Texts, mark

TITLE = mark("Give me the pack")
KINDS = {"pdf": "PDF", "html": "HTML", "pptx": "PowerPoint", "xlsx": "Excel"}
"""What the files of a pack are called; names that are the same in every language."""
LANGUAGES = {"da": mark("in Danish"), "en": mark("in English")}


def sentence(texts: Texts, packs: list[Pack], *, has_centre: bool, may_make: bool) -> Sentence:
    """Whether there is a pack to read; else why there is none."""
    if packs:
        ready = texts.say("The pack for {span} is ready.", span=span_name(texts, packs[0].span))
        count = texts.say_many(
            "{count} pack can be read and downloaded.", "{count} packs can be read and downloaded.", len(packs)
        )
        return Sentence(ready, count)
    if may_make:
        why = texts.say("A pack can be made once a centre's focus areas are published.")
    elif has_centre:
        why = texts.say("It comes when the data unit has published the focus areas and made the pack.")
    else:
        why = texts.say("A pack is about a whole centre, and is read by those who see the centre.")
    return Sentence(texts.say("No pack is out for you yet."), why)


def subject(texts: Texts, pack: Pack) -> str:
    """Whom a pack is about."""
    return pack.newest.told_in(texts.language).manifest.subject


def name(texts: Texts, pack: Pack) -> str:
    """A pack by its subject and span."""
    return f"{subject(texts, pack)}, {span_name(texts, pack.span)}"


def edition_of(texts: Texts, edition: Edition) -> str:
    """An edition's number, and the day on which it was made."""
    made = edition.told_in(texts.language).manifest
    return texts.say("Edition {number}, {day}", number=edition.number, day=texts.day_of(made.written_at))


def what_changed(texts: Texts, made: Made) -> str:
    """What differs from the edition before, as it was told when the pack was made."""
    return made.manifest.changed or (texts.say("the first edition") if made.manifest.edition == 1 else "–")


def about(texts: Texts, edition: Edition) -> tuple[str, ...]:
    """What is known of a pack: its edition, what changed, and the release that its figures are of."""
    made = edition.told_in(texts.language).manifest
    release = texts.say("The figures are those of release {release}.", release=made.release)
    head = f"{edition_of(texts, edition)}. {release}"
    return (head, texts.say("What changed: {what}", what=made.changed)) if made.changed else (head,)


def notes(texts: Texts, pack: Pack, edition: Edition) -> tuple[Note, ...]:
    """That an earlier edition is read, and that it is in another language than the page."""
    told = []
    if edition is not pack.newest:
        told.append(Note(texts.say("This is an earlier edition. The newest one is what stands."), "watch", "watch"))
    language = edition.told_in(texts.language).manifest.language
    if language != texts.language:
        told.append(Note(texts.say("This pack was made {language} only.", language=texts.say(LANGUAGES[language]))))
    return tuple(told)


def file_name(texts: Texts, made: Made, ending: str) -> str:
    """What the link to a file says: its kind and how large it is."""
    file = made.manifest.file(ending)
    size = texts.count(max(1, round((file.bytes if file else 0) / 1000)))
    return texts.say("{kind}, {size} kB", kind=KINDS[ending], size=size)


def making(texts: Texts, found: Progress, names: Mapping[str, str]) -> tuple[str, tuple[Note, ...]]:
    """How far the making has come, and what hindered a pack; `names` are those of the centres by their ids."""
    span = span_name(texts, found.span)
    if found.is_running:
        told = texts.say(
            "Packs for {span} are being made: {done} of {total}.",
            span=span, done=texts.count(found.done), total=texts.count(found.total),
        )  # fmt: skip
    elif not found.has_ended:
        told = texts.say(
            "The making of packs for {span} was cut off. What is made stays; make the rest anew.", span=span
        )
    else:
        told = texts.say(
            "Packs for {span}: {new} made, {same} unchanged, {failed} not made.",
            span=span,
            new=texts.count(found.new),
            same=texts.count(found.done - found.new - len(found.failed)),
            failed=texts.count(len(found.failed)),
        )
    hindered = (": ".join(filter(None, (names.get(subject), why))) for subject, why in found.failed)
    return told, tuple(Note(text, "over", "bad") for text in hindered)
