"""A centre's focus areas as they were published: all that was shown, so that no later release changes a word of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from dashboard.sentences.focus_words import AreaWords
from dashboard.texts import Language


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AreaFigure(_Frozen):
    """The figure of an area with the pieces of its score, and its series: span, value and reference, oldest first."""

    signal: str
    domain: str
    role: Literal["concern", "strength", "to_follow"]
    unit_id: str
    subject_kind: str
    subject_id: str
    subject_name: str
    unit: Literal["DKK", "share", "count", "day", "month"]
    value: Decimal
    reference: Decimal
    reference_kind: str
    deviation: Decimal
    threshold: Decimal
    money_dkk: Decimal | None
    spans_in_a_row: int
    severity: Decimal
    materiality: Decimal
    persistence: Decimal
    freshness: Decimal
    confidence: Decimal
    score: Decimal
    series: tuple[tuple[str, Decimal, Decimal], ...]


class AreaTexts(_Frozen):
    """An area's texts in one language; empty ones were not written."""

    title: str
    sees: str
    why: str
    silent: str


class PublishedArea(_Frozen):
    """One area. `figure` is None for one that was added by hand."""

    area: str
    da: AreaTexts
    en: AreaTexts
    owner: str
    figure: AreaFigure | None

    def words(self, language: Language) -> AreaWords:
        """The texts in a language; where one was not written in English, the Danish one."""
        wanted, danish = getattr(self, language), self.da
        return AreaWords(**{name: getattr(wanted, name) or getattr(danish, name) for name in AreaTexts.model_fields})

    @property
    def is_translated(self) -> bool:
        """Whether every Danish text has an English one."""
        return all(getattr(self.en, name) or not getattr(self.da, name) for name in AreaTexts.model_fields)


class PublishedCentre(_Frozen):
    """A centre's areas in their order, the figures' release and day, and what was not in order when they came out."""

    span: str
    centre_id: str
    centre_name: str
    release: str
    data_until: date
    areas: tuple[PublishedArea, ...]
    not_in_order: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> PublishedCentre:
        """What `written` made."""
        return cls.model_validate_json(text)

    def written(self) -> str:
        """As it is kept in the store: the same areas are the same letters."""
        return self.model_dump_json()
