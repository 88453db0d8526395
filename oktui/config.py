"""What one installation is set to: a frozen `Settings` from oktui.toml and the environment."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from argon2 import Parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from platformdirs import user_data_path

from oktui.domain.passwords import PasswordPolicy
from oktui.domain.policy import LEAST_AUDIT_MONTHS, Policy
from oktui.files_folder import MEGABYTE, FilesFolder


class BadSettings(Exception):
    """A setting that cannot be used; the message says which and why."""


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
    policy: Policy = field(default_factory=Policy)
    hashing: Parameters = field(default_factory=lambda: RFC_9106_LOW_MEMORY)


_MINUTES = ("sync_every", "idle_limit", "session_limit", "slow_down_at_most")
_PASSWORD_MINUTES = ("min_age", "temporary_lifetime", "temporary_grace", "first_lifetime")
_SECTIONS = frozenset({"database", "krk", "audit", "files", "policy", "passwords", "hashing"})


def load_settings(home: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of the installation in `home`, by default OKTUI_HOME or the user's data directory.

    The environment (OKTUI_DATABASE_URL, OKTUI_KRK_URL, OKTUI_AUDIT_KEY) decides over oktui.toml; it alone has
    OKTUI_DATABASE_OWNER_URL, which the account that runs the program is not to know.

    Raises:
        BadSettings: oktui.toml cannot be read, or sets what there is not.
    """
    home = home_of(home, environ)
    written = _read(home / "oktui.toml")
    database, krk = _section(written, "database", {"url"}), _section(written, "krk", {"url", "patience"})
    audit = _section(written, "audit", {"key_file", "months"})
    return Settings(
        home=home,
        database_url=_url(environ.get("OKTUI_DATABASE_URL") or database.get("url"), home / "oktui.db"),
        krk_url=_url(environ.get("OKTUI_KRK_URL") or krk.get("url"), home / "krk.db"),
        audit_key=_key_file(environ.get("OKTUI_AUDIT_KEY") or audit.get("key_file", "keys/audit.key"), home),
        files=_files(written, home),
        owner_url=_owner_url(environ.get("OKTUI_DATABASE_OWNER_URL")),
        krk_patience=_number(krk.get("patience", 5.0), "krk.patience"),
        policy=replace(_policy(written), audit_months=_audit_months(audit)),
        hashing=_hashing(written),
    )


def home_of(home: Path | None = None, environ: Mapping[str, str] = os.environ) -> Path:
    """The installation's folder: the one named, or OKTUI_HOME, or in the user's data directory. Raises BadSettings."""
    return _folder(home or Path(environ.get("OKTUI_HOME") or user_data_path("oktui")))


def _folder(named: Path, within: Path = Path()) -> Path:
    try:
        return (within / named.expanduser()).absolute()
    except RuntimeError as error:  # a user's home where there is no such user
        raise BadSettings(f"{named}: {error}") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings(f"{path}: {error}") from error
    unknown = sorted(set(written) - _SECTIONS)
    if unknown:
        raise BadSettings(f"{path}: unknown section {', '.join(unknown)}")
    return written


def _section(written: dict[str, Any], name: str, known: set[str]) -> dict[str, Any]:
    section = written.get(name, {})
    if not isinstance(section, dict):
        raise BadSettings(f"[{name}] must be a section")
    unknown = sorted(set(section) - known)
    if unknown:
        raise BadSettings(f"[{name}]: unknown setting {', '.join(unknown)}")
    return section


def _url(url: object, default: Path) -> str:
    if url is None:
        return f"sqlite:///{default}"
    if not isinstance(url, str) or not url.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise BadSettings("a database URL begins with sqlite:/// or postgresql://")
    return url


def _owner_url(url: str | None) -> str | None:
    if url and not url.startswith(("postgresql://", "postgres://")):
        raise BadSettings("OKTUI_DATABASE_OWNER_URL begins with postgresql://")
    return url or None


def _key_file(written: object, home: Path) -> Path:
    if not isinstance(written, str):
        raise BadSettings("audit.key_file must be the path of a file")
    return _folder(Path(written), home)


