"""What somebody can send to Pejling to do harm, and what becomes of it: one table for whoever audits it.

A row is an attack: what is tried, the attack itself (`tests/security/attacks/`, a module a section), the sentence that
refuses it, and the lines that it leaves: of the audit log (`kind person: thing: words`), of the run that refused a file
(`refused: …`), or of the server's log (`log: …`). `silent(…)` says why there is none.

What holds for every row is one test below the table: what is told is the sentence; every file of the installation (what
is delivered, built and published) and every row of the store are as they were; nothing but those lines is written.
What is no attack in itself (a text that looks like SQL, HTML or a formula) is kept, and shown as the text that it is.
"""

from __future__ import annotations

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.downloads import BROWSER_COOKIE
from dashboard.files.contents import CONTENTS
from dashboard.page_messages import HEARD
from dashboard.pages import PAGES
from dashboard.rules import may
from tests.login.installation import Installation, Visitor
from tests.login.oidc_provider import TOKEN
from tests.security.attacks import exports, extract, forms, meeting_forms, pages, tokens

# fmt: off
# isort: off
from tests.security.attacks.cookies import KEY as KEY_COOKIE
from tests.security.attacks.cookies import (
    changed, idle, its_sum, key, of_before_the_log_out, planted, shown, ten_thousand_bad_logins, too_old,
)
from tests.security.attacks.files import (
    APRIL, BOOK, CORNERS, GZIP, HEADER, IS_POSIX, LAUGHS, MEMBER, MIB, MONTH, OUTSIDE, SHEET, WIDE, WORKBOOK, YEAR,
    archive, content, huge_strings, laid, line_of_two_gigabytes, link_to, lying_size, member_called, packed, part_with,
    pipe, sheet_of, still_written_to, strings_with, ten_thousand_members, zip_in_zip,
)
from tests.security.attacks.messages import (
    ENDED, LOGGED_OUT, a_thousand_clicks, an_odd_click, as_somebody_of_streamlit, asking_for, frames,
)
from tests.security.attacks.requests import (
    SOCKET, Link, a_thousand_cookies, asked, fetched, fetched_by_a_colleague, sent, uploaded,
)
from tests.security.attacks.tokens import (
    TEN_MINUTES, changed_afterwards, claims_with, client_secret, given, moved, no_token, nobody, page, public_key,
    signed_by, stranger, stranger_of_another_name, stranger_with_its_key, token, with_a_rule,
)
from tests.security.attacks.ways_back import (
    at, back, code_of_another_browser, code_of_nobody, code_that_was_used, forged, of_another_browser, old, sent_to,
    twice, with_answer, with_cookie,
)
from tests.security.ground import (
    AS_TEXT, KEPT, OUR_PAGE, OUTCOMES, TO_LOG_IN, UNHEARD, Row, assert_nothing_else, is_one_sentence, silent,
)
from tests.spine.small_municipality import SmallMunicipality
# isort: on
# fmt: on

# ------------------------------------------------------------------ What the rows say in common, and what they leave

FILE = ("refused: ",)
LINK, OUT, NO_BOOK = "is a link or a device", "points out of the archive", "cannot be read as an Excel workbook"
NOT_IN = "Login fortalte ikke, hvem du er, eller tog for lang tid. Prøv igen; sker det igen, så sig det til"
EVIL = "https://evil.example"
CALLBACK, HTML = "/auth/callback", "<b>x</b><script>alert(1)</script>"


def no_login(why: str) -> tuple[str, ...]:
    """A line of the audit log; the library's own word, which has nothing in it of what was sent."""
    return (f"login_refused nobody: {why}",)


def log(words: str) -> tuple[str, ...]:
    """A line of the server's log."""
    return (f"log: a page's connection {words}",)


