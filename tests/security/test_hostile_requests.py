"""The table of `test_hostile_input.py` goes on: what somebody without a login can send to the server itself."""

from __future__ import annotations

import http.client
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg
from streamlit.proto.Common_pb2 import FileURLsRequest

from dashboard.page_messages import is_of_a_page
from tests.login.installation import Installation
from tests.rights.visitor import Visitor
from tests.security.attack import fingerprint

# ------------------------------------------------------------------------------------------ 9. Requests to the server

PAGE = {"Accept": "text/html"}


@dataclass(frozen=True)
class Sent:
    """A request, and the status of its answer."""

    attack: str
    path: str
    status: int
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.attack


SOCKET = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "A" * 22 + "==",
}
REQUESTS = [
    Sent("a name that is not ours", "/", 400, headers={"Host": "evil.example"}),
    Sent("a name that ends as ours", "/", 400, headers={"Host": "localhost.evil.example"}),
    Sent("a name said by a header beside", "/", 303, headers={**PAGE, "X-Forwarded-Host": "evil.example"}),
    Sent("a person said by a header", "/", 303, headers={**PAGE, "Remote-User": "mallory"}),
    Sent("a person said by a parameter", "/?person=director", 303, headers=PAGE),
    Sent("a way out of the fonts", "/assets/../server.py", 400),
    Sent("a way out in other signs", "/assets/%2e%2e/server.py", 400),
    Sent("a way out in still others", "/assets/..%2f..%2fpyproject.toml", 400),
    Sent("a way out with NUL", "/assets/x%00.woff2", 400),
    Sent("a way out on Windows", "/assets/..%5cserver.py", 400),
    Sent("a way out of Streamlit's files", "/static/..%2f..%2f..%2f..%2fetc/passwd", 400),
    Sent("a way out of a component's files", "/component/x/..%2f..%2fetc/passwd", 400),
    Sent("a way out of the second sort of components", "/_stcore/bidi-components/x/..%2f..%2fetc/passwd", 400),
    Sent("a guess at somebody's media", "/media/0123456789abcdef.xlsx", 404),
    Sent("a way out of the media", "/media/..%2f..%2fetc/passwd", 400),
    Sent("a folder that is not served", "/app/static/x", 303, headers=PAGE),
    Sent("a file that nobody signed", "/download/x", 403),
    Sent("a file with a way out", "/download/..%2f..%2fetc%2fpasswd", 400),
    Sent("how the server is doing", "/_stcore/metrics", 404),
    Sent("Streamlit's own way in", "/auth/login/x", 404),
    Sent("Streamlit's own way back", "/oauth2callback?code=x&state=y", 404),
    Sent("another verb for the way in", "/auth/login", 405, method="POST"),
    Sent("another verb for the way back", "/auth/callback", 405, method="PUT"),
    Sent("another verb for a file", "/download/x", 405, method="DELETE"),
    Sent("a verb that tells what was sent", "/", 405, method="TRACE"),
    Sent("an upload", "/_stcore/upload_file/x/y", 404, method="PUT"),
    Sent("an upload, asked about first", "/_stcore/upload_file/x/y", 404, method="OPTIONS"),
    Sent("a socket for another site", "/_stcore/stream", 403, headers={**SOCKET, "Origin": "https://evil.example"}),
    Sent("a socket for no site", "/_stcore/stream", 403, headers={**SOCKET, "Origin": "null"}),
    Sent("a header of a hundred thousand signs", "/", 303, headers={**PAGE, "X-Long": "x" * 100_000}),
    Sent("a thousand cookies", "/", 303, headers={**PAGE, "Cookie": "; ".join(f"c{n}=x" for n in range(1_000))}),
    Sent("an address of thirty thousand signs", "/" + "x" * 30_000, 303, headers=PAGE),
]

# What anybody could ask for who opens a page's websocket: names of files beside the program's (`load_git_info`, of a
# checkout from GitHub), room for files, the cache of all emptied (`clear_cache`, which has no answer), …
MESSAGES = [
    BackMsg(file_urls_request=FileURLsRequest(request_id="1", file_names=["x"])),
    BackMsg(set_run_on_save=True),
    BackMsg(backend_operation_request=BackendOperationRequest(request_id="1")),
]


@pytest.mark.parametrize("row", REQUESTS, ids=str)
def test_a_request(row: Sent, login_server: Installation) -> None:
    """Its status, nothing of ours in the answer, nothing else changed; and the next good request is answered."""
    before = _fingerprint(login_server)
    answer, body = _ask(login_server, row.method, row.path, row.headers)
    assert answer.status == row.status
    for word in (b"Traceback", b"root:", b"Pejleby", b"evil.example", b"[project]"):
        assert word not in body
    assert "evil" not in str(answer.getheader("location"))
    assert _ask(login_server, "GET", "/healthz", {})[1] == b"ok"
    assert _fingerprint(login_server) == before


@pytest.mark.parametrize("sent", MESSAGES, ids=lambda one: str(one.WhichOneof("type")))
def test_a_message_that_no_page_sends(sent: BackMsg, login_server: Installation) -> None:
    """It is dropped: what the page hears next is the answer to what pages do send."""
    with Visitor(login_server.settings.home).sitting() as sitting:
        sitting.go("")
        answers = sitting.answers_to(sent, BackMsg(app_heartbeat=True))
    assert not any(one.session_status_changed.run_on_save for one in answers)
    # The first of these says that the page is drawn.
    assert {one.WhichOneof("type") for one in answers} <= {"session_status_changed", "heartbeat_ack"}


def test_no_other_message_is_let_through() -> None:
    let_through = set()
    for kind in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields:
        sent = BackMsg()
        if kind.message_type:
            getattr(sent, kind.name).SetInParent()
        else:
            setattr(sent, kind.name, True)
        let_through |= {kind.name} if is_of_a_page(sent.SerializeToString()) else set()
    assert let_through == {"rerun_script", "stop_script", "app_heartbeat"}


def test_noise_on_a_socket(login_server: Installation) -> None:
    with Visitor(login_server.settings.home).sitting() as sitting:
        for noise in ("a text", b"", b"\xff" * 1_000):
            sitting.send_raw(noise)
        assert sitting.go("").title == "Du er logget ud"


def _fingerprint(at: Installation) -> dict[str, str]:
    """All but what the server writes down of what it was asked."""
    found = fingerprint(at.home.folder, without=("store", "use", "audit"))
    return {name: content for name, content in found.items() if not name.endswith(".log")}


def _ask(at: Installation, method: str, path: str, headers: dict[str, str]) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(str(urlsplit(at.settings.home).netloc), timeout=30)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()
