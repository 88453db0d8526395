"""What is told when the form Zaměstnanec (F5, F6) has been stored."""

from oktui.services.employees.get_employee import get_employee
from screens.employees.employee_form import EmployeeForm
from screens.employees.stored_account import StoredAccountScreen
from screens.texts import employees, proposals


async def tell(form: EmployeeForm, employee_id: int, *, has_password: bool) -> None:
    """Say what was stored; in a window, what the owner of an account that has got a password has to hear (X-16)."""
    seen = await form.call(get_employee, form.actor, employee_id, effects=form.effects)
    if seen.account is not None and has_password:
        await form.open_form(StoredAccountScreen(seen.account, form.generated))
    module = form.signed_in.principal.module
    waiting = [proposals.waits(each) for each in seen.waiting if each.grant.module is module]
    form.report(" ".join([employees.stored(seen.employee), *waiting]))
