"""Storing the form Zaměstnanec (F5, F6): what is asked before, and what is told after."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from oktui.domain.accounts import NothingGranted
from oktui.domain.calendar import next_sync
from oktui.services.employees.get_employee import get_employee
from screens.employees.employee_form import EmployeeForm
from screens.texts import employees, passwords, questions, refusals, sync

StoredT = TypeVar("StoredT")


async def knowingly(form: EmployeeForm, store: Callable[[bool], Awaitable[StoredT]]) -> StoredT | None:
    """Store within a verb; an account that opens nothing only when confirmed, which `store` is told (R1.1-2)."""
    try:
        return await store(False)
    except NothingGranted as warning:
        message = refusals.refusal(warning)
        if await form.ask(message.title, message.text, *questions.STORE_ALL_THE_SAME):
            return await store(True)
    form.query_one("#new").focus()
    return None


async def tell(form: EmployeeForm, employee_id: int, *, new_account: bool) -> None:
    """Say what was stored; a window shows a password made up, spelled, and who has it until when (R2.3-12, X-16)."""
    seen = await form.call(get_employee, form.actor, employee_id, effects=form.effects)
    said = employees.stored(seen.employee)
    if seen.account is not None and new_account:
        policy = form.effects.policy
        due = next_sync(form.effects.now(), policy.sync_every)
        said = f"{said} {sync.usable_from(seen.account, due, policy)}"
        if form.generated:
            await _show(form, sync.new_account(seen.account, due, policy))
    elif seen.account is not None and form.generated:
        await _show(form, employees.whose(seen.account))
    form.report(said)


async def _show(form: EmployeeForm, said: str) -> None:
    await form.tell(passwords.STORED, f"{said}\n\n{passwords.spelled(form.generated)}")
