"""`oktui` itself: the names of the commands and, where none is given, the terminal program."""

import click

from oktui.cli.grammar import Deferred, Group
from oktui.cli.invocation import Invocation

PROGRAM = Deferred("program", "program v terminálu")
LINEAR = Deferred("linear", "program v terminálu po řádcích")
COMMANDS = (
    Deferred("worker", "sehrává nové účty a posílá upozornění na pozadí"),
    Deferred("serve", "přihlašuje uživatele aplikací (HTTP)"),
    Deferred("ldap", "přihlašuje uživatele aplikací přes slapd (LDAP)"),
    Deferred("db", "databáze"),
    Deferred("config", "nastavení instalace"),
    Deferred("doctor", "prohlédne instalaci a řekne, co spravit"),
    Deferred("backup", "zazálohuje databázi do zašifrovaného souboru"),
    Deferred("restore", "obnoví databázi ze zálohy"),
    Deferred("demo", "ukázka s osobami z dokumentu"),
    Deferred("application", "aplikace, které přihlašují své uživatele"),
    Deferred("sign-in", "ověří přihlášení; heslo čte ze standardního vstupu"),
    Deferred("account", "pomoc s uživatelským účtem"),
    Deferred("admin", "první správce systému úřadu"),
    Deferred("employees", "zaměstnanci ze souboru"),
    Deferred("krk", "registr osob KRK"),
    Deferred("audit", "auditní záznam"),
    Deferred("alarms", "poplachy, které by měl někdo prověřit"),
    Deferred("notices", "upozornění elektronickou poštou: co čeká a co se nedoručilo"),
    Deferred("report", "co je třeba udělat: seznamy přehledu pro skripty"),
    Deferred("fetch", "vydá soubor, který si někdo v programu připravil"),
    Deferred("completion", "doplňování příkazů v příkazovém řádku"),
)


def _tell_version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        from importlib.metadata import version  # here, because it costs every other start a fifth of its time

        number = version("oktui")
        context.ensure_object(Invocation).answer(f"oktui {number}", {"version": number})
        context.exit()


@click.group(
    "oktui",
    cls=Group,
    commands={command.name: command for command in COMMANDS if command.name},
    invoke_without_command=True,
    subcommand_metavar="[PŘÍKAZ [ARGUMENTY]...]",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Správa uživatelských účtů. Bez příkazu spustí program v terminálu.",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_tell_version, help="vypíše verzi a skončí"
)
@click.option("--linear", is_flag=True, help="program po řádcích: pro čtečku obrazovky a špatnou linku")
@click.pass_context
def oktui(context: click.Context, linear: bool) -> int | None:
    """Run the terminal program where no command is named."""
    if context.invoked_subcommand is not None:
        if linear:
            raise click.UsageError("Volba --linear se týká programu v terminálu, ne příkazů.", context)
        return None
    status: int = context.invoke((LINEAR if linear else PROGRAM).load(context))
    return status
