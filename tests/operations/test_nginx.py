"""The documented proxy with the real nginx before two replicas: what people reach, and what nobody does."""

import http.client
import re
import socket
import ssl
import time
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect
from prometheus_client.parser import text_string_to_metric_families

from tests.operations.behind_nginx import CLIENT_SECRET, COOKIE_SECRET, NAME, Site, records, site
from tests.server.conftest import PAGE

HEADERS = (
    "content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy", "permissions-policy",
    "cross-origin-opener-policy", "strict-transport-security", "x-request-id",
)  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(tmp_path_factory.mktemp("site")) as running:
        yield running


def test_somebody_logs_in_through_tls_and_sees_the_page(served: Site, browser: Browser) -> None:
    context = browser.new_context(ignore_https_errors=True)
    page = context.new_page()
    sockets: list[str] = []
    page.on("websocket", lambda opened: sockets.append(opened.url))
    try:
        page.goto(f"{served.address}/?lang=da")
        page.fill("input[name=sub]", "anna")
        page.click("button")
        # Drawn by what came over the websocket.
        expect(page.locator("h1")).to_have_text("director")
        expect(page.get_by_text("script ran")).to_be_visible()
        cookies = {cookie["name"]: cookie for cookie in context.cookies()}
    finally:
        context.close()

    assert page.url == f"{served.address}/?lang=da"
    assert {address.partition("?")[0] for address in sockets} == {f"wss://{NAME}:{served.tls}/_stcore/stream"}
    key = cookies["__Host-pejling"]
    assert (key["secure"], key["httpOnly"], key["sameSite"], key["path"], key["expires"]) == (
        True,
        True,
        "Lax",
        "/",
        -1,
    )
    assert all(cookie["secure"] for name, cookie in cookies.items() if name.startswith(("__Host-", "pejling")))


def test_each_header_that_protects_is_sent_once(served: Site) -> None:
    for path in ("/auth/out", "/assets/fonts/public-sans.woff2", "/download/x"):
        headers = served.get(path).headers
        assert {name: len(headers.get(name, [])) for name in HEADERS} == dict.fromkeys(HEADERS, 1), path
    assert headers["strict-transport-security"] == ["max-age=31536000"]
    assert headers["server"] == ["nginx"], "no version is told"


def test_without_tls_one_is_sent_to_it(served: Site) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.plain, timeout=10)
    connection.request("GET", "/datakatalog?lang=da", headers={"Host": NAME})
    answer = connection.getresponse()
    connection.close()

    assert (answer.status, answer.headers["Location"]) == (308, f"https://{NAME}/datakatalog?lang=da")


def test_whoever_asks_for_another_name_gets_no_answer(served: Site) -> None:
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        served.get("/", host="evil.example")
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", served.tls), timeout=10) as plain,
        pytest.raises(ssl.SSLError, match=r"(?i)unrecognized.name"),
    ):
        context.wrap_socket(plain, server_hostname="evil.example")


def test_what_is_old_or_weak_is_not_spoken(served: Site) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection((NAME, served.tls), timeout=10) as plain, pytest.raises((ssl.SSLError, OSError)):
        context.wrap_socket(plain, server_hostname=NAME)


@pytest.mark.parametrize(
    "path", ["/healthz", "/readyz", "/metrics", "/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent"]
)
def test_how_the_server_is_doing_is_told_to_nobody_outside(served: Site, path: str) -> None:
    assert served.get(path).status == 404
    assert served.get(path + "/").status == 404
    assert b"pejling_" not in served.get(path + "/", **PAGE).body


def test_the_metrics_have_an_address_of_their_own_and_know_no_person(served: Site) -> None:
    for port in served.metrics.values():
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
            text = answer.read().decode()
        families = {family.name: family for family in text_string_to_metric_families(text)}
        assert {
            "pejling_sessions", "pejling_page_seconds", "pejling_answers", "pejling_answer_seconds", "pejling_logins",
            "pejling_store_usable", "pejling_release_readable", "pejling_incidents", "pejling_requests",
            "process_cpu_seconds", "process_resident_memory_bytes",
        } <= families.keys()  # fmt: skip
        assert families["pejling_store_usable"].samples[0].value == 1
        assert families["pejling_release_readable"].samples[0].value == 1
        labels = {name for family in families.values() for sample in family.samples for name in sample.labels}
        assert labels <= {"page", "source", "place", "outcome", "le", "generation", *_OF_PYTHON}
        assert not re.search("anna|director|nursery|school", text, re.IGNORECASE)


_OF_PYTHON = {"implementation", "major", "minor", "patchlevel", "version"}


def test_a_browser_stays_with_its_replica_and_others_with_others(served: Site) -> None:
    seen: dict[str, set[str]] = {}
    for name in range(12):
        before = len(served.lines)
        for _ in range(4):
            served.get("/auth/out", Cookie=f"a=b; pejling_browser=browser-{name}")
        seen[f"browser-{name}"] = {line.split()[-1] for line in _lines_after(served, before, 4)}

    assert all(len(upstreams) == 1 for upstreams in seen.values()), seen
    assert set.union(*seen.values()) == {f"127.0.0.1:{port}" for port in served.replicas}


