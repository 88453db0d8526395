"""Write an office's request for its first administrator (R2.4-2)."""

from oktui.domain import administrator_request
from oktui.domain.administrator_request import AdministratorRequest, check_request
from oktui.domain.audit import AuditEvent, EventKind
from oktui.domain.authority import Action, Denial, Forbidden, reaches, require
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.identity import identify, who
from storage import audit
from storage.database import transaction


def request_administrator(actor: Actor, request: AdministratorRequest, *, effects: Effects) -> str:
    """The request as a text ready to send; nothing is sent, and the audit knows that it was written.

    Raises:
        Required, UnsafeText, TooLong, InvalidDataBox: a field at fault.
        Forbidden: the office lies outside the actor's power.
    """
    with transaction():
        principal = identify(actor, effects)
        require(principal, Action.REQUEST_ADMINISTRATOR)
        if not reaches(principal, request.office_kind, request.region):
            raise Forbidden(Action.REQUEST_ADMINISTRATOR, Denial.OTHER_REGION)
        text = administrator_request.write(check_request(request))
        audit.append(
            AuditEvent(
                at=effects.now(),
                who=who(principal),
                kind=EventKind.ADMINISTRATOR_REQUESTED,
                subject_kind="workplace",
                subject_id=None,
                subject_name=request.workplace,
                module=request.module,
                after={"name": f"{request.given_name} {request.surname}", "data_box": request.data_box},
            )
        )
        return text
