"""A pack's page: nothing of a person's becomes markup, nothing is fetched or run, and everybody can read it."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from playwright.sync_api import Browser

from dashboard.packs.assemble_directors import directors
from dashboard.packs.content import Pack
from dashboard.packs.html_page import write_html
from dashboard.texts import LANGUAGES, Texts
from dashboard.theme import palette
from tests.browser.shapes import COLOURS, NARROW, WIDE, turn, violations
from tests.packs.reading import read_html, squeezed
from tests.packs.sample import SCHOOLS, SMALL, SPAN, YEAR, Sample
from tests.packs.test_assemble import made, texts_of
from tests.packs.worst import MARKUP, worst

SEEN_BY_NOBODY = ("file_name", "sort", "span", "subject_id", "release")
ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "main", "nav", "section", "article", "footer",
    "div", "h1", "h2", "h3", "h4", "p", "span", "strong", "dl", "dt", "dd", "ol", "ul", "li", "figure", "figcaption",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
    "svg", "desc", "line", "path", "circle", "rect", "text",
}  # fmt: skip


def packs(sample: Sample) -> list[Pack]:
    """A large centre, the smallest over a year, the directors', and the worst of each, in both languages."""
    danish = [made(sample), directors(sample.warehouse, sample.store, Texts("da"), SPAN)]
    english = [made(sample, YEAR, SMALL, "en"), made(sample, language="en")]
    return [*danish, *english, worst(danish[0]), worst(english[0])]


def test_the_worst_texts_stand_as_they_were_written(sample: Sample) -> None:
    pack = worst(made(sample))
    texts, tags = read_html(write_html(pack))
    whole = squeezed(texts)
    areas = [area for section in pack.sections for area in section.areas]
    for said in (pack.title, pack.lead, *(area.title for area in areas), *(one.text for one in areas[0].said)):
        assert squeezed(said) in whole
    assert squeezed(MARKUP.replace("\u200d", "")) in whole.replace("\u200d", "")
    assert set(tags) <= ELEMENTS


def test_the_page_runs_nothing_and_fetches_nothing(sample: Sample) -> None:
    page = write_html(worst(made(sample))).decode()
    style = page.split("<style>", 1)[1].split("</style>", 1)[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy[1].split("; ") == [
        "default-src 'none'", f"style-src 'sha256-{digest}'", "font-src data:", "base-uri 'none'", "form-action 'none'",
    ]  # fmt: skip
    outside = page.replace(style, "")
    markup = re.findall(r"<[a-z!][^>]*>", re.sub(r"<(title|desc)[^>]*>.*?</\1>", "", outside))
    names = [re.sub(r'"[^"]*"', "", tag) for tag in markup]
    assert not [tag for tag in names if re.search(r"\s(on\w+|src|style|srcdoc|action)=", tag)]
    assert {link for tag in markup for link in re.findall(r'href="([^"])', tag)} == {"#"}
    assert set(re.findall(r"url\(([a-z]+:[a-z]+/[a-z0-9]+)", style)) == {"data:font/woff2"}


def test_each_link_leads_somewhere_and_each_name_stands_once(sample: Sample) -> None:
    for pack in packs(sample):
        page = write_html(pack).decode()
        names = re.findall(r'\sid="([^"]+)"', page)
        assert len(names) == len(set(names))
        told = [name for names in re.findall(r'aria-labelledby="([^"]+)"', page) for name in names.split()]
        assert {*re.findall(r'href="#([^"]+)"', page), *told} <= set(names)


def test_what_a_screen_reader_is_told(sample: Sample) -> None:
    for pack in packs(sample):
        page = write_html(pack).decode()
        assert f'<html lang="{pack.language}">' in page
        assert page.count("<h1>") == page.count("<main ") == page.count("<nav ") == 1
        drawings = re.findall(r"<svg .*?</svg>", page, re.DOTALL)
        assert drawings
        assert all(re.search(r"<title id=[^>]+>[^<]+</title><desc id=[^>]+>[^<]+</desc>", one) for one in drawings)
        assert page.count("<caption>") == page.count("<table")
        assert page.count("<th ") == page.count('scope="col"') + page.count('scope="row"')


def test_the_same_pack_is_the_same_bytes(sample: Sample) -> None:
    assert write_html(made(sample)) == write_html(made(sample))


def test_nothing_serious_is_found_and_nothing_runs_sideways(sample: Sample, browser: Browser, tmp_path: Path) -> None:
    """axe-core on a phone and on a desk, in both colours; the policy is switched off for axe alone."""
    for number, pack in enumerate(packs(sample)):
        file = tmp_path / f"{number}.html"
        file.write_bytes(write_html(pack))
        with browser.new_context(bypass_csp=True) as context:
            page = context.new_page()
            asked: list[str] = []
            page.on("request", lambda request: asked.append(request.url))  # noqa: B023
            page.goto(file.as_uri())
            for width in (NARROW, WIDE):
                for dark in (False, True):
                    turn(page, width, dark=dark)
                    assert page.evaluate("document.documentElement.scrollWidth") <= width
                    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
                    wanted = palette("dark" if dark else "light")["paper"]
                    assert paper == "rgb({}, {}, {})".format(*(int(wanted[at : at + 2], 16) for at in (1, 3, 5)))
                    assert violations(page, COLOURS if dark else None) == []
            assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_under_its_own_policy_the_page_has_its_style_and_its_faces(
    sample: Sample, browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(write_html(worst(made(sample))))
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(file.as_uri())
    page.evaluate("document.fonts.ready")
    assert said == []
    assert "loaded" in page.evaluate("[...document.fonts].map(face => face.status)")
    assert page.evaluate("getComputedStyle(document.querySelector('.quiet')).color") != "rgb(0, 0, 0)"
    page.close()


def test_every_language_has_its_own_words(sample: Sample) -> None:
    pages = [squeezed(read_html(write_html(made(sample, centre_id=SCHOOLS, language=one)))[0]) for one in LANGUAGES]
    for page, (mine, other) in zip(
        pages, ((("Jeres beslutning", "Your decision")), ("Your decision", "Jeres beslutning")), strict=True
    ):
        assert squeezed(mine) in page
        assert squeezed(other) not in page


def test_all_that_the_pack_says_is_on_the_page(sample: Sample) -> None:
    pack = made(sample)
    whole = squeezed(read_html(write_html(pack))[0])
    unread = {getattr(pack, name) for name in SEEN_BY_NOBODY} | {name for pair in pack.made_of for name in pair}
    unread |= {pack.words.page_of, pack.words.table_of, pack.words.about, pack.language}
    missing = [
        text for text in texts_of(pack) if squeezed(text) not in whole and text not in unread and not text.isdigit()
    ]
    # What a chart has no room for, its table has; colours, kinds and names of sheets are nobody's reading.
    spoken = {"over", "under", "watch", "accent", "reference", "trend", "bars", "steps", "text", "million", "thousand"}
    tables = {table.name for one in pack.sections for table in (one.table, one.figure and one.figure.table) if table}
    tables |= {area.figure.table.name for one in pack.sections for area in one.areas if area.figure.table}
    series = {one.chart.series_name for one in figures(pack) if one.chart is not None and one.chart.kind != "trend"}
    assert {text for text in missing if text not in spoken | tables | series | {"count", "share", "number"}} == set()


def figures(pack: Pack) -> list:  # type: ignore[type-arg]
    found = [one.figure for one in pack.sections if one.figure]
    return [*found, *(area.figure for one in pack.sections for area in one.areas)]
