"""The tasks of a module (R2.3-1), and the keys that open them from the menu."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from oktui.domain.authority import Action, Principal, denial
from oktui.domain.modules import Module, ModuleTask
from screens.audit.audit_log import AuditLogScreen
from screens.employees.appeals import AppealsScreen
from screens.employees.employee_list import EmployeesScreen
from screens.form_screen import FormScreen
from screens.helpdesk.incidents import IncidentsScreen
from screens.helpdesk.why_not import WhyNotScreen
from screens.overview.overview import OverviewScreen
from screens.register.krk_register import KrkRegisterScreen
from screens.sign_in.change_password import ChangePasswordScreen
from screens.sign_in.signed_in_users import SignedInUsersScreen
from screens.sync.synchronisation import SynchronisationScreen
from screens.workplaces.data_box import DataBoxScreen
from screens.workplaces.workplace_list import WorkplacesScreen


@dataclass(frozen=True)
class Task:
    """An entry of the tree Správa systému, and the key that opens it, which is the same in all modules."""

    key: str
    title: str
    screen: Callable[[], FormScreen[Any]]
    needs: Action | None = None


def tasks_of(module: Module) -> tuple[Task, ...]:
    """The module's tasks in the document's order (R2.3-1)."""
    return (
        Task("1", "Změna hesla", ChangePasswordScreen),
        Task("2", module.about.employees_task, EmployeesScreen, Action.FIND_EMPLOYEES),
        Task("3", "Přihlášení uživatelé", SignedInUsersScreen, Action.SEE_SESSIONS),
        *(_SOME[task] for task in module.about.tasks),
        Task("6", "Registr osob (KRK)", KrkRegisterScreen, Action.WRITE_KRK),
        Task("7", "Sehrání účtů", SynchronisationScreen, Action.SEE_SYNC),
        Task("8", "Proč se nelze přihlásit", WhyNotScreen, Action.DIAGNOSE),
        Task("9", "Auditní záznam", AuditLogScreen, Action.SEE_AUDIT),
        Task("0", "Chybová hlášení", IncidentsScreen, Action.SEE_INCIDENTS),
        Task("R", "Přehled", OverviewScreen, Action.FIND_EMPLOYEES),
    )


_SOME: Final = {
    ModuleTask.WORKPLACES: Task("4", "Pracoviště", WorkplacesScreen, Action.SEE_WORKPLACES),
    ModuleTask.DATA_BOX: Task("5", "Přístup k ISDS", DataBoxScreen, Action.REQUEST_ADMINISTRATOR),
    ModuleTask.APPEALS: Task("O", "Účty Řešení odvolání", AppealsScreen, Action.RETIRE),
}
"""What only some modules have (F2, R1.3-3)."""


def tasks_for(principal: Principal) -> tuple[Task, ...]:
    """The tasks of the principal's module that they may open (R2.1-1)."""
    tasks = tasks_of(principal.module)
    return tuple(task for task in tasks if task.needs is None or denial(principal, task.needs) is None)
