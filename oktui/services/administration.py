"""Warning before an office is left without an administrator (X-10)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from oktui.domain.administrators import check_kept
from oktui.domain.people import Employee
from storage import accounts, workplaces


@contextmanager
def keeping_administration(employee: Employee, *, confirmed: bool, today: date) -> Iterator[None]:
    """Around a change to an employee, within its transaction: unless confirmed, it may not leave their office alone.

    Raises:
        LastAdministrator: from some day on the office would have no administrator whom it has or will have now (X-10).
    """
    workplaces.hold(employee.workplace.id)  # two who go at once would each see the other one stay
    before = accounts.administrators_at(employee.workplace.id, employee.realm)
    yield
    if not confirmed:
        after = accounts.administrators_at(employee.workplace.id, employee.realm)
        check_kept(before, after, employee.realm.modules, today)