ALGORITHM, SIGNATURE = no_login("UnsupportedAlgorithmError unsupported_algorithm"), no_login("BadSignatureError bad")
KEY, SIZE = no_login("InvalidKeyIdError invalid_key_id"), no_login("ExceededSizeError exceeded_size")
CLAIM, NO_CLAIM = no_login("InvalidClaimError invalid_claim"), no_login("MissingClaimError missing_claim")
EXPIRED, NO_TOKEN = no_login("ExpiredTokenError expired_token"), no_login("DecodeError decode_error")
HEAD, NO_CODE = no_login("UnsupportedHeaderError unsupported_header"), no_login("OAuthError invalid_grant")
NOT_BEGUN = no_login("the browser comes back from a way that it has not begun, or too long ago")
LET_NOBODY_IN = no_login("the provider let nobody in")
NO_KEY = silent("every browser that opens a page for the first time shows no key, or one that has ended")
NO_DEED = silent("it reaches no page and no file of ours; the proxy's own log has who asked")
NO_ATTACK = silent("a text that looks like harm is no deed: it is looked for, drawn or written as it is")
SOMEBODY = silent("that somebody logs in is written down; where they are sent to afterwards is not")
DOWNLOAD, ANALYSTS = ("refused nobody: /download",), ("refused nobody: analyst_files: without a login",)
NO_MESSAGE, NO_TEXT = log("was ended: a message that is none"), log("was ended: a message of text")
NO_SOCKET = log("was refused: a page of another site asks for it")
TOO_LONG = log("was ended: a message of more than a megabyte")
NO_LINK = "403 Du har ikke adgang til denne fil."

