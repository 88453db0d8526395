"""`oktui restore`: an installation from a backup."""

from pathlib import Path

import click

from oktui.cli.grammar import Command
from oktui.cli.invocation import OK, Invocation, given
from oktui.cli.opening import machine_owner
from oktui.cli.settings import settings_of
from oktui.domain.modules import Module
from oktui.installation import embedded_register, make_effects, open_empty
from oktui.log import start_log
from oktui.services.backup_file import Backup
from oktui.services.machine.restore import restore
from screens.texts import audit
from storage.backups import read_backup_key

_HELP = """\
Obnoví databázi a registr osob ze zálohy do prázdné složky nebo databáze. Napřed do ní vraťte klíč auditního záznamu
(keys/audit.key) a, zůstal-li, soubor audit.anchor: podle něj se pozná, které záznamy se ztratily. Že byla databáze
obnovena, je od té chvíle trvale v auditním záznamu. Nakonec spusťte oktui db check a oktui audit verify."""


@click.command("restore", cls=Command, short_help="obnoví databázi ze zálohy", help=_HELP)
@click.argument("file", type=click.Path(path_type=Path), metavar="SOUBOR", help="soubor zálohy")
@click.option("--key", type=click.Path(path_type=Path), metavar="SOUBOR", help="klíč záloh; jinak keys/backup.key")
@given
def command(invocation: Invocation, *, file: Path, key: Path | None) -> int:
    """Restore the installation."""
    settings = settings_of(invocation)
    secret = read_backup_key(key or settings.home / "keys" / "backup.key")
    open_empty(settings)
    start_log(settings)
    request = Backup(file, secret, settings.database_url, embedded_register(settings))
    done = restore(machine_owner(invocation, Module.REGISTR), request, effects=make_effects(settings))
    told = {"made_at": done.made_at.isoformat(), "lost_from": done.lost_from, "lost_to": done.lost_to}
    invocation.answer(audit.restoration(done), told)
    return OK
