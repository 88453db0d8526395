"""What one installation is set to: a frozen `Settings` from oktui.toml and the environment."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import field, replace
from enum import Enum
from pathlib import Path
from typing import Any

from argon2 import Parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from oktui.domain.password_policy import PasswordPolicy
from oktui.domain.policy import Policy
from oktui.files_folder import MEGABYTE, FilesFolder
from oktui.mail_server import PASSWORD_VARIABLE, MailServer, read_address
from oktui.setting import BY_NAME, SECTIONS, SETTINGS, Fault, Flaw
from oktui.values import dataclass

WRITTEN = "oktui.toml"
"""The file in the installation's folder; a server's is elsewhere, see `settings_file`."""
SERVER = Path("/var/lib/oktui")
SERVER_SETTINGS = Path("/etc/oktui") / WRITTEN


@dataclass(eq=False)
class BadSettings(Exception):
    """Settings that cannot be used: every flaw that was found."""

    flaws: tuple[Flaw, ...]


class Origin(Enum):
    """Where the value of a setting comes from."""

    DEFAULT = "default"
    FILE = "file"
    ENVIRONMENT = "environment"


@dataclass(frozen=True)
class Settings:
    """Where things are and what the rules are decided with."""

    home: Path
    database_url: str
    krk_url: str
    audit_key: Path
    files: FilesFolder
    owner_url: str | None = None
    """Our database as the role that owns the tables, for making and upgrading it; the program runs under another."""
    krk_patience: float = 5.0
    krk_certificate: Path | None = None
    krk_key: Path | None = None
    krk_authority: Path | None = None
    log_to: str = "file"
    log_level: str = "INFO"
    policy: Policy = field(default_factory=Policy)
    hashing: Parameters = field(default_factory=lambda: RFC_9106_LOW_MEMORY)
    mail: MailServer | None = None
    """Where notices go; None where nobody is told anything."""
    hotline: tuple[str, str] = ("", "")
    """Telephone and e-mail that notices name."""


def load_settings(home: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of the installation in `home`, by default OKTUI_HOME or the user's data directory.

    The environment (OKTUI_DATABASE_URL, OKTUI_KRK_URL, OKTUI_AUDIT_KEY) decides over oktui.toml; it alone has
    OKTUI_DATABASE_OWNER_URL, which the account that runs the program is not to know, and OKTUI_SMTP_PASSWORD.

    Raises BadSettings.
    """
    home = home_of(home, environ)
    chosen, flaws = _choose(home, environ)
    if flaws:
        raise BadSettings(tuple(flaws))
    meant = {name: BY_NAME[name].meant_by(value) for name, (value, _) in chosen.items()}
    passwords = PasswordPolicy(**_section(meant, "passwords"))
    hashing = _section(meant, "hashing")
    return Settings(
        home=home,
        database_url=_address(home, meant["database.url"]),
        krk_url=_address(home, meant["krk.url"]),
        audit_key=_folder(Path(meant["audit.key_file"]), home),
        files=FilesFolder(
            _folder(Path(meant["files.folder"]), home),
            limit=meant["files.megabytes"] * MEGABYTE,
            keep=meant["files.hours"],
        ),
        owner_url=environ.get(_OWNER) or None,
        krk_patience=meant["krk.patience"],
        **{f"krk_{name}": _file(meant[f"krk.{name}"], home) for name in ("certificate", "key", "authority")},
        log_to=meant["log.to"],
        log_level=meant["log.level"],
        policy=Policy(
            passwords=passwords,
            audit_months=meant["audit.months"],
            notify=bool(meant["notices.server"]),
            **_section(meant, "policy"),
        ),
        hashing=replace(RFC_9106_LOW_MEMORY, **hashing),
        mail=_mail(home, meant, environ),
        hotline=(meant["notices.phone"], meant["notices.email"]),
    )


def _mail(home: Path, meant: Mapping[str, Any], environ: Mapping[str, str]) -> MailServer | None:
    if not meant["notices.server"]:
        return None
    authority = meant["notices.authority"]
    return MailServer(
        read_address(meant["notices.server"]),
        meant["notices.sender"],
        _folder(Path(meant["notices.password_file"]), home),
        environ.get(PASSWORD_VARIABLE) or None,
        _folder(Path(authority), home) if authority else None,
        meant["notices.patience"],
    )