# fmt: off
FILES = [
    # Text
    Row("a million columns", laid(MONTH, content(b";" * 1_000_000 + b"\n")), "has the headers", FILE),
    Row("a million columns below a header", laid(MONTH, content(HEADER + ";" * 1_000_000 + "\n")), "total row", FILE),
    Row("NUL in every place", laid(MONTH, content(HEADER.encode("cp1252") + bytes(4096) + b"\n")), "total row", FILE),
    Row("nothing but NUL", laid(MONTH, content(bytes(4096))), "has the headers", FILE),
    Row("a quotation mark that never ends", laid(MONTH, content(HEADER + '"' + "x;\n" * 9_999)), "total row", FILE),
    Row("a gzip called csv", laid(MONTH, content(GZIP)), "is a gzip archive, not text", FILE),
    Row("a program called csv", laid(MONTH, content(b"MZ\x90\x00" * 99)), "is a Windows program, not text", FILE),
    Row("a zip called csv", laid(MONTH, content(archive({"a": b"x"}))), "is a zip archive", FILE),
    # What is no file, and names
    *([
    Row("a link to what the server may read", laid(MONTH, link_to("/etc/passwd")), LINK, FILE),
    Row("a link to nothing", laid(MONTH, link_to("nowhere")), LINK, FILE),
    Row("a link to a folder", laid("post", link_to("/etc")), LINK, FILE),
    Row("a device that never ends", laid(MONTH, link_to("/dev/zero")), LINK, FILE),
    Row("a pipe that nobody writes to", laid(MONTH, pipe), LINK, FILE),
    Row("a line of its own in the log", laid("posteringer_2026_04\nok.csv", content(APRIL)), r"04\nok.csv: its", FILE),
    Row("signs that colour a terminal", laid("posteringer_2026_04\x1b[2J.csv", content(APRIL)), "be shown", FILE),
    Row("a name that reads backwards", laid("posteringer_2026_04\u202evsc.csv", content(APRIL)), "be shown", FILE),
    Row("a name in no encoding", laid("posteringer_2026_04\udcff.csv", content(APRIL)), "be shown", FILE),
    ] if IS_POSIX else []),
    Row("a name as a place", laid("posteringer_2026_04..%2f..%2fetc.csv", content("x\n")), "has the headers", FILE),
    Row("a name as a format", laid("posteringer_2026_04 {0} %s [red].csv", content("x\n")), "[red].csv: no row", FILE),
    # Archives
    Row("a flat bomb", laid(YEAR, packed(b"0" * (65 * MIB))), "which no extract does", FILE),
    Row("a bomb in a zip in a zip", laid(YEAR, zip_in_zip), "is a zip archive", FILE),
    Row("ten thousand files", laid(YEAR, ten_thousand_members), "it holds 10001 files", FILE),
    Row("a size that is a lie", laid(YEAR, lying_size), "is damaged", FILE),
    Row("a way out", laid(YEAR, member_called(f"../../{MEMBER}")), OUT, FILE),
    Row("a place of its own", laid(YEAR, member_called(f"/etc/{MEMBER}")), OUT, FILE),
    Row("a way out on Windows", laid(YEAR, member_called(f"..\\..\\{MEMBER}")), OUT, FILE),
    Row("a line in the log", laid(YEAR, member_called(f"ok\n/{MEMBER}")), "signs that cannot be shown", FILE),
    # Workbooks
    Row("all columns that there can be", laid(BOOK, sheet_of(WIDE)), "has the headers", FILE),
    Row("two cells at opposite corners", laid(BOOK, sheet_of(CORNERS)), "spans 1048576 rows", FILE),
    Row("entities within entities", laid(BOOK, strings_with(LAUGHS)), NO_BOOK, FILE),
    Row("an entity from outside", laid(BOOK, strings_with(OUTSIDE)), NO_BOOK, FILE),
    Row("entities in the sheet", laid(BOOK, part_with(LAUGHS, SHEET)), NO_BOOK, FILE),
    Row("entities in the book", laid(BOOK, part_with(LAUGHS, WORKBOOK)), "no spreadsheet needs", FILE),
    Row("texts that fill the memory", laid(BOOK, huge_strings), "which no extract does", FILE),
    Row("a macro called xlsx", laid(BOOK, content(b"MZ\x90\x00" * 99)), NO_BOOK, FILE),
    Row("a csv called xlsx", laid(BOOK, content(APRIL)), NO_BOOK, FILE),
    Row("a line of two gigabytes", line_of_two_gigabytes, "line 2 is longer than 64 MiB",
        silent("read in place here, so that it takes no room on the disk; a delivery tells it as the rows above")),
    Row("a file that somebody is still writing", still_written_to, "somebody wrote to it while it was read", FILE),
]
TOKENS = [
    Row("alg: none", given(signed_by(nobody)), NOT_IN, ALGORITHM),
    Row("HS256 with the client's secret", given(signed_by(client_secret)), NOT_IN, ALGORITHM),
    Row("HS256 with the public key", given(signed_by(public_key)), NOT_IN, ALGORITHM),
    Row("a stranger's key under the provider's name", given(signed_by(stranger)), NOT_IN, SIGNATURE),
    Row("a stranger's key", given(signed_by(stranger_of_another_name)), NOT_IN, KEY),
    Row("a key that the token brings along", given(signed_by(stranger_with_its_key)), NOT_IN, SIZE),
    Row("another name below the signature", given(signed_by(changed_afterwards)), NOT_IN, SIGNATURE),
    Row("for another client", given(claims_with(aud="another")), NOT_IN, CLAIM),
    Row("for two, for the other one", given(claims_with(aud=["pejling", "another"], azp="another")), NOT_IN, CLAIM),
    Row("for nobody", given(claims_with(aud=None)), NOT_IN, NO_CLAIM),
    Row("by another issuer", given(claims_with(iss="https://evil.example")), NOT_IN, CLAIM),
    Row("by no issuer", given(claims_with(iss=None)), NOT_IN, NO_CLAIM),
    Row("of another login", given(claims_with(nonce="another")), NOT_IN, CLAIM),
    Row("of no login", given(claims_with(nonce=None)), NOT_IN, NO_CLAIM),
    Row("about nobody", given(claims_with(sub=None)), NOT_IN, NO_CLAIM),
    Row("about an empty name", given(claims_with(sub=" ")), NOT_IN, no_login("the provider told of somebody else")),
    Row("about a number", given(claims_with(sub=17)), NOT_IN, CLAIM),
    Row("that never ends", given(claims_with(exp=None)), NOT_IN, NO_CLAIM),
    Row("that ended ten minutes ago", given(moved(-TEN_MINUTES)), NOT_IN, EXPIRED),
    Row("of ten minutes ahead", given(moved(TEN_MINUTES)), NOT_IN, CLAIM),
    Row("with a rule that must be known", given(signed_by(with_a_rule)), NOT_IN, HEAD),
    Row("garbage", given(token("x.y.z")), NOT_IN, NO_TOKEN),
    Row("nothing at all", given(token("")), NOT_IN, NO_TOKEN),
    Row("a million signs", given(token("e" * 1_000_000)), NOT_IN, SIZE),
    Row("no ID token", given(no_token), NOT_IN, no_login("the provider gave no ID token for this way in")),
    Row("a page instead of an answer", given(page), NOT_IN, no_login("ValueError")),
]
WAYS_BACK = [
    Row("nothing at all", back(at(CALLBACK)), NOT_IN, NOT_BEGUN),
    Row("a code without a state", back(at(f"{CALLBACK}?code=x")), NOT_IN, NOT_BEGUN),
    Row("a state that nobody gave", back(at(f"{CALLBACK}?code=x&state=y")), NOT_IN, NOT_BEGUN),
    Row("the state of another browser", back(of_another_browser), NOT_IN, NOT_BEGUN),
    Row("the same twice", back(twice), NOT_IN, NOT_BEGUN),
    Row("the code of another browser", back(code_of_another_browser), NOT_IN, CLAIM),
    Row("a code that was used", back(code_that_was_used), NOT_IN, NO_CODE),
    Row("a code that nobody gave", back(code_of_nobody), NOT_IN, NO_CODE),
    Row("a forged cookie of the way there", back(with_cookie(forged)), NOT_IN, NOT_BEGUN),
    Row("a cookie of the way there of yesterday", back(with_cookie(old)), NOT_IN, NOT_BEGUN),
    Row("no cookie of the way there", back(with_cookie(None)), NOT_IN, NOT_BEGUN),
    Row("a provider that says HTML", back(with_answer(error=HTML, error_description=HTML)), NOT_IN, LET_NOBODY_IN),
    Row("a provider with lines", back(with_answer(error="x\nroot", error_description="\r\n")), NOT_IN, LET_NOBODY_IN),
    Row("a provider that says nothing", back(with_answer()), NOT_IN, LET_NOBODY_IN),
    Row("ten thousand signs", back(at(f"{CALLBACK}?code={'x' * 10_000}&state=y")), NOT_IN, NOT_BEGUN),
]
PLACES = [
    Row(f"next={ascii(place)[:40]}", sent_to(place), OUR_PAGE, SOMEBODY) for place in (
        "//evil.example", "///evil.example", "////evil.example/%2f..", "https://evil.example", "HTTPS:evil.example",
        "\\\\evil.example", "/\\evil.example", "/\\/evil.example", "/%2f%2fevil.example/..//evil.example",
        "/%5cevil.example", "javascript:alert(1)", "data:text/html,x", " //evil.example", "/\t/evil.example",
        "\t//evil.example", "/\r\nSet-Cookie: pejling_session=x", "/\r\n\r\n<script>", "/\x00", "/" + "x" * 10_000,
        "/auth/logout", "/auth/callback?x", "/./auth/logout", "/x/../auth/logout", "@evil.example", ".evil.example",
        "http:/evil.example", "?next=//evil.example", "/\u2028", "//[::1", "/\ud800",
    )
]
COOKIES = [
    Row("nothing", shown(key("")), TO_LOG_IN, NO_KEY),
    Row("a guess", shown(key("A" * 43)), TO_LOG_IN, NO_KEY),
    Row("what the store keeps of a key", shown(its_sum), TO_LOG_IN, NO_KEY),
    Row("SQL", shown(key("x' or 1=1 --")), TO_LOG_IN, NO_KEY),
    Row("a way out", shown(key("../../pejling.db")), TO_LOG_IN, NO_KEY),
    Row("letters of no alphabet", shown(key("%ff%00%0d%0a")), TO_LOG_IN, NO_KEY),
    Row("eight thousand signs", shown(key("x" * 8_000)), TO_LOG_IN, NO_KEY),
    Row("a key with one sign more", shown(changed(lambda key: f"{key}x")), TO_LOG_IN, NO_KEY),
    Row("a key with one sign less", shown(changed(lambda key: key[:-1])), TO_LOG_IN, NO_KEY),
    Row("the same key in other letters", shown(changed(str.swapcase)), TO_LOG_IN, NO_KEY),
    Row("a key of before the log-out", shown(of_before_the_log_out), TO_LOG_IN, NO_KEY),
    Row("a key of thirteen hours ago", shown(too_old), TO_LOG_IN, NO_KEY),
    Row("a key that nobody used for two hours", shown(idle), TO_LOG_IN, NO_KEY),
    Row("a key that was planted before the log-in", planted, TO_LOG_IN, NO_KEY),
    Row("ten thousand bad logins, and a good one among them", ten_thousand_bad_logins, NOT_IN,
        (*NOT_BEGUN, "login mallory", *no_login("10000 more like it in the minute after")),
        adds={"login_session", "known_person"}),
]
TEXTS = [
    Row("HTML and script in every text of an extract, in Chromium", pages.every_page_drawn, AS_TEXT,
        ("staff_view director",), adds={"use_mark", "visit"}),
]
EXPORTS = [
    *(Row(f"formulas in the file {kind}", exports.taken_home(kind, filters), AS_TEXT, NO_ATTACK)
      for kind, filters in exports.OF_TEXTS.items()),
    *(Row(f"formulas in the file {kind}: it holds no text of an extract",
          exports.taken_home(kind, exports.FILTERS, holds_texts=False), AS_TEXT, NO_ATTACK)
      for kind in exports.WITHOUT_TEXTS),
    Row("formulas in `pejling audit export`", exports.audit_as_csv, AS_TEXT, NO_ATTACK),
    Row("control signs, no signs, turned lines in a workbook", exports.signs_in_a_workbook, AS_TEXT, NO_ATTACK),
    Row("the same in a Word document", exports.signs_in_a_document, AS_TEXT, NO_ATTACK),
    *(Row(f"the same in a pack as {ending}", exports.signs_in_a_pack(ending), AS_TEXT, NO_ATTACK)
      for ending in ("pdf", "html", "pptx", "xlsx")),
]
ADDRESSES = [
    *(Row(f"SQL, HTML and paths in every parameter of {page.key}", pages.every_parameter(page), AS_TEXT,
          ("staff_view director: staff",) if page.key == "staff" else NO_ATTACK,
          adds={"visit"} if page.key == "my_centre" else set()) for page in PAGES),
    *(Row(f"SQL and HTML in the search field of {page.key}", pages.searched(page), AS_TEXT, NO_ATTACK)
      for page in PAGES if page.key in ("catalogue", "rights", "audit_log")),
]
REQUESTS = [
    Row("a name that is not ours", sent("/", Host="evil.example"), "400 Invalid host header", NO_DEED),
    Row("a name that ends as ours", sent("/", Host="localhost.evil.example"), "400 Invalid host header", NO_DEED),
    Row("a name said by a header beside", asked("/", X_Forwarded_Host="evil.example"), "303 /auth/login", NO_KEY),
    Row("a person said by a header", asked("/", Remote_User="mallory"), "303 /auth/login", NO_KEY),
    Row("a person said by a parameter", asked("/?person=director"), "303 /auth/login", NO_KEY),
    Row("a way out of the fonts", sent("/assets/../server.py"), "400 Bad Request", NO_DEED),
    Row("a way out in other signs", sent("/assets/%2e%2e/server.py"), "400 Bad Request", NO_DEED),
    Row("a way out in still others", sent("/assets/..%2f..%2fpyproject.toml"), "400 Bad Request", NO_DEED),
    Row("a way out with NUL", sent("/assets/x%00.woff2"), "400 Bad Request", NO_DEED),
    Row("a way out on Windows", sent("/assets/..%5cserver.py"), "400 Bad Request", NO_DEED),
    Row("a way out of Streamlit's files", sent("/static/..%2f..%2f..%2f..%2fetc/passwd"), "400 Bad Request", NO_DEED),
    Row("a way out of a component's files", sent("/component/x/..%2f..%2fetc/passwd"), "400 Bad Request", NO_DEED),
    Row("a way out of the second sort of components", sent("/_stcore/bidi-components/x/..%2f..%2fetc/passwd"),
        "400 Bad Request", NO_DEED),
    Row("a guess at somebody's media", sent("/media/0123456789abcdef.xlsx"), "404 ", NO_DEED),
    Row("a way out of the media", sent("/media/..%2f..%2fetc/passwd"), "400 Bad Request", NO_DEED),
    Row("a folder that is not served", asked("/app/static/x"), "303 /auth/login", NO_KEY),
    Row("a way out of the analysts' files", sent("/analysts/..%2f..%2fstore/pejling.db"), "400 Bad Request", NO_DEED),
    Row("an analyst's file, no login", sent("/analysts/north/pejling.duckdb"), "403 Du har ikke adgang", ANALYSTS),
    Row("a file that nobody signed", sent("/download/x"), NO_LINK, DOWNLOAD),
    Row("a file with a way out", sent("/download/..%2f..%2fetc%2fpasswd"), "400 Bad Request", NO_DEED),
    Row("a link with a letter changed", fetched(Link(change="a letter")), NO_LINK, DOWNLOAD),
    Row("a link to more, signed with another secret", fetched(Link(change="claims")), NO_LINK, DOWNLOAD),
    Row("a link of yesterday", fetched(Link(change="age")), "403 Linket er for gammelt. Indlæs siden igen.", DOWNLOAD),
    Row("a link without the browser's cookie", fetched(Link({BROWSER_COOKIE: ""})), NO_LINK, DOWNLOAD),
    Row("a link with a forged browser's cookie", fetched(Link({BROWSER_COOKIE: "x" * 43})), NO_LINK, DOWNLOAD),
    Row("a link without a login", fetched(Link({KEY_COOKIE: ""})), NO_LINK, DOWNLOAD),
    Row("a link with a guess at a login", fetched(Link({KEY_COOKIE: "A" * 43})), NO_LINK, DOWNLOAD),
    Row("a link of a colleague in the same browser", fetched_by_a_colleague, NO_LINK, ("refused eve: /download",)),
    Row("how the server is doing", sent("/_stcore/metrics"), "404 Not Found", NO_DEED),
    Row("Streamlit's own way in", sent("/auth/login/x"), "404 ", NO_DEED),
    Row("Streamlit's own way back", sent("/oauth2callback?code=x&state=y"), "404 Not Found", NO_DEED),
    Row("another verb for the way in", sent("/auth/login", "POST"), "405 ", NO_DEED),
    Row("another verb for the way back", sent("/auth/callback", "PUT"), "405 ", NO_DEED),
    Row("another verb for a file", sent("/download/x", "DELETE"), "405 ", NO_DEED),
    Row("a verb that tells what was sent", sent("/", "TRACE"), "405 ", NO_DEED),
    *(Row(f"XSRF: a login kept alive {how}", sent("/auth/stay", "POST", **headers), "403 ", NO_DEED)
      for how, headers in {
          "from another site": {"Sec_Fetch_Site": "cross-site"}, "by a form": {"Referer": EVIL},
      }.items()),
    *(Row(f"XSRF: a body for {path} from another site", sent(path, "POST", body=b"x=1", Origin=EVIL),
          "405 ", NO_DEED) for path in ("/", "/auth/logout", "/download/x", "/healthz", "/was", "/_stcore/health")),
    *(Row(f"XSRF: {verb} of a file, {how}", uploaded(verb, **headers), "404 Not Found", NO_DEED)
      for verb in ("PUT", "DELETE", "POST", "OPTIONS") for how, headers in {
          "with the page's token": {}, "without": {"X_Xsrftoken": ""},
          "from another site": {"Origin": EVIL},
      }.items()),
    Row("a socket for another site", sent("/_stcore/stream", **SOCKET, Origin=EVIL), "403 Forbidden", NO_SOCKET),
    Row("a socket for no site", sent("/_stcore/stream", **SOCKET, Origin="null"), "403 Forbidden", NO_SOCKET),
    Row("a socket for no address", sent("/_stcore/stream", **SOCKET, Origin="http://["), "403 Forbidden", NO_SOCKET),
    Row("a header of a hundred thousand signs", asked("/", X_Long="x" * 100_000), "303 /auth/login", NO_KEY),
    Row("a thousand cookies", a_thousand_cookies, "303 /auth/login", NO_KEY),
    Row("an address of thirty thousand signs", asked("/" + "x" * 30_000), "303 /auth/login", NO_KEY),
]
MESSAGES = [
    Row("bytes that are no message", frames(b"\xff" * 64), ENDED, NO_MESSAGE),
    Row("a text", frames("{}"), ENDED, NO_TEXT),
    Row("three megabytes", frames(b"\x0a" + b"x" * 3_000_000), ENDED, TOO_LONG),
    Row("more than the server takes in", frames(b"x" * 5_000_000), "the connection is ended", NO_DEED),
    Row("a thousand that are none at once", frames(*[b"\xff"] * 1_000), ENDED, NO_MESSAGE),
    Row("a thousand clicks at once", a_thousand_clicks, LOGGED_OUT, NO_ATTACK),
    Row("a click on what was never drawn", an_odd_click, LOGGED_OUT, NO_ATTACK),
    *(Row(f"what Streamlit would answer: {name}", asking_for(**{name: value}), UNHEARD, log("asks for what no page"))
      for name, value in {
          "clear_cache": True, "set_run_on_save": True, "load_git_info": True, "debug_disconnect_websocket": True,
          "debug_shutdown_runtime": True, "file_urls_request": {}, "backend_operation_request": {},
      }.items()),
    Row("Streamlit's own cookie of somebody, with the right signature", as_somebody_of_streamlit, LOGGED_OUT, NO_KEY),
]
FORMS = [
    *(Row(f"SQL, HTML and a formula in every field: {entry}", forms.typed(entry), KEPT, entry.left)
      for entry in forms.ENTRIES),
    Row("SQL, HTML and a formula as an amount of a forecast", forms.no_amount, "er ikke et beløb", NO_ATTACK),
    Row("SQL, HTML and a formula as a remark of a forecast", forms.remarks_of_a_forecast, KEPT, NO_ATTACK),
]
EXTRACT = [
    Row("control characters in a line", extract.set_aside, "the cell holds a control character",
        silent("the line stands in quarantine with its reason, for `pejling quarantine` and the page of data quality")),
    Row("HTML, formulas, turned lines in names, vouchers, texts, suppliers: the pages", extract.looked_at, AS_TEXT,
        NO_ATTACK, adds={"use_mark", "visit"}),
    *(Row(f"the same texts: the file {kind}", extract.brought_home(kind, **filters), AS_TEXT, NO_ATTACK)
      for kind, filters in {
          "budget_followup": {}, "postings": {"unit": "111", "account": "20000002"}, "data_quality": {},
      }.items()),
]
# fmt: on


