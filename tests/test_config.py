"""Settings: from oktui.toml and the environment, with the rules' own numbers as defaults."""

from datetime import timedelta
from pathlib import Path

import pytest

from oktui import config
from oktui.config import BadSettings, load_settings, settings_file
from oktui.domain.policy import Policy
from oktui.files_folder import MEGABYTE, FilesFolder
from screens.texts.settings import flaw


def write(home: Path, text: str) -> Path:
    """Put an oktui.toml into the folder."""
    (home / "oktui.toml").write_text(text, encoding="utf-8")
    return home


def test_everything_has_a_default(tmp_path: Path) -> None:
    """X-2, X-4, X-8, X-15: an empty folder is an installation with the rules' own numbers and embedded databases."""
    settings = load_settings(tmp_path, environ={})
    assert settings.policy == Policy()
    assert settings.database_url == f"sqlite:///{tmp_path}/oktui.db"
    assert settings.krk_url == f"sqlite:///{tmp_path}/krk.db"


def test_the_folder_comes_from_the_option_then_from_the_environment(tmp_path: Path) -> None:
    """One folder holds the installation: OKTUI_HOME, or --home, which decides over it."""
    environ = {"OKTUI_HOME": str(tmp_path / "environment")}
    assert load_settings(None, environ).home == tmp_path / "environment"
    assert load_settings(tmp_path / "option", environ).home == tmp_path / "option"


def test_the_environment_decides_over_the_file(tmp_path: Path) -> None:
    """X-4: one URL chooses the database, in OKTUI_DATABASE_URL or oktui.toml; the same for KRK."""
    home = write(tmp_path, '[database]\nurl = "postgresql://file/one"\n[krk]\nurl = "sqlite:////file/krk.db"\n')
    assert load_settings(home, {}).database_url == "postgresql://file/one"
    settings = load_settings(home, {"OKTUI_DATABASE_URL": "sqlite:////two.db", "OKTUI_KRK_URL": "postgresql://krk/x"})
    assert (settings.database_url, settings.krk_url) == ("sqlite:////two.db", "postgresql://krk/x")


def test_rules_with_a_number_can_be_set(tmp_path: Path) -> None:
    """X-2, X-8, X-15, X-27: durations are written in minutes, the helpdesk has a switch."""
    home = write(
        tmp_path, "[policy]\nsync_every = 2\nuser_support = true\n[passwords]\nmin_length = 14\nmin_age = 10\n"
    )
    policy = load_settings(home, {}).policy
    assert (policy.sync_every, policy.user_support) == (timedelta(minutes=2), True)
    assert (policy.passwords.min_length, policy.passwords.min_age) == (14, timedelta(minutes=10))


