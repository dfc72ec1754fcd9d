"""Where the server listens and whom it believes: a wrong word stops the start, no word means this computer alone."""

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from dashboard.listening import believe_proxies, listening_address
from dashboard.server import refuse_open_demo
from pipelines.problems import WrongUse
from tests.loops import done


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    for name in ("PEJLING_ADDRESS", "PEJLING_PROXY"):
        monkeypatch.delenv(name, raising=False)


def _seen(peer: str) -> tuple[str, str]:
    """The scheme and the client of a request that comes from `peer` and says it came by TLS from elsewhere."""
    found: list[Scope] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        found.append(scope)

    trusted = uvicorn.Config(app, log_config=None).forwarded_allow_ips
    headers = [(b"x-forwarded-proto", b"https"), (b"x-forwarded-for", b"198.51.100.7")]
    scope = {"type": "http", "scheme": "http", "client": (peer, 1), "headers": headers}
    done(ProxyHeadersMiddleware(app, trusted), scope, None, None)  # type: ignore[arg-type]
    return found[0]["scheme"], found[0]["client"][0]


def test_the_proxy_of_this_computer_is_believed_and_no_other() -> None:
    believe_proxies()

    assert _seen("127.0.0.1") == ("https", "198.51.100.7")
    assert _seen("10.0.0.9") == ("http", "10.0.0.9")


def test_the_proxies_that_are_named_are_believed_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEJLING_PROXY", "10.0.0.0/28, 10.9.9.9")
    believe_proxies()

    assert _seen("10.0.0.9") == _seen("10.9.9.9") == ("https", "198.51.100.7")
    assert _seen("127.0.0.1") == ("http", "127.0.0.1")


@pytest.mark.parametrize("proxies", ["*", "0.0.0.0/0", "::/0", "nginx", "10.0.0.1,", "10.0.0.1/24"])
def test_everybody_and_nobody_are_no_proxies(monkeypatch: pytest.MonkeyPatch, proxies: str) -> None:
    monkeypatch.setenv("PEJLING_PROXY", proxies)

    with pytest.raises(WrongUse, match=r"^PEJLING_PROXY: "):
        believe_proxies()


def test_it_listens_on_this_computer_alone_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert listening_address() == "127.0.0.1"
    monkeypatch.setenv("PEJLING_ADDRESS", "0.0.0.0")
    assert listening_address() == "0.0.0.0"
    with pytest.raises(WrongUse, match="the demo would be open to everybody"):
        refuse_open_demo(listening_address(), is_demo=True)
    monkeypatch.setenv("PEJLING_ADDRESS", "everywhere")
    with pytest.raises(WrongUse, match=r"PEJLING_ADDRESS: 'everywhere' is no address"):
        listening_address()
