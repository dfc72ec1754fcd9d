"""The audit log in words: what was done, by whom, and whether the log is whole."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.components.headline import Mark, Sentence, Tone
from dashboard.decisions.audit_log import Lines
from dashboard.sentences.words import ROLES
from dashboard.store.audit import Entry
from dashboard.store.audit_heads import KeptHead
from dashboard.store.models.audit import Kind
from dashboard.texts import Texts, mark

TITLE = mark("Who did what, and is the log whole?")
KINDS: Mapping[Kind, str] = {
    "login": mark("logged in"),
    "login_refused": mark("login refused"),
    "logout": mark("logged out"),
    "grant": mark("right given or taken"),
    "staff_view": mark("looked at staff figures"),
    "download": mark("took a file home"),
    "publication": mark("published"),
    "refused": mark("was refused"),
    "purge": mark("removed what was too old"),
    "restore": mark("put a backup back"),
}
NOBODY, ON_THE_SERVER = "nobody", " on the server"
WATCHED = ("login_refused", "refused", "restore")
"""What somebody may want to look into."""
NOTE = mark(
    "Times are the municipality's. A line about staff figures stands for an hour; repeated refusals are counted. The "
    "file has each line's own words, which its seal is over."
)


def sentence(texts: Texts, lines: Lines, verified: KeptHead | None) -> Sentence:
    """How long the log is, and whether it is whole."""
    count = texts.say_many("The log has {count} line.", "The log has {count} lines.", lines.newest)
    if verified is None:
        return Sentence(count, texts.say("Nobody has held it against its seals yet."), "watch", "watch")
    moment = texts.moment(verified.at)
    if verified.wrong:
        lead = texts.say_many(
            "The chain does not hold: {count} thing was found {moment}.",
            "The chain does not hold: {count} things were found {moment}.",
            verified.wrong,
            moment=moment,
        )
        return Sentence(lead, texts.say("`pejling audit verify` on the server names each."), "over", "act")
    lead = texts.say("The chain is whole: {count} lines, verified {moment}.", count=texts.count(verified.number),
                     moment=moment)  # fmt: skip
    return Sentence(lead, count, "", "on_track")


def not_known(texts: Texts) -> Sentence:
    """What is said while the store is gone."""
    return Sentence(texts.say("The audit log cannot be read just now."), "", "watch", "watch")


def kind(texts: Texts, name: str) -> str:
    """What was done."""
    return next((texts.say(word) for known, word in KINDS.items() if known == name), name)


def who(texts: Texts, line: Entry, names: Mapping[str, str]) -> tuple[str, str]:
    """Who did it, and in which role; who has no name but their role is called by it, as in the demo."""
    role = texts.say(ROLES[line.person_role]) if line.person_role in ROLES else line.person_role
    if line.person == NOBODY:
        return texts.say("nobody known"), role
    if line.person.endswith(ON_THE_SERVER):
        return texts.say("{name} on the server", name=line.person.removesuffix(ON_THE_SERVER)), role
    if role and line.person.partition(":")[0] == line.person_role:
        return role, ""
    return names.get(line.person, line.person), role


def look_of(line: Entry) -> tuple[Tone, Mark]:
    """The colour and the shape of a line."""
    return ("watch", "watch") if line.kind in WATCHED else ("", "")
