"""New officials by the hundred, whose accounts wait for the sync, and what the audit tells of them."""

import itertools
from collections import Counter
from collections.abc import Iterator

from peewee import fn

from oktui import demo
from oktui.domain.audit import EventKind, Outcome
from oktui.domain.ik import ik_from_base
from oktui.domain.modules import Module, Permission
from oktui.domain.people import Person
from oktui.domain.sync import SyncState
from storage import accounts, krk
from storage.database import transaction
from storage.models import AccountRow, AuditRow
from tests.support.cast import Cast, granted, namesake

STATES = list(SyncState)
STEPS = [(before.value, after.value) for before, after in itertools.pairwise(STATES)]
"""Every transition that an account goes through, in order."""

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)


def hire(cast: Cast, count: int, *, already: int = 0) -> list[int]:
    """Store persons in KRK and accounts that wait for the sync; returns the accounts' ids.

    `already` is how many were hired before, so that nobody is hired twice.
    """
    persons = newcomers(count, already)
    krk.store_persons(persons)
    with transaction():
        return [cast.employ(person, f"nova{person.ik}", RECORDS, state=SyncState.NEW).id for person in persons]


def newcomers(count: int, already: int = 0) -> list[Person]:
    """So many persons whom nobody knows yet."""
    numbers = range(already, already + count)
    iks = itertools.islice(_iks(), already, already + count)
    return [namesake(demo.DLOUHY, ik, _birth_number(number)) for number, ik in zip(numbers, iks, strict=True)]


def _iks() -> Iterator[str]:
    return (ik for ik in map(ik_from_base, itertools.count(130_000_000)) if ik is not None)


def _birth_number(number: int) -> str:
    return f"50{1 + number // 900 % 12:02}{1 + number // 10800:02}/{100 + number % 900}"


def states() -> Counter[SyncState]:
    """How many accounts are in which state."""
    with transaction():
        query = AccountRow.select(AccountRow.sync_state, fn.COUNT(AccountRow.id)).group_by(AccountRow.sync_state)
        return Counter(dict(query.tuples().execute()))


def steps_of(account_id: int) -> list[tuple[str, str]]:
    """The transitions of the account, as the audit has them."""
    with transaction():
        events = AuditRow.select().where(
            AuditRow.subject_id == accounts.load(account_id).employee.id,
            AuditRow.kind == EventKind.SYNCHRONISED,
            AuditRow.outcome == Outcome.DONE,
        )
        changes = [(event.before["sync_state"], event.after["sync_state"]) for event in events.order_by(AuditRow.id)]
    return [(before, after) for before, after in changes if before != after]


def steps_taken() -> int:
    """How many transitions of all accounts the audit has."""
    with transaction():
        done = (AuditRow.kind == EventKind.SYNCHRONISED) & (AuditRow.outcome == Outcome.DONE)
        return AuditRow.select().where(done).count()
