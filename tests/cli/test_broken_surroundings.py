"""Whatever a machine lacks, or has damaged, each command ends with a sentence that says so, and never a traceback."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from oktui.cli.invocation import OK, OUTAGE, REFUSED, UNUSABLE
from oktui.effects import Effects
from storage import schema
from tests.cli.test_json import WALK
from tests.storage.test_encrypted_connections import ELSEWHERE, certify, free_port
from tests.support import postgres
from tests.support.effects import NO_FILES
from tests.support.forks import Done, Line, run_all
from tests.support.shell import make_home

pytestmark = pytest.mark.slow

OPENING = (
    *("account why", "account unlock", "account retire", "account restore", "sign-in", "admin request"),
    *("audit head", "audit verify", "db check", "db copy", "alarms", "report", "worker"),
)
"""Commands that begin with our database; others may have reasons of their own to go no further."""

Surrounding = Callable[[Path, dict[str, str]], str]
"""Breaks the installation, or its environment, and returns what has to be said."""
SURROUNDINGS: dict[str, Surrounding] = {}


def surrounding(broken: Surrounding) -> Surrounding:
    """Add it by its name."""
    SURROUNDINGS[broken.__name__] = broken
    return broken


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation that works, to be copied and broken."""
    return make_home(tmp_path_factory.mktemp("whole") / "home", Effects(files=NO_FILES))


@pytest.fixture(scope="module")
def server(postgresql: postgres.Server) -> postgres.Server:
    """A server with a database without tables, and roles that may do little."""
    with psycopg.connect(postgresql.url("postgres"), autocommit=True) as admin:
        admin.execute("CREATE ROLE nobody_here LOGIN")
        admin.execute("CREATE ROLE never_in NOLOGIN")
    schema.upgrade(postgresql.create("of_others"))
    postgresql.create("without_tables")
    return postgresql


@pytest.fixture
def home(whole: Path, tmp_path: Path) -> Path:
    """A copy to break."""
    return Path(shutil.copytree(whole, tmp_path / "home"))


def lines(home: Path) -> list[Line]:
    """Every command, those that make or fill databases last."""
    last = ["db upgrade", "restore", "demo"]
    words = [*(each for each in WALK if each not in last), *last]
    place = {
        "{folder}": str(home.parent),
        "{key}": str(home.parent / "backup.key"),
        "{file}": "nic",
        "{request}": "",
        "{proposal}": "1",
    }
    found: list[Line] = []
    for each in words:
        arguments, stdin, _ = WALK[each] if each != "demo" else ([], "", set())
        for old, new in place.items():
            arguments = [argument.replace(old, new) for argument in arguments]
            stdin = stdin.replace(old, new)
        at = [] if each == "completion" else ["--home", str(home)]
        found.append(([*each.split(), *arguments, *at], stdin))
    return [*found, (["--home", str(home)], "")]


def check(all_lines: list[Line], done: list[Done], said: str) -> None:
    """No command ends otherwise than with a known status and, unless all is well, a sentence."""
    wrong = []
    for (words, _), (status, out, err) in zip(all_lines, done, strict=True):
        opening = " ".join(words).startswith(OPENING)
        fine = status in (OK, REFUSED, UNUSABLE, OUTAGE) and "Traceback" not in out + err
        fine = fine and "neočekávan" not in err and (status == OK or (out + err).strip() != "")
        if not fine or (opening and ((status == OK and said) or said not in err)):
            wrong.append((" ".join(words), status, err[-400:]))
    assert wrong == []


# The folder and its settings


@surrounding
def no_folder(home: Path, _: dict[str, str]) -> str:
    """Nothing has been installed."""
    shutil.rmtree(home)
    return "Založte ji příkazem oktui db upgrade"


@surrounding
def empty_folder(home: Path, _: dict[str, str]) -> str:
    """A folder has been made for it."""
    shutil.rmtree(home)
    home.mkdir()
    return "Založte ji příkazem oktui db upgrade"


@surrounding
def file_for_a_folder(home: Path, _: dict[str, str]) -> str:
    """The name is a file's."""
    shutil.rmtree(home)
    home.write_text("")
    return str(home)


@surrounding
def open_folder(home: Path, _: dict[str, str]) -> str:
    """Others can get at it."""
    home.chmod(0o755)
    return "chmod go="


