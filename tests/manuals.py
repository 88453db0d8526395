"""The manual pages, from the commands and settings themselves: `make manuals`.

The same program makes the same files. `man oktui` finds them whatever the language of whoever reads, as the program
speaks Czech to everybody.
"""

import os
import sys
import textwrap
import tomllib
from collections.abc import Iterator, Mapping
from inspect import cleandoc
from pathlib import Path

import click

from oktui.cli.czech import speak_czech
from oktui.cli.grammar import COMMON
from oktui.cli.root import COMMANDS
from oktui.config import WRITTEN
from oktui.setting import SETTINGS
from screens.texts.settings import DESCRIPTIONS, SECTIONS, UNITS, as_toml
from tests.support.walk import Walked, commands

ROOT = Path(__file__).parents[1]
REVISED = "2026-11-27"
"""The day that stands at the foot of each page: when how they are written was last changed."""
ENVIRONMENT = {
    "OKTUI_HOME": "složka instalace, není-li uvedena volba --home; jinak je v datové složce uživatele",
    **{each.environ: f"{each.name} místo {WRITTEN}" for each in SETTINGS if each.environ},
    "OKTUI_DATABASE_OWNER_URL": "adresa databáze PostgreSQL pod rolí, které patří tabulky: pro založení a převod",
    "NO_COLOR": "je-li nastavena, program v terminálu nepoužije barvy",
}
FILES = {
    WRITTEN: "nastavení, viz oktui.toml(5)",
    "oktui.db": "databáze programu, není-li jinde",
    "krk.db": "registr osob, není-li jinde",
    "oktui.log": "záznam programu",
    "keys/audit.key": "klíč auditního záznamu; zálohujte ho jinam než databázi",
    "audit.anchor": "jak daleko auditní záznam došel",
    "files": "složka se soubory, které si úředníci v programu připravili",
}
STATUSES = {
    "0": "provedeno",
    "1": "odmítnuto pravidlem; důvod je vypsán",
    "2": "takto nebo zde příkaz pracovat nemůže",
    "3": "databáze nebo registr osob teď nejsou k dispozici",
}


def pages() -> dict[str, str]:
    """Every page by its path below the folder of the manual, where Click speaks Czech already."""
    walked = list(commands())
    made = {"man1/oktui.1": _program(walked[0]), f"man5/{WRITTEN}.5": _settings()}
    for words, command, _ in walked:
        if words and " " not in words:
            own = [each for each in walked if each[0] == words or each[0].startswith(f"{words} ")]
            made[f"man1/oktui-{words}.1"] = _command(words, command, own)
    return made


def _sentence(command: click.Command) -> str:
    """What it does, as a line of a list: without a capital and a stop, but for names."""
    text = (command.help or "").replace("\b", "").strip().split("\n\n")[0]
    first = " ".join(text.split()).partition(". ")[0].rstrip(".:")
    return first if first[:2].isupper() else first[:1].lower() + first[1:]


def _program(walked: Walked) -> str:
    _, command, context = walked
    named = {f"oktui {each.name}": each.get_short_help_str() for each in COMMANDS}
    lines = [*_head("OKTUI", 1, "oktui", _sentence(command)), *_usage("POUŽITÍ", context, command), ".SH POPIS"]
    lines += [*_prose(command.help or ""), ".SH PŘÍKAZY"]
    lines += _table(named)
    own = [each for each in command.params if each not in COMMON]
    lines += [".SH VOLBY", *_parameters(own, context), *_common(context)]
    for title, table in (
        ("NÁVRATOVÉ KÓDY", STATUSES),
        ("PROMĚNNÉ PROSTŘEDÍ", ENVIRONMENT),
        ("SOUBORY VE SLOŽCE INSTALACE", FILES),
    ):
        lines += [f".SH {title}", *_table(table)]
    also = ", ".join(f"{words.replace(' ', '-')}(1)" for words in named)
    return "\n".join([*lines, ".SH DALŠÍ INFORMACE", *_prose(f"{also}, {WRITTEN}(5)"), ""])


