"""`oktui notices`, as a shell or a script sees it; and what other commands say of the post."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from oktui.cli.invocation import OK, REFUSED, UNUSABLE
from oktui.domain.calendar import local_date
from oktui.domain.notices import NoticeKind, NoticeReason, NoticeState
from oktui.effects import utc_now
from oktui.mail_server import Encryption
from screens.texts.notices import FIELDS
from storage.database import close_database, open_database, transaction
from storage.models import AccountRow, EmployeeRow, NoticeRow
from tests.storage.test_encrypted_connections import certify
from tests.support.mail import HERE, PASSWORD, USER, Inbox, mail_server
from tests.support.shell import oktui

ON = '[notices]\nserver = "smtps://posta.example"\nsender = "oktui@urad.example"\nphone = "111 222 333"\n'


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that comes by itself."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it does not come"
        time.sleep(0.1)


def configure(home: Path, text: str) -> None:
    """Write the settings."""
    (home / "oktui.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def ending(home: Path) -> str:
    """Dlouhy's validity ends in a week; klicpera's too, who has no address."""
    day = local_date(utc_now()) + timedelta(days=7)
    open_database(f"sqlite:///{home / 'oktui.db'}")
    with transaction():
        for username, email in (("dlouhy", "dlouhy@urad.example"), ("klicpera", "")):
            account = AccountRow.get(AccountRow.username == username)
            EmployeeRow.update(valid_to=day, email=email).where(EmployeeRow.id == account.employee.id).execute()
    close_database()
    return f"{day.day}.{day.month}.{day.year}"


def test_what_would_be_sent_is_shown_before_anything_is_configured(home: Path, ending: str) -> None:
    """To whom, subject and text; who has no address is counted, and nothing is put anywhere."""
    done = oktui("notices", "--dry-run", "--home", home)
    assert (done.returncode, done.stderr) == (OK, "")
    assert "Upozornění se neposílají" in done.stdout
    assert f"Komu: dlouhy@urad.example\nPředmět: Platnost vašeho účtu končí {ending}\n" in done.stdout
    assert "Bez adresy, a tedy bez upozornění: 1." in done.stdout
    told = json.loads(oktui("notices", "--dry-run", "--json", "--home", home).stdout)
    [letter] = [each for each in told["letters"] if each["kind"] == "validity_ends"]
    assert (letter["username"], letter["to"], told["without_address"], told["on"]) == (
        "dlouhy", "dlouhy@urad.example", 1, False
    )  # fmt: skip
    assert "236 072 230" in letter["text"]
    configure(home, ON)
    told = json.loads(oktui("notices", "--dry-run", "--json", "--home", home).stdout)
    assert "111 222 333" in told["letters"][0]["text"]
    assert json.loads(oktui("notices", "--json", "--home", home).stdout)["counts"]["waiting"] == 0


def test_the_queue_is_told_with_what_was_not_delivered(home: Path) -> None:
    """By kind, reason and answer; `oktui report` says how many, and a script gets the number."""
    configure(home, ON)
    oktui("account", "reset", "dlouhy", "--home", home)
    told = json.loads(oktui("notices", "--json", "--home", home).stdout)
    assert (told["on"], told["counts"]["waiting"]) == (True, 1)
    [waiting] = told["waiting"]
    assert (waiting["kind"], waiting["username"], waiting["address"]) == ("password_reset", "dlouhy", "")
    open_database(f"sqlite:///{home / 'oktui.db'}")
    with transaction():
        NoticeRow.update(
            state=NoticeState.FAILED,
            reason=NoticeReason.REFUSED,
            reply=550,
            settled_at=utc_now(),
            attempts=1,
            address="x@urad.example",
        ).execute()
    close_database()
    done = oktui("notices", "--home", home)
    assert "nové heslo od správce, dlouhy <x@urad.example>: nedoručeno, server je odmítl (550)" in done.stdout
    assert json.loads(oktui("report", "--json", "--home", home).stdout)["undelivered_notices"] == 1
    assert "Nedoručených upozornění za 30 dní: 1" in oktui("report", "--home", home).stdout


def test_an_installation_writes_templates_of_its_own(home: Path, ending: str) -> None:
    """In its home; every field that a kind knows can be asked for."""
    folder = home / "notices"
    folder.mkdir(mode=0o700)
    kind = NoticeKind.VALIDITY_ENDS
    fields = " ".join(f"${{{name}}}" for name in sorted(FIELDS[kind]))
    (folder / f"{kind.value}.txt").write_text(f"Předmět: Konec $den\n\n{fields} $$\n", encoding="utf-8")
    told = json.loads(oktui("notices", "--dry-run", "--json", "--home", home).stdout)
    [letter] = [each for each in told["letters"] if each["kind"] == kind.value]
    assert letter["subject"] == f"Konec {ending}"
    assert letter["text"].endswith(" $\n")
    assert oktui("config", "check", "--home", home).returncode == OK


@pytest.mark.parametrize(
    ("name", "content", "fault", "said"),
    [
        ("digest.txt", "Předmět: X\n\n$heslo\n", "unknown_field", "neznámé pole $heslo"),
        ("digest.txt", "Předmět: X\n\n100 $ \n", "broken", "není pole"),
        ("digest.txt", "Dobrý den\n", "no_subject", "nezačíná řádkem"),
        ("digest.txt", "Předmět: X\n" + "x" * 20_000, "too_large", "příliš dlouhá"),
        ("digest.txt", "Předmět: Ž\n".encode("cp1250"), "unreadable", "UTF-8"),
        ("digset.txt", "Předmět: X\n", "no_such_notice", "takové upozornění není"),
    ],
)
def test_a_template_that_cannot_be_used_is_told_and_the_programs_own_is_used(
    home: Path, ending: str, name: str, content: str | bytes, fault: str, said: str
) -> None:
    """By `config check` and by the doctor; no notice is lost for it."""
    folder = home / "notices"
    folder.mkdir(mode=0o700)
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    done = oktui("config", "check", "--json", "--home", home)
    assert done.returncode == UNUSABLE
    assert [each["fault"] for each in json.loads(done.stdout)["flaws"]] == [fault]
    assert said in oktui("config", "check", "--home", home).stderr
    assert said in oktui("doctor", "--home", home).stdout
    letters = json.loads(oktui("notices", "--dry-run", "--json", "--home", home).stdout)["letters"]
    assert any(each["subject"].startswith("Přehled účtů na ") for each in letters)


def test_the_doctor_speaks_to_the_mail_server(home: Path, tmp_path: Path) -> None:
    """It signs in, sends nothing, and tells of the certificate; of a server that does not work, what mends it."""
    certify(tmp_path, "server", HERE, until=utc_now() + timedelta(days=9))
    inbox = Inbox()
    with mail_server(inbox, Encryption.TLS, certified=tmp_path / "server.crt", user=USER) as server:
        text = f'[notices]\nserver = "smtps://{USER}@{HERE}:{server.at.port}"\nsender = "oktui@urad.example"\n'
        configure(home, text)
        untrusted = oktui("doctor", "--home", home, OKTUI_SMTP_PASSWORD=PASSWORD)
        configure(home, f'{text}authority = "{tmp_path / "server.crt"}"\n')
        missing = oktui("doctor", "--home", home)
        fine = oktui("doctor", "--home", home, OKTUI_SMTP_PASSWORD=PASSWORD)
    away = oktui("doctor", "--home", home, OKTUI_SMTP_PASSWORD=PASSWORD)
    assert (untrusted.returncode, missing.returncode, away.returncode) == (REFUSED, REFUSED, REFUSED)
    assert "certifikátu nelze věřit" in untrusted.stdout
    assert "Heslo k němu nelze přečíst" in missing.stdout
    assert "přijímá poštu, šifrovaně" in fine.stdout
    assert "Certifikát poštovního serveru platí do" in fine.stdout
    assert "Není dostupný" in away.stdout
    assert inbox.letters == []
    assert all(PASSWORD not in done.stdout + done.stderr for done in (untrusted, missing, fine, away))


def test_the_worker_sends_what_waits_and_stops_at_once(home: Path) -> None:
    """X-33: from a command on the machine to the server's inbox, beside the sync, until SIGTERM."""
    inbox = Inbox()
    with mail_server(inbox) as server:
        configure(home, f'[notices]\nserver = "smtp://{HERE}:{server.at.port}"\nsender = "oktui@urad.example"\n')
        oktui("account", "reset", "dlouhy", "--home", home)
        command = [sys.executable, "-m", "oktui", "worker", "--home", str(home)]
        worker = subprocess.Popen(command, env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"})
        until(lambda: json.loads(oktui("notices", "--json", "--home", home).stdout)["counts"]["waiting"] == 0)
        worker.terminate()
        assert worker.wait(20) == 0
    resets = [each for each in inbox.messages if str(each["Subject"]) == "Správce změnil heslo vašeho účtu"]
    assert len(resets) == 1
    assert set(inbox.times.values()) == {1}
