"""Write an office's request for its first administrator (R2.4-2)."""

from oktui.domain import administrator_request
from oktui.domain.administrator_request import AdministratorRequest, check_office_box, check_request
from oktui.domain.audit import AuditEvent, EventKind, SubjectKind
from oktui.domain.authority import Action, Denial, Forbidden, reaches
from oktui.domain.names import join_name
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting
from oktui.services.recording import who
from storage import audit


def request_administrator(actor: Actor, request: AdministratorRequest, *, effects: Effects) -> str:
    """The request as a text ready to send; nothing is sent, and the audit knows that it was written.

    Raises:
        Required, UnsafeText, TooLong, InvalidDataBox, MpsvsDataBox: a field at fault.
        Forbidden: the office lies outside the actor's power.
    """
    with acting(actor, Action.REQUEST_ADMINISTRATOR, effects) as principal:
        if not reaches(principal, request.office_kind, request.region):
            raise Forbidden(Action.REQUEST_ADMINISTRATOR, Denial.OTHER_REGION)
        check_office_box(request.data_box, request.office_kind)
        text = administrator_request.write(check_request(request))
        audit.append(
            AuditEvent(
                at=principal.at,
                who=who(principal),
                kind=EventKind.ADMINISTRATOR_REQUESTED,
                subject_kind=SubjectKind.WORKPLACE,
                subject_id=None,
                subject_name=request.workplace,
                module=request.module,
                after={"name": join_name(request.given_name, request.surname), "data_box": request.data_box},
            )
        )
        return text
