"""What a page that is open already is told over its websocket: each drawing asks anew who looks."""

from __future__ import annotations

import pytest

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
        assert sitting.act("masthead", language="en").title == "Du er logget ud"
