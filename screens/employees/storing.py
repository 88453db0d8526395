"""Storing the form Zaměstnanec (F5, F6): what is asked before, and what is told after."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from oktui.domain.accounts import NothingGranted
from oktui.services.employees.get_employee import get_employee
from screens.employees.employee_form import EmployeeForm
from screens.employees.stored_account import StoredAccountScreen
from screens.texts import employees, questions, refusals

StoredT = TypeVar("StoredT")


async def knowingly(form: EmployeeForm, store: Callable[[bool], Awaitable[StoredT]]) -> StoredT | None:
    """Store within a verb; an account that opens nothing only when confirmed, which `store` is told (R1.1-2)."""
    try:
        return await store(False)
    except NothingGranted as warning:
        if await form.ask(questions.STORE_ALL_THE_SAME.to(refusals.refusal(warning))):
            return await store(True)
    form.query_one("#new").focus()
    return None


async def tell(form: EmployeeForm, employee_id: int, *, has_password: bool) -> None:
    """Say what was stored; in a window, what the owner of an account that has got a password has to hear (X-16)."""
    seen = await form.call(get_employee, form.actor, employee_id, effects=form.effects)
    if seen.account is not None and has_password:
        await form.open_form(StoredAccountScreen(seen.account, form.generated))
    form.report(employees.stored(seen.employee))
