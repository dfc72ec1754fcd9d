"""A pack as one HTML file that needs nothing from anywhere, built as a tree: a text can never become markup.

The page runs nothing and fetches nothing; its own policy says so, by the hash of its one style sheet. Colours follow
the reader's own choice of light or dark; on paper they are the light ones.
"""

from __future__ import annotations

import base64
import hashlib
import tomllib
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree as ET

from dashboard.packs.charts import Node, drawn
from dashboard.packs.content import Cell, Decision, Figure, FocusArea, Pack, Said, Section, Table
from dashboard.theme import CONFIG_FILE, MEANINGS, palette

STYLE_FILE = Path(__file__).parent / "html_page.css"
TYPEFACES = Path(__file__).parent.parent / "assets" / "fonts"
_WIDE = 8  # columns; a table of fewer is not stretched to the page's width
# A drawing takes its colours from the style sheet, as the words around it do.
_COLOURS = {meaning: f"var(--{meaning})" for meaning in MEANINGS}


def write_html(pack: Pack) -> bytes:
    """The pack as HTML, the same bytes for the same pack."""
    root = ET.Element("html", {"lang": pack.language})
    _head(root, pack)
    body = _add(root, "body")
    _add(body, "a", pack.words.skip, {"class": "skip", "href": "#content"})
    _cover(body, pack)
    main = _add(body, "main", attributes={"id": "content", "tabindex": "-1"})
    for section in pack.sections:
        _section(main, section)
    _add(_add(body, "footer"), "p", pack.footer)
    page: bytes = ET.tostring(root, encoding="utf-8", method="html")
    return b"<!doctype html>\n" + page + b"\n"


@lru_cache(maxsize=1)
def _style() -> str:
    """The style sheet with the faces and the colours in it."""
    told = tomllib.loads(CONFIG_FILE.read_text(encoding="utf-8"))["theme"]["fontFaces"]
    faces = "".join(
        f'@font-face{{font-family:"{face["family"]}";font-weight:{face["weight"]};unicode-range:{face["unicodeRange"]};'
        f'src:url(data:font/woff2;base64,{_face(face["url"])}) format("woff2")}}\n'
        for face in told
    )
    light, dark = (
        "".join(f"--{name}:{colour};" for name, colour in palette(mode).items()) for mode in ("light", "dark")
    )
    tokens = f":root{{{light}}}\n@media screen and (prefers-color-scheme: dark){{:root{{{dark}}}}}\n"
    return f"{faces}{tokens}{STYLE_FILE.read_text(encoding='utf-8')}"


def _head(root: Node, pack: Pack) -> None:
    style = _style()
    digest = _base64(hashlib.sha256(style.encode()).digest())
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; base-uri 'none'; form-action 'none'"
    head = _add(root, "head")
    _add(head, "meta", attributes={"charset": "utf-8"})
    _add(head, "meta", attributes={"http-equiv": "Content-Security-Policy", "content": policy})
    _add(head, "meta", attributes={"name": "viewport", "content": "width=device-width, initial-scale=1"})
    _add(head, "meta", attributes={"name": "referrer", "content": "no-referrer"})
    _add(head, "meta", attributes={"name": "color-scheme", "content": "light dark"})
    _add(head, "title", pack.title)
    # The one text that is not escaped: it holds nothing of the pack.
    _add(head, "style", style)


def _cover(body: Node, pack: Pack) -> None:
    header = _add(body, "header")
    _add(header, "p", f"Pejling · {pack.kind}", {"class": "brand"})
    _add(header, "p", pack.period, {"class": "period"})
    _add(header, "h1", pack.subject)
    _add(header, "p", pack.lead, {"class": "lead"})
    if pack.lead_more:
        _add(header, "p", pack.lead_more, {"class": "quiet"})
    facts = _add(header, "dl", attributes={"class": "facts"})
    for fact in pack.facts:
        _said(_add(facts, "div"), fact)
    _contents(body, pack)


def _contents(body: Node, pack: Pack) -> None:
    contents = _add(body, "nav", attributes={"aria-labelledby": "contents"})
    _add(contents, "h2", pack.words.contents, {"id": "contents"})
    areas = [area for section in pack.sections for area in section.areas]
    if areas:
        ordered = _add(contents, "ol")
        for area in areas:
            line = _add(ordered, "li")
            _add(line, "a", area.title, {"href": f"#area-{area.number}"})
            _add(line, "span", f" {area.at_stake or area.domain}", {"class": "quiet"})
    rest = [section for section in pack.sections if not section.areas]
    if rest:
        listed = _add(contents, "ul")
        for section in rest:
            _add(_add(listed, "li"), "a", section.heading, {"href": f"#part-{section.name}"})


def _section(main: Node, section: Section) -> None:
    name = f"part-{section.name}"
    place = _add(main, "section", attributes={"id": name, "aria-labelledby": f"{name}-h"})
    _add(place, "h2", section.heading, {"id": f"{name}-h"})
    if section.finding:
        _add(place, "p", section.finding, {"class": "finding"})
    if section.figure:
        both = _add(place, "div", attributes={"class": "beside"})
        _figure(both, section.figure, name)
        _texts(_add(both, "div", attributes={"class": "words"}), section.paragraphs, section.said)
        if section.figure.table:
            _table(place, section.figure.table)
    else:
        _texts(place, section.paragraphs, ())
    if section.table:
        _table(place, section.table)
    if not section.figure:
        _texts(place, (), section.said)
    for area in section.areas:
        _area(place, area)


