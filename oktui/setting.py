"""Everything that an installation can be set to: each setting by its name, with what it may be."""

import os
from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from enum import Enum
from typing import Any, Final, cast

from argon2.profiles import RFC_9106_LOW_MEMORY

from oktui.domain.password_policy import PasswordPolicy
from oktui.domain.policy import LEAST_AUDIT_MONTHS, Policy
from oktui.mail_server import is_sender, read_address
from oktui.values import dataclass


class Fault(Enum):
    """What is wrong with oktui.toml, or with one setting of it or of the environment."""

    UNREADABLE = "unreadable"
    NOT_UTF_8 = "not_utf_8"
    NOT_TOML = "not_toml"
    UNKNOWN_SECTION = "unknown_section"
    NOT_A_SECTION = "not_a_section"
    UNKNOWN = "unknown"
    NOT_A_TEXT = "not_a_text"
    NOT_A_FLAG = "not_a_flag"
    NOT_A_NUMBER = "not_a_number"
    NOT_WHOLE = "not_whole"
    OUT_OF_RANGE = "out_of_range"
    NOT_AN_ADDRESS = "not_an_address"
    NOT_A_REGISTER = "not_a_register"
    NOT_A_MAIL_SERVER = "not_a_mail_server"
    NOT_A_SENDER = "not_a_sender"
    NO_SENDER = "no_sender"
    """Notices are to be sent, and nobody is said to send them."""
    NOT_A_CHOICE = "not_a_choice"
    NO_SUCH_USER = "no_such_user"
    """A path begins with ~name, and nobody is called so."""


@dataclass(frozen=True)
class Flaw:
    """A fault: of which setting, section or file, what there is instead, and what it has to be between or one of."""

    fault: Fault
    name: str
    said: str = ""
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()


class Unit(Enum):
    """What a setting is written in."""

    ADDRESS = "address"
    REGISTER = "register"
    """The address of KRK, which may be a web service's too."""
    PATH = "path"
    PATH_OR_NONE = "path_or_none"
    MAIL_SERVER = "mail_server"
    SENDER = "sender"
    TEXT = "text"
    CHOICE = "choice"
    FLAG = "flag"
    NUMBER = "number"
    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    MONTHS = "months"
    MEGABYTES = "megabytes"


@dataclass(frozen=True)
class Setting:
    """A setting as it is written: `name` is its section, a dot and its own; a number is from `least` to `most`."""

    name: str
    unit: Unit
    default: str | float
    least: float = 0
    most: float = 1e9
    environ: str | None = None
    """The variable that decides over what is written."""
    choices: tuple[str, ...] = ()

    @property
    def section(self) -> str:
        """The section that it is written in."""
        return self.name.partition(".")[0]

    def flaw_of(self, value: object) -> Flaw | None:
        """What is wrong with a value, if anything is."""
        match self.unit:
            case Unit.FLAG:
                return None if isinstance(value, bool) else Flaw(Fault.NOT_A_FLAG, self.name, str(value))
            case Unit.ADDRESS:
                return _flaw_of_address(self.name, value, ADDRESSES)
            case Unit.REGISTER:
                return _flaw_of_address(self.name, value, (*ADDRESSES, *SERVICES), Fault.NOT_A_REGISTER)
            case Unit.CHOICE:
                fine = value in self.choices
                return None if fine else Flaw(Fault.NOT_A_CHOICE, self.name, str(value), choices=self.choices)
            case Unit.PATH if value == self.default == "":
                return None
            case Unit.PATH:
                return _flaw_of_path(self.name, value)
            case Unit.PATH_OR_NONE | Unit.MAIL_SERVER | Unit.SENDER | Unit.TEXT:
                return _flaw_of_text(self.unit, self.name, value)
            case _:
                return self._flaw_of_number(value)

    def _flaw_of_number(self, value: object) -> Flaw | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return Flaw(Fault.NOT_A_NUMBER, self.name, str(value))
        if not self.least <= value <= self.most:
            return Flaw(Fault.OUT_OF_RANGE, self.name, str(value), self.least, self.most)
        if self.unit in _WHOLE and value != int(value):
            return Flaw(Fault.NOT_WHOLE, self.name, str(value))
        return None

    def meant_by(self, value: Any) -> Any:
        """The value that the program works with."""
        match self.unit:
            case Unit.MINUTES:
                return timedelta(minutes=value)
            case Unit.HOURS:
                return timedelta(hours=value)
            case Unit.NUMBER | Unit.MONTHS | Unit.MEGABYTES:
                return int(value)
            case _:
                return value


ADDRESSES: Final = ("sqlite:///", "postgresql://", "postgres://")
SERVICES: Final = ("https://", "http://")
_WHOLE = (Unit.NUMBER, Unit.MONTHS, Unit.MEGABYTES)
_SHORTEST = 0.01
"""Minutes: what lasts no time at all was not meant."""
_MOST_PATIENCE = 8
"""Seconds: the use case that waits for KRK ends within ten, and has our own database to ask besides (X-33)."""
_MOST_MONTHS = 1200
_MOST_HOURS = 24 * 31


