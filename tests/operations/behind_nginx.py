"""Two replicas behind the real nginx, with the very configuration of the documentation, and a login provider."""

from __future__ import annotations

import datetime
import http.client
import json
import os
import shutil
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.door.small_release import publish_small_release
from tests.login.oidc_provider import OidcProvider
from tests.server.conftest import ROOT, free_port, make_home

CONFIGURATION = ROOT / "docs" / "operations" / "nginx.conf"
NAME = "localhost"
COOKIE_SECRET = "en cookiehemmelighed, som ingen log må vise nogen"
CLIENT_SECRET = "klientens-hemmelighed"
# What stands around a site's file on every machine.
AROUND = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
{user}
events {{ worker_connections 256; }}
http {{
    default_type application/octet-stream;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/pejling.conf;
}}
"""


@dataclass(frozen=True)
class Answer:
    """What came back; each header with every value that was sent of it."""

    status: int
    headers: dict[str, list[str]]
    body: bytes


@dataclass(frozen=True)
class Site:
    """The site: its ports, its folder, and its replicas by port."""

    tls: int
    plain: int
    folder: Path
    replicas: dict[int, subprocess.Popen[bytes]]
    metrics: dict[int, int]

    @property
    def address(self) -> str:
        return f"https://{NAME}:{self.tls}"

    def get(self, path: str, *, host: str = NAME, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
        """One request through TLS."""
        connection = http.client.HTTPSConnection(NAME, self.tls, timeout=30, context=_trusting())
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body=body or None, headers={"Host": host, **sent})
            answer = connection.getresponse()
            found: dict[str, list[str]] = {}
            for name, value in answer.getheaders():
                found.setdefault(name.lower(), []).append(value)
            return Answer(answer.status, found, answer.read())
        finally:
            connection.close()

    @property
    def lines(self) -> list[str]:
        """nginx's own log."""
        return (self.folder / "pejling.log").read_text(encoding="utf-8").splitlines()


def _trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


@contextmanager
def site(folder: Path) -> Iterator[Site]:
    """The site at work; gone afterwards."""
    with ExitStack() as stack:
        tls, plain = free_port(), free_port()
        provider = stack.enter_context(OidcProvider().running())
        provider.knows("anna", name="Anna Prøve", email="anna@prøve.example", groups=["Ledere"])
        home = make_home(folder / "home")
        publish_small_release(home / "releases")
        (home / "login.toml").write_text(
            f'issuer = "{provider.address}"\nclient = "pejling"\naddress = "https://{NAME}:{tls}"\n'
            'contact = "it@prøve.example"\n[[groups]]\nvalue = "Ledere"\nrole = "director"\n',
            encoding="utf-8",
        )
        ports, metrics = [free_port(), free_port()], {}
        replicas = {}
        for port in ports:
            metrics[port] = free_port()
            variables = {
                "PEJLING_LOGIN_SECRET": CLIENT_SECRET,
                "PEJLING_COOKIE_SECRET": COOKIE_SECRET,
                "PEJLING_METRICS_ADDRESS": f"127.0.0.1:{metrics[port]}",
                "PEJLING_LOG": "json",
                "PEJLING_LOG_LEVEL": "info",
            }
            command = ["-m", "tests.server.run_server", str(home), str(port)]
            replicas[port] = _began(stack, command, folder / f"{port}.log", variables)
        _configure(folder, tls, plain, ports)
        program = os.environ.get("PEJLING_NGINX") or shutil.which("nginx") or "/usr/sbin/nginx"
        assert Path(program).exists(), "no nginx was found: run script/test, which finds or installs it"
        checked = subprocess.run(
            [program, "-t", "-c", folder / "nginx.conf"], capture_output=True, text=True, check=False
        )
        assert checked.returncode == 0, checked.stderr
        assert "warn" not in checked.stderr.replace('[warn] the "user" directive', ""), checked.stderr
        nginx = subprocess.Popen([program, "-c", folder / "nginx.conf"])
        stack.callback(_ended, nginx, signal.SIGTERM)
        opened = Site(tls, plain, folder, replicas, metrics)
        for port in ports:
            _wait(port, folder / f"{port}.log", replicas[port])
        yield opened


def _began(stack: ExitStack, arguments: list[str], log: Path, variables: dict[str, str]) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PEJLING_", "STREAMLIT_"))}
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment | variables,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    stack.callback(_ended, process, signal.SIGKILL)
    return process


def _ended(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    process.send_signal(how)
    process.wait(30)


def _wait(port: int, log: Path, process: subprocess.Popen[bytes]) -> None:
    for _ in range(480):
        connection = http.client.HTTPConnection("localhost", port, timeout=10)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        if process.poll() is not None:
            break
        time.sleep(0.25)
    pytest.fail(f"a replica did not get ready: {log.read_text(encoding='utf-8')}")


def _configure(folder: Path, tls: int, plain: int, ports: list[int]) -> None:
    """The documented file with this machine's names, ports and paths in it; nothing else is changed."""
    _write_certificate(folder)
    text = CONFIGURATION.read_text(encoding="utf-8")
    for named, here in (
        ("pejling.municipality.example", NAME),
        ("listen 443 ", f"listen 127.0.0.1:{tls} "),
        ("listen 80 ", f"listen 127.0.0.1:{plain} "),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("127.0.0.1:8501", f"127.0.0.1:{ports[0]}"),
        ("127.0.0.1:8502", f"127.0.0.1:{ports[1]}"),
        ("/etc/nginx/tls/", f"{folder}/"),
        ("/var/log/nginx/", f"{folder}/"),
    ):
        assert named in text, named
        text = text.replace(named, here)
    (folder / "pejling.conf").write_text(text, encoding="utf-8")
    user = "user root;" if hasattr(os, "getuid") and os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user), encoding="utf-8")


def _write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(NAME), x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    (folder / "pejling.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "pejling.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def records(site: Site) -> list[dict[str, str]]:
    """What the replicas have logged; a line that is no JSON would fail here."""
    return [
        json.loads(line)
        for port in site.replicas
        for line in (site.folder / f"{port}.log").read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
