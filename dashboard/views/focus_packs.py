"""Fokuspakker: the packs that are out, to read in the page and to take home; the data unit makes them here."""

from __future__ import annotations

from dashboard.components.choices import choices
from dashboard.components.headline import Headline, headline
from dashboard.components.pack_reader import pack_reader
from dashboard.components.table import table
from dashboard.looks import focus_packs as looks
from dashboard.looks.look import Look
from dashboard.sentences import focus_packs as sentences
from dashboard.sentences.words import data_of
from dashboard.tables import focus_packs as tables
from dashboard.views.focus_pack_making import show_making


def show(look: Look) -> None:
    """Draw the page for one look."""
    texts, chosen = look.texts, looks.read_choice(look)
    headline(
        texts,
        Headline(
            texts.say(sentences.TITLE),
            context=data_of(texts, look.door.release),
            sentence=sentences.sentence(texts, chosen.packs, has_centre=bool(chosen.centres), may_make=chosen.may_make),
            notices=looks.notices(look, chosen),
            address=look.put_right(looks.shown_address(look, chosen)),
        ),
    )

    def act(done: dict[str, str]) -> None:
        looks.act(look, chosen, done)

    if chosen.pack and chosen.edition:
        pack_reader(looks.reader(look, chosen.pack, chosen.edition), key="reader", on_act=act)
    content = tables.packs(texts, chosen.packs, lambda pack: looks.file_of(look, pack))
    table(texts, content, key="packs", on_act=act)
    if chosen.may_make and chosen.span:
        choices(texts, looks.fields(look, chosen), act)
        show_making(look, chosen)
