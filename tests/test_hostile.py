"""More than five hundred texts made to harm, in every field, and what leaves the program by another way than a form.

Files, commands, letters, the log, the applications' door, the clipboard, and the bytes on a real terminal (X-22, X-30).
The forms themselves are in tests/screens/test_hostile.py.
"""

import csv
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from xml.etree import ElementTree

import pytest

from oktui import demo
from oktui.bugs import LOGGER
from oktui.config import load_settings
from oktui.domain.audit import AuditCriteria, Recorded
from oktui.domain.authority import Principal
from oktui.domain.concerns import Concern
from oktui.domain.kept_files import Format
from oktui.domain.listing import Criteria, Entry
from oktui.domain.modules import Module
from oktui.domain.notices import NewNotice, NoticeKind
from oktui.domain.text import can_be_seen
from oktui.effects import Effects
from oktui.log import start_log
from oktui.mail import Letter
from oktui.notice_templates import OwnTemplates
from oktui.services.audit.export_events import export_events
from oktui.services.employees.export_employees import export_employees
from oktui.services.employees.export_faults import export_faults
from oktui.services.exporting import Target
from oktui.services.files.fetch_file import fetch_file
from oktui.services.helpdesk.hand_over import HandOver, keep_sheet
from screens.audit.audit_log import _EXPORTED as EVENTS
from screens.employees.exported import columns_for
from screens.texts.notices import Words
from screens.texts.sheet import document
from storage.database import close_database
from tests.support.cast import PASSWORD, Cast
from tests.support.door import open_door
from tests.support.effects import NO_FILES
from tests.support.forks import run_all
from tests.support.hostile import KRK, OURS, STRINGS, SURROGATES, fill
from tests.support.shell import make_home
from tests.support.terminal import Terminal

pytestmark = pytest.mark.breaks_the_database("what is put in past the program is no event's")

FORMULA = ("=", "+", "-", "@", "\t", "\r")
# All that the program itself sends: the cursor's moves, colours, modes, its bell; nothing that has a text in it.
POINTER = b"\x1b]22;default"
"""The only one of a terminal's commands with a text in it that Textual gives: which shape the mouse has."""
_OWN_BYTES = re.compile(
    re.escape(POINTER) + rb"(\x07|\x1b\\)|\x1b\[[<>=?]?[0-9;:]*\$?[A-Za-z]|\x1b[78=>]|\x1b\(B|[\r\n]|\x07"
)


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest) -> str:
    """What is written does not depend on the engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation in which every word is one of the texts."""
    home = make_home(tmp_path / "home", Effects(files=NO_FILES))
    close_database()
    fill(home / "oktui.db", OURS)
    fill(home / "krk.db", KRK)
    return home


def poison(tmp_path: Path, first: int = 0) -> None:
    """Have every word of the cast's databases be one of the texts."""
    close_database()
    fill(tmp_path / "oktui.db", OURS, first)
    fill(tmp_path / "krk.db", KRK)


def seen(text: str, *, but: str = "") -> list[str]:
    """The characters of the text that nobody sees, or that a terminal acts upon."""
    return [ascii(each) for each in text if each not in but and not can_be_seen(each)]


def content(cast: Cast, name: str) -> bytes:
    """What is in a file that was kept."""
    with fetch_file(name, effects=cast.effects) as file:
        return file.read()


def harmless_table(written: bytes, kind: Format) -> list[list[str]]:
    """The rows of a table, each cell of which is text that is no formula and can be seen whole."""
    if kind is Format.CSV:
        rows = list(csv.reader(io.StringIO(written.decode(), newline="")))
    else:
        rows = [[text] for text in strings_of(written)]
    for cell in (cell for row in rows for cell in row):
        assert seen(cell) == []
        assert kind is Format.XLSX or not cell.startswith(FORMULA), ascii(cell)
    return rows


