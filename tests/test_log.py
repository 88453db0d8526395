"""The log: in a file that may be moved away while it is written to, or in the system's own log."""

import logging
import socket
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from oktui import log
from oktui.bugs import LOGGER, is_recorded
from oktui.config import Settings, load_settings
from oktui.log import start_log


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """Those of an empty folder; the log is as before afterwards."""
    before, level = list(LOGGER.handlers), LOGGER.level
    yield load_settings(tmp_path, environ={})
    for handler in set(LOGGER.handlers) - set(before):
        LOGGER.removeHandler(handler)
        handler.close()
    LOGGER.setLevel(level)


def lines(file: Path) -> list[str]:
    """What the lines of a log say."""
    return [line.rpartition(" INFO ")[2] for line in file.read_text(encoding="utf-8").splitlines()]


def test_what_follows_a_rotation_is_in_the_new_file(settings: Settings) -> None:
    """Whether the rotation has made one or not; nobody but its owner reads any."""
    start_log(settings)
    file = settings.home / "oktui.log"
    LOGGER.info("první")
    file.rename(settings.home / "oktui.log.1")
    LOGGER.info("druhá")
    file.rename(settings.home / "oktui.log.2")
    file.touch(mode=0o600)
    LOGGER.info("třetí")
    assert [lines(settings.home / name) for name in ("oktui.log.1", "oktui.log.2", "oktui.log")] == [
        ["první"],
        ["druhá"],
        ["třetí"],
    ]
    assert {stat.S_IMODE(each.stat().st_mode) for each in settings.home.glob("oktui.log*")} == {0o600}


def test_that_nothing_can_be_logged_ends_no_work(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that has gone, and comes back: the work goes on, and so does the log."""
    monkeypatch.setattr(logging, "raiseExceptions", False)  # else it tells standard error
    home = settings.home / "home"
    home.mkdir()
    start_log(replace(settings, home=home))
    home.rename(settings.home / "away")
    LOGGER.info("ztracená")
    assert not home.exists()
    (settings.home / "away").rename(home)
    LOGGER.info("po návratu")
    assert lines(home / "oktui.log") == ["po návratu"]


def test_the_log_is_started_anew_and_not_twice(settings: Settings) -> None:
    """A worker that waits for its database opens all again and again."""
    start_log(settings)
    start_log(settings)
    assert is_recorded()
    LOGGER.info("jednou")
    assert lines(settings.home / "oktui.log") == ["jednou"]


def test_the_systems_log_is_told_who_speaks_and_how_grave_it_is(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As RFC 3164 has it: facility daemon; no file is written."""
    place = str(settings.home / "log")
    monkeypatch.setattr(log, "SYSTEM_LOG", place)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(place)
        listener.settimeout(10)
        start_log(replace(settings, log_to="syslog"))
        LOGGER.warning("pozor")
        said = listener.recv(1000).decode()
    assert said.startswith("<28>oktui[")
    assert said.rstrip("\0").endswith("]: pozor")
    assert not (settings.home / "oktui.log").exists()


def test_a_system_log_that_is_restarted_ends_no_work(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said meanwhile is lost; when it listens again, it is told again."""
    monkeypatch.setattr(logging, "raiseExceptions", False)
    place = settings.home / "log"
    monkeypatch.setattr(log, "SYSTEM_LOG", str(place))
    start_log(replace(settings, log_to="syslog"))
    LOGGER.info("ztracená")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(place))
        listener.settimeout(10)
        LOGGER.info("po návratu")
        assert listener.recv(1000).decode().rstrip("\0").endswith("]: po návratu")


def test_the_level_is_what_the_settings_say(settings: Settings) -> None:
    """What is less grave is not written."""
    start_log(replace(settings, log_level="WARNING"))
    LOGGER.info("drobnost")
    assert lines(settings.home / "oktui.log") == []
