"""Diagnose an account: why its owner cannot sign in, and what the actor may do about it (F13)."""

from datetime import datetime

from oktui.domain.accounts import Account
from oktui.domain.administrators import Administrator
from oktui.domain.audit import AuditEvent, EventKind, SubjectKind
from oktui.domain.authority import Action, Denial, Forbidden, Subject, denial
from oktui.domain.calendar import next_sync
from oktui.domain.diagnosis import REMEDIES, brought_about
from oktui.domain.modules import Module
from oktui.domain.people import Employee
from oktui.domain.sessions import Actor, MachineOwner
from oktui.domain.sign_in import Finding, diagnose
from oktui.effects import Effects
from oktui.services.acting import acting, seeing
from oktui.services.recording import EDITS, record
from oktui.services.subjects import employee_for
from oktui.services.who_may import Need, who_may
from oktui.values import dataclass
from storage import audit, slowed_names

_KINDS = (*EDITS, EventKind.PASSWORD_CHANGED, EventKind.SYNCHRONISED)
_ATTEMPTS = (EventKind.SIGN_IN, EventKind.SESSION_UNLOCKED)
_HISTORY = 200
_AT_ONCE = 10


@dataclass(frozen=True)
class Diagnose:
    """Whose signing in is asked about, and to which module; None is the actor's own."""

    employee_id: int
    module: Module | None = None


@dataclass(frozen=True)
class Explained:
    """A condition, the event that made it so if the audit knows, what mends it, and why the actor may not."""

    finding: Finding
    event: AuditEvent | None
    remedy: Action | None
    denial: Denial | None


@dataclass(frozen=True)
class Diagnosis:
    """Every condition of signing in to the module, in order; `last_attempt` is the last one on record.

    `administrators` are whom to turn to with what the actor may not do; for the machine's owner, whoever may mend it.
    """

    employee: Employee
    account: Account | None
    module: Module
    conditions: tuple[Explained, ...]
    may: frozenset[Action]
    last_attempt: AuditEvent | None
    next_sync: datetime
    administrators: tuple[Administrator, ...]

    @property
    def hindrances(self) -> tuple[Explained, ...]:
        """The conditions that are not met."""
        return tuple(each for each in self.conditions if not each.finding.met)


def diagnose_account(actor: Actor, request: Diagnose, *, effects: Effects) -> Diagnosis:
    """Why the owner cannot sign in, without their password. Raises Forbidden, NotFound."""
    policy = effects.policy
    by_owner = isinstance(actor, MachineOwner)  # behind whom is no session that the audit would tell of: it is told
    door = acting if by_owner else seeing
    with door(actor, Action.DIAGNOSE, effects) as principal:
        now = principal.at
        employee, account = employee_for(principal, Action.DIAGNOSE, request.employee_id)
        subject = Subject.of(employee, account, now)
        module = request.module or principal.module
        if module.realm is not employee.realm:
            raise Forbidden(Action.DIAGNOSE, Denial.OTHER_REALM)
        findings = diagnose(account, module, now, policy, slowed_until=_slowed_until(account, module))
        events = _events(employee, account)
        denials = {action: denial(principal, action, subject) for action in REMEDIES.values()}
        conditions = tuple(_explained(finding, module, events, denials) for finding in findings)
        wanted = _wanted(conditions, denials, all_of_it=by_owner)
        need = Need(wanted, subject, employee.workplace, module)
        administrators = who_may(principal, need, effects) if wanted else ()
        attempts = audit.last_of(SubjectKind.EMPLOYEE, employee.id, [EventKind.SIGN_IN])
        if by_owner:
            record(principal, EventKind.DIAGNOSED, employee)
    return Diagnosis(
        employee=employee,
        account=account,
        module=module,
        conditions=conditions,
        may=frozenset(action for action, reason in denials.items() if reason is None),
        last_attempt=attempts[0] if attempts else None,
        next_sync=next_sync(now, policy.sync_every),
        administrators=administrators,
    )


def _wanted(
    conditions: tuple[Explained, ...], denials: dict[Action, Denial | None], *, all_of_it: bool
) -> frozenset[Action]:
    """What would help and, unless all of it is asked for, the actor may not do; without a hindrance, a new password."""
    hindered = any(not each.finding.met for each in conditions)
    helpful = {each.remedy for each in conditions if each.remedy} if hindered else {Action.RESET_PASSWORD}
    return frozenset(action for action in helpful if all_of_it or denials[action])


def _slowed_until(account: Account | None, module: Module) -> datetime | None:
    return None if account is None or module.locks else slowed_names.next_attempt(module, account.username)


def _events(employee: Employee, account: Account | None) -> list[AuditEvent]:
    """What was done to the employee, newest first, the attempts of the moment that locked the account before all."""
    events = audit.last_of(SubjectKind.EMPLOYEE, employee.id, _KINDS, most=_HISTORY)
    if account is None or account.locked_at is None:
        return events
    return audit.first_since(account.locked_at, SubjectKind.EMPLOYEE, employee.id, _ATTEMPTS, most=_AT_ONCE) + events


def _explained(
    finding: Finding, module: Module, events: list[AuditEvent], denials: dict[Action, Denial | None]
) -> Explained:
    remedy = None if finding.met else REMEDIES.get(finding.condition)
    reason = denials[remedy] if remedy else None
    return Explained(finding, brought_about(finding, module, events), remedy, reason)
