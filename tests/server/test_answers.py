"""What the server answers to anybody: headers, closed paths, the shell of a page, health."""

import gzip
import re

import pytest

from tests.server.conftest import PAGE, Served

EVERYWHERE = [
    "/",
    "/datakvalitet",
    "/anlaeg",
    "/anlaegsoverfoersler",
    "/healthz",
    "/readyz",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/metrics",
    "/static/js/none.js",
    "/download/x",
    "/assets/none",
    "/no/such/page",
    "/media/none",
    "/component/none/x.js",
]
# Written out once more, so that one that is taken away or weakened is missed here.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "script-src": "'self' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "frame-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_has_the_security_headers(served: Served, path):
    answer = served.get(path, **PAGE)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    rules = (rule.partition(" ") for rule in answer.headers["Content-Security-Policy"].split("; "))
    assert {name: allowed for name, _, allowed in rules} == CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("path", EVERYWHERE)
def test_nobody_gets_data_without_a_page(served: Served, path):
    body = served.get(path, **PAGE).body.decode("utf-8", "replace")
    for word in ("Åskolen", "Center Nord", "Prøve Kommune", "hall", "2026-07-03", str(served.home)):
        assert word not in body


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent/interact",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/mcp",
        "/_stcore/script-health-check",
    ],
)
def test_what_streamlit_would_tell_anybody_is_closed(served: Served, path):
    assert served.get(path).status == 404


def test_health_and_readiness(served: Served):
    assert (served.get("/healthz").status, served.get("/healthz").body) == (200, b"ok")
    assert (served.get("/readyz").status, served.get("/readyz").body) == (200, b"ready")


def test_not_ready_while_the_release_cannot_be_read_and_ready_again_after(served: Served):
    pointer = served.home / "releases" / "current"
    current = pointer.read_text(encoding="utf-8")
    pointer.write_text("2020-01-01-1", encoding="utf-8")
    try:
        answer = served.get("/readyz")
        assert (answer.status, answer.body) == (503, b"not ready")
        assert served.get("/healthz").status == 200
    finally:
        pointer.write_text(current, encoding="utf-8")
    assert served.get("/readyz").status == 200


@pytest.mark.parametrize(
    ("path", "language"), [("/", "da"), ("/?lang=en", "en"), ("/datakvalitet?lang=da", "da"), ("/?lang=xx", "da")]
)
def test_the_page_says_its_language(served: Served, path, language):
    page = served.get(path, **PAGE, Accept_Encoding="gzip", If_None_Match="*").body.decode("utf-8")
    assert f'<html lang="{language}">' in page
    assert "<title>Pejling</title>" in page
    assert "Streamlit" not in re.sub(r"StreamlitMarkdown\.", "", page)
    assert "<script>" not in page


def test_a_browser_gets_one_cookie_that_scripts_cannot_read(served: Served):
    first = served.get("/", **PAGE)
    cookie = first.headers["Set-Cookie"]
    assert re.fullmatch(r"pejling_browser=[\w-]{40,}; Path=/; SameSite=Lax; HttpOnly", cookie)
    assert served.get("/", **PAGE, Cookie=cookie.split(";")[0]).headers["Set-Cookie"] is None
    assert served.get("/", **PAGE).headers["Set-Cookie"] != cookie


def test_another_name_for_this_computer_is_refused(served: Served):
    assert served.get("/", **PAGE, Host="evil.example").status == 400
    assert served.get("/healthz", Host="evil.example").status == 400


@pytest.mark.parametrize(
    "path", ["/assets/../server.py", "/assets/%2e%2e/server.py", "/assets/", "/assets", "/app/static/x"]
)
def test_only_files_of_the_product_are_given(served: Served, path):
    answer = served.get(path)
    assert b"def serve" not in answer.body
    assert answer.status in {200, 400, 404}


def test_fonts_are_kept_by_browsers(served: Served):
    answer = served.get("/assets/fonts/public-sans.woff2")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "font/woff2"
    assert answer.headers["Cache-Control"] == "public, max-age=2592000, immutable"


def test_the_chart_library_is_kept_by_browsers(served: Served):
    answer = served.get("/assets/plotly.min.js?v=1")
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "public, max-age=2592000, immutable"
    assert b"plotly.js" in answer.body[:100]


def test_the_chart_library_travels_packed_and_every_page_says_where_it_is(served: Served):
    page = served.get("/", **PAGE).body.decode("utf-8")
    address = re.search(r'<link rel="prefetch" as="script" href="(/assets/plotly\.min\.js\?v=[\d.]+)">', page)
    assert address
    packed, plain = served.get(address[1], Accept_Encoding="gzip, br"), served.get(address[1])
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert len(packed.body) < len(plain.body) / 3
    assert gzip.decompress(packed.body) == plain.body
    ahead = served.get(address[1], Accept_Encoding="gzip, br", **PAGE)  # as Chromium asks when it fetches ahead
    assert ahead.headers["Content-Encoding"] == "gzip"
