"""What the data unit does at the desk, as wishes to the store: texts, order, what is taken in, added and left out.

Each wish goes with the version of the area that was seen, so that of two who work at once the second is told.
"""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.decisions.focus_areas import Area, Desk, proposal
from dashboard.decisions.published_areas import AreaTexts
from dashboard.store.focus_areas import TextWish
from dashboard.texts import LANGUAGES, Language

PARTS = tuple(AreaTexts.model_fields)
OWN = "own:"
_MOST_IN_A_TITLE = 200
Wishes = list[tuple[TextWish, int]]


def edited(desk: Desk, area: Area, typed: Mapping[str, str]) -> Wishes:
    """The area with the texts and the owner that were typed (fields `title_da` and so on, `owner`), where it stands."""
    texts = {language: _typed(typed, language) for language in LANGUAGES}
    return [(_wish(desk, area.key, _place(desk, area), texts, typed.get("owner", "").strip()), area.seen_version)]


def back_to_proposal(desk: Desk, area: Area) -> Wishes:
    """The area with the texts that the figures propose."""
    texts = {language: proposal(area, language) for language in LANGUAGES}
    return [(_wish(desk, area.key, _place(desk, area), texts, area.owner), area.seen_version)]


def added(desk: Desk, typed: Mapping[str, str]) -> Wishes:
    """An area that no figure proposed, last."""
    every = (*desk.areas, *desk.others, *desk.dropped)
    numbers = [int(area.key.removeprefix(OWN)) for area in every if area.key.startswith(OWN)]
    key = f"{OWN}{max(numbers, default=0) + 1}"
    texts = {language: _typed(typed, language) for language in LANGUAGES}
    own = _wish(desk, key, len(desk.areas) + 1, texts, typed.get("owner", "").strip())
    return [*_settled(desk, desk.areas), (own, 0)]


def taken_in(desk: Desk, area: Area) -> Wishes:
    """A candidate, or one that was left out, last among the chosen."""
    return _settled(desk, (*desk.areas, area))


def dropped(desk: Desk, area: Area, reason: str) -> Wishes:
    """The area left out, with the reason; its texts are kept."""
    texts: dict[Language, AreaTexts] = {"da": area.da, "en": area.en}
    return [(_wish(desk, area.key, None, texts, area.owner, reason.strip()), area.seen_version)]


def moved(desk: Desk, area: Area, by: int) -> Wishes:
    """The chosen areas with one of them so many places further down (up, where `by` is negative)."""
    order = [one for one in desk.areas if one.key != area.key]
    here = desk.areas.index(area)
    order.insert(min(max(0, here + by), len(order)), area)
    return _settled(desk, tuple(order))


def _settled(desk: Desk, order: tuple[Area, ...]) -> Wishes:
    """Areas each with its place: those that stand there already are left as they are."""
    return [
        (_wish(desk, area.key, place, {"da": area.da, "en": area.en}, area.owner), area.seen_version)
        for place, area in enumerate(order, start=1)
        if area.said is None or area.said.place != place
    ]


def _place(desk: Desk, area: Area) -> int:
    if area.said and area.said.place is not None:
        return area.said.place
    return desk.areas.index(area) + 1 if area in desk.areas else len(desk.areas) + 1


def _typed(typed: Mapping[str, str], language: str) -> AreaTexts:
    return AreaTexts(**{part: typed.get(f"{part}_{language}", "").strip() for part in PARTS})


def _wish(
    desk: Desk, key: str, place: int | None, texts: Mapping[Language, AreaTexts], owner: str, drop_reason: str = ""
) -> TextWish:
    said = {f"{part}_{language}": getattr(texts[language], part) for part in PARTS for language in LANGUAGES}
    titles = {name: text[:_MOST_IN_A_TITLE] for name, text in said.items() if name.startswith("title")}
    return TextWish(
        span=desk.span["span"],
        centre_id=desk.centre_id,
        area=key,
        place=place,
        owner=owner,
        drop_reason=drop_reason,
        **said | titles,
    )