def _area(place: Node, area: FocusArea) -> None:
    name = f"area-{area.number}"
    card = _add(place, "article", attributes={"id": name, "aria-labelledby": f"{name}-h"})
    top = _add(card, "div", attributes={"class": "top"})
    heading = _add(top, "h3", attributes={"id": f"{name}-h"})
    _add(heading, "span", f"{area.number}\u2002", {"class": "place"}).tail = area.title
    stake = _add(top, "p", area.domain + (" · " if area.at_stake else ""), {"class": "quiet"})
    if area.at_stake:
        _add(stake, "strong", area.at_stake)
    both = _add(card, "div", attributes={"class": "beside"})
    _figure(both, area.figure, name)
    _texts(_add(both, "div", attributes={"class": "words"}), (), area.said)
    if area.figure.table:
        _table(card, area.figure.table)
    _texts(card, (), (area.last,))
    for line in filter(None, (area.owner, area.score)):
        _add(card, "p", line, {"class": "quiet owner"})
    _decision(card, area.decision)


def _decision(card: Node, decision: Decision) -> None:
    place = _add(card, "div", attributes={"class": "decision"})
    _add(place, "h4", decision.heading)
    choices = _add(place, "ul")
    for number, choice in enumerate(decision.choices):
        is_chosen = number == decision.chosen
        line = _add(choices, "li", attributes={"aria-current": "true"} if is_chosen else {})
        _add(line, "span", attributes={"class": "tick", "aria-hidden": "true"})
        _add(line, "strong" if is_chosen else "span", choice)
    if decision.blanks:
        blanks = _add(place, "dl")
        for blank in decision.blanks:
            _said(_add(blanks, "div"), blank)


def _figure(place: Node, figure: Figure, name: str) -> None:
    frame = _add(place, "figure")
    caption = _add(frame, "figcaption")
    _add(caption, "strong", figure.title)
    if figure.unit:
        _add(caption, "span", figure.unit, {"class": "quiet"})
    if figure.chart is None:
        _add(frame, "p", figure.empty, {"class": "quiet"})
        return
    drawing = drawn(figure.chart, _COLOURS)
    drawing.attrib |= {"role": "img", "aria-labelledby": f"{name}-title {name}-desc"}
    for size in ("width", "height"):
        del drawing.attrib[size]
    for at, (kind, words) in enumerate((("title", figure.title), ("desc", figure.description))):
        told = ET.Element(kind, {"id": f"{name}-{kind}"})
        told.text = words
        drawing.insert(at, told)
    frame.append(drawing)


def _table(place: Node, content: Table) -> None:
    # What is wider than a phone is scrolled inside, by keyboard too.
    frame = {"class": "scroll", "role": "group", "tabindex": "0", "aria-label": content.caption}
    table = _add(
        _add(place, "div", attributes=frame),
        "table",
        attributes=_class("dense" if len(content.columns) >= _WIDE else "narrow" if len(content.columns) < 4 else ""),
    )
    _add(table, "caption", content.caption)
    head = _add(_add(table, "thead"), "tr")
    kinds = ["number" if column.kind != "text" else "" for column in content.columns]
    for column, kind in zip(content.columns, kinds, strict=True):
        # An empty heading heads nothing.
        scope = {"scope": "col"} if column.title else {}
        _add(head, "th" if column.title else "td", column.title, scope | _class(kind))
    body = _add(table, "tbody")
    for row in content.rows:
        _row(_add(body, "tr"), row, kinds)
    if content.total:
        _row(_add(_add(table, "tfoot"), "tr"), content.total, kinds)
    if content.note:
        _add(place, "p", content.note, {"class": "quiet note"})


def _row(line: Node, cells: tuple[Cell, ...], kinds: list[str]) -> None:
    for number, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
        classes = _class(" ".join(filter(None, (kind, cell.tone))))
        _add(line, "td" if number else "th", cell.text, classes | ({} if number else {"scope": "row"}))


def _texts(place: Node, paragraphs: tuple[str, ...], said: tuple[Said, ...]) -> None:
    for words in paragraphs:
        _add(place, "p", words)
    if said:
        told = _add(place, "dl")
        for one in said:
            _said(_add(told, "div"), one)


def _said(place: Node, said: Said) -> None:
    _add(place, "dt", said.label)
    _add(place, "dd", said.text or "\u00a0")


def _class(name: str) -> dict[str, str]:
    return {"class": name} if name else {}


def _add(parent: Node, name: str, text: str | None = None, attributes: dict[str, str] | None = None) -> Node:
    node = ET.SubElement(parent, name, attributes or {})
    node.text = text
    return node


def _face(url: str) -> str:
    return _base64((TYPEFACES / Path(url).name).read_bytes())


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
