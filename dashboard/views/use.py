"""Anvendelse: which pages and packs are used, by which roles and in which centres; never by whom."""

from __future__ import annotations

from dashboard.components.choices import choices
from dashboard.components.headline import Headline, headline
from dashboard.components.table import table
from dashboard.looks import use as looks
from dashboard.looks.look import Look
from dashboard.sentences import use as sentences
from dashboard.sentences.words import data_of
from dashboard.tables import use as tables


def show(look: Look) -> None:
    """Draw the page for one look."""
    texts, chosen = look.texts, looks.read_choice(look)
    use = chosen.use
    if use:
        sentence, figures = sentences.sentence(texts, use), sentences.key_figures(texts, use)
    else:
        sentence, figures = sentences.nothing_yet(texts, is_known=chosen.is_known), ()
    headline(
        texts,
        Headline(
            texts.say(sentences.TITLE),
            context=data_of(texts, look.door.release),
            sentence=sentence,
            figures=figures,
            notices=looks.notices(look, chosen),
            address=look.put_right(looks.shown_address(look, chosen)),
        ),
    )
    if use is None:
        return
    choices(texts, looks.fields(look, chosen), look.act)
    of_pages = tables.pages(texts, use, chosen.centres, look.address, looks.excel(look))
    table(texts, of_pages, key="pages", on_act=look.act)
    table(texts, tables.packs(texts, use), key="packs", on_act=look.act)
