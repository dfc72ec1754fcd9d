"""Files to take home: a route of our own, because Streamlit's serves a file to anybody who has its address.

A link holds a signed token that says who made it, from which browser, and what the file shows. The file is made when it
is fetched, through the same door as the page, and never kept.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

import streamlit as st
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard import deeds, use_counting
from dashboard.access import door_of, may_take, person_of
from dashboard.decisions.use import pack_thing
from dashboard.files.content import Nothing, NotNow, write_download
from dashboard.files.contents import CONTENTS
from dashboard.login.people import NoRights, NotLoggedIn
from dashboard.pack_library import ENDINGS, NotWhole, find, whole_file
from dashboard.person import Person
from dashboard.texts import Language, Texts, language_of
from dashboard.warehouse import Door, DoorProblem, Parameter
from pipelines.problems import Problem

BROWSER_COOKIE = "pejling_browser"
PATH = "/download"
HOURS = 12  # as long as a login may last: a page left open over a day still gives its file
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}
PACK, PACK_READ = "pack", "pack_read"
"""Kinds of orders: a pack's file to take home, and its HTML to be read in a frame of the page."""
# Of a pack in a frame: it runs nothing, fetches nothing, sends nothing, and stands in no other page than ours.
FRAMED_POLICY = "; ".join(
    (
        "sandbox",
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "font-src data:",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
_log = logging.getLogger("pejling.downloads")


class Refused(Exception):
    """The file is not given: HTTP status and the sentence that is shown; `person` and `thing` where they are known."""

    def __init__(self, status: int, sentence: str, person: Person | None = None, thing: str = "") -> None:
        self.status, self.person, self.thing = status, person, thing
        super().__init__(sentence)


@dataclass(frozen=True)
class Order:
    """What a token says: whose file, from which release, showing what."""

    person: str
    who: str
    release: str
    kind: str
    language: Language
    filters: Mapping[str, Parameter]


def link(person: Person, door: Door, kind: str, language: Language, **filters: Parameter) -> str:
    """The address of a file that shows what the page shows; empty without the cookie of a real browser."""
    browser = st.context.cookies.get(BROWSER_COOKIE)
    if not isinstance(browser, str) or not browser:
        return ""
    order = {
        "p": person.key,
        "w": person.who,
        "r": door.release.id,
        "k": kind,
        "l": language,
        "f": filters,
        "b": _mark_of(browser),
    }
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"{'/' + base if base else ''}{PATH}/{_signer().dumps(order)}"


def routes() -> list[Route]:
    """The route that gives the files. A plain function, so that Starlette runs it in a thread."""
    return [Route(f"{PATH}/{{token}}", give_file, methods=["GET"])]


def give_file(request: Request) -> Response:
    """The file that the token names, or one sentence: 403 not yours or too old, 404 gone, 503 nothing to read."""
    texts = Texts(language_of(request.query_params.get("lang")))
    try:
        order = _read_token(request.path_params["token"], request.cookies.get(BROWSER_COOKIE, ""), texts)
        texts = Texts(order.language)
        return _file_of(person_of(request.cookies, order.person), order, texts)
    except (NotLoggedIn, NoRights):
        deeds.note_refused(None, PATH, "without a login")
        return _sentence(403, texts.say("You do not have access to this file."))
    except deeds.NotWrittenDown as problem:
        _log.warning("download failed: %s", problem)
        said = texts.say("Who takes a file home is written down, and that cannot be done right now.")
        return _sentence(503, f"{said} {texts.say('Try again in a moment.')}")
    except Refused as refused:
        if refused.status == HTTPStatus.FORBIDDEN:
            deeds.note_refused(refused.person, PATH, refused.thing)
        _log.info("download refused: %s %s", refused.status, refused)
        return _sentence(refused.status, str(refused))
    except DoorProblem as problem:
        _log.warning("download failed: %s", problem)
        gone = problem.reason == "missing"
        said = texts.say("The release of this page is no longer kept. Load the page again.") if gone else ""
        return _sentence(404 if gone else 503, said or texts.say("The figures cannot be read right now."))
    except Problem as problem:
        _log.warning("download refused: %s", problem)
        return _sentence(403, texts.say("You do not have access to this file."))


def _read_token(token: str, browser: str, texts: Texts) -> Order:
    try:
        said = _signer().loads(token, max_age=HOURS * 3600)
    except SignatureExpired:
        raise Refused(403, texts.say("The link is too old. Load the page again.")) from None
    except BadSignature:
        raise Refused(403, texts.say("You do not have access to this file.")) from None
    if not browser or said["b"] != _mark_of(browser):
        raise Refused(403, texts.say("You do not have access to this file."))
    try:
        return Order(said["p"], said["w"], said["r"], said["k"], language_of(said["l"]), said["f"])
    except KeyError:  # signed by an earlier program
        raise Refused(403, texts.say("The link is too old. Load the page again.")) from None


def _file_of(person: Person, order: Order, texts: Texts) -> Response:
    if (person.key, person.who) != (order.person, order.who):
        raise Refused(403, texts.say("You do not have access to this file."), person, "another's link")
    if order.kind in (PACK, PACK_READ):
        return _pack_of(person, order, texts)
    content = CONTENTS.get(order.kind)
    if content is None or not may_take(person, order.kind):
        raise Refused(403, texts.say("You do not have access to this file."), person, order.kind)
    door = door_of(person, order.release)
    texts = replace(texts, currency=door.release.currency, time_zone=door.release.time_zone)
    folder = tempfile.TemporaryDirectory(prefix="pejling-download-", ignore_cleanup_errors=True)
    try:
        path = Path(folder.name) / f"file.{content.suffix}"
        name = write_download(path, content, person, door, texts, order.filters)
        deeds.note_download(person, door, order.kind, order.filters)
    except Nothing:
        folder.cleanup()
        raise Refused(404, texts.say("There is nothing to show for this choice.")) from None
    except NotNow:
        folder.cleanup()
        said = texts.say("What people have entered cannot be read right now. Try again in a moment.")
        raise Refused(503, said) from None
    except BaseException:
        folder.cleanup()
        raise
    headers = {"Content-Disposition": disposition(f"{name}.{content.suffix}"), "Cache-Control": "no-store"}
    return FileResponse(
        path, media_type=MEDIA_TYPES[content.suffix], headers=headers, background=BackgroundTask(folder.cleanup)
    )


def _pack_of(person: Person, order: Order, texts: Texts) -> Response:
    """A file of a pack that was made, as it was made; whether it is the person's to read is asked anew."""
    if not may_take(person, "pack"):
        raise Refused(403, texts.say("You do not have access to this file."), person, order.kind)
    wanted = order.filters
    span, subject, edition = (wanted.get(name) for name in ("span", "subject", "edition"))
    door = door_of(person)
    made = find(person, door, span, subject, edition, order.language)
    ending = "html" if order.kind == PACK_READ else str(wanted.get("ending"))
    if made is None or ending not in ENDINGS:
        raise Refused(404, texts.say("There is no such pack, or it is not for you."))
    try:
        name, content = whole_file(made, ending)
    except NotWhole:
        _log.warning("a file of %s is not what was made", made.folder)
        said = texts.say("The file is gone, or is not what was made. The data unit can make it anew.")
        raise Refused(404, said) from None
    deeds.note_download(person, door, order.kind, wanted)
    use_counting.note(person, door, pack_thing(made.manifest.sort, made.manifest.span))
    headers = {"Cache-Control": "no-store"}
    if order.kind == PACK_READ:
        headers["Content-Security-Policy"] = FRAMED_POLICY
    else:
        headers["Content-Disposition"] = disposition(name)
    return Response(content, media_type=MEDIA_TYPES[ending], headers=headers)


def disposition(name: str) -> str:
    """`attachment` with a name that every browser can write: letters of any language, nothing that ends a header."""
    clean = "".join(letter if letter.isprintable() and letter not in '<>:"/\\|?*;%' else " " for letter in name)
    clean = " ".join(clean.split()).lstrip(".")[-120:] or "pejling.xlsx"
    plain = clean.translate(_PLAIN).encode("ascii", "replace").decode("ascii").replace("?", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"


_PLAIN = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa", "–": "-", "−": "-"})


def _sentence(status: int, sentence: str) -> Response:
    return PlainTextResponse(sentence, status_code=status, headers={"Cache-Control": "no-store"})


def _signer() -> URLSafeTimedSerializer:
    """Signed with Streamlit's own cookie secret: set by the installation, else drawn anew when the server starts."""
    return URLSafeTimedSerializer(st.get_option("server.cookieSecret"), salt="pejling.download")


def _mark_of(browser: str) -> str:
    return hashlib.sha256(browser.encode()).hexdigest()[:32]