# ------------------------------------------------------------------------------------------- Where it is, and the check

SECTIONS = {
    "1 inbox": ("inbox", FILES),
    "2 token": ("login", TOKENS),
    "3 way back": ("login", WAYS_BACK),
    "4 next": ("login", PLACES),
    "5 cookie": ("login", COOKIES),
    "6 texts": ("hostile_pages", TEXTS),
    "7 taken home": ("hostile_pages", EXPORTS),
    "8 address": ("hostile_pages", ADDRESSES),
    "9 request": ("server", REQUESTS),
    "10 websocket": ("server", MESSAGES),
    "11 form": ("own_pages", FORMS),
    "12 extract": ("hostile_extract_pages", EXTRACT),
}
"""Each section's name, the installation that it attacks (`conftest.py`), and its rows."""
EVERY = [
    pytest.param(ground, row, id=f"{section.split()[0]}.{number} {section.split(maxsplit=1)[1]}: {row.tried}")
    for section, (ground, rows) in SECTIONS.items()
    for number, row in enumerate(rows, start=1)
]


@pytest.mark.parametrize(("ground", "row"), EVERY)
def test_it_is_refused_and_nothing_else_changes(ground: str, row: Row, request: pytest.FixtureRequest) -> None:
    attacked = request.getfixturevalue(ground)
    strike = row.attack(attacked)
    before, lines = attacked.stands(), attacked.written_down()
    told = strike()
    assert row.refused in told
    assert row.refused in OUTCOMES or is_one_sentence(told), told
    assert_nothing_else(attacked, row, before, lines)