def strings_of(workbook: bytes) -> list[str]:
    """The texts of a workbook, in which there are no formulas, links or anything to run."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        names = archive.namelist()
        assert not [name for name in names if re.search("external|hyperlink|vba|macro|embed", name, re.IGNORECASE)]
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - made by ourselves
        kinds = {each.tag.rpartition("}")[2] for each in sheet.iter()}
        assert not kinds & {"f", "hyperlinks", "hyperlink"}, kinds
        return [each.text or "" for each in sheet.iter() if each.tag.endswith("}t")]


@pytest.mark.parametrize("kind", [Format.CSV, Format.XLSX])
def test_no_table_holds_a_formula_or_what_nobody_sees(cast: Cast, tmp_path: Path, kind: Format) -> None:
    """X-22, X-30: employees, the audit, and rows that were pasted with what is wrong with each."""
    principal: Principal = cast.sign_in("homola").principal
    actor, effects = cast.actor("homola"), cast.effects
    poison(tmp_path)
    columns = columns_for(principal, effects.policy, principal.today)
    people = export_employees(actor, Criteria(), Target[Entry](kind, columns), effects=effects)
    events = export_events(actor, AuditCriteria(), Target[Recorded](kind, EVENTS), effects=effects)
    cells = [text for text in STRINGS if "\0" not in text]  # of which a file is no text, and refused as a whole
    pasted = "\r\n".join(["a\tb", *(f"{text}\t{text}" for text in cells)]).encode()
    faults = export_faults(actor, pasted, dict.fromkeys(range(600), "=chyba"), kind, effects=effects)
    for file, least in ((people, 1), (events, 2), (faults, 400)):
        assert len(harmless_table(content(cast, file.name), kind)) > least


@pytest.mark.parametrize("first", range(0, len(STRINGS), 90))
def test_a_sheet_is_made_of_whatever_they_are_called(cast: Cast, tmp_path: Path, first: int) -> None:
    """X-22, R2.3-12: a PDF without anything that acts when it is opened."""
    account, actor = cast.employ(demo.MARTINKA, "martinka"), cast.actor("homola")
    poison(tmp_path, first)
    made = content(cast, keep_sheet(actor, HandOver(account.id), document, effects=cast.effects).name)
    assert made.startswith(b"%PDF-")
    assert not re.search(
        rb"/(JavaScript|JS|OpenAction (?!\[3 0 R /FitH)|AA|Launch|URI|EmbeddedFile|SubmitForm)\b", made
    )


def test_no_letter_gets_a_header_or_a_recipient_by_a_name(cast: Cast) -> None:
    """X-22: each notice to somebody of each of the names; what is said of them stays in the text, and is text."""
    account = cast.account("homola")
    words = Words(OwnTemplates(Path("/nowhere")), "800 1", "hotline@urad.example")
    at = datetime(2016, 7, 25, tzinfo=UTC)
    facts = {"module": Module.REGISTR.value, "counts": {"locked": 2}}
    for place, text in enumerate(STRINGS):
        kind = list(NoticeKind)[place % len(NoticeKind)]
        person = replace(account.employee.person, given_name=text, surname=text)
        named = replace(account, employee=replace(account.employee, person=person))
        written = words.write(NewNotice(kind, account.id, "2016-07-25", facts), named, at)
        raw = Letter("urad@kr.example", written.subject, written.text, "abc", at).as_bytes("oktui@urad.example")
        read = message_from_bytes(raw, policy=policy.default)
        assert sorted(read.keys()) == sorted(HEADERS)
        assert (read["To"], read["From"]) == ("urad@kr.example", "oktui@urad.example")
        assert all(byte in b"\r\n" or 32 <= byte < 127 for byte in raw)
        assert seen(read.get_content(), but="\r\n") == []


HEADERS = [
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
    *("Content-Language", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"),
]

COMMANDS = [
    ["account", "why", "sz_smitko"],
    ["account", "why", "\x1b]0;t\x07[/x]"],
    ["alarms"],
    ["application", "list"],
    ["audit", "verify"],
    ["config", "check"],
    ["db", "check"],
    ["doctor"],
    ["employees", "import", "-", "--check"],
    ["krk", "check"],
    ["krk", "import", "-", "--check"],
    ["notices"],
    ["notices", "--dry-run"],
    ["report"],
    ["\x1b[31m"],
    *(["report", each.value] for each in Concern),
]


def test_no_command_sends_what_a_terminal_would_act_upon(home: Path) -> None:
    """X-22: for people, for scripts (where the value is whole all the same), and what is told of what was piped in."""
    stdin = "\n".join(["a;b", *(f"{text};{text}" for text in STRINGS)])
    lines = [[*command, *rest, "--home", str(home)] for command in COMMANDS for rest in ([], ["--json"])]
    done = run_all([(line, stdin if "-" in line else "") for line in lines], {})
    for line, (_, out, err) in zip(lines, done, strict=True):
        assert "Traceback" not in err, err
        assert seen(out + err, but="\n") == [], line
        if "--json" in line:
            json.loads(out)
    assert len([out for line, (_, out, _) in zip(lines, done, strict=True) if len(out) > 2]) > len(COMMANDS)


def test_json_says_the_value_itself(capsys: pytest.CaptureFixture[str]) -> None:
    """X-22: by its number, where it cannot be sent as it is."""
    from oktui.cli.invocation import Invocation

    Invocation(as_json=True).answer("", {"said": list(STRINGS)})
    out = capsys.readouterr().out
    assert seen(out, but="\n") == []
    assert json.loads(out) == {"said": list(STRINGS)}


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[Path]:
    """The log of an empty folder; everything is as before afterwards."""
    before = list(LOGGER.handlers)
    start_log(load_settings(tmp_path, environ={}))
    yield tmp_path / "oktui.log"
    for handler in set(LOGGER.handlers) - set(before):
        LOGGER.removeHandler(handler)
        handler.close()


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """What logs a text, of which pytest keeps nothing: what it keeps of a test cannot hold them all."""

    def say_alone(text: str) -> None:
        with monkeypatch.context() as alone:
            alone.setattr(LOGGER, "propagate", False)
            LOGGER.warning("said: %s", text)

    return say_alone


def test_nothing_that_is_logged_is_taken_for_a_record_or_steers_a_terminal(
    logged: Path, say: Callable[[str], None]
) -> None:
    """X-22: whatever an outage, a server or an origin says, it is in the record that says so."""
    forged = "\n2016-07-25 08:05:00,000 1 ERROR forged"
    for text in (*STRINGS, *SURROGATES, forged, f"\r{forged}"):
        say(text)
    lines = logged.read_text(encoding="utf-8").split("\n")
    assert len([line for line in lines if line[:2] == "20"]) == len(STRINGS) + len(SURROGATES) + 2
    assert all(line[:2] in ("20", "  ", "") for line in lines)
    assert seen("".join(lines)) == []


def test_that_a_text_cannot_be_logged_is_told_nobody(
    logged: Path, say: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """X-20: logging would write it on the terminal otherwise."""
    say(SURROGATES[0])
    assert logged.read_text(encoding="utf-8")
    assert capsys.readouterr().err == ""


def test_the_door_answers_all_of_them_in_json(cast: Cast, tmp_path: Path) -> None:
    """X-22: as usernames, tokens and keys; and who is called so signs in, and is told whole."""
    cast.let_fail()
    with open_door(tmp_path, cast.effects) as door:
        client = door.application()
        for text in (*STRINGS[::9], *SURROGATES):
            assert client.sign_in(text, "x" * 12).status in (403, 422, 429)
            assert client.sign_in("homola", text).status in (403, 422, 429)
        for text in STRINGS[::9]:
            if text.isascii() and text.isprintable():
                assert client.ask("GET", "/v1/session", token=text or "x").status == 403
                assert client.ask("GET", f"/v1/{text.encode().hex()}").status == 404
        signed = client.sign_in("dlouhy")
        assert signed.status == 200, signed
    assert PASSWORD not in json.dumps(signed.told)


@pytest.mark.slow
def test_no_byte_reaches_a_terminal_but_the_programs_own(home: Path, tmp_path: Path) -> None:
    """X-22, X-29: signed in over a real terminal, through the lists and the details in them."""
    with Terminal([sys.executable, "-m", "oktui", "--home", str(home)], tmp_path) as terminal:
        terminal.wait_for("Heslo:")
        terminal.type("homola")
        terminal.press("tab")
        terminal.type(PASSWORD)
        terminal.press("enter")
        terminal.wait_for("Hlavní menu")
        for task in "23456789":
            terminal.press(task)
            terminal.listen(0.4)
            for key in ("f5", "down", "enter", "escape", "end", "f3"):
                terminal.press(key)
                terminal.listen(0.08)
            for _ in range(4):
                if "Hlavní menu" in terminal.text:
                    break
                terminal.press("escape")
                terminal.listen(0.1)
        sent = terminal.output
    assert len(sent) > 20_000
    assert set(re.findall(rb"\x1b\][^\x1b\x07]*", sent)) <= {POINTER}
    text = _OWN_BYTES.sub(b"", sent).decode()
    assert seen(text) == []