@surrounding
def settings_that_are_no_toml(home: Path, _: dict[str, str]) -> str:
    """A mistake of typing."""
    (home / "oktui.toml").write_text("[database\n")
    return "oktui.toml"


@surrounding
def settings_in_another_encoding(home: Path, _: dict[str, str]) -> str:
    """Bytes that are no UTF-8."""
    (home / "oktui.toml").write_bytes(b"# \xff\xfe\n")
    return "oktui.toml"


@surrounding
def settings_that_are_a_folder(home: Path, _: dict[str, str]) -> str:
    """In the place of the file."""
    (home / "oktui.toml").unlink(missing_ok=True)
    (home / "oktui.toml").mkdir()
    return "oktui.toml"


@surrounding
def an_unknown_setting(home: Path, _: dict[str, str]) -> str:
    """Of a section that there is."""
    (home / "oktui.toml").write_text("[policy]\nlock_afte = 3\n")
    return "lock_afte"


@surrounding
def a_setting_out_of_range(home: Path, _: dict[str, str]) -> str:
    """Fewer months than the decree asks for."""
    (home / "oktui.toml").write_text("[audit]\nmonths = 3\n")
    return "audit.months"


@surrounding
def an_address_of_no_engine(_: Path, environ: dict[str, str]) -> str:
    """MySQL."""
    environ["OKTUI_DATABASE_URL"] = "mysql://server/oktui"
    return "postgresql://"


# The embedded database


@surrounding
def no_database(home: Path, _: dict[str, str]) -> str:
    """The file is away."""
    (home / "oktui.db").unlink()
    return "Založte ji příkazem oktui db upgrade"


@surrounding
def an_empty_database(home: Path, _: dict[str, str]) -> str:
    """The file has nothing in it."""
    (home / "oktui.db").write_bytes(b"")
    return "oktui db upgrade"


@surrounding
def a_database_that_is_none(home: Path, _: dict[str, str]) -> str:
    """Some other file."""
    (home / "oktui.db").write_bytes(b"Vazeni, " * 1000)
    return "oktui.db není databáze"


