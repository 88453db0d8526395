"""Warning before an office is left without an administrator (X-10)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from oktui.domain.administrators import LastAdministrator, Term, new_gap, terms_of
from oktui.domain.modules import Module
from oktui.domain.people import Employee
from storage import accounts, workplaces


@contextmanager
def keeping_administration(employee: Employee, *, confirmed: bool, today: date) -> Iterator[None]:
    """Around a change to an employee, within its transaction: unless confirmed, it may not leave their office alone.

    Raises:
        LastAdministrator: from some day on the office would have no administrator whom it has or will have now (X-10).
    """
    workplaces.hold(employee.workplace.id)  # two who go at once would each see the other one stay
    before = _terms(employee)
    yield
    if confirmed:
        return
    after = _terms(employee)
    for module in employee.realm.modules:
        since = new_gap(before[module], after[module], today)
        if since is not None:
            raise LastAdministrator(module, employee.workplace.name, since)


def _terms(employee: Employee) -> dict[Module, list[Term]]:
    """When the office of the employee has an administrator, by module."""
    administrators = accounts.administrators_at(employee.workplace.id, employee.realm)
    return {
        module: [term for account in administrators for term in terms_of(account, module)]
        for module in employee.realm.modules
    }