@pytest.mark.parametrize(
    "text",
    [
        "[policy]\nsync_evry = 2\n",
        "[polcy]\nsync_every = 2\n",
        "[policy]\nsync_every = 0\n",
        "[policy]\nidle_limit = 0\n",
        "[policy]\nsession_limit = 0\n",
        "[policy]\nlock_after = true\n",
        "[passwords]\nmax_age_months = 100000\n",
        "[audit]\nmonths = 100000\n",
        '[policy]\nuser_support = "yes"\n',
        "[passwords]\nmin_length = -1\n",
        '[database]\nurl = "mysql://somewhere"\n',
        "[audit]\nmonths = 17\n",
        "[audit]\nkey_file = 1\n",
        "[files]\nfolder = 1\n",
        '[files]\nfolder = ""\n',
        '[files]\nfolder = "~nobody-of-that-name/files"\n',
        '[audit]\nkey_file = "~nobody-of-that-name/key"\n',
        "[files]\nmegabytes = 0\n",
        "[files]\nhours = 0\n",
        "[files]\nhours = 100000\n",
        "[files]\nquota = 1\n",
        "database = 1\n",
        "this is no toml\n",
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(tmp_path: Path, text: str) -> None:
    """X-3: a slip in a setting must not silently leave a rule at another number."""
    with pytest.raises(BadSettings):
        load_settings(write(tmp_path, text), {})


@pytest.mark.parametrize("text", ["memory_cost = 1024", "time_cost = 1", "parallelism = 0"])
def test_hashing_can_be_made_stronger_but_not_weaker(tmp_path: Path, text: str) -> None:
    """X-18: RFC 9106's second recommended profile or stronger."""
    with pytest.raises(BadSettings):
        load_settings(write(tmp_path, f"[hashing]\n{text}\n"), {})
    stronger = load_settings(write(tmp_path, "[hashing]\nmemory_cost = 131072\n"), {}).hashing
    assert (stronger.memory_cost, stronger.time_cost) == (131072, 3)


def test_the_audit_is_kept_for_longer_but_never_for_less_than_the_decree_asks(tmp_path: Path) -> None:
    """X-19: eighteen months; the key is a file in the folder, or wherever one says."""
    settings = load_settings(tmp_path, {})
    assert (settings.policy.audit_months, settings.audit_key) == (18, tmp_path / "keys" / "audit.key")
    home = write(tmp_path, '[audit]\nmonths = 60\nkey_file = "/etc/oktui/audit.key"\n')
    settings = load_settings(home, {})
    assert (settings.policy.audit_months, settings.audit_key) == (60, Path("/etc/oktui/audit.key"))
    assert load_settings(home, {"OKTUI_AUDIT_KEY": "other.key"}).audit_key == tmp_path / "other.key"


def test_files_go_to_one_folder_for_a_day(tmp_path: Path) -> None:
    """X-30: in the home unless the owner says otherwise; how many megabytes and for how many hours can be set."""
    assert load_settings(tmp_path, {}).files == FilesFolder(tmp_path / "files", 500 * MEGABYTE, timedelta(days=1))
    written = '[files]\nfolder = "/var/lib/oktui-files"\nmegabytes = 5\nhours = 2\n'
    files = load_settings(write(tmp_path, written), {}).files
    assert files == FilesFolder(Path("/var/lib/oktui-files"), 5 * MEGABYTE, timedelta(hours=2))


def test_the_log_goes_where_it_is_said_and_nowhere_unheard_of(tmp_path: Path) -> None:
    """A file or the system's log, from a level on; what there is not is a flaw that names what there is."""
    chosen = load_settings(write(tmp_path, '[log]\nto = "syslog"\n'), {"OKTUI_LOG_LEVEL": "DEBUG"})
    assert (chosen.log_to, chosen.log_level) == ("syslog", "DEBUG")
    with pytest.raises(BadSettings) as refused:
        load_settings(write(tmp_path, '[log]\nto = "paper"\n'), {"OKTUI_LOG_LEVEL": "LOUD"})
    assert list(map(flaw, refused.value.flaws)) == [
        "log.to má být file nebo syslog, ne paper.",
        "OKTUI_LOG_LEVEL má být DEBUG, INFO, WARNING nebo ERROR, ne LOUD.",
    ]


def test_a_servers_settings_lie_where_its_account_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X-3: what the account lays into the installation's folder is no settings of a server."""
    home, etc = tmp_path / "var", tmp_path / "etc" / "oktui.toml"
    home.mkdir()
    monkeypatch.setattr(config, "SERVER", home)
    monkeypatch.setattr(config, "SERVER_SETTINGS", etc)
    assert settings_file(home) == home / "oktui.toml"
    etc.parent.mkdir()
    write(home, "[policy]\nlock_after = 9\n")
    assert settings_file(home) == settings_file(tmp_path / "etc" / ".." / "var") == etc
    assert load_settings(home, {}).policy.lock_after == 3
    write(etc.parent, "[policy]\nlock_after = 5\n")
    assert load_settings(home, {}).policy.lock_after == 5
    assert settings_file(tmp_path / "other") == tmp_path / "other" / "oktui.toml"
