"""Copying to our employees what KRK has of them, when somebody has just written or asked it (X-19)."""

from collections.abc import Iterable

from oktui.domain.audit import EventKind
from oktui.domain.authority import Principal
from oktui.domain.people import Employee, PersonalData
from oktui.services.recording import record, told_change
from storage import employees


def take_over(actor: Principal, person: PersonalData, copies: Iterable[Employee]) -> None:
    """Make the employees, held to be changed, as KRK has the person; each that differs with its event.

    The username stays: F6 offers another one.
    """
    for employee in copies:
        if employee.person != person:
            employees.refresh_person(employee.id, person, actor.at)
            before, after = told_change(employee.person, person)
            record(actor, EventKind.SYNCHRONISED, employee, before=before, after=after)
