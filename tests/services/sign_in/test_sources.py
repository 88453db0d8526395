"""Failures from one source slow down that source before they touch an account (X-31)."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from oktui import demo
from oktui.domain.audit import AuditCriteria, EventKind
from oktui.domain.errors import DomainError
from oktui.domain.modules import Module, Permission
from oktui.domain.offices import Region
from oktui.domain.passwords import WrongPassword
from oktui.domain.rows import Rows
from oktui.domain.sign_in import BadCredentials
from oktui.domain.sources import FORGETS_ONE, SourceSlowedDown
from oktui.services.audit.list_events import list_events
from oktui.services.sign_in.attend_session import attend_session
from oktui.services.sign_in.sign_in import SignedIn, SignIn, sign_in
from oktui.services.sign_in.unlock_session import unlock_session
from storage.database import transaction
from storage.models import SourceNameRow
from tests.support.cast import PASSWORD, Cast, granted
from tests.support.journal import new_events

WRONG = "Spatne-Heslo-2016"
OFFICIALS = ("homola", "klicpera", "dlouhy", "mpsv_radek")
SECOND = timedelta(seconds=1)


def attempt(
    cast: Cast, username: str, password: str = WRONG, source: str = "attacker", module: Module = Module.REGISTR
) -> SignedIn:
    """Try a password from a source."""
    return sign_in(SignIn(module, username, password, end_other=True), effects=replace(cast.effects, source=source))


def answer(
    cast: Cast, username: str, password: str = WRONG, source: str = "attacker", module: Module = Module.REGISTR
) -> type[object]:
    """What an attempt was answered by."""
    try:
        return type(attempt(cast, username, password, source, module))
    except DomainError as refused:
        return type(refused)


def slow_down(cast: Cast, source: str = "attacker", failures: int = 5) -> None:
    """Fail with names that nobody has until the source has to wait."""
    for number in range(failures):
        assert answer(cast, f"nikdo{number}", source=source) is BadCredentials


@pytest.mark.parametrize("in_turn", [True, False])
def test_eighteen_guesses_over_six_accounts_from_one_source_do_not_lock_them(cast: Cast, in_turn: bool) -> None:
    """X-31, R2.6-1: five are taken, so at most one is locked, however they are shared out; the owners get in."""
    names = [*OFFICIALS, "martinka", "cerny"]
    for person, name in ((demo.MARTINKA, "martinka"), (demo.CERNY, "cerny")):
        cast.employ(person, name, granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS))
    guesses = names * 3 if in_turn else [name for name in names for _ in range(3)]
    answers = Counter(answer(cast, name) for name in guesses)
    accounts = [cast.account(name) for name in names]
    assert sum(account.failures for account in accounts) == 5
    assert sum(account.locked_at is not None for account in accounts) == (0 if in_turn else 1)
    assert answers == {BadCredentials: 5, SourceSlowedDown: 13}
    for account in accounts:
        if account.locked_at is None:
            assert answer(cast, account.username, PASSWORD, source="owner") is SignedIn


def test_the_wait_doubles_to_a_quarter_of_an_hour_and_is_the_clocks(cast: Cast) -> None:
    """X-31: from the fifth failure on; who has waited is taken again."""
    slow_down(cast)
    waits = []
    for number in range(10):
        with pytest.raises(SourceSlowedDown) as refused:
            attempt(cast, f"dalsi{number}")
        waits.append((refused.value.until - cast.clock()) / SECOND)
        cast.clock.now = refused.value.until
        assert answer(cast, f"dalsi{number}") is BadCredentials
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]


def test_attempts_that_have_to_wait_count_nowhere_and_lengthen_nothing(cast: Cast) -> None:
    """X-31: neither at the source nor at an account, whose password nobody verifies."""
    slow_down(cast)
    with new_events() as added:
        for _ in range(4):
            with pytest.raises(SourceSlowedDown) as refused:
                attempt(cast, "klicpera", PASSWORD)
            assert refused.value.until == cast.clock() + 5 * SECOND
    assert cast.account("klicpera").failures == 0
    assert cast.account("klicpera").password_hash not in cast.hashing.verified
    assert [event.after["reason"] for event in added()] == ["source_slowed_down"] * 4


def test_failures_are_forgotten_one_by_one(cast: Cast) -> None:
    """X-31: an office that shares an address does not gather a whole day's slips."""
    slow_down(cast, failures=5)
    cast.clock.forward(2 * FORGETS_ONE)
    slow_down(cast, failures=2)
    assert answer(cast, "nikdo") is SourceSlowedDown


