"""`oktui backup`: everything in one encrypted file, while others go on working."""

from pathlib import Path

import click

from oktui.cli.grammar import Command
from oktui.cli.invocation import OK, Invocation, Unusable, given
from oktui.cli.opening import machine_owner, open_named
from oktui.cli.settings import settings_of
from oktui.domain.modules import Module
from oktui.installation import embedded_register
from oktui.services.backup_file import Backup
from oktui.services.machine.back_up import back_up
from storage.backups import make_backup_key, read_backup_key

_HELP = """\
Zapíše do nového souboru celou databázi a registr osob, je-li součástí instalace; ostatní mohou dál pracovat. Soubor je
zašifrován klíčem, který předtím jednou založte volbou --make-key a uložte jinam než zálohy. Klíč auditního záznamu
(keys/audit.key) v záloze není: bez něj zálohu nelze obnovit, uschovejte ho také zvlášť."""


@click.command("backup", cls=Command, short_help="zazálohuje databázi do zašifrovaného souboru", help=_HELP)
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="SOUBOR", help="soubor zálohy")
@click.option("--key", type=click.Path(path_type=Path), metavar="SOUBOR", help="klíč záloh; jinak keys/backup.key")
@click.option("--make-key", type=click.Path(path_type=Path), metavar="SOUBOR", help="založí nový klíč záloh a skončí")
@given
def command(invocation: Invocation, *, file: Path | None, key: Path | None, make_key: Path | None) -> int:
    """Make a key, or a backup."""
    if (file is None) == (make_key is None):
        raise Unusable("Uveďte buď soubor zálohy, nebo --make-key a soubor klíče.")
    if make_key is not None:
        make_backup_key(make_key)
        invocation.answer(
            f"Klíč záloh je v souboru {make_key}. Uschovejte ho jinde než zálohy.", {"key": str(make_key)}
        )
        return OK
    assert file is not None  # noqa: S101 - one of the two
    settings = settings_of(invocation)
    secret = read_backup_key(key or settings.home / "keys" / "backup.key")
    effects = open_named(invocation)
    request = Backup(file, secret, settings.database_url, embedded_register(settings))
    back_up(machine_owner(invocation, Module.REGISTR), request, effects=effects)
    invocation.answer(f"Záloha je v souboru {file}.", {"file": str(file), "register": request.krk_url is not None})
    return OK
