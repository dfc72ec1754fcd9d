"""A table's way from its sources, laid out: what was delivered, what was cleaned, what is read, the table itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dashboard.components.lineage import Box, Lineage, Link, Step
from dashboard.queries.catalogue import Behind
from dashboard.texts import Texts

_LETTER, _SMALL = 7.1, 6.4  # px of an average letter of a label, of a note
_LEAST, _BETWEEN = 130, 54
_HEIGHT, _APART, _TOP = 40, 10, 34


def lineage(texts: Texts, made: Behind, titles: Mapping[str, Sequence[str]]) -> Lineage:
    """The drawing of a table; `titles` are those of the sources by the raw table that they fill."""
    say = texts.say
    own = made.table
    direct = [read for read in made.reads[own] if read.startswith("marts.")]
    staged = sorted(name for name in made.reads if name.startswith("staging."))
    columns = [
        (say("Delivered"), [_source(texts, name, titles) for name in made.raw]),
        (say("Cleaned"), [Box(name, name.partition(".")[2]) for name in staged]),
        (say("Computed on the way"), [_computed(texts, made, name) for name in direct]),
        (say("The table"), [Box(own, own.partition(".")[2])]),
    ]
    steps, boxes = _placed([(title, column) for title, column in columns if column])
    return Lineage(
        title=say("How {table} is made", table=own.partition(".")[2]),
        description=_told(texts, made, direct, titles),
        steps=steps,
        boxes=tuple(boxes.values()),
        links=tuple(_links(_pairs(made, direct, staged), boxes)),
        width=int(max(box.x + box.width for box in boxes.values()) + 2),
        height=int(max(box.y + _HEIGHT for box in boxes.values()) + 4),
    )


def _source(texts: Texts, raw: str, titles: Mapping[str, Sequence[str]]) -> Box:
    named = titles.get(raw, ())
    more = texts.say("{table} and {count} more", table=raw, count=texts.count(len(named) - 1))
    label = named[0] if named else texts.say("the installation's own")
    return Box(f"raw.{raw}", _short(label), more if len(named) > 1 else raw)


def _short(text: str, most: int = 34) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _computed(texts: Texts, made: Behind, name: str) -> Box:
    steps = sum(step.startswith("marts.") for step in made.all_of(name)) - 1
    told = texts.say_many("by way of {count} more", "by way of {count} others", steps) if steps else ""
    return Box(name, name.partition(".")[2], told)


def _pairs(made: Behind, direct: Iterable[str], staged: Iterable[str]) -> Iterable[tuple[str, str]]:
    """What leads to what. What is computed on the way to a table that is read is not drawn, only gone through."""
    for name in staged:
        yield from ((read, name) for read in sorted(made.all_of(name)) if read.startswith("raw."))
    for name in direct:
        yield from ((read, name) for read in sorted(made.all_of(name)) if read.startswith("staging."))
        yield name, made.table
    yield from ((read, made.table) for read in made.reads[made.table] if read.startswith("staging."))


def _placed(columns: Sequence[tuple[str, Sequence[Box]]]) -> tuple[tuple[Step, ...], dict[str, Box]]:
    """The boxes of each column below each other, every column in the middle of the highest."""
    highest = max(len(column) for _, column in columns)
    steps, boxes, x = [], {}, 2.0
    for title, column in columns:
        width = max(_LEAST, *(max(len(box.label) * _LETTER, len(box.note) * _SMALL) + 22 for box in column))
        begin = _TOP + (highest - len(column)) * (_HEIGHT + _APART) / 2
        for place, box in enumerate(column):
            boxes[box.id] = Box(box.id, box.label, box.note, x, begin + place * (_HEIGHT + _APART), width, _HEIGHT)
        steps.append(Step(title, x))
        x += width + _BETWEEN
    return tuple(steps), boxes


def _links(pairs: Iterable[tuple[str, str]], boxes: Mapping[str, Box]) -> Iterable[Link]:
    for one, other in sorted(set(pairs)):
        if one in boxes and other in boxes:
            a, b = boxes[one], boxes[other]
            yield Link(a.x + a.width, a.y + a.height / 2, b.x, b.y + b.height / 2)


def _told(texts: Texts, made: Behind, direct: Sequence[str], titles: Mapping[str, Sequence[str]]) -> str:
    """The same as the picture, in words."""
    own = made.table.partition(".")[2]
    sources = [_source(texts, raw, titles) for raw in made.raw]
    said = texts.say(
        "{table} is made of {sources}.",
        table=own,
        sources=", ".join(f"{source.label} ({source.note})" for source in sources)
        or texts.say("nothing that is delivered"),
    )
    if direct:
        names = ", ".join(name.partition(".")[2] for name in direct)
        said += " " + texts.say("It reads {tables}, which are computed from them.", tables=names)
    return said