def test_a_clock_that_was_ahead_is_not_waited_for(cast: Cast) -> None:
    """X-31: once it is set right, the wait is as long as any."""
    cast.clock.forward(timedelta(days=30))
    slow_down(cast)
    cast.clock.forward(timedelta(days=-30))
    with pytest.raises(SourceSlowedDown) as refused:
        attempt(cast, "nikdo")
    cast.clock.now = refused.value.until + SECOND
    assert answer(cast, "nikdo") is BadCredentials


def test_a_right_password_makes_up_for_its_own_failures_and_for_no_others(cast: Cast) -> None:
    """X-31: an account of the attacker's own does not buy guesses at others'."""
    for _ in range(2):
        slow_down(cast, failures=1)
        assert answer(cast, "klicpera", PASSWORD) is SignedIn
    for _ in range(2):
        assert answer(cast, "klicpera") is BadCredentials
    assert answer(cast, "klicpera", PASSWORD) is SignedIn
    for name in ("homola", "dlouhy"):
        assert answer(cast, name) is BadCredentials
    assert answer(cast, "homola") is BadCredentials
    assert answer(cast, "homola", PASSWORD) is SourceSlowedDown


@pytest.mark.parametrize("module", [Module.REGISTR, Module.POSKYTOVATEL])
def test_an_owner_known_at_the_source_is_not_slowed_by_others(cast: Cast, module: Module) -> None:
    """X-31, X-11: an office behind one address works on; so does whoever is guessed at from elsewhere."""
    assert answer(cast, "klicpera", PASSWORD, "office", module) is SignedIn
    slow_down(cast, "office")
    if not module.locks:
        for _ in range(4):
            answer(cast, "klicpera", source="attacker", module=module)
    assert answer(cast, "klicpera", PASSWORD, "office", module) is SignedIn
    assert answer(cast, "klicpera", PASSWORD, "office", module) is SignedIn


def test_nobody_learns_at_a_slowed_source_who_is_known_there(cast: Cast) -> None:
    """X-12, X-31: a wrong password is answered the same, until the same moment, and takes a verification too."""
    assert answer(cast, "klicpera", PASSWORD, "office") is SignedIn
    slow_down(cast, "office")
    seen = []
    for name in ("klicpera", "nikdo", "klicpera", "dlouhy"):
        cast.hashing.verified.clear()
        with pytest.raises(SourceSlowedDown) as refused:
            attempt(cast, name, source="office")
        seen.append((refused.value.until, len(cast.hashing.verified)))
    assert set(seen) == {(cast.clock() + 5 * SECOND, 1)}
    assert cast.account("klicpera").failures == 1, "one guess, and no more of them while the source has to wait"


def test_a_name_that_nobody_has_is_seen_by_the_administrators_of_the_source(cast: Cast) -> None:
    """X-31, X-19: by those of the region whose official signed in from there last; elsewhere by MPSV alone."""
    assert answer(cast, "homola", PASSWORD, "office") is SignedIn
    answer(cast, "nikdo", source="office")
    answer(cast, "nikdo", source="unknown")
    criteria = AuditCriteria(kind=EventKind.SIGN_IN)

    def unknown_seen_by(username: str) -> int:
        events = list_events(cast.actor(username), criteria, Rows(100), effects=cast.effects)
        return sum(row.event.after.get("reason") == "unknown_name" for row in events)

    assert cast.account("homola").employee.workplace.region is Region.VYSOCINA
    assert (unknown_seen_by("homola"), unknown_seen_by("mpsv_radek")) == (1, 2)


def test_what_is_typed_as_a_name_is_not_kept_in_clear(cast: Cast) -> None:
    """X-31, X-20: people type passwords into the field above."""
    answer(cast, "tajne-heslo")
    with transaction():
        kept = [(row.source, row.key) for row in SourceNameRow.select()]
    assert [source for source, _ in kept] == ["attacker"]
    assert "tajne-heslo" not in kept[0][1]


def test_the_lock_screen_is_one_more_door_of_the_source(cast: Cast) -> None:
    """X-31, X-27: guesses there are counted with those at sign-in, and the owner goes on for all that."""
    session = attempt(cast, "klicpera", PASSWORD, "office").actor
    cast.clock.forward(timedelta(minutes=16))
    at_office = replace(cast.effects, source="office")
    attend_session(session, cast.clock() - timedelta(minutes=16), effects=at_office)
    with pytest.raises(WrongPassword):
        unlock_session(session, WRONG, effects=at_office)
    slow_down(cast, "office", failures=4)
    with pytest.raises(SourceSlowedDown):
        unlock_session(session, PASSWORD, effects=at_office)
    cast.clock.forward(5 * SECOND)
    unlock_session(session, PASSWORD, effects=at_office)
