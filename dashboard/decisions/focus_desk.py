"""What the data unit does at the desk, as wishes to the store: texts, order, what is taken in, added and left out.

Each wish goes with the version of the area that was seen, so that of two who work at once the second is told.
"""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.decisions.focus_areas import Area, Desk, proposal
from dashboard.decisions.published_areas import AreaTexts
from dashboard.store.focus_areas import OWN, TextWish
from dashboard.texts import LANGUAGES

PARTS = tuple(AreaTexts.model_fields)
Wishes = list[tuple[TextWish, int]]


def edited(desk: Desk, area: Area, typed: Mapping[str, str], seen: int) -> Wishes:
    """The area with the texts and the owner that were typed (fields `title_da` and so on, `owner`), where it stands.

    Whoever saves the proposal as it is has written nothing: the texts go on following the figures.
    """
    texts: dict[str, AreaTexts] = {language: _typed(typed, language) for language in LANGUAGES}
    owner = typed.get("owner", "").strip()
    if area.candidate and all(texts[language] == proposal(area, language) for language in LANGUAGES):
        return _rewritten(desk, area, {}, owner, seen)
    return _rewritten(desk, area, _fields(texts), owner, seen)


def back_to_proposal(desk: Desk, area: Area, seen: int) -> Wishes:
    """The area with the texts and the owner that the figures propose."""
    return _rewritten(desk, area, {}, "", seen)


def added(desk: Desk, typed: Mapping[str, str]) -> Wishes:
    """An area that no figure proposed, last."""
    every = (*desk.areas, *desk.others, *desk.dropped)
    numbers = [int(area.key.removeprefix(OWN)) for area in every if area.key.startswith(OWN)]
    texts = _fields({language: _typed(typed, language) for language in LANGUAGES})
    own = _wish(desk, f"{OWN}{max(numbers, default=0) + 1}", len(desk.areas) + 1, texts, typed.get("owner", "").strip())
    return [*_settled(desk, desk.areas), (own, 0)]


def taken_in(desk: Desk, area: Area) -> Wishes:
    """A candidate, or one that was left out, last among the chosen."""
    return _settled(desk, (*desk.areas, area))


def dropped(desk: Desk, area: Area, reason: str, seen: int) -> Wishes:
    """The area left out, with the reason; what was written of it is kept."""
    return [(_wish(desk, area.key, None, *_written(area), reason.strip()), seen)]


def moved(desk: Desk, area: Area, by: int) -> Wishes:
    """The chosen areas with one of them so many places further down (up, where `by` is negative)."""
    order = [one for one in desk.areas if one.key != area.key]
    here = desk.areas.index(area)
    order.insert(min(max(0, here + by), len(order)), area)
    return _settled(desk, tuple(order))


def _rewritten(desk: Desk, area: Area, texts: Mapping[str, str], owner: str, seen: int) -> Wishes:
    """The area with these texts where it stands, the others where they stand: none passes another by being edited."""
    order = desk.areas if area in desk.areas else (*desk.areas, area)
    others = [(wish, version) for wish, version in _settled(desk, order) if wish.area != area.key]
    return [*others, (_wish(desk, area.key, order.index(area) + 1, texts, owner), seen)]


def _settled(desk: Desk, order: tuple[Area, ...]) -> Wishes:
    """Areas each with its place: those that stand there already are left as they are."""
    return [
        (_wish(desk, area.key, place, *_written(area)), area.seen_version)
        for place, area in enumerate(order, start=1)
        if area.place != place
    ]


def _typed(typed: Mapping[str, str], language: str) -> AreaTexts:
    return AreaTexts(**{part: typed.get(f"{part}_{language}", "").strip() for part in PARTS})


def _written(area: Area) -> tuple[dict[str, str], str]:
    """The texts and the owner that somebody has written; nothing where they are those that the figures propose."""
    texts = _fields({"da": area.da, "en": area.en}) if area.is_edited else {}
    return texts, area.said.owner if area.said else ""


def _fields(texts: Mapping[str, AreaTexts]) -> dict[str, str]:
    return {f"{part}_{language}": getattr(said, part) for language, said in texts.items() for part in PARTS}


def _wish(
    desk: Desk, key: str, place: int | None, texts: Mapping[str, str], owner: str, drop_reason: str = ""
) -> TextWish:
    return TextWish(
        span=desk.span["span"],
        centre_id=desk.centre_id,
        area=key,
        place=place,
        owner=owner,
        drop_reason=drop_reason,
        **texts,
    )
