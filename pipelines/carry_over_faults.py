"""What is wrong with a carry-over rule, in both languages: a controller reads it in the language of the page."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class Words(BaseModel):
    """The same words in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    da: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Contradiction(ValueError):
    """What a rule says contradicts itself; the message is the English."""

    def __init__(self, en: str, da: str) -> None:
        self.words = Words(en=en, da=da)
        super().__init__(en)


NO_SUCH_KEY = Words(en="there is no such key", da="den nøgle findes ikke")
MISSING = Words(en="is missing", da="mangler")

# Danish for what pydantic finds, by the beginning of its name of the error; `{}` names are pydantic's own.
_DANISH = {
    "less_than_equal": "skal være højst {le}",
    "greater_than_equal": "skal være mindst {ge}",
    "greater_than": "skal være større end {gt}",
    "decimal_max_places": "har flere end {decimal_places} decimaler",
    "decimal_max_digits": "har flere end {max_digits} cifre",
    "decimal": "er ikke et tal",
    "finite_number": "er ikke et tal",
    "int": "er ikke et helt tal",
    "bool": "skal være true eller false",
    "literal_error": "skal være {expected}",
    "string_pattern_mismatch": "er ikke skrevet efter mønstret {pattern}",
    "string_too_short": "er for kort",
    "string_too_long": "er for lang",
    "string": "skal være en tekst i citationstegn",
    "too_long": "har flere end {max_length} led",
    "too_short": "har færre end {min_length} led",
    "tuple_type": "skal være en liste i kantede parenteser",
    "model": "skal være en tabel i krøllede parenteser",
}


def first_fault(error: ValidationError) -> str:
    """The first thing that is wrong, with the key that it is about, as the command line says it."""
    return fault_in_words(error).en


def fault_in_words(error: ValidationError) -> Words:
    """The first thing that is wrong, with the key that it is about."""
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    told = _told(first["type"], first["msg"], first.get("ctx", {}))
    return Words(en=f"{key}: {told.en}", da=f"{key}: {told.da}") if key else told


def _told(kind: str, message: str, context: dict[str, Any]) -> Words:
    found = context.get("error")
    if isinstance(found, Contradiction):
        return found.words
    if kind in ("extra_forbidden", "missing"):
        return NO_SUCH_KEY if kind == "extra_forbidden" else MISSING
    danish = next((words for name, words in _DANISH.items() if kind.startswith(name)), "er ikke skrevet rigtigt")
    plain = {name: str(value).replace(" or ", " eller ") for name, value in context.items()}
    return Words(en=message, da=danish.format_map(plain))
