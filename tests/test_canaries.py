"""Secrets that are watched for wherever they have no business: logs, the audit, databases, files, processes (X-20).

Each is made up here, so that whoever finds it knows where it got out.
"""

import contextlib
import gc
import json
import logging
import sys
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from oktui import demo
from oktui.app import OktuiApp
from oktui.bugs import report_bug
from oktui.domain.errors import DomainError
from oktui.domain.modules import Module, Permission, Realm
from oktui.domain.recognition import Recognition
from oktui.effects import Effects
from oktui.services.application_keys import recognise
from oktui.services.applications.add_application import add_application
from oktui.services.applications.renew_key import renew_key
from oktui.services.employees.import_employees import ImportEmployees, import_employees
from oktui.services.helpdesk.hand_over import HandOver, keep_sheet
from oktui.services.helpdesk.reset_password import ResetPassword, reset_password
from oktui.services.new_passwords import PasswordEntry
from oktui.services.sign_in.change_password import ChangePassword, change_password
from oktui.services.sign_in.sign_in import SignIn, sign_in
from oktui.services.sign_in.unlock_session import unlock_session
from screens.employees.employee_detail import EmployeeDetailScreen
from screens.helpdesk.new_password import NewPasswordScreen
from screens.sign_in.change_password import ChangePasswordScreen
from screens.sign_in.sign_in import SignInScreen
from screens.texts.sheet import document
from screens.widgets.issued_password import IssuedPassword
from storage.database import database, is_sqlite, transaction
from storage.models import AccountRow
from tests.cli.test_employees import GOOD
from tests.cli.test_krk import GOOD as PERSONS
from tests.screens.test_every_form import tick_all
from tests.support.cast import PASSWORD, Cast, granted
from tests.support.door import ADDRESS, OWNER
from tests.support.effects import NO_FILES
from tests.support.forks import run_all
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.shell import make_home
from tests.support.terminal import Terminal
from tests.support.waiting import settled, until

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)


def canary(number: int) -> str:
    """A password that the rules take, and that is nowhere but where it was put."""
    return "-".join(("Zpivajici", "kanarek", f"v-kleci-{number}"))


def kept_in_clear() -> str:
    """Everything that the open database holds, as text."""
    if is_sqlite():
        return "\n".join(database.obj.connection().iterdump())
    with transaction():
        ask = database.obj.execute_sql
        tables = ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        rows = [ask(f'SELECT t::text FROM "{name}" t').fetchall() for (name,) in tables]  # noqa: S608
        return "\n".join(row for found in rows for (row,) in found)


