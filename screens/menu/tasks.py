"""The tasks of a module (R2.3-1), and the keys that open them from the menu."""

from importlib import import_module
from typing import Any, Final

from oktui.domain.authority import Action, Principal, denial
from oktui.domain.modules import Module, ModuleTask
from oktui.values import dataclass
from screens.form_screen import FormScreen


@dataclass(frozen=True)
class Task:
    """An entry of the tree Správa systému, and the key that opens it, which is the same in all modules."""

    key: str
    title: str
    form: str
    """The module in `screens` and the class of its form, which is loaded when it is first opened."""
    needs: Action | None = None

    def open(self) -> FormScreen[Any]:
        """The form, to be shown."""
        module, _, name = self.form.partition(":")
        form: FormScreen[Any] = getattr(import_module(f"screens.{module}"), name)()
        return form


def tasks_of(module: Module) -> tuple[Task, ...]:
    """The module's tasks in the document's order (R2.3-1)."""
    return (
        Task("1", "Změna hesla", "sign_in.change_password:ChangePasswordScreen"),
        Task("2", module.about.employees_task, "employees.employee_list:EmployeesScreen", Action.FIND_EMPLOYEES),
        Task("3", "Přihlášení uživatelé", "sign_in.signed_in_users:SignedInUsersScreen", Action.SEE_SESSIONS),
        *(_SOME[task] for task in module.about.tasks),
        Task("6", "Registr osob (KRK)", "register.krk_register:KrkRegisterScreen", Action.WRITE_KRK),
        Task("7", "Sehrání účtů", "sync.synchronisation:SynchronisationScreen", Action.SEE_SYNC),
        Task("8", "Proč se nelze přihlásit", "helpdesk.why_not:WhyNotScreen", Action.DIAGNOSE),
        Task("9", "Auditní záznam", "audit.audit_log:AuditLogScreen", Action.SEE_AUDIT),
        Task("0", "Chybová hlášení", "helpdesk.incidents:IncidentsScreen", Action.SEE_INCIDENTS),
        Task("R", "Přehled", "overview.overview:OverviewScreen", Action.FIND_EMPLOYEES),
    )


_SOME: Final = {
    ModuleTask.WORKPLACES: Task("4", "Pracoviště", "workplaces.workplace_list:WorkplacesScreen", Action.SEE_WORKPLACES),
    ModuleTask.DATA_BOX: Task("5", "Přístup k ISDS", "workplaces.data_box:DataBoxScreen", Action.REQUEST_ADMINISTRATOR),
    ModuleTask.APPEALS: Task("O", "Účty Řešení odvolání", "employees.appeals:AppealsScreen", Action.RETIRE),
}
"""What only some modules have (F2, R1.3-3)."""


def tasks_for(principal: Principal) -> tuple[Task, ...]:
    """The tasks of the principal's module that they may open (R2.1-1)."""
    tasks = tasks_of(principal.module)
    return tuple(task for task in tasks if task.needs is None or denial(principal, task.needs) is None)
