"""What stands behind each condition of signing in: which event made it so, and what would mend it (F13)."""

from collections.abc import Iterable
from typing import Final

from oktui.domain.audit import AuditEvent, EventKind, Outcome, differences
from oktui.domain.authority import Action
from oktui.domain.history import is_grant_of
from oktui.domain.modules import Module
from oktui.domain.sign_in import Condition, Finding

REMEDIES: Final = {
    Condition.EXISTS: Action.EDIT_EMPLOYEE,
    Condition.NOT_SLOWED: Action.RESET_PASSWORD,
    Condition.UNLOCKED: Action.UNLOCK,
    Condition.PASSWORD_ALIVE: Action.RESET_PASSWORD,
    Condition.PERMITTED: Action.EDIT_EMPLOYEE,
    Condition.BEGUN: Action.EDIT_EMPLOYEE,
    Condition.NOT_ENDED: Action.EDIT_EMPLOYEE,
    Condition.NOT_RETIRED: Action.RETIRE,
}
"""What an actor does about an unmet condition; of the sync one can only wait for the next run."""

_PASSWORD_KINDS = (EventKind.PASSWORD_RESET, EventKind.PASSWORD_CHANGED)
_FIELDS = {
    Condition.PASSWORD_ALIVE: "password",
    Condition.BEGUN: "valid_from",
    Condition.NOT_ENDED: "valid_to",
}


def brought_about(finding: Finding, module: Module, events: Iterable[AuditEvent]) -> AuditEvent | None:
    """The latest of the events, newest first, that made the condition what it is found to be.

    What was so from the beginning, nobody has made.
    """
    done = (event for event in events if event.outcome is Outcome.DONE or event.after.get("locked") is True)
    return next((event for event in done if _made(event, finding, module)), None)


def _made(event: AuditEvent, finding: Finding, module: Module) -> bool:
    changed = {name: (before, after) for name, before, after in differences(event.before, event.after)}
    match finding.condition:
        case Condition.NOT_SLOWED:
            return False
        case Condition.UNLOCKED:
            return _switched(changed, "locked", finding)
        case Condition.NOT_RETIRED:
            return _switched(changed, "retired", finding)
        case Condition.EXISTS:
            return not changed.get("username", (True, None))[0]
        case Condition.SYNCHRONISED:
            return event.kind is EventKind.SYNCHRONISED
        case Condition.PERMITTED:
            return any(is_grant_of(name, module) for name in changed)
        case Condition.PASSWORD_ALIVE if event.kind in _PASSWORD_KINDS:
            return True
    return _FIELDS[finding.condition] in changed


def _switched(changed: dict[str, tuple[object, object]], name: str, finding: Finding) -> bool:
    """Whether the hindrance of this name was put on or, where there is none now, taken away."""
    before, after = changed.get(name, (None, None))
    return bool(before) and after is False if finding.met else after is True