# -------------------------------------------------------------------------------------- That the table proves something

ASKED_FOR = {
    "forged cookie": "cookie: a guess", "expired cookie": "cookie: a key of thirteen hours ago",
    "replayed cookie": "cookie: a key of before the log-out", "alg none": "token: alg: none",
    "wrong audience": "token: for another client", "clock ten minutes behind": "token: that ended ten minutes ago",
    "clock ten minutes ahead": "token: of ten minutes ahead", "state missing": "way back: a code without a state",
    "open redirect": "next: next='//evil.example'", "bad logins": "cookie: ten thousand bad logins",
    "traversal in download names": "request: a file with a way out", "symlinks": "inbox: a link to what the server",
    "SQL in text fields": "form: SQL, HTML and a formula in every field", "SQL in searches": "address: SQL and HTML in",
    "SQL in query parameters": "address: SQL, HTML and paths in every parameter", "HTML in extracts": "texts: HTML and",
    "formulas in exports": "taken home: formulas in the file", "zip bomb": "inbox: a flat bomb",
    "million-column xlsx": "inbox: all columns that there can be", "million columns": "inbox: a million columns",
    "2 GB line": "inbox: a line of two gigabytes", "websocket": "websocket: bytes that are no message",
    "XSRF": "request: XSRF: PUT of a file, without", "Streamlit's cookie": "websocket: Streamlit's own cookie",
    "the cookie of downloads": "request: a link with a forged browser's cookie",
    "control characters": "taken home: the same in a pack as pdf", "a whole way": "extract: HTML, formulas",
}  # fmt: skip
"""What was asked for, and how a row begins that tries it."""


