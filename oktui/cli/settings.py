"""The settings of the installation that a command was given for, once nobody else can have been at it."""

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oktui.cli.invocation import Invocation, Unusable
from oktui.config import BadSettings, Settings, home_of, load_settings
from oktui.environment import hide_postgresql
from oktui.guarding import Looseness, Unguarded, check, check_owner, owner_of, step_down


def settings_of(invocation: Invocation) -> Settings:
    """The settings of the installation, for a process that is the installation's own from now on. Raises Unusable."""
    settings = _load(invocation)
    try:
        check(settings)
    except Unguarded as error:
        raise Unusable(unguarded(error)) from error
    return settings


def commands_machine(invocation: Invocation) -> bool:
    """Whether the command was given by root, or by the account that owns the settings, and not by an official."""
    return invocation.uid in (0, _owner(invocation))


def hears_causes(invocation: Invocation) -> bool:
    """Whether whoever gave the command is told what to mend: as `commands_machine`, or where there is nothing yet."""
    return commands_machine(invocation) or _owner(invocation) is None


def _owner(invocation: Invocation) -> int | None:
    try:
        return owner_of(home_of(invocation.home))
    except (BadSettings, OSError):
        return None


def leave_out_drivers(invocation: Invocation) -> None:
    """Keep the driver that these settings do not ask for from being imported with peewee."""
    try:
        settings = _load(invocation)
    except (Unusable, OSError):  # for the command to say: its help needs no settings
        return
    if not any(url.startswith("postgres") for url in (settings.database_url, settings.krk_url)):
        hide_postgresql()


def _load(invocation: Invocation) -> Settings:
    home = home_named(invocation)
    with telling_flaws():
        return load_settings(home)


@contextmanager
def telling_flaws() -> Iterator[None]:
    """Raise Unusable, with every flaw in words, where settings cannot be used."""
    try:
        yield
    except BadSettings as error:
        from screens.texts.settings import flaw  # here, because few commands need it

        raise Unusable("\n".join(map(flaw, error.flaws))) from error


def home_named(invocation: Invocation) -> Path:
    """The installation's folder, for a process that is the account's whose it is from now on. Raises Unusable."""
    try:
        with telling_flaws():
            home = home_of(invocation.home)
        step_down(home)
        check_owner(home)
    except Unguarded as error:
        raise Unusable(unguarded(error)) from error
    return home


def unguarded(error: Unguarded) -> str:
    """What is wrong, and the command that mends it."""
    text = _SENTENCES[error.looseness]
    quoted = shlex.quote(str(error.path))
    return text.format(path=error.path, quoted=quoted, account=error.account, owner=error.owner, mode=f"{error.mode:o}")


_SENTENCES = {
    Looseness.ROOT: (
        "Složka instalace {path} patří rootovi, a jako root program nepracuje. Dejte ji účtu, pod kterým má běžet: "
        "chown -R oktui:oktui {quoted}"
    ),
    Looseness.NO_FOLDER: (
        "Složka instalace {path} není, a jako root ji program nezaloží. Založte ji účtu, pod kterým má běžet: "
        "install -d -m 700 -o oktui -g oktui {quoted}"
    ),
    Looseness.FOREIGN: (
        "Složka instalace {path} patří účtu {owner}. Příkaz dejte jako správce serveru, program se tímto účtem hned "
        "stane: sudo oktui --home {quoted}"
    ),
    Looseness.LINK: (
        "{path} je odkaz, a za odkazy program nechodí. Nahraďte ho tím, k čemu vede: "
        'mv --no-target-directory "$(readlink -f {quoted})" {quoted}'
    ),
    Looseness.OWNER: "{path} patří účtu {owner}, a má patřit účtu {account}: chown {account}: {quoted}",
    Looseness.OPEN: "K {path} mají přístup i jiní než jeho vlastník (práva {mode}): chmod go= {quoted}",
    Looseness.OPEN_WAY: "Do složky {path} nad instalací smí zapisovat i jiný než její vlastník: chmod go-w {quoted}",
    Looseness.FOREIGN_WAY: "Složka {path} nad instalací patří účtu {owner}: chown root {quoted}",
}