def origins(home: Path, environ: Mapping[str, str] = os.environ) -> dict[str, tuple[str | float, Origin]]:
    """Each setting by its name, as it is written but for passwords, and where it comes from. Raises BadSettings."""
    chosen, flaws = _choose(home, environ)
    if flaws:
        raise BadSettings(tuple(flaws))
    return {name: (_without_password(value), origin) for name, (value, origin) in chosen.items()}


def _without_password(value: str | float) -> str | float:
    return _PASSWORD.sub(r"\1…", value) if isinstance(value, str) else value


_PASSWORD = re.compile(r"(//[^/:@]*:|[?&]password=)[^@&]+")


def home_of(home: Path | None = None, environ: Mapping[str, str] = os.environ) -> Path:
    """The installation's folder: the one named, or OKTUI_HOME, or in the user's data directory. Raises BadSettings."""
    return _folder(home or Path(environ.get("OKTUI_HOME") or _users()))


def _users() -> Path:
    from platformdirs import user_data_path  # here, because most installations are named

    return user_data_path("oktui")


def settings_file(home: Path) -> Path:
    """Where the settings of the installation are written.

    A server's lie where the account that runs the program can write nothing: whoever owns them gives the commands.
    """
    on_server = os.path.realpath(home) == os.path.realpath(SERVER) and SERVER_SETTINGS.parent.is_dir()
    return SERVER_SETTINGS if on_server else home / WRITTEN


_OWNER = "OKTUI_DATABASE_OWNER_URL"


def _folder(named: Path, within: Path = Path()) -> Path:
    try:
        return (within / named.expanduser()).absolute()
    except RuntimeError as error:
        raise BadSettings((Flaw(Fault.NO_SUCH_USER, "", str(named)),)) from error


def _file(named: str, home: Path) -> Path | None:
    return _folder(Path(named), home) if named else None


def _choose(home: Path, environ: Mapping[str, str]) -> tuple[dict[str, tuple[Any, Origin]], list[Flaw]]:
    """Every setting's value and origin, and all that is wrong."""
    written, flaws = _read(settings_file(home))
    chosen: dict[str, tuple[Any, Origin]] = {}
    for setting in SETTINGS:
        value, origin = written.get(setting.name, setting.default), Origin.DEFAULT
        if setting.name in written:
            origin = Origin.FILE
        if setting.environ and environ.get(setting.environ):
            value, origin = environ[setting.environ], Origin.ENVIRONMENT
        chosen[setting.name] = value, origin
        if flaw := setting.flaw_of(value):
            flaws.append(replace(flaw, name=setting.environ or "") if origin is Origin.ENVIRONMENT else flaw)
    if chosen["notices.server"][0] and not chosen["notices.sender"][0]:
        flaws.append(Flaw(Fault.NO_SENDER, "notices.sender"))
    owner = environ.get(_OWNER)
    if owner and not owner.startswith(("postgresql://", "postgres://")):
        flaws.append(Flaw(Fault.NOT_AN_ADDRESS, _OWNER))
    return chosen, flaws


def _read(path: Path) -> tuple[dict[str, object], list[Flaw]]:
    """What is written, by the settings' names, and what is written that cannot be."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, []
    except UnicodeDecodeError:
        return {}, [Flaw(Fault.NOT_UTF_8, str(path))]
    except tomllib.TOMLDecodeError as error:
        return {}, [Flaw(Fault.NOT_TOML, str(path), str(error))]
    except OSError as error:
        return {}, [Flaw(Fault.UNREADABLE, str(path), os.strerror(error.errno or 0))]
    flaws = [Flaw(Fault.UNKNOWN_SECTION, name) for name in sorted(set(written) - set(SECTIONS))]
    values: dict[str, object] = {}
    for section in SECTIONS:
        within = written.get(section, {})
        if isinstance(within, dict):
            values |= {f"{section}.{name}": value for name, value in within.items()}
        else:
            flaws.append(Flaw(Fault.NOT_A_SECTION, section))
    flaws += [Flaw(Fault.UNKNOWN, name) for name in sorted(set(values) - set(BY_NAME))]
    return values, flaws


def _section(meant: Mapping[str, Any], section: str) -> dict[str, Any]:
    return {name.partition(".")[2]: value for name, value in meant.items() if BY_NAME[name].section == section}


def _address(home: Path, url: str) -> str:
    """The address; of a file its path is meant from the folder on."""
    return f"sqlite:///{home / url.removeprefix('sqlite:///')}" if url.startswith("sqlite:///") else url
