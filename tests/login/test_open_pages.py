"""What a page that is open already is told over its websocket: each drawing asks anew who looks."""

from __future__ import annotations

import re

import httpx2
import pytest
from starlette.responses import HTMLResponse
from starlette.routing import Route

from dashboard.store.grants import take
from tests.login.installation import ADMINISTRATOR, Installation, Visitor
from tests.rights.visitor import Visitor as Reader

UNITS = ("Center for Ældre", "Center for Børn og Unge", "Egeskolen")


@pytest.mark.parametrize("cookies", [{}, {"pejling_session": "guessed"}, {"pejling_session": ""}])
def test_who_is_not_logged_in_is_drawn_nothing(login_server: Installation, cookies: dict[str, str]) -> None:
    drawn = Reader(login_server.settings.home, cookies).open("", lang="da", person="director")
    assert drawn.title == "Du er logget ud"
    assert "masthead" not in drawn.components
    assert not [name for name in (*UNITS, "Pejleby Kommune") if name in drawn.text]


def test_an_open_page_ends_with_the_right_and_with_the_login(login_server: Installation, real_browser: Visitor) -> None:
    whole = login_server.give("gunn", "director")
    login_server.give("gunn", "centre_manager", "south")
    real_browser.log_in("gunn", name="Gunn")
    with Reader(login_server.settings.home, {"pejling_session": real_browser.key}).sitting() as sitting:
        assert "Egeskolen" in sitting.go("", lang="da").text
        take(login_server.store, whole, "Nyt arbejde", ADMINISTRATOR)
        drawn = sitting.go("", lang="da", person="director")
        assert "Egeskolen" not in drawn.text
        assert drawn.components["masthead"]["person"] == "centre_manager"
        home = f"{login_server.settings.home}/"
        assert real_browser.get("/auth/logout", Referer=home).status_code == 303
        assert sitting.act("masthead", language="en").title == "You are logged out"


ADDRESSES = (
    "/",
    "/personale",
    "/nowhere",
    "/index.html",
    "/personale.html",
    "/personale.csv",
    "/a/b/personale?lang=en",
)


def asked(installation: Installation, method: str, path: str, **headers: str) -> httpx2.Response:
    return httpx2.request(method, f"{installation.settings.home}{path}", headers=headers)


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_program_that_is_no_browser_gets_no_page_without_a_login(
    login_server: Installation, method: str, accept: str
) -> None:
    for path in ADDRESSES:
        answer = asked(login_server, method, path, Accept=accept)
        assert answer.status_code in {303, 403}, (path, answer.status_code)
        assert "<html" not in answer.text
        assert (answer.status_code == 303) == bool(answer.headers.get("location"))


def test_a_program_with_a_login_gets_it_and_what_a_page_is_made_of_is_anybodys(
    login_server: Installation, real_browser: Visitor
) -> None:
    login_server.give("hans", "director")
    real_browser.log_in("hans", name="Hans")
    assert real_browser.client.get("/personale", headers={"Accept": "*/*"}).status_code == 200
    page = real_browser.get("/").text
    parts = re.findall(r'(?:src|href)="\.?(/(?:static|assets)/[^"]+)"', page)
    assert parts
    for part in (*parts, "/assets/fonts/public-sans.woff2", "/_stcore/health", "/was", "/tilgaengelighed"):
        assert asked(login_server, "GET", part).status_code in {200, 303}, part
    assert asked(login_server, "GET", "/personale").text == "Indlæs siden igen for at logge ind."


def test_a_program_is_told_why_it_gets_no_page(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """To load the page again helps who is not logged in, and nobody else."""
    visitor = installation.visitor(Route("/side", lambda _: HTMLResponse("<html>the page</html>")))

    def told() -> tuple[int, str]:
        answer = visitor.client.get("/side?lang=en", headers={"Accept": "*/*"})
        return answer.status_code, answer.text

    assert told() == (403, "Load the page again to log in.")
    visitor.log_in("kaj", name="Kaj")
    assert told() == (
        403,
        "You are logged in as Kaj, but nobody has given you access. Ask it@pejleby.example.",
    )
    installation.give("kaj", "director")
    assert told() == (200, "<html>the page</html>")
    monkeypatch.setenv("PEJLING_STORE_URL", "postgresql+psycopg://nobody@localhost:1/none")
    assert told() == (503, "What people may see cannot be looked up. Try again in a moment.")
