"""`oktui` as a shell or a script calls it."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from oktui import demo
from oktui.config import load_settings
from oktui.domain.accounts import Grant
from oktui.domain.audit import AuditCriteria, Recorded
from oktui.domain.kept_files import Format
from oktui.domain.modules import Level, Module, Permission, Realm
from oktui.domain.proposals import Proposal, Proposer
from oktui.effects import Effects
from oktui.installation import make_effects, open_databases
from oktui.services.audit.export_events import export_events
from oktui.services.exporting import Target
from oktui.services.sign_in.sign_in import SignIn, sign_in
from storage import accounts, proposals
from storage.database import close_database, transaction
from tests.support.cast import begin_with_the_menu


def oktui(*arguments: str | Path, stdin: str | bytes = "", **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own, without a terminal; it speaks UTF-8."""
    done = subprocess.run(
        [sys.executable, "-m", "oktui", *map(str, arguments)],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        timeout=60,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **environ},
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def export(home: Path) -> str:
    """Have homola export the audit in the program; returns the name that only they are shown."""
    settings = load_settings(home, environ={})
    effects = make_effects(settings)
    open_databases(settings)
    actor = sign_in(SignIn(Module.REGISTR, "homola", demo.PASSWORD, end_other=True), effects=effects).actor
    target = Target[Recorded](Format.CSV, (("Událost", lambda row: row.event.kind.value),))
    file = export_events(actor, AuditCriteria(), target, effects=effects)
    close_database()
    return file.name


def propose(home: Path) -> int:
    """Have somebody else want klicpera to have Správa systému; returns the number under which it waits."""
    open_databases(load_settings(home, environ={}))
    with transaction():
        account = accounts.named(Realm.OKSLUZBY, "klicpera")
        assert account is not None
        grant = Grant(None, Module.REGISTR, Permission.SYSTEM_ADMINISTRATION, Level.VIEW, date(2016, 1, 1))
        proposals.insert(
            Proposal(None, account.id, grant, Proposer(None, "1300000017", "jiny (Jiný)"), account.created_at)
        )
        [waiting] = proposals.of_account(account.id)
    close_database()
    return waiting.id or 0


def make_home(folder: Path, effects: Effects) -> Path:
    """An installation with the demo's people, whose passwords cost what these effects make them cost."""
    settings = demo.make_home(folder)
    open_databases(settings)
    demo.prepare(effects=effects)
    begin_with_the_menu()
    return settings.home
