"""From no session to a page and out again, against a real provider."""

from __future__ import annotations

from tests.login.installation import Installation, Visitor


def test_who_has_a_right_logs_in_and_sees_as_it_says(installation: Installation, visitor: Visitor) -> None:
    installation.give("ann", "centre_manager", "north")
    stopped = visitor.get("/oekonomi?unit=north")
    assert (stopped.status_code, stopped.headers["location"]) == (303, "/auth/login?next=%2Foekonomi%3Funit%3Dnorth")
    back = visitor.log_in("ann", "/oekonomi?unit=north", name="Ann Prøve", email="ann@pejleby.example")
    assert (back.status_code, back.headers["location"]) == (303, "http://localhost:8501/oekonomi?unit=north")
    assert visitor.get("/").json() == [
        {"key": "centre_manager", "role": "centre_manager", "units": ["north"], "name": "Ann Prøve", "who": "ann"}
    ]
    assert [entry[:2] for entry in installation.audit()] == [("grant", "boss"), ("login", "ann")]


def test_the_real_server_lets_in_who_has_logged_in(login_server: Installation, real_browser: Visitor) -> None:
    login_server.give("dora", "director")
    assert real_browser.get("/").status_code == 303
    assert real_browser.log_in("dora", name="Dora").status_code == 303
    page = real_browser.get("/")
    assert (page.status_code, '<html lang="da">' in page.text) == (200, True)