def _command(words: str, command: click.Command, walked: list[Walked]) -> str:
    lines = _head(f"OKTUI-{words.upper()}", 1, f"oktui-{words}", _sentence(command))
    own = [each for each in walked if not isinstance(each[1], click.Group)]
    if isinstance(command, click.Group):
        lines += [".SH POPIS", *_prose(command.help or ""), ".SH PŘÍKAZY"]
        for _, child, context in own:
            lines += [*_usage("", context, child), *_prose(child.help or ""), *_taken(child, context)]
    else:
        _, child, context = own[0]
        lines += [*_usage("POUŽITÍ", context, child), ".SH POPIS", *_prose(child.help or "")]
        if taken := _taken(child, context):
            lines += [".SH ARGUMENTY A VOLBY", *taken]
    lines += [".SH VOLBY VŠECH PŘÍKAZŮ", *_common(own[0][2]), ".SH NÁVRATOVÉ KÓDY", *_table(STATUSES)]
    return "\n".join([*lines, ".SH DALŠÍ INFORMACE", *_prose(f"oktui(1), {WRITTEN}(5)"), ""])


def _settings() -> str:
    lines = _head(WRITTEN.upper(), 5, WRITTEN, "nastavení instalace OKtui")
    lines += [".SH POPIS", *_prose(_SETTINGS)]
    section = ""
    for setting in SETTINGS:
        if setting.section != section:
            section = setting.section
            lines += [f".SH [{section}]", *_prose(f"{SECTIONS[section]}.")]
        unit = f" ({UNITS[setting.unit]})" if setting.unit in UNITS else ""
        also = f"; přednost má proměnná {setting.environ}" if setting.environ else ""
        said = f"{DESCRIPTIONS[setting.name]}{unit}{also}"
        lines += [".TP", f"\\fB{_text(setting.name.partition('.')[2])}\\fR = {_text(as_toml(setting.default))}"]
        lines += _prose(said)
    return "\n".join([*lines, ".SH DALŠÍ INFORMACE", *_prose("oktui(1), oktui-config(1), oktui-doctor(1)"), ""])


_SETTINGS = """\
Soubor oktui.toml ve složce instalace je ve formátu TOML. Každé nastavení má výchozí hodnotu, uvedenou zde za rovnítkem,
a soubor ani nemusí být. Napíše ho oktui config init, zkontroluje oktui config check. Komu patří, ten dává příkazy
vlastníka; na serveru má být rootův a účet programu ho jen čte."""


def _head(title: str, section: int, name: str, said: str) -> list[str]:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return [
        '.\\" Made by `make manuals` from the program itself.',
        f'.TH {_text(title)} {section} {REVISED} "OKtui {version}" "Příručka správce OKtui"',
        ".nh",  # whoever reads may have hyphenation of another language
        ".ad l",
        ".SH JMÉNO",
        f"{_text(name)} \\- {_text(said)}",
    ]


def _usage(title: str, context: click.Context, command: click.Command) -> list[str]:
    pieces = " ".join(_text(piece) for piece in command.collect_usage_pieces(context))
    line = f"\\fB{_text(context.command_path)}\\fR {pieces}"
    return [f".SH {title}", line] if title else [f".SS {line}"]


def _prose(text: str) -> Iterator[str]:
    """Paragraphs; those that Click is not to fill stay as they are."""
    for number, paragraph in enumerate(cleandoc(text).split("\n\n")):
        kept, lines = paragraph.startswith("\b"), paragraph.replace("\b\n", "").splitlines()
        if number:
            yield ".PP"
        filled = textwrap.wrap(" ".join(lines), 76, break_long_words=False, break_on_hyphens=False)
        yield from (".nf", *map(_line, lines), ".fi") if kept else map(_line, filled)


def _taken(command: click.Command, context: click.Context) -> list[str]:
    return list(_parameters([each for each in command.params if each not in COMMON], context))


def _common(context: click.Context) -> Iterator[str]:
    asked = context.command.get_help_option(context)
    yield from _parameters([*COMMON, *([asked] if asked else [])], context)


def _parameters(parameters: list[click.Parameter], context: click.Context) -> Iterator[str]:
    for each in sorted(parameters, key=lambda each: not isinstance(each, click.Argument)):
        named, said = each.get_help_record(context) or (each.human_readable_name, "")
        yield from (".TP", f"\\fB{_text(named)}\\fR", *_prose(said))


def _table(rows: Mapping[str, str]) -> Iterator[str]:
    for name, said in rows.items():
        yield from (".TP", f"\\fB{_text(name)}\\fR", *_prose(said))


def _line(text: str) -> str:
    """A line of text; what begins as a request of roff's would is none."""
    return f"\\&{_text(text)}" if text.startswith((".", "'")) else _text(text)


def _text(text: str) -> str:
    return text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")


if __name__ == "__main__":
    speak_czech(os.environ)
    folder = Path(sys.argv[1])
    for old in folder.glob("man?/*"):
        old.unlink()
    for name, page in pages().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(page, encoding="utf-8")