def _flaw_of_address(
    name: str, value: object, beginnings: tuple[str, ...], fault: Fault = Fault.NOT_AN_ADDRESS
) -> Flaw | None:
    return None if isinstance(value, str) and value.startswith(beginnings) else Flaw(fault, name)


def _flaw_of_path(name: str, value: object) -> Flaw | None:
    if not isinstance(value, str) or not value:
        return Flaw(Fault.NOT_A_TEXT, name, str(value))
    expanded = os.path.expanduser(value)  # noqa: PTH111 - Path's raises where there is nobody of the name
    return Flaw(Fault.NO_SUCH_USER, name, value) if expanded.startswith("~") else None


def _flaw_of_text(unit: Unit, name: str, value: object) -> Flaw | None:
    """What is wrong with what may be empty."""
    if not isinstance(value, str) or not value.isprintable():
        return Flaw(Fault.NOT_A_TEXT, name, str(value))
    if unit is Unit.PATH_OR_NONE and value:
        return _flaw_of_path(name, value)
    if unit is Unit.SENDER and value and not is_sender(value):
        return Flaw(Fault.NOT_A_SENDER, name)
    if unit is Unit.MAIL_SERVER and value:
        try:
            read_address(value)
        except ValueError:
            return Flaw(Fault.NOT_A_MAIL_SERVER, name)
    return None


_LEAST = {
    "policy.lock_after": 1,
    "policy.source_failures": 1,
    "policy.traces_months": 1,
    "policy.sync_every": _SHORTEST,
    "policy.idle_limit": _SHORTEST,
    "policy.session_limit": _SHORTEST,
}


def _of(section: str, rules: type, but: frozenset[str] = frozenset()) -> Iterator[Setting]:
    """A setting for each field of the rules, with the rules' own number as its default."""
    for field in fields(rules):
        if field.name in but:
            continue
        name, default = f"{section}.{field.name}", cast(Any, field.default)
        unit, most = Unit.NUMBER, 1e15
        if isinstance(default, bool):
            unit = Unit.FLAG
        elif isinstance(default, timedelta):
            unit, default, most = Unit.MINUTES, default / timedelta(minutes=1), 1e9
        elif name.endswith("_months"):
            unit, most = Unit.MONTHS, _MOST_MONTHS
        yield Setting(name, unit, default, _LEAST.get(name, 0), most)


_HASHING = RFC_9106_LOW_MEMORY

SETTINGS: Final = (
    Setting("database.url", Unit.ADDRESS, "sqlite:///oktui.db", environ="OKTUI_DATABASE_URL"),
    Setting("krk.url", Unit.REGISTER, "sqlite:///krk.db", environ="OKTUI_KRK_URL"),
    Setting("krk.patience", Unit.SECONDS, 5.0, _SHORTEST, _MOST_PATIENCE),
    Setting("krk.certificate", Unit.PATH, ""),
    Setting("krk.key", Unit.PATH, ""),
    Setting("krk.authority", Unit.PATH, ""),
    Setting("audit.key_file", Unit.PATH, "keys/audit.key", environ="OKTUI_AUDIT_KEY"),
    Setting("audit.months", Unit.MONTHS, LEAST_AUDIT_MONTHS, LEAST_AUDIT_MONTHS, _MOST_MONTHS),
    Setting("log.to", Unit.CHOICE, "file", choices=("file", "syslog")),
    Setting("log.level", Unit.CHOICE, "INFO", environ="OKTUI_LOG_LEVEL", choices=("DEBUG", "INFO", "WARNING", "ERROR")),
    Setting("files.folder", Unit.PATH, "files"),
    Setting("files.megabytes", Unit.MEGABYTES, 500, 1),
    Setting("files.hours", Unit.HOURS, 24, 1, _MOST_HOURS),
    Setting("notices.server", Unit.MAIL_SERVER, ""),
    Setting("notices.sender", Unit.SENDER, ""),
    Setting("notices.password_file", Unit.PATH, "keys/smtp.password"),
    Setting("notices.authority", Unit.PATH_OR_NONE, ""),
    Setting("notices.patience", Unit.SECONDS, 30.0, 1, 300),
    Setting("notices.phone", Unit.TEXT, "236 072 230"),
    Setting("notices.email", Unit.TEXT, "hotline.oknouze@oksystem.cz"),
    *_of("policy", Policy, frozenset({"passwords", "audit_months", "notify"})),
    *_of("passwords", PasswordPolicy),
    Setting("hashing.memory_cost", Unit.NUMBER, _HASHING.memory_cost, _HASHING.memory_cost),
    Setting("hashing.time_cost", Unit.NUMBER, _HASHING.time_cost, _HASHING.time_cost, 1000),
    Setting("hashing.parallelism", Unit.NUMBER, _HASHING.parallelism, 1, 64),
)
"""All of them, in the order in which they are written out. Hashing can only be made stronger (X-18)."""

BY_NAME: Final = {setting.name: setting for setting in SETTINGS}
SECTIONS: Final = tuple(dict.fromkeys(setting.section for setting in SETTINGS))
