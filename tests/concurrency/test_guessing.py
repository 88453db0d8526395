"""Guessing passwords from many processes at once (R2.6-1, R2.6-2, X-11, X-14)."""

from collections import Counter

import pytest

from oktui.domain.audit import EventKind, Outcome
from oktui.domain.modules import Module
from oktui.domain.sessions import SessionEnd
from oktui.services.sign_in.sign_in import SignIn
from storage.database import transaction
from storage.models import AuditRow, SessionRow
from tests.support.cast import PASSWORD, Cast
from tests.support.programs import Databases, barrier, guesser, start

pytestmark = pytest.mark.slow

AT_ONCE = 40
WRONG = "Spatne-Heslo-2016"


@pytest.fixture
def databases(database_url: str, krk_url: str) -> Databases:
    """Where the databases are."""
    return Databases(database_url, krk_url)


def _guess(
    cast: Cast, databases: Databases, module: Module, passwords: list[str], source: str = "source {}"
) -> tuple[Counter[str], int]:
    """Try all at once on Klicpera's account; how often which answer, and how often the password was verified.

    Each comes from a source of its own, or all from one that is named.
    """
    stored = cast.account("klicpera").password_hash
    together = barrier(len(passwords))
    requests = [SignIn(module, "klicpera", password) for password in passwords]
    programs = [
        start(guesser, databases, cast.clock(), request, source.format(number), together)
        for number, request in enumerate(requests)
    ]
    reports = [program.report() for program in programs]
    assert {program.end() for program in programs} == {0}
    return Counter(answer for answer, _ in reports), sum(verified.count(stored) for _, verified in reports)


def _attempts(outcome: Outcome) -> list[AuditRow]:
    with transaction():
        signing_in = (AuditRow.kind == EventKind.SIGN_IN) & (AuditRow.outcome == outcome)
        return list(AuditRow.select().where(signing_in))


def _sessions() -> list[SessionEnd | None]:
    with transaction():
        return [row.end_reason for row in SessionRow.select()]


def test_forty_guesses_at_once_get_three_verifications_and_lock_the_account(cast: Cast, databases: Databases) -> None:
    """R2.6-1, X-12, X-14: whichever come first; to the others the account is locked, and all hear the same."""
    answers, verified = _guess(cast, databases, Module.REGISTR, [WRONG] * AT_ONCE)
    assert (answers, verified) == ({"BadCredentials": AT_ONCE}, 3)
    account = cast.account("klicpera")
    assert (account.failures, account.locked_at) == (3, cast.clock())
    reasons = Counter((event.after["reason"], event.after["locked"]) for event in _attempts(Outcome.REFUSED))
    assert reasons == {("wrong_password", True): 1, ("wrong_password", False): 2, ("locked", False): AT_ONCE - 3}


def test_forty_guesses_at_once_where_nothing_locks_get_three_and_then_wait(cast: Cast, databases: Databases) -> None:
    """R2.6-2, X-11: in poskytovatel the third makes all further ones wait, also those made at the same moment."""
    answers, verified = _guess(cast, databases, Module.POSKYTOVATEL, [WRONG] * AT_ONCE)
    assert (answers, verified) == ({"BadCredentials": 3, "SlowedDown": AT_ONCE - 3}, 3)
    account = cast.account("klicpera")
    assert (account.failures, account.locked_at) == (0, None)


def test_forty_guesses_at_once_from_one_source_get_three_and_hear_that_they_wait(
    cast: Cast, databases: Databases
) -> None:
    """X-31, X-14: five are taken, of which the account allows three; none of the others is counted at anything."""
    answers, verified = _guess(cast, databases, Module.REGISTR, [WRONG] * AT_ONCE, source="one")
    assert (answers, verified) == ({"BadCredentials": 5, "SourceSlowedDown": AT_ONCE - 5}, 3)
    reasons = Counter(event.after["reason"] for event in _attempts(Outcome.REFUSED))
    assert reasons == {"wrong_password": 3, "locked": 2, "source_slowed_down": AT_ONCE - 5}


@pytest.mark.parametrize("position", [0, AT_ONCE // 2, AT_ONCE - 1])
def test_a_right_password_among_wrong_ones_is_let_in_or_refused_and_nothing_between(
    cast: Cast, databases: Databases, position: int
) -> None:
    """X-13, X-14: either there is one session and its event, or none; a lock ends it; a success earns three more."""
    passwords = [WRONG] * AT_ONCE
    passwords[position] = PASSWORD
    answers, verified = _guess(cast, databases, Module.REGISTR, passwords)
    let_in = answers["SignedIn"]
    assert let_in in (0, 1)
    assert answers["BadCredentials"] == AT_ONCE - let_in
    assert verified <= (6 if let_in else 3)
    assert (len(_attempts(Outcome.DONE)), len(_attempts(Outcome.REFUSED))) == (let_in, AT_ONCE - let_in)
    account = cast.account("klicpera")
    locks = [event for event in _attempts(Outcome.REFUSED) if event.after.get("locked")]
    assert len(locks) == (account.locked_at is not None)
    assert (account.locked_at is not None) == (account.failures >= 3)
    assert _sessions() == [SessionEnd.LOCKED if account.locked_at else None] * let_in
    assert (account.last_signed_in_at is not None) == bool(let_in)