@surrounding
def a_database_cut_off(home: Path, _: dict[str, str]) -> str:
    """Half a file."""
    file = home / "oktui.db"
    os.truncate(file, file.stat().st_size // 2)
    return "poškozená"


@surrounding
def a_database_that_is_a_folder(home: Path, _: dict[str, str]) -> str:
    """In the place of the file."""
    (home / "oktui.db").unlink()
    (home / "oktui.db").mkdir(mode=0o700)
    return "je složka"


@surrounding
def a_database_not_to_be_read(home: Path, _: dict[str, str]) -> str:
    """Closed to its own account."""
    (home / "oktui.db").chmod(0)
    return "nesmí číst"


@surrounding
def a_database_that_is_a_link(home: Path, _: dict[str, str]) -> str:
    """To where somebody else may write."""
    (home / "oktui.db").rename(home.parent / "oktui.db")
    (home / "oktui.db").symlink_to(home.parent / "oktui.db")
    return "je odkaz"


@surrounding
def an_older_database(home: Path, _: dict[str, str]) -> str:
    """Of a version that had fewer migrations."""
    with sqlite3.connect(home / "oktui.db") as db:
        db.execute("DELETE FROM schema_migration")
    return "oktui db upgrade"


@surrounding
def a_newer_database(home: Path, _: dict[str, str]) -> str:
    """Of a version that has more."""
    with sqlite3.connect(home / "oktui.db") as db:
        columns = [row[1] for row in db.execute("PRAGMA table_info(schema_migration)")]
        values = ", ".join("'0999_to_come'" if name == "name" else name for name in columns if name != "id")
        names = ", ".join(name for name in columns if name != "id")
        db.execute(f"INSERT INTO schema_migration ({names}) SELECT {values} FROM schema_migration LIMIT 1")  # noqa: S608
    return "novější verze"


# The key and the register


@surrounding
def no_key(home: Path, _: dict[str, str]) -> str:
    """The audit cannot be sealed."""
    (home / "keys" / "audit.key").unlink()
    return "Chybí klíč auditního záznamu"


@surrounding
def the_key_of_another_installation(home: Path, _: dict[str, str]) -> str:
    """As long as it should be."""
    file = home / "keys" / "audit.key"
    file.write_bytes(file.read_bytes()[:-20] + b"A" * 16 + file.read_bytes()[-4:])
    return "líč auditního záznamu"


@surrounding
def a_key_not_to_be_read(home: Path, _: dict[str, str]) -> str:
    """Closed to its own account."""
    (home / "keys" / "audit.key").chmod(0)
    return "audit.key"


@surrounding
def a_log_that_is_a_folder(home: Path, _: dict[str, str]) -> str:
    """In the place of the file; what only reads does without a log."""
    (home / "oktui.log").unlink(missing_ok=True)
    (home / "oktui.log").mkdir(mode=0o700)
    return ""


# A server


def postgresql(query: str, host: str = "127.0.0.1", name: str = "oktui") -> str:
    """An address."""
    return f"postgresql://postgres@{host}/{name}?{query}"


@surrounding
def a_closed_port(_: Path, environ: dict[str, str]) -> str:
    """Nobody listens."""
    environ["OKTUI_DATABASE_URL"] = postgresql("port=1")
    return "žádný server databáze není"


@surrounding
def an_unknown_host(_: Path, environ: dict[str, str]) -> str:
    """A name that stands for no machine."""
    environ["OKTUI_DATABASE_URL"] = postgresql("", "nobody.invalid")
    return "nepodařilo najít"


@surrounding
def an_unknown_option(_: Path, environ: dict[str, str]) -> str:
    """Of the address."""
    environ["OKTUI_DATABASE_URL"] = postgresql("ssl_mode=require")
    return "Adrese databáze nelze rozumět"


@surrounding
def a_port_that_is_no_number(_: Path, environ: dict[str, str]) -> str:
    """Of the address."""
    environ["OKTUI_DATABASE_URL"] = postgresql("port=abc")
    return "Adrese databáze nelze rozumět"


@surrounding
def no_driver(_: Path, environ: dict[str, str]) -> str:
    """Installed for SQLite only."""
    environ |= {"OKTUI_DATABASE_URL": postgresql(""), "OKTUI_TESTS_WITHOUT_DRIVER": "1"}
    return "oktui[postgresql]"


@surrounding
def a_connection_in_clear(_: Path, environ: dict[str, str]) -> str:
    """To another machine."""
    environ["OKTUI_DATABASE_URL"] = postgresql("sslmode=disable", "192.0.2.7")
    return "nešifrovaně"


OF_THE_SERVER = {
    "no_such_database": ("postgres", "nowhere", "na serveru není"),
    "no_tables": ("postgres", "without_tables", "oktui db upgrade"),
    "no_such_role": ("unheard_of", "of_others", "roli odtud nepustí"),
    "a_role_that_may_not_log_in": ("never_in", "of_others", "roli odtud nepustí"),
    "a_role_without_rights": ("nobody_here", "of_others", "OKTUI_DATABASE_OWNER_URL"),
}
"""Role, database, and what is said."""


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_no_command_ends_in_a_traceback(home: Path, name: str) -> None:
    """Each cause has its sentence, in every command that comes upon it."""
    environ: dict[str, str] = {}
    said = SURROUNDINGS[name](home, environ)
    # Where nothing is broken for the demo, which looks at its own folder only, it would be made, and take its time.
    all_lines = [line for line in lines(home) if "demo" not in line[0] or (home.exists() and not environ)]
    check(all_lines, run_all(all_lines, environ), said)


@pytest.mark.parametrize("name", OF_THE_SERVER)
def test_what_a_server_refuses_is_said(home: Path, server: postgres.Server, name: str) -> None:
    """By whom, and what mends it."""
    role, database, said = OF_THE_SERVER[name]
    environ = {"OKTUI_DATABASE_URL": server.url(database).replace("postgres@", f"{role}@")}
    reading = [line for line in lines(home) if " ".join(line[0]).startswith(OPENING)]
    check(reading, run_all(reading, environ, as_root=True), said)


@contextmanager
def kept(file: Path) -> Iterator[None]:
    """Have another program keep the database for itself."""
    program = f"""
        import sqlite3, sys
        db = sqlite3.connect({str(file)!r}, isolation_level=None)
        db.execute("BEGIN EXCLUSIVE")
        print(flush=True)
        sys.stdin.read()
        """
    other = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout is not None
    other.stdout.readline()
    yield
    other.communicate()


def test_who_keeps_the_database_is_looked_for(home: Path) -> None:
    """By a command that shows the other program; waited for ten seconds first."""
    line: Line = (["account", "why", "homola", "--home", str(home)], "")
    with kept(home / "oktui.db"):
        check([line], run_all([line], {}), f"fuser {home / 'oktui.db'}")


def test_a_server_that_says_nothing_is_waited_for_no_longer_than_ten_seconds(home: Path) -> None:
    """X-33: somebody listens, and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        environ = {"OKTUI_DATABASE_URL": postgresql(f"port={silent.getsockname()[1]}")}
        line: Line = (["account", "why", "homola", "--home", str(home)], "")
        check([line], run_all([line], environ), "neodpovídá včas")


def test_a_password_or_a_certificate_that_is_wrong_is_said(home: Path, tmp_path: Path) -> None:
    """With what the server or the driver said of it."""
    line: Line = (["account", "why", "homola", "--home", str(home)], "")
    certify(tmp_path, "server", ELSEWHERE)
    certify(tmp_path, "other", ELSEWHERE)
    port = free_port()
    tmp_path.chmod(0o711)
    for file in tmp_path.glob("server.*"):
        if os.geteuid() == 0:
            shutil.chown(file, "postgres", "postgres")
    files = {"ssl_cert_file": f"{tmp_path}/server.crt", "ssl_key_file": f"{tmp_path}/server.key"}
    url = f"postgresql://in@{ELSEWHERE}:{port}/postgres?password=wrong"
    with postgres.server(listen_addresses=ELSEWHERE, port=str(port), ssl="on", **files) as server:
        server.demand_passwords()
        for query, said in {
            "sslmode=require": "nepřijal heslo role",
            f"sslrootcert={tmp_path}/other.crt": "nelze věřit",
        }.items():
            check([line], run_all([line], {"OKTUI_DATABASE_URL": f"{url}&{query}"}), said)
    with postgres.server(listen_addresses=ELSEWHERE, port=str(port)):
        check([line], run_all([line], {"OKTUI_DATABASE_URL": f"{url}&sslmode=require"}), "neumí šifrované")


WRITING = ("account reset", "account retire", "sign-in", "worker")


def test_a_database_that_takes_no_changes_is_said(home: Path, postgresql: postgres.Server) -> None:
    """X-33: by each command that would make one, with what mends it; a file, and a server that is a standby."""
    writing = [line for line in lines(home) if " ".join(line[0]).startswith(WRITING)]
    (home / "oktui.db").chmod(0o400)
    assert len(writing) == len(WRITING)
    for said, environ in {
        "nelze psát": {},
        "target_session_attrs": {"OKTUI_DATABASE_URL": server_that_takes_no_changes(home, postgresql)},
    }.items():
        check(writing, run_all(writing, environ, as_root=bool(environ)), said)
    postgresql.drop("standby")


def server_that_takes_no_changes(home: Path, postgresql: postgres.Server) -> str:
    """A database as a standby shows it, with what the installation has."""
    url = postgresql.create("standby")
    (home / "oktui.db").chmod(0o600)
    copied = [(["db", "copy", url, "--home", str(home)], "")]
    assert [status for status, _, _ in run_all(copied, {}, as_root=True)] == [OK]
    with psycopg.connect(postgresql.url("postgres"), autocommit=True) as admin:
        admin.execute("ALTER DATABASE standby SET default_transaction_read_only = on")
    (home / "oktui.db").chmod(0o400)
    return url


REGISTER: dict[str, tuple[Callable[[Path], object], str]] = {
    "no file": (Path.unlink, "ještě není"),
    "no database": (lambda file: file.write_bytes(b"Vazeni, " * 1000), "není databáze registru KRK"),
    "no tables": (lambda file: file.write_bytes(b""), "nejsou tabulky"),
    "not to be read": (lambda file: file.chmod(0), "nesmí číst"),
}


@pytest.mark.parametrize("name", REGISTER)
def test_a_register_that_does_not_answer_is_said_to_be_it(home: Path, name: str) -> None:
    """X-4: with its own way out, for whoever looks after the machine."""
    break_it, said = REGISTER[name]
    break_it(home / "krk.db")
    arguments, stdin, _ = WALK["krk import"]
    line: Line = (["krk", "import", *arguments, "--home", str(home)], stdin)
    check([line], run_all([line], {}), said)
