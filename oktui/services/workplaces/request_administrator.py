"""Write an office's request for its first administrator (R2.4-2)."""

from oktui.domain import administrator_request
from oktui.domain.administrator_request import AdministratorRequest, check_named, check_office_box, check_request
from oktui.domain.audit import AuditEvent, EventKind, SubjectKind
from oktui.domain.authority import Action, Denial, Forbidden, Principal, reaches
from oktui.domain.kept_files import Format, KeptFile
from oktui.domain.names import join_name
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import acting, allowed
from oktui.services.keeping import keeping
from oktui.services.recording import who
from storage import audit


def request_administrator(
    actor: Actor, request: AdministratorRequest, *, one_name_confirmed: bool = False, effects: Effects
) -> str:
    """The request as a text ready to send; nothing is sent, and the audit knows that it was written.

    Raises:
        Required, UnsafeText, TooLong, InvalidDataBox, MpsvsDataBox, InvalidEmail: a field at fault.
        OneNameOnly: there is no given name, and that was not confirmed.
        Forbidden: the office lies outside the actor's power.
    """
    with acting(actor, Action.REQUEST_ADMINISTRATOR, effects) as principal:
        text = _write(principal, request)
        check_named(request, confirmed=one_name_confirmed)
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


def keep_request(actor: Actor, request: AdministratorRequest, *, effects: Effects) -> KeptFile:
    """Keep the text that has been written as a file (X-30).

    Raises:
        FileTooLarge, FilesUnavailable, DiskFull: it cannot be kept.
        What `request_administrator` raises.
    """
    allowed(actor, Action.REQUEST_ADMINISTRATOR, effects)
    with keeping(SubjectKind.WORKPLACE, Format.TEXT, effects) as file:
        with acting(actor, Action.REQUEST_ADMINISTRATOR, effects) as principal:
            file.draft.path.write_text(_write(principal, request), encoding="utf-8")
            file.record(principal, {"workplace": request.workplace})
        return file.told()


def _write(principal: Principal, request: AdministratorRequest) -> str:
    if not reaches(principal, request.office_kind, request.region):
        raise Forbidden(Action.REQUEST_ADMINISTRATOR, Denial.OTHER_REGION)
    check_office_box(request.data_box, request.office_kind)
    return administrator_request.write(check_request(request))
