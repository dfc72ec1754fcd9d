"""What a line of the audit log says besides who and what: written down in one language for good, read in two.

The log's own forms are those of `store/grants.py`, `store/audit.tells` and `deeds.py`. What has none of them, and what
people have written themselves, is shown as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from dashboard.sentences.focus_words import span_name
from dashboard.sentences.words import PAGES, ROLES
from dashboard.texts import Texts, mark

THINGS: Mapping[str, str] = {
    **{str(page): name for page, name in PAGES.items()},
    "postings": mark("Postings"),
    "capital_project": mark("Capital project"),
    "carry_over_case_document": mark("Carry-over case"),
    "atypical_postings": mark("Atypical postings"),
    "focus_candidates": mark("Candidates for focus areas"),
    "published_areas": mark("Focus areas"),
    "pack": mark("Pack"),
    "pack_read": mark("Pack"),
    "analyst_files": mark("Files for analysts"),
    "action": mark("Something that is entered"),
    "/download": mark("A file"),
}
"""Pages, kinds of files and places, as the log names them."""
_FORMS: tuple[tuple[re.Pattern[str], Callable[[Texts, re.Match[str]], str]], ...] = (
    (re.compile(r"grant (\d+)"), lambda texts, found: texts.say("right {number}", number=found[1])),
    (re.compile(r"release (\S+)"), lambda texts, found: texts.say("release {release}", release=found[1])),
    (
        re.compile(r"focus areas (\w+), edition (\d+)"),
        lambda texts, found: texts.say(
            "focus areas {span}, edition {edition}", span=span_name(texts, found[1]), edition=found[2]
        ),
    ),
    (
        re.compile(r"pack \w+ (\w+), edition (\d+), \w+"),
        lambda texts, found: texts.say(
            "pack {span}, edition {edition}", span=span_name(texts, found[1]), edition=found[2]
        ),
    ),
)
_RIGHT = re.compile(
    r"(?P<state>given|taken) (?P<subject>.+?)(?P<own> \(their own\))?: (?P<role>\w+) from (?P<begins>\d{4}-\d\d-\d\d)"
    r"(?: to (?P<ends>\d{4}-\d\d-\d\d))?(?:, for (?P<deputy_for>.+?))?\.(?: (?P<words>.*))?",
    re.DOTALL,
)
_MORE = re.compile(r"(\d+) more like it in the minute after")


def thing(texts: Texts, name: str) -> str:
    """What something was done with, by the name that people know it by."""
    if name in THINGS:
        return texts.say(THINGS[name])
    found = ((form.fullmatch(name), say) for form, say in _FORMS)
    return next((say(texts, one) for one, say in found if one), name)


def known(texts: Texts, words: str, names: Mapping[str, str]) -> str:
    """What else is known; `names` are those of people by their identity."""
    if more := _MORE.fullmatch(words):
        return texts.say("{count} more like it in the minute after.", count=texts.count(int(more[1])))
    right = _RIGHT.fullmatch(words)
    return _right(texts, right, names) if right and right["role"] in ROLES else words


def _right(texts: Texts, found: re.Match[str], names: Mapping[str, str]) -> str:
    said = mark("{name} was given: {role}") if found["state"] == "given" else mark("{name} has no longer: {role}")
    parts = [
        texts.say(said, name=names.get(found["subject"], found["subject"]), role=texts.say(ROLES[found["role"]])),
        texts.say("from {day}", day=_day(texts, found["begins"])),
    ]
    if found["ends"]:
        parts.append(texts.say("up to and including {day}", day=_day(texts, found["ends"])))
    if found["deputy_for"]:
        parts.append(texts.say("for {name}", name=names.get(found["deputy_for"], found["deputy_for"])))
    own = [texts.say("It is their own right.")] if found["own"] else []
    return " ".join([", ".join(parts) + ".", *own, *([found["words"]] if found["words"] else [])])


def _day(texts: Texts, written: str) -> str:
    return texts.day(date.fromisoformat(written))