def _lines_after(served: Site, before: int, count: int) -> list[str]:
    _soon(lambda: len(served.lines) >= before + count)
    return served.lines[before:]


def test_a_long_body_is_refused_and_a_long_address_of_a_login_is_not(served: Site) -> None:
    assert served.get("/auth/out", method="POST", body=b"x" * 1_100_000).status == 413
    assert served.get(f"/auth/callback?code={'x' * 12_000}").status == 403


def test_scripts_are_compressed_and_pages_are_not(served: Site) -> None:
    asked = {"Accept_Encoding": "gzip"}
    page = served.get("/auth/out", **PAGE, **asked)

    assert served.get("/assets/plotly.min.js", **asked).headers["content-encoding"] == ["gzip"]
    assert (page.status, "content-encoding" in page.headers) == (200, False)


def test_no_log_says_who_or_what_for_and_both_call_a_request_the_same(served: Site) -> None:
    served.get("/auth/callback?code=hemmelig-kode&state=tilstand", X_Forwarded_For="203.0.113.9")
    served.get("/download/et-underskrevet-link", Cookie="pejling_browser=hans-nøgle".encode().decode("latin-1"))
    name = served.get("/auth/out").headers["x-request-id"][0]
    logs = [file.read_text(encoding="utf-8") for file in served.folder.glob("*.log")]
    said = ("hemmelig-kode", "tilstand", "203.0.113.9", "et-underskrevet", "hans-n", "anna", "Anna")
    found = [word for word in (*said, COOKIE_SECRET, CLIENT_SECRET) if any(word in log for log in logs)]

    assert found == []
    # Both write when the answer has gone out.
    assert _soon(lambda: any(name in line for line in served.lines))
    assert _soon(lambda: any(one.get("request") == name for one in records(served)))


def _soon(is_so: Callable[[], bool]) -> bool:
    for _ in range(200):
        if is_so():
            return True
        time.sleep(0.05)
    return False


def test_what_a_browser_says_of_itself_as_a_proxy_is_not_believed(served: Site) -> None:
    """TLS is nginx's word alone: a header of the browser's own takes neither HSTS nor the cookie's safety away."""
    answer = served.get("/auth/login", X_Forwarded_Proto="http", Forwarded="proto=http")

    assert "strict-transport-security" in answer.headers
    assert all("secure" in cookie.lower() for cookie in answer.headers["set-cookie"] if "pejling" in cookie)


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_nobody_uploads_or_deletes(served: Site, method: str) -> None:
    assert served.get("/_stcore/upload_file/session/file", method=method, body=b"x").status == 404


@pytest.mark.parametrize("origin", ["https://evil.example", "null", f"https://{NAME}.evil.example"])
def test_no_other_site_opens_a_page_s_websocket(served: Site, origin: str) -> None:
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Version": "13"}
    answer = served.get("/_stcore/stream", **upgrade, Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==", Origin=origin)

    assert answer.status == 403


@pytest.mark.parametrize(
    "path", ["/static/../dashboard/app.py", "/assets/../app.py", "/assets/%2e%2e/app.py", "/media/x"]
)
def test_no_folder_is_open(served: Site, path: str) -> None:
    assert served.get(path).status in {400, 404}


def test_pages_that_ask_how_long_a_login_lasts_keep_nobody_from_logging_in(served: Site) -> None:
    assert _answers(served, "/auth/stay", 200) == {200}
    assert served.get("/auth/login").status == 303


def _answers(served: Site, path: str, times: int) -> set[int]:
    """What many requests of one address get, until they are slowed down."""
    connection = http.client.HTTPSConnection(NAME, served.tls, timeout=30, context=ssl._create_unverified_context())
    found = set()
    for _ in range(times):
        connection.request("GET", path, headers={"Host": NAME})
        answer = connection.getresponse()
        answer.read()
        found.add(answer.status)
        if answer.status == 429:
            break
    connection.close()
    return found


def test_thousands_of_logins_are_slowed_down(served: Site) -> None:
    assert _answers(served, "/auth/out", 400) == {200, 429}
    assert served.get("/assets/fonts/public-sans.woff2").status == 200, "the pages of those who are in go on"


def test_one_replica_dies_and_the_other_serves_its_browsers(served: Site) -> None:
    dead, alive = served.replicas
    served.replicas[dead].kill()
    served.replicas[dead].wait()
    before = len(served.lines)
    for name in range(8):
        font = served.get("/assets/fonts/public-sans.woff2", Cookie=f"pejling_browser=browser-{name}")
        assert font.status == 200
    assert all(line.split()[-1] == f"127.0.0.1:{alive}" for line in _lines_after(served, before, 8))
    # And when none is left, people are told in one sentence, as safely as ever.
    served.replicas[alive].kill()
    served.replicas[alive].wait()
    nobody = served.get("/", **PAGE)
    assert nobody.status == 503
    assert "Pejling svarer ikke lige nu" in nobody.body.decode()
    assert nobody.headers["retry-after"] == ["10"]
    assert {len(nobody.headers[name]) for name in ("strict-transport-security", "content-security-policy")} == {1}
