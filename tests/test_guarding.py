"""Where an installation may lie, and who may work with it; sentences are in tests/cli/test_guarded.py."""

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from oktui import config, guarding
from oktui.config import Settings, load_settings
from oktui.guarding import Looseness, Unguarded, check, is_temporary, owner_of, step_down

Deed = Callable[[Path], object]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """All that an installation may consist of, as the program makes it."""
    home = tmp_path / "way" / "home"
    (home / "keys").mkdir(parents=True)
    for name in ("oktui.db", "oktui.db-journal", "krk.db", "oktui.log", "audit.anchor", "keys/audit.key", "oktui.toml"):
        (home / name).touch()
    check(settings(home))
    return home


def settings(home: Path) -> Settings:
    """The settings in the folder."""
    return load_settings(home, environ={})


def link(path: Path) -> None:
    """Exchange it for a link to where it was moved to."""
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


@pytest.mark.parametrize(
    ("name", "deed", "looseness"),
    [
        (".", lambda path: path.chmod(0o750), Looseness.OPEN),
        (".", lambda path: path.chmod(0o707), Looseness.OPEN),
        ("oktui.db", lambda path: path.chmod(0o644), Looseness.OPEN),
        ("oktui.db-journal", lambda path: path.chmod(0o660), Looseness.OPEN),
        ("krk.db", lambda path: path.chmod(0o640), Looseness.OPEN),
        ("oktui.log", lambda path: path.chmod(0o604), Looseness.OPEN),
        ("audit.anchor", lambda path: path.chmod(0o602), Looseness.OPEN),
        ("keys", lambda path: path.chmod(0o710), Looseness.OPEN),
        ("keys/audit.key", lambda path: path.chmod(0o640), Looseness.OPEN),
        ("oktui.toml", lambda path: path.chmod(0o644), Looseness.OPEN),
        ("oktui.toml", lambda path: path.chmod(0o660), Looseness.OPEN),
        ("oktui.db", link, Looseness.LINK),
        ("keys", link, Looseness.LINK),
        ("keys/audit.key", link, Looseness.LINK),
        ("oktui.toml", link, Looseness.LINK),
        (".", link, Looseness.LINK),
        ("..", lambda path: path.chmod(0o777), Looseness.OPEN_WAY),
        ("..", lambda path: path.chmod(0o775), Looseness.OPEN_WAY),
    ],
)
def test_what_others_could_get_at_is_not_opened(home: Path, name: str, deed: Deed, looseness: Looseness) -> None:
    """X-30: neither read nor exchanged by anybody but the installation's account."""
    path = Path(os.path.normpath(home / name))
    deed(path)
    with pytest.raises(Unguarded) as refused:
        check(settings(home))
    assert (refused.value.looseness, refused.value.path) == (looseness, path)