def _files(written: dict[str, Any], home: Path) -> FilesFolder:
    """Where files made in the program go, how many megabytes of them, and for how many hours (X-30)."""
    section = _section(written, "files", {"folder", "megabytes", "hours"})
    folder = section.get("folder", "files")
    if not isinstance(folder, str) or not folder:
        raise BadSettings("files.folder must be the path of a folder")
    usual = FilesFolder(_folder(Path(folder), home))
    megabytes = _number(section.get("megabytes", usual.limit // MEGABYTE), "files.megabytes")
    hours = _number(section.get("hours", usual.keep / timedelta(hours=1)), "files.hours")
    if megabytes < 1 or not 1 <= hours <= _MOST_HOURS:
        raise BadSettings(f"files.megabytes must be at least 1, files.hours from 1 to {_MOST_HOURS}")
    return replace(usual, limit=int(megabytes * MEGABYTE), keep=timedelta(hours=hours))


def _audit_months(audit: dict[str, Any]) -> int:
    """For how many months audit events are kept, never fewer than the decree asks for (X-19)."""
    months = int(_number(audit.get("months", LEAST_AUDIT_MONTHS), "audit.months"))
    if not LEAST_AUDIT_MONTHS <= months <= _MOST_MONTHS:
        raise BadSettings(f"audit.months must be from {LEAST_AUDIT_MONTHS} to {_MOST_MONTHS}")
    return months


def _policy(written: dict[str, Any]) -> Policy:
    known = {item.name for item in fields(Policy)} - {"passwords", "audit_months"}
    chosen = _values(_section(written, "policy", known), "policy", _MINUTES)
    passwords = {item.name for item in fields(PasswordPolicy)}
    lengths = _values(_section(written, "passwords", passwords), "passwords", _PASSWORD_MINUTES)
    policy = Policy(passwords=PasswordPolicy(**lengths), **chosen)
    for name in ("lock_after", "source_failures", "traces_months"):
        if getattr(policy, name) < 1:
            raise BadSettings(f"policy.{name} must be at least 1")
    for name in ("sync_every", "idle_limit", "session_limit"):
        if getattr(policy, name) <= timedelta(0):
            raise BadSettings(f"policy.{name} must be more than 0")
    return policy


def _values(section: dict[str, Any], name: str, minutes: tuple[str, ...]) -> dict[str, Any]:
    """The settings of a section; durations are written in minutes."""
    values: dict[str, Any] = {}
    for key, value in section.items():
        if key == "user_support":
            if not isinstance(value, bool):
                raise BadSettings(f"{name}.{key} must be true or false")
            values[key] = value
            continue
        number = _number(value, f"{name}.{key}")
        if key.endswith("_months") and number > _MOST_MONTHS:
            raise BadSettings(f"{name}.{key} must be {_MOST_MONTHS} or less")
        values[key] = timedelta(minutes=number) if key in minutes else int(number)
    return values


_MOST_MONTHS = 1200
_MOST_HOURS = 24 * 31
_TOO_MUCH = 1e9  # minutes, characters or kibibytes; infinity and what is no number are beyond it


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _TOO_MUCH:
        raise BadSettings(f"{name} must be a number, 0 or more")
    return value


def _hashing(written: dict[str, Any]) -> Parameters:
    """The profile of Argon2id, the recommended one or a stronger one (X-18)."""
    least = RFC_9106_LOW_MEMORY
    section = _section(written, "hashing", {"memory_cost", "time_cost", "parallelism"})
    chosen = {key: int(_number(value, f"hashing.{key}")) for key, value in section.items()}
    profile = replace(
        least,
        memory_cost=chosen.get("memory_cost", least.memory_cost),
        time_cost=chosen.get("time_cost", least.time_cost),
        parallelism=chosen.get("parallelism", least.parallelism),
    )
    if profile.memory_cost < least.memory_cost or profile.time_cost < least.time_cost or profile.parallelism < 1:
        raise BadSettings("[hashing]: weaker than RFC 9106's second recommended profile (64 MiB, 3 passes)")
    return profile