def test_no_use_case_keeps_or_logs_a_secret(cast: Cast, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """X-16, X-18, X-20: typed, wrong, generated, shown once, or an application's; on both engines."""
    caplog.set_level(logging.DEBUG, "oktui")  # which is all that the program's log takes
    effects, secrets = cast.effects, [canary(1), canary(2), canary(3), canary(4)]
    martinka = cast.employ(demo.MARTINKA, "martinka", RECORDS)
    with contextlib.suppress(DomainError):
        sign_in(SignIn(Module.REGISTR, "martinka", secrets[0]), effects=effects)
    with contextlib.suppress(DomainError):
        sign_in(SignIn(Module.REGISTR, secrets[1], "x"), effects=effects)  # who types the password as their name
    actor = cast.actor("homola")
    in_person = frozenset({Recognition.IN_PERSON})
    entry = PasswordEntry(secrets[2], secrets[2])
    reset_password(actor, ResetPassword(martinka.id, entry, recognised_by=in_person), effects=effects)
    own = cast.sign_in("martinka", password=secrets[2]).actor
    change_password(own, ChangePassword(secrets[2], PasswordEntry(secrets[3], secrets[3])), effects=effects)
    with contextlib.suppress(DomainError):
        unlock_session(own, secrets[0], effects=effects)
    chance = replace(effects, choose=Effects.choose)
    issued = reset_password(actor, ResetPassword(martinka.id, recognised_by=in_person), effects=chance).password
    keep_sheet(actor, HandOver(martinka.id, issued), document, effects=effects)
    content = GOOD.replace(demo.MARTINKA.ik, demo.CERNY.ik).encode()
    done = import_employees(actor, ImportEmployees(content, effects.number_request()), effects=chance)
    keys = [add_application(OWNER, "evidence", Module.REGISTR, effects=chance)]
    through = recognise(keys[0])
    asked = SignIn.through(through, "klicpera", PASSWORD, end_other=True)
    token = sign_in(asked, effects=chance.on_behalf(ADDRESS, through.name)).token
    keys.append(renew_key(OWNER, "evidence", effects=chance))
    secrets += [issued, *(each.password for each in done if each.password), token, *keys]
    assert len(set(secrets)) == len(secrets) >= 9
    assert all(secrets)
    kept = kept_in_clear()
    files = b"".join(file.read_bytes() for file in tmp_path.glob("*.db*"))
    for secret in secrets:
        assert secret not in kept
        assert secret.encode() not in files
        assert secret not in caplog.text
    assert not numbers_in("\n".join(line for line in kept.split("\n") if "audit_event" in line) + caplog.text)


def numbers_in(text: str) -> list[str]:
    """The birth numbers of the demo's people that are in the text."""
    numbers = {each.data.birth_number.digits for each in demo.PERSONS}
    return [number for number in numbers if number in text.replace("/", "")]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation with real hashing, a mail server that needs a password, and the demo's people."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    told = '[notices]\nserver = "smtps://oktui@127.0.0.1:9"\nsender = "oktui@urad.example"\n[log]\nlevel = "DEBUG"\n'
    (home / "oktui.toml").write_text(told, encoding="utf-8")
    return make_home(home, Effects(files=NO_FILES))


def test_no_command_leaves_a_secret_where_it_ran(home: Path, tmp_path: Path) -> None:
    """X-16, X-20: passwords by standard input, those it makes, keys, the mail server's password, birth numbers."""
    temporary, smtp = tmp_path / "tmp", canary(9)
    temporary.mkdir()
    key = tmp_path / "backup.key"
    lines: list[tuple[list[str], str]] = [
        (["backup", "--make-key", str(key)], ""),
        (["backup", str(tmp_path / "kept"), "--key", str(key)], ""),
        (["sign-in", "--module", "registr", "--username", "homola"], canary(1)),
        (["sign-in", "--module", "registr", "--username", canary(2)], "x"),
        (["account", "reset", "klicpera", "--password-stdin"], canary(3)),
        (["account", "reset", "klicpera", "--json"], ""),
        (["employees", "import", "-", "--json"], GOOD),
        (["application", "add", "evidence", "--module", "registr", "--json"], ""),
        (["application", "renew", "evidence", "--json"], ""),
        (["krk", "import", "-"], PERSONS.replace("900806/5121", "900807/5120")),
        (["krk", "import", "-"], PERSONS.replace("900806/5121", "900807/5121")),
        (["worker", "--once"], ""),
        (["notices"], ""),
        (["doctor"], ""),
        (["db", "check"], ""),
        (["config", "check"], ""),
    ]
    done = run_all(
        [([*line, "--home", str(home)], stdin) for line, stdin in lines],
        {"OKTUI_SMTP_PASSWORD": smtp, "TMPDIR": str(temporary)},
        as_root=True,
    )
    made = [json.loads(out) for (line, _), (_, out, _) in zip(lines, done, strict=True) if "--json" in line]
    shown = [*(told[name] for told in made for name in ("password", "key") if name in told)]
    shown += [new["password"] for told in made for new in told.get("employees", ())]
    assert len(shown) == 4, made
    written = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file() and file.parent.name != "keys")
    told = "".join(err for _, _, err in done) + "".join(
        out for (line, _), (_, out, _) in zip(lines, done, strict=True) if "--json" not in line
    )
    log = (home / "oktui.log").read_text(encoding="utf-8")
    keys = [*(file.read_bytes() for file in (home / "keys").iterdir() if file.suffix == ".key"), key.read_bytes()]
    for secret in [*shown, smtp, *map(canary, range(1, 4))]:
        assert secret.encode() not in written, secret
        assert secret not in told
    for raw in keys:
        for form in (raw.strip(), raw.hex().encode(), b64encode(raw)):
            assert form not in written
            assert form.decode("latin-1") not in told
    assert numbers_in(log) == []
    assert "9008075120" not in (log + told).replace("/", "").replace("900807/5121", "")
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("place", ["127.0.0.1:1", "nowhere.invalid", "[", "127.0.0.1:mysql"])
def test_the_databases_password_is_told_nobody(tmp_path: Path, place: str) -> None:
    """X-20: whether the server is not there, does not know it, or the address is none."""
    (tmp_path / "oktui.toml").touch(mode=0o600)
    kind = "mysql" if place.endswith("mysql") else "postgresql"
    url = f"{kind}://oktui:{canary(1)}@{place.partition(':mysql')[0]}/oktui"
    commands = [["db", "check"], ["doctor"], ["config", "check"], ["worker", "--once"]]
    lines = [([*command, *more, "--home", str(tmp_path)], "") for command in commands for more in ([], ["--json"])]
    for _, out, err in run_all(lines, {"OKTUI_DATABASE_URL": url}, as_root=True):
        assert out + err
        assert canary(1) not in out + err
    assert all(canary(1).encode() not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_a_bug_says_nothing_of_what_it_was_about(caplog: pytest.LogCaptureFixture) -> None:
    """X-20: neither the message nor what was in hand, of the bug and of all that led to it."""
    secret = canary(1)
    try:
        try:
            int(secret)
        except ValueError as error:
            raise RuntimeError(f"{secret}: {error}") from ExceptionGroup(secret, [error])
    except RuntimeError as error:
        report_bug(error)
    assert "RuntimeError" in caplog.text
    assert secret not in caplog.text


def test_what_is_typed_is_in_no_argument_and_no_variable(home: Path, tmp_path: Path) -> None:
    """X-20: of the process, as others on the machine see it; nor on the screen, nor in the log of a crash."""
    with Terminal([sys.executable, "-m", "oktui", "--home", str(home)], tmp_path) as terminal:
        terminal.wait_for("Heslo:")
        terminal.type("homola")
        terminal.press("tab")
        terminal.type(canary(1))
        terminal.press("enter")
        terminal.wait_for("Neplatné uživatelské jméno nebo heslo")
        process = Path(f"/proc/{terminal.pid}")
        assert canary(1).encode() not in (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        assert "Max core file size        0                    0" in (process / "limits").read_text()
        assert canary(1).encode() not in terminal.output
    assert all(canary(1).encode() not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def alive(*secrets: str) -> list[str]:
    """What holds a text with a secret in it: whatever a later form could reach is among it."""
    gc.collect()
    found, held = [], gc.get_objects()
    for each in held:
        for one in gc.get_referents(each):
            if isinstance(one, str | bytes | bytearray):
                if any(holds(one, secret) for secret in secrets):
                    found.append(f"{type(each).__name__} {getattr(each, '__wrapped__', each)}"[:300])
            elif not gc.is_tracked(one) and isinstance(one, tuple | dict | frozenset):
                held.append(one)  # which the collector leaves out, since nothing in it can lead back to it
    return found


def holds(text: str | bytes | bytearray, what: str) -> bool:
    """Whether the secret is in the text; what is looked for is in halves, so as not to be found itself."""
    first, _, second = what.partition("|")
    plain = text if isinstance(text, str) else bytes(text).decode("latin-1")
    place = plain.find(first)
    return place >= 0 and plain.startswith(second, place + len(first))


async def put(pilot: Pilot[Any], number: int) -> None:
    """Paste a canary into the field in focus."""
    assert pilot.app.focused is not None
    pilot.app.focused.post_message(events.Paste(canary(number)))
    await pilot.pause()


def give(cast: Cast, username: str, number: int) -> None:
    """Have somebody's password be a canary."""
    with transaction():
        AccountRow.update(password_hash=cast.hashing.hash(canary(number))).where(
            AccountRow.username == username
        ).execute()


@pytest.mark.breaks_the_database("a password is set beside the program")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_was_typed_to_sign_in_is_in_no_object_afterwards(cast: Cast) -> None:
    """X-20: a wrong password, the right one, and the one that a locked terminal asks for."""
    give(cast, "homola", 6)
    app = OktuiApp(cast.effects)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, SignInScreen))
        await pilot.press(*"homola", "tab")
        await put(pilot, 7)
        assert alive("v-kleci|-7")  # that is how it would be found
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        await put(pilot, 6)
        await pilot.press("enter")
        await until(pilot, lambda: app.signed_in is not None and not isinstance(app.screen, SignInScreen))
        await settled(pilot)
        assert alive("v-kleci|-7", "v-kleci|-6") == []


def fields(app: FormApp) -> list[Input]:
    """The fields for passwords that can be typed into."""
    return [each for each in app.screen.query(Input) if each.password and each.focusable]


async def closed(app: FormApp, pilot: Pilot[None]) -> None:
    """Close what is open, and let what is left of it go."""
    del app.form
    while len(app.screen_stack) > 1:
        await app.pop_screen()
    await pilot.pause(1)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("form", ["account", "own password"])
async def test_what_was_typed_for_an_account_is_in_no_object_afterwards(cast: Cast, form: str) -> None:
    """X-16, X-20: whether it was taken or refused."""
    cast.clock.forward(timedelta(minutes=31))
    if form == "own password":
        app = FormApp(cast, ChangePasswordScreen(), "homola")
    else:
        smitko = cast.account("sz_smitko", Realm.OKNOUZE).employee.id
        app = FormApp(cast, EmployeeDetailScreen(smitko), "mpsv_radek", Module.OKNOUZE)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await tick_all(pilot)  # that another password is to be given
        await until(pilot, lambda: fields(app) != [])
        inputs = fields(app)
        for each in inputs:
            each.focus()
            await settled(pilot)
            await put(pilot, 8)
        assert alive("v-kleci|-8")
        del each, inputs
        await pilot.press("f2")
        await settled(pilot)
        await closed(app, pilot)
        assert alive("v-kleci|-8") == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_password_that_was_shown_once_is_in_no_object_afterwards(cast: Cast) -> None:
    """X-16: generated, shown and spelled; once its form is closed it is gone."""
    cast.effects = replace(cast.effects, choose=Effects.choose)
    app = FormApp(cast, NewPasswordScreen(cast.account("sz_smitko", Realm.OKNOUZE)), "mpsv_radek", Module.OKNOUZE)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("space", "f2")
        await until(pilot, lambda: app.form.query_one(IssuedPassword).display)
        await settled(pilot)
        shown = app.form._password  # type: ignore[attr-defined]
        parts = [f"{shown[:9]}|{shown[9:]}", *(f"{a} {b}| {c} {d}" for a, b, c, d in shown.split("-"))]
        del shown
        assert alive(parts[0])
        assert alive(*parts[1:])
        await closed(app, pilot)
        assert alive(*parts) == []