def test_settings_may_be_roots_and_read_by_the_accounts_group(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program need not be able to change its own settings; the database is its own."""
    (home / "oktui.toml").chmod(0o640)
    check(settings(home))
    owned_by(monkeypatch, {home / "oktui.toml": 0}, everybody_else=os.geteuid())
    check(settings(home))


def test_a_folder_in_which_everybody_makes_their_own_is_no_danger(home: Path) -> None:
    """As /tmp is: what lies there is moved by its owner alone."""
    home.parent.chmod(0o1777)
    check(settings(home))


def test_what_lies_outside_of_the_folder_is_looked_at_as_well(home: Path, tmp_path: Path) -> None:
    """X-19: a database or a key that the settings name elsewhere."""
    other = tmp_path / "other"
    other.mkdir()
    (home / "oktui.toml").write_text(
        f'[database]\nurl = "sqlite:///{other}/o.db"\n[audit]\nkey_file = "{other}/keys/k"\n', encoding="utf-8"
    )
    check(settings(home))
    (other / "keys").mkdir()
    for name in ("o.db", "keys/k"):
        (other / name).touch()
        check(settings(home))
        (other / name).chmod(0o644)
        with pytest.raises(Unguarded):
            check(settings(home))
        (other / name).chmod(0o600)
    other.chmod(0o770)
    with pytest.raises(Unguarded) as refused:
        check(settings(home))
    assert refused.value.looseness is Looseness.OPEN_WAY


@pytest.mark.parametrize(
    ("name", "looseness"),
    [
        (".", Looseness.FOREIGN),
        ("oktui.db", Looseness.OWNER),
        ("keys", Looseness.OWNER),
        ("keys/audit.key", Looseness.OWNER),
        ("oktui.toml", Looseness.OWNER),
        ("..", Looseness.FOREIGN_WAY),
    ],
)
def test_what_is_somebody_elses_is_not_opened(
    home: Path, name: str, looseness: Looseness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X-19: in a folder that a group shares, another account gave commands, or laid a database."""
    path = Path(os.path.normpath(home / name))
    owned_by(monkeypatch, {path: 4321}, everybody_else=os.geteuid())
    with pytest.raises(Unguarded) as refused:
        check(settings(home))
    assert (refused.value.looseness, refused.value.path) == (looseness, path)
    assert refused.value.owner == "uid 4321"


def test_whose_the_folder_is_is_known_before_its_settings_are_read(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-30: they may be unreadable to whoever asks, which would be no Czech sentence."""
    guarding.check_owner(home)
    guarding.check_owner(home / "new")
    owned_by(monkeypatch, {home: 4321}, everybody_else=os.geteuid())
    with pytest.raises(Unguarded) as refused:
        guarding.check_owner(home)
    assert refused.value.looseness is Looseness.FOREIGN


def owned_by(monkeypatch: pytest.MonkeyPatch, owners: dict[Path, int], everybody_else: int) -> None:
    """Have files be somebody's: to give them away takes root, which the tests need not be."""
    lstat = Path.lstat

    def told(path: Path) -> SimpleNamespace:
        status = lstat(path)
        here = everybody_else if status.st_uid == os.getuid() else status.st_uid
        return SimpleNamespace(st_uid=owners.get(path, here), st_gid=status.st_gid, st_mode=status.st_mode)

    monkeypatch.setattr(Path, "lstat", told)


@pytest.fixture
def became(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What a process of root's makes of itself, in a place that is not for temporary files."""
    steps: list[object] = []
    monkeypatch.setattr(guarding, "is_temporary", lambda _: False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    for call in ("setgroups", "setresgid", "setresuid"):
        monkeypatch.setattr(os, call, lambda *ids, call=call: steps.append((call, *ids)))
    return steps


def test_root_becomes_the_installations_account_for_good(
    home: Path, became: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """X-30: before anything is opened; groups first, and no way back."""
    group = home.stat().st_gid
    owned_by(monkeypatch, {home: 4321}, everybody_else=4321)
    step_down(home)
    assert became == [("setgroups", []), ("setresgid", *[group] * 3), ("setresuid", *[4321] * 3)]


def test_root_works_in_no_folder_of_its_own_and_makes_none(
    home: Path, became: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """X-30: production has an account."""
    owned_by(monkeypatch, {home: 0}, everybody_else=0)
    for folder, looseness in ((home, Looseness.ROOT), (home / "new", Looseness.NO_FOLDER)):
        with pytest.raises(Unguarded) as refused:
            step_down(folder)
        assert (refused.value.looseness, refused.value.path) == (looseness, folder)
    assert became == []


def test_root_may_try_things_out_in_a_folder_for_temporary_files(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A demo is no production; nor is what the system deletes by itself."""
    assert is_temporary(home)
    assert not is_temporary(Path("/var/lib/oktui"))
    assert not is_temporary(Path("/home/tmp"))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    step_down(home)


def test_whoever_owns_the_settings_owns_the_installation(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-3: so an account that only runs the program gives none of the owner's commands."""
    assert owner_of(home) == os.geteuid()
    owned_by(monkeypatch, {home / "oktui.toml": 0, home: 4321}, everybody_else=4321)
    assert owner_of(home) == 0
    (home / "oktui.toml").unlink()
    assert owner_of(home) == 4321
    assert owner_of(home / "new") is None


def test_who_owns_a_server_is_not_decided_in_the_folder_of_its_account(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X-3: settings of the account's own making give it no command, whether there are others or not."""
    etc = tmp_path / "etc"
    etc.mkdir()
    monkeypatch.setattr(config, "SERVER", home)
    monkeypatch.setattr(config, "SERVER_SETTINGS", etc / "oktui.toml")
    owned_by(monkeypatch, {etc: 0, etc / "oktui.toml": 0}, everybody_else=os.geteuid())
    assert owner_of(home) == 0
    (etc / "oktui.toml").write_text("", encoding="utf-8")
    assert owner_of(home) == 0
    (etc / "oktui.toml").chmod(0o644)
    with pytest.raises(Unguarded) as refused:
        check(settings(home))
    assert (refused.value.looseness, refused.value.path) == (Looseness.OPEN, etc / "oktui.toml")