@pytest.mark.parametrize("wanted", ASKED_FOR)
def test_what_was_asked_for_is_in_it(wanted: str) -> None:
    tried = [str(one.id).partition(" ")[2] for one in EVERY]
    assert [one for one in tried if one.startswith(ASKED_FOR[wanted])]


def test_every_form_file_parameter_and_message_is_in_it() -> None:
    """Forms as the code makes them, files as pages offer them, parameters and messages as they are read."""
    assert set(meeting_forms.makers()) == {entry.form for entry in forms.ENTRIES} | forms.BUTTONS
    entered = {entry.file for entry in forms.ENTRIES}
    assert set(CONTENTS) == {*exports.OF_TEXTS, *exports.WITHOUT_TEXTS, *entered} - {""}
    assert len(pages.PARAMETERS) > 20
    asked_for = {row.tried.rpartition(" ")[2] for row in MESSAGES}
    assert {one.name for one in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields} - HEARD <= asked_for
    assert {page.key for page in pages.OF_FIGURES} == {one.key for one in PAGES if may("director", "page", one.key)}


@pytest.mark.parametrize("seconds", [-100, 100])
def test_clocks_that_are_a_little_apart_let_people_in(
    seconds: int, installation: Installation, visitor: Visitor
) -> None:
    """So that it is the ten minutes that are refused above."""
    installation.provider.changes[TOKEN] = tokens.moved(seconds)(installation.provider)
    assert visitor.log_in("ann").status_code == 303
    assert visitor.key


def test_all_files_at_once_hold_nothing_back(
    inbox_owner: SmallMunicipality, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The command tells each in a line of its own, and what was delivered well is served."""
    small = inbox_owner.copied_to(tmp_path_factory.mktemp("all") / "municipality")
    rows = {row.attack.name: row.attack.lay for row in FILES if getattr(row.attack, "name", MONTH) != MONTH}
    for name, lay in rows.items():
        lay(small.home.inbox / name)
    small.put(MONTH, APRIL)
    done = small.pejling("update")
    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if line.startswith("refused: ")]
    assert len(told) == len(rows)
    assert all(map(is_one_sentence, told))
    assert all(line.startswith(("refused: ", "check ")) for line in done.stderr.splitlines())
    assert {"B4", "B5"} <= set(small.vouchers())
