"""`oktui config`: writes out the settings, and says what is wrong with those there are."""

import click

from oktui.cli.grammar import Group
from oktui.cli.invocation import OK, UNUSABLE, Invocation, given
from oktui.cli.settings import home_named
from oktui.config import BadSettings, origins, settings_file
from oktui.notice_templates import OwnTemplates
from oktui.private_files import write_private
from oktui.setting import SETTINGS
from screens.texts.notices import template_flaw, template_flaws
from screens.texts.settings import ORIGINS, as_toml, flaw, written_out


@click.group("config", cls=Group, help="Nastavení instalace (oktui.toml).")
def command() -> None:
    """Hold the commands."""


@command.command("init", help="Napíše oktui.toml se všemi nastaveními, každé vysvětlené a zakomentované.")
@click.option("--print", "printed", is_flag=True, help="vypíše ho místo toho na standardní výstup")
@given
def _init(invocation: Invocation, *, printed: bool) -> int:
    text = written_out(SETTINGS)
    if printed:
        invocation.answer(text.rstrip("\n"), {"settings": text})
        return OK
    file = settings_file(home_named(invocation))
    write_private(file, text)
    invocation.answer(f"Nastavení je v souboru {file}. Odkomentujte, co má být jinak.", {"file": str(file)})
    return OK


@command.command(
    "check", help="Zkontroluje oktui.toml, proměnné prostředí a šablony upozornění a vypíše, co platí a odkud to je."
)
@given
def _check(invocation: Invocation) -> int:
    try:
        chosen = origins(home_named(invocation))
    except BadSettings as error:
        text = "\n".join(map(flaw, error.flaws))
        told = [{"setting": each.name, "fault": each.fault.value} for each in error.flaws]
        return invocation.complain(text, UNUSABLE, reason="BadSettings", flaws=told)
    if blemishes := template_flaws(OwnTemplates(home_named(invocation))):
        text = "\n".join(map(template_flaw, blemishes))
        found = [{"template": each.file, "fault": each.blemish.value, "field": each.field} for each in blemishes]
        return invocation.complain(text, UNUSABLE, reason="BadTemplates", flaws=found)
    lines = [f"{name} = {as_toml(value)}  ({ORIGINS[origin]})" for name, (value, origin) in chosen.items()]
    data = {name: {"value": value, "origin": origin.value} for name, (value, origin) in chosen.items()}
    invocation.answer("\n".join(lines), {"settings": data})
    return OK
