"""What somebody can send to Pejling to do harm, and what becomes of it: a table for whoever audits it.

Each row is an attack: where it comes in, what is sent, and what is told. What holds for every row stands in the test
below its table: the attack is refused in one sentence, it is written down, and nothing else changes.

It is read in the order of its sections, from the top of this file to the end of the last:

1. Files in the inbox: here
2. What a provider vouches for: here
3. On the way back from a provider: here
4. Where somebody is sent to when they are let in: here
5. The browser's own cookie: here
6. Texts of an extract, wherever they are shown: `test_hostile_texts.py`
7. Formulas in what is taken home: `test_hostile_texts.py`
8. Every parameter of an address, on every page: `test_hostile_texts.py`
9. Requests to the server: `test_hostile_requests.py`
10. What somebody types into a form: `test_hostile_entries.py`
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from dashboard import deeds
from dashboard.login.routes import own_place
from pipelines.deliveries import deliver
from pipelines.extracts.reading import read_extract
from pipelines.extracts.spec import load_spec
from pipelines.problems import Problem
from tests.login.installation import Installation, Visitor
from tests.login.oidc_provider import TOKEN
from tests.loops import done
from tests.security import hostile_files as files
from tests.security import hostile_keys as keys
from tests.security import hostile_tokens as tokens
from tests.security import hostile_ways as ways
from tests.security.attack import assert_refused, fingerprint, in_one_gigabyte, is_one_sentence, nothing_but
from tests.security.hostile_files import HEADER, MIB, Lay, content
from tests.spine.small_municipality import APRIL, SPECS, SmallMunicipality

# ---------------------------------------------------------------------------------------------- 1. Files in the inbox


@dataclass(frozen=True)
class Delivery:
    """A file in the inbox: its name, what lies there, and what is told of it."""

    attack: str
    name: str
    lay: Lay
    told: str

    def __str__(self) -> str:
        return self.attack


MONTH, BOOK, YEAR = "posteringer_2026_04.csv", "bog.xlsx", "aar.zip"
DELIVERIES = [
    # Text
    Delivery("a million columns", MONTH, content(b";" * 1_000_000 + b"\n"), "has the headers"),
    Delivery("a million columns below a good header", MONTH, content(HEADER + ";" * 1_000_000 + "\n"), "total row"),
    Delivery("NUL in every place", MONTH, content(HEADER.encode("cp1252") + bytes(4096) + b"\n"), "total row"),
    Delivery("nothing but NUL", MONTH, content(bytes(4096)), "has the headers"),
    Delivery("a quotation mark that never ends", MONTH, content(HEADER + '"' + "x;\n" * 9_999), "total row"),
    Delivery("a gzip called csv", MONTH, content(files.GZIP), "is a gzip archive, not text"),
    Delivery("a program called csv", MONTH, content(b"MZ\x90\x00" * 99), "is a Windows program, not text"),
    Delivery("a zip called csv", MONTH, content(files.archive({"a": b"x"})), "is a zip archive"),
    # What is no file, and names
    *(
        [
            Delivery(
                "a link to what the server may read", MONTH, files.link_to("/etc/passwd"), "is a link or a device"
            ),
            Delivery("a link to nothing", MONTH, files.link_to("nowhere"), "is a link or a device"),
            Delivery("a link to a folder", "post", files.link_to("/etc"), "is a link or a device"),
            Delivery("a device that never ends", MONTH, files.link_to("/dev/zero"), "is a link or a device"),
            Delivery("a pipe that nobody writes to", MONTH, files.pipe, "is a link or a device"),
            Delivery("a line of its own in the log", "posteringer_2026_04\nok.csv", content(APRIL), r"04\nok.csv: its"),
            Delivery("signs that colour a terminal", "posteringer_2026_04\x1b[2J.csv", content(APRIL), "be shown"),
            Delivery("a name that reads backwards", "posteringer_2026_04\u202evsc.csv", content(APRIL), "be shown"),
            Delivery("a name in no encoding", "posteringer_2026_04\udcff.csv", content(APRIL), "be shown"),
        ]
        if files.IS_POSIX
        else []
    ),
    Delivery("a name that means a place", "posteringer_2026_04..%2f..%2fetc.csv", content("x\n"), "has the headers"),
    Delivery("a name that means a format", "posteringer_2026_04 {0} %s [red].csv", content("x\n"), "[red].csv: no row"),
    # Archives
    Delivery("a flat bomb", YEAR, files.packed(b"0" * (65 * MIB)), "which no extract does"),
    Delivery("a bomb in a zip in a zip", YEAR, files.zip_in_zip, "is a zip archive"),
    Delivery("ten thousand files", YEAR, files.ten_thousand_members, "it holds 10001 files"),
    Delivery("a size that is a lie", YEAR, files.lying_size, "is damaged"),
    Delivery("a way out", YEAR, files.member_called(f"../../{files.MEMBER}"), "points out of the archive"),
    Delivery("a place of its own", YEAR, files.member_called(f"/etc/{files.MEMBER}"), "points out of the archive"),
    Delivery("a way out on Windows", YEAR, files.member_called(f"..\\..\\{files.MEMBER}"), "points out of the archive"),
    Delivery("a line in the log", YEAR, files.member_called(f"ok\n/{files.MEMBER}"), "signs that cannot be shown"),
    # Workbooks
    Delivery("all columns that there can be", BOOK, files.sheet_of(files.WIDE), "has the headers"),
    Delivery("two cells at opposite corners", BOOK, files.sheet_of(files.CORNERS), "spans 1048576 rows"),
    Delivery("entities within entities", BOOK, files.strings_with(files.LAUGHS), "cannot be read as an Excel workbook"),
    Delivery("an entity from outside", BOOK, files.strings_with(files.OUTSIDE), "cannot be read as an Excel workbook"),
    Delivery(
        "entities in the sheet", BOOK, files.part_with(files.LAUGHS, files.SHEET), "cannot be read as an Excel workbook"
    ),
    Delivery("entities in the book", BOOK, files.part_with(files.LAUGHS, files.WORKBOOK), "no spreadsheet needs"),
    Delivery("texts that fill the memory", BOOK, files.huge_strings, "which no extract does"),
    Delivery("a macro called xlsx", BOOK, content(b"MZ\x90\x00" * 99), "cannot be read as an Excel workbook"),
    Delivery("a csv called xlsx", BOOK, content(APRIL), "cannot be read as an Excel workbook"),
]


@pytest.mark.parametrize("row", DELIVERIES, ids=str)
def test_a_file_in_the_inbox(row: Delivery, inbox_owner: SmallMunicipality) -> None:
    """Refused in one sentence, in less than a gigabyte; what is delivered, built and served is as it was."""
    home = inbox_owner.home
    before = fingerprint(home.folder)
    path = home.inbox / row.name
    row.lay(path)
    try:
        with in_one_gigabyte():
            (refused,) = deliver(home)
    finally:
        path.unlink()
    assert refused.state == "refused"
    assert row.told in refused.sentence
    assert is_one_sentence(refused.sentence), refused.sentence
    assert fingerprint(home.folder) == before


def test_a_line_of_two_gigabytes(tmp_path: Path) -> None:
    """It is not read to its end; read in place here, so that it takes no room on the disk."""
    (tmp_path / "spec.toml").write_text(SPECS["posting"], encoding="utf-8")
    extract = tmp_path / MONTH
    files.line_of_two_gigabytes(extract)
    with pytest.raises(Problem, match="line 2 is longer than 64 MiB") as refused, in_one_gigabyte():
        read_extract(load_spec(tmp_path / "spec.toml"), extract, tmp_path / "out")
    assert is_one_sentence(str(refused.value))


def test_all_of_them_at_once_hold_nothing_back(inbox_owner: SmallMunicipality, tmp_path: Path) -> None:
    """The command tells each in a line of its own, and what was delivered well is served."""
    small = inbox_owner.copied_to(tmp_path / "municipality")
    rows = {row.name: row for row in DELIVERIES if row.name != MONTH}
    for row in rows.values():
        row.lay(small.home.inbox / row.name)
    small.put(MONTH, APRIL)
    done = small.pejling("update")
    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if line.startswith("refused: ")]
    assert len(told) == len(rows)
    assert all(map(is_one_sentence, told))
    assert all(line.startswith(("refused: ", "check ")) for line in done.stderr.splitlines())
    assert {"B4", "B5"} <= set(small.vouchers())


def test_a_file_that_somebody_is_still_writing(inbox_owner: SmallMunicipality) -> None:
    """Half of it would be half of a month; what was read is not what lies there when it has been read."""
    home = inbox_owner.home
    before = fingerprint(home.folder)
    path = inbox_owner.put(MONTH, APRIL * 100_000)
    with files.written_to(path):
        (refused,) = deliver(home)
    path.unlink()
    assert "somebody wrote to it while it was read" in refused.sentence
    assert fingerprint(home.folder) == before


# --------------------------------------------------------------------------------------- 2. What a provider vouches for


@dataclass(frozen=True)
class Token:
    """What the provider gives for a code, and what the log has of the refusal."""

    attack: str
    given: tokens.Misbehave
    logged: str

    def __str__(self) -> str:
        return self.attack


# What the log says: the library's own word, which has nothing in it of what was sent.
ALGORITHM = "UnsupportedAlgorithmError unsupported_algorithm"
SIGNATURE = "BadSignatureError bad_signature"
KEY = "InvalidKeyIdError invalid_key_id"
CLAIM = "InvalidClaimError invalid_claim"
NO_CLAIM = "MissingClaimError missing_claim"
SIZE = "ExceededSizeError exceeded_size"
EXPIRED = "ExpiredTokenError expired_token"
NO_TOKEN = "DecodeError decode_error"
TOKENS = [
    Token("alg: none", tokens.signed_by(tokens.nobody), ALGORITHM),
    Token("HS256 with the client's secret", tokens.signed_by(tokens.client_secret), ALGORITHM),
    Token("HS256 with the public key", tokens.signed_by(tokens.public_key), ALGORITHM),
    Token("a stranger's key under the provider's name", tokens.signed_by(tokens.stranger), SIGNATURE),
    Token("a stranger's key", tokens.signed_by(tokens.stranger_of_another_name), KEY),
    Token("a key that the token brings along", tokens.signed_by(tokens.stranger_with_its_key), SIZE),
    Token("another name below the signature", tokens.signed_by(tokens.changed_afterwards), SIGNATURE),
    Token("for another client", tokens.claims_with(aud="another"), CLAIM),
    Token("for two, asked for by the other", tokens.claims_with(aud=["pejling", "another"], azp="another"), CLAIM),
    Token("for nobody", tokens.claims_with(aud=None), NO_CLAIM),
    Token("by another issuer", tokens.claims_with(iss="https://evil.example"), CLAIM),
    Token("by no issuer", tokens.claims_with(iss=None), NO_CLAIM),
    Token("of another login", tokens.claims_with(nonce="another"), CLAIM),
    Token("of no login", tokens.claims_with(nonce=None), NO_CLAIM),
    Token("about nobody", tokens.claims_with(sub=None), NO_CLAIM),
    Token("about an empty name", tokens.claims_with(sub=" "), "the provider told of somebody else"),
    Token("about a number", tokens.claims_with(sub=17), CLAIM),
    Token("that never ends", tokens.claims_with(exp=None), NO_CLAIM),
    Token("that ended ten minutes ago", tokens.moved(-tokens.TEN_MINUTES), EXPIRED),
    Token("of ten minutes ahead", tokens.moved(tokens.TEN_MINUTES), CLAIM),
    Token(
        "with a rule that must be known",
        tokens.signed_by(tokens.with_a_rule),
        "UnsupportedHeaderError unsupported_header",
    ),
    Token("garbage", tokens.text("x.y.z"), NO_TOKEN),
    Token("nothing at all", tokens.text(""), NO_TOKEN),
    Token("a million signs", tokens.text("e" * 1_000_000), SIZE),
    Token("no ID token", tokens.no_token, "the provider gave no ID token for this way in"),
    Token("a page instead of an answer", tokens.page, "ValueError"),
]


@pytest.mark.parametrize("row", TOKENS, ids=str)
def test_a_token(row: Token, installation: Installation, visitor: Visitor) -> None:
    """Nobody is let in: one sentence, no key for the browser, nothing new in the store but a line in the log."""
    installation.provider.changes[TOKEN] = row.given(installation.provider)
    with nothing_but(installation, row.logged):
        assert_refused(visitor.log_in("mallory"), visitor)


@pytest.mark.parametrize("seconds", [-100, 100])
def test_clocks_that_are_a_little_apart_let_people_in(
    seconds: int, installation: Installation, visitor: Visitor
) -> None:
    """So that it is the ten minutes that are refused above."""
    installation.provider.changes[TOKEN] = tokens.moved(seconds)(installation.provider)
    assert visitor.log_in("ann").status_code == 303
    assert visitor.key


# ----------------------------------------------------------------------------------- 3. On the way back from a provider


@dataclass(frozen=True)
class WayBack:
    """An address that a browser comes back to without having been sent, and what the log has of it."""

    attack: str
    address: ways.Way
    logged: str

    def __str__(self) -> str:
        return self.attack


HTML = "<b>x</b><script>alert(1)</script>"
CALLBACK = "/auth/callback"
NOT_BEGUN = "the browser comes back from a way that it has not begun, or too long ago"
WAYS_BACK = [
    WayBack("nothing at all", ways.at(CALLBACK), NOT_BEGUN),
    WayBack("a code without a state", ways.at(f"{CALLBACK}?code=x"), NOT_BEGUN),
    WayBack("a state that nobody gave", ways.at(f"{CALLBACK}?code=x&state=y"), NOT_BEGUN),
    WayBack("the state of another browser", ways.of_another_browser, NOT_BEGUN),
    WayBack("the same twice", ways.twice, NOT_BEGUN),
    WayBack("the code of another browser", ways.code_of_another_browser, CLAIM),
    WayBack("a code that was used", ways.code_that_was_used, "OAuthError invalid_grant"),
    WayBack("a code that nobody gave", ways.code_of_nobody, "OAuthError invalid_grant"),
    WayBack("a forged cookie of the way there", ways.with_cookie(ways.forged), NOT_BEGUN),
    WayBack("a cookie of the way there of yesterday", ways.with_cookie(ways.old), NOT_BEGUN),
    WayBack("no cookie of the way there", ways.with_cookie(None), NOT_BEGUN),
    WayBack(
        "a provider that says HTML", ways.with_answer(error=HTML, error_description=HTML), "the provider let nobody in"
    ),
    WayBack(
        "a provider that says a line",
        ways.with_answer(error="x\nroot", error_description="\r\n"),
        "the provider let nobody in",
    ),
    WayBack("a provider that says nothing", ways.with_answer(), "the provider let nobody in"),
    WayBack("ten thousand signs", ways.at(f"{CALLBACK}?code={'x' * 10_000}&state=y"), NOT_BEGUN),
]


@pytest.mark.parametrize("row", WAYS_BACK, ids=str)
def test_a_way_back(row: WayBack, installation: Installation, visitor: Visitor) -> None:
    """As above; and what stood in the address is neither on the page nor in the log."""
    address = row.address(installation, visitor)
    with nothing_but(installation, row.logged):
        answer = visitor.get(address)
        assert_refused(answer, visitor)
    assert "<script" not in answer.text
    assert "<b>" not in answer.text


# ------------------------------------------------------------------ 4. Where somebody is sent to when they are let in

PLACES = [
    "//evil.example", "///evil.example", "////evil.example/%2f..", "https://evil.example", "HTTPS:evil.example",
    "\\\\evil.example", "/\\evil.example", "/\\/evil.example", "/%2f%2fevil.example/..//evil.example",
    "/%5cevil.example", "javascript:alert(1)", "data:text/html,x", " //evil.example", "/\t/evil.example",
    "\t//evil.example", "/\r\nSet-Cookie: pejling_session=x", "/\r\n\r\n<script>", "/\x00", "/" + "x" * 10_000,
    "/auth/logout", "/auth/callback?x", "/./auth/logout", "/x/../auth/logout", "@evil.example", ".evil.example",
    "http:/evil.example", "?next=//evil.example", "/\u2028", "//[::1", "/\ud800",
]  # fmt: skip


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ascii(place)[:40])
def test_a_place_to_be_sent_to(place: str, installation: Installation) -> None:
    """They land on a page of ours: as a browser reads it, the address has our name and no way out in it."""
    there = urljoin(f"{installation.settings.home}/auth/callback", f"{installation.settings.home}{own_place(place)}")
    as_browsers_do = urlsplit(there.replace("\\", "/"))
    assert (as_browsers_do.scheme, as_browsers_do.netloc) == ("http", "localhost:8501")
    assert not posixpath.normpath(as_browsers_do.path).startswith("/auth")
    assert there.isprintable()
    assert len(there) < 2_100


# ---------------------------------------------------------------------------------------- 5. The browser's own cookie

KEY = "pejling_session"


@dataclass(frozen=True)
class Key:
    """What a browser shows as its key."""

    attack: str
    shown: keys.Make

    def __str__(self) -> str:
        return self.attack


KEYS = [
    Key("nothing", keys.text("")),
    Key("a guess", keys.text("A" * 43)),
    Key("what the store keeps of a key", keys.its_sum),
    Key("SQL", keys.text("x' or 1=1 --")),
    Key("a way out", keys.text("../../pejling.db")),
    Key("letters of no alphabet", keys.text("%ff%00%0d%0a")),
    Key("eight thousand signs", keys.text("x" * 8_000)),
    Key("a key with one sign more", keys.changed(lambda key: f"{key}x")),
    Key("a key with one sign less", keys.changed(lambda key: key[:-1])),
    Key("the same key in other letters", keys.changed(str.swapcase)),
    Key("a key of before the log-out", keys.of_before_the_log_out),
    Key("a key of thirteen hours ago", keys.too_old),
    Key("a key that nobody used for two hours", keys.idle),
]


@pytest.mark.parametrize("row", KEYS, ids=str)
def test_a_key(row: Key, installation: Installation, visitor: Visitor) -> None:
    """It opens nothing: the browser is sent to log in."""
    shown = row.shown(installation)
    with nothing_but(installation):
        answer = visitor.get("/", Cookie=f"{KEY}={shown}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/auth/login?next=%2F")


def test_a_key_that_was_planted_is_not_the_one_that_is_used(installation: Installation, visitor: Visitor) -> None:
    """Session fixation: whoever gave a browser its key beforehand is not let in with it afterwards."""
    visitor.client.cookies.set(KEY, "planted")
    assert visitor.log_in("mallory").status_code == 303
    assert installation.visitor().get("/", Cookie=f"{KEY}=planted").status_code == 303
    assert visitor.looks_as() == [("director", "municipality")]


def test_ten_thousand_bad_logins(installation: Installation, visitor: Visitor) -> None:
    """They leave two lines in the log, and who means well is let in among them."""
    deeds.forget()
    told = len(installation.audit())
    for turn in range(10):
        done(partial(keys.come_back, visitor.client.app, times=1_000))
        if turn == 5:
            assert installation.visitor().log_in("mallory").status_code == 303
    deeds.end()
    refused = [entry for entry in installation.audit()[told:] if entry[0] == "login_refused"]
    assert [words for *_, words in refused] == [NOT_BEGUN, "9999 more like it in the minute after"]
