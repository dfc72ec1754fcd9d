"""What Anvendelse is drawn from: the quarters that were counted, the one that is shown, and the centres of today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboard import downloads
from dashboard.addresses import Address
from dashboard.components.choices import Field
from dashboard.components.headline import Note
from dashboard.components.masthead import Choice
from dashboard.decisions.focus_progress import centres
from dashboard.decisions.use import UseOfQuarter, packs_until, use_of_quarter
from dashboard.looks.look import Look
from dashboard.pack_library import open_home
from dashboard.sentences import store_words
from dashboard.sentences.focus_words import span_name
from dashboard.store.at_hand import AtHand, at_hand
from dashboard.store.use import counted_quarters, told_use


@dataclass(frozen=True)
class Chosen:
    """The quarters that were counted, the newest first; the use of one of them, None where there is none."""

    store: AtHand
    quarters: list[str]
    use: UseOfQuarter | None
    centres: Mapping[str, str]

    @property
    def is_known(self) -> bool:
        """Whether what was counted could be read."""
        return self.store.engine is not None


def read_choice(look: Look) -> Chosen:
    """The quarter of the address where it was counted, else the newest."""
    store = at_hand()
    quarters = store.read(list[str](), counted_quarters)
    quarter = look.address.span if look.address.span in quarters else next(iter(quarters), None)
    told = store.read([], told_use)
    use = use_of_quarter(told, quarters, quarter, packs_until(open_home(), quarter)) if quarter else None
    # Asked for again: a store that did not answer is known to be gone by now.
    return Chosen(at_hand(), quarters, use, {one.unit_id: one.name for one in centres(look.door)})


def shown_address(look: Look, chosen: Chosen) -> Address:
    """The address without a quarter that was not counted."""
    return replace(look.address, span=look.address.span if look.address.span in chosen.quarters else None)


def notices(look: Look, chosen: Chosen) -> tuple[Note, ...]:
    """That what was counted cannot be read."""
    return () if chosen.is_known else (Note(store_words.banner(look.texts, chosen.store), "watch", "watch"),)


def fields(look: Look, chosen: Chosen) -> list[Field]:
    """The quarter."""
    options = tuple(Choice(quarter, span_name(look.texts, quarter)) for quarter in chosen.quarters)
    return [Field("span", look.texts.say("Quarter"), options, chosen.use.quarter if chosen.use else "")]


def excel(look: Look) -> str:
    """The address of the file."""
    return downloads.link(look.person, look.door, "use", look.texts.language)
