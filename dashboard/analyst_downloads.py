"""The route that gives files for analysts: the same address for every release, for whoever is logged in.

A file comes in parts where a client asks for parts, so that a long download can be gone on with. Each request asks anew
who it is, which role they have and what is theirs; what is not theirs is answered as what there is not.
"""

from __future__ import annotations

import logging
from urllib.parse import quote, urlencode

import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard import analyst_library as library
from dashboard import rules
from dashboard.access import PERSON_PARAMETER, door_of, is_demo, people_of, person_of
from dashboard.deeds import NotWrittenDown, note_refused
from dashboard.downloads import disposition
from dashboard.login.people import NoRights, NotLoggedIn
from dashboard.person import Person
from dashboard.texts import Language, Texts, language_of
from dashboard.warehouse import Door
from pipelines.problems import Problem

PATH = "/analysts"
MEDIA_TYPES = {
    "duckdb": "application/octet-stream",
    "zip": "application/zip",
    "csv": "text/csv",
    "sql": "application/sql",
}
_log = logging.getLogger("pejling.downloads")


def address_of(person: Person, scope: str, name: str, language: Language) -> str:
    """Where a file is fetched, in the role that the person has on the page."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    asked = urlencode({PERSON_PARAMETER: person.key, "lang": language})
    return f"{'/' + base if base else ''}{PATH}/{quote(scope, safe='')}/{name}?{asked}"


def routes() -> list[Route]:
    """The route; a plain function, so that Starlette runs it in a thread."""
    return [Route(f"{PATH}/{{scope:path}}/{{name}}", give_file, methods=["GET"])]


def give_file(request: Request) -> Response:
    """The file, or a part of it; else one sentence: 403 not logged in, 404 not there or not yours, 503 not now."""
    texts = Texts(language_of(request.query_params.get("lang")))
    scope, name = request.path_params["scope"], request.path_params["name"]
    try:
        people = _people(request)
        for person in people:
            door = door_of(person)
            file = library.find(person, door, scope, name)
            if file and rules.may(person.role, "route", f"{PATH}/"):
                return _give(request, person, door, scope, name, file)
        note_refused(people[0], library.THING, f"{scope}/{name}")
        return _sentence(404, texts.say("There is no such file, or it is not for you."))
    except (NotLoggedIn, NoRights):
        note_refused(None, library.THING, "without a login")
        return _sentence(403, texts.say("You do not have access to this file."))
    except NotWrittenDown as problem:
        _log.warning("download refused: %s", problem)
        return _sentence(503, texts.say("Who takes a file home is written down, and that cannot be done right now."))
    except Problem as problem:
        _log.warning("download failed: %s", problem)
        return _sentence(503, texts.say("The figures cannot be read right now."))


def _people(request: Request) -> tuple[Person, ...]:
    """In the role that the address names; else each that the person has, one at a time."""
    wanted = request.query_params.get(PERSON_PARAMETER)
    return (person_of(request.cookies, wanted),) if wanted or is_demo() else people_of(request.cookies)


def _give(request: Request, person: Person, door: Door, scope: str, name: str, file: library.File) -> Response:
    if request.method != "HEAD":
        library.note(person, door, scope, name)
    stem, _, ending = name.rpartition(".")
    headers = {
        "Content-Disposition": disposition(f"{stem}-{scope}-{door.release.id}.{ending}"),
        "Cache-Control": "no-store",
        # A part of another release's file is never put behind one of this.
        "ETag": f'"{file.sha256}"',
    }
    return FileResponse(file.path, media_type=MEDIA_TYPES[ending], headers=headers)


def _sentence(status: int, sentence: str) -> Response:
    return PlainTextResponse(sentence, status_code=status, headers={"Cache-Control": "no-store"})
