"""Keeps what we copied of a person as KRK has it now: names change, and a form shows our copy."""

from collections.abc import Callable
from datetime import timedelta

from oktui.domain.authority import NotFound
from oktui.domain.errors import Outage
from oktui.domain.people import PersonalData
from oktui.effects import Effects
from oktui.jobs.asking_krk import Stopped, ask_krk
from oktui.jobs.lease import Lease, LeaseLost
from oktui.jobs.sync_recording import log_failure, record
from oktui.services.recording import told_change
from storage import employees, krk
from storage.database import transaction

FRESH_FOR = timedelta(days=1)
"""How long nobody asks KRK about the same employee again."""

QUESTIONS = 20
"""How many questions to KRK one run asks, each about `krk.AT_ONCE` employees; the following runs go on from there."""


def refresh_persons(lease: Lease, *, effects: Effects, stop: Callable[[], bool]) -> None:
    """Take over what has changed of those about whom KRK was asked longest ago, until `stop` answers yes.

    An outage of KRK ends it; the next run goes on. Raises LeaseLost.
    """
    for _ in range(QUESTIONS):
        with transaction():
            lease.renew()
            batch = employees.not_refreshed_since(effects.now() - FRESH_FOR, most=krk.AT_ONCE)
        if not batch or stop():
            return
        try:
            asked = ask_krk({employee.ik for employee in batch}, lease, stop)
        except Stopped:
            return
        if asked.krk_is_out:
            return
        for employee in batch:
            person = asked.persons.get(employee.ik)
            if person is not None and person.data != employee.person:
                _take_over(employee.id, person.data, lease, effects)
        with transaction():
            lease.renew()
            employees.mark_refreshed([employee.id for employee in batch], effects.now())


def _take_over(employee_id: int, person: PersonalData, lease: Lease, effects: Effects) -> None:
    """Copy one person; what goes wrong with it is its own affair (X-7)."""
    effects = effects.at_one_moment()
    try:
        with transaction():
            lease.renew()
            employee = employees.load(employee_id, to_change=True)
            employees.refresh_person(employee_id, person, effects.now())
            record(employee, *told_change(employee.person, person), effects=effects)
    except NotFound:
        return  # deleted in the meantime
    except (Outage, LeaseLost):
        raise
    except Exception as error:  # noqa: BLE001 - a record that cannot be stored must not hold up the others
        log_failure(f"employee {employee_id}", error)
