"""Add or change a workplace: MPSV's administrators only (F11)."""

from datetime import date

from oktui.domain.administrator_request import check_office_box
from oktui.domain.audit import AuditEvent, Detail, EditConflict, EventKind, SubjectKind, differences
from oktui.domain.authority import Action, Principal
from oktui.domain.examination import Examination
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.people import NOT_STORED, RegionDisagrees, Workplace, WorkplaceInUse, check_order
from oktui.domain.policy import Policy
from oktui.domain.records import values
from oktui.domain.sessions import Actor
from oktui.domain.text import Required, check_text
from oktui.effects import Effects
from oktui.services.acting import acting
from oktui.services.recording import who
from oktui.values import dataclass
from storage import audit, workplaces


@dataclass(frozen=True)
class SaveWorkplace:
    """What F11's form holds; `id` and `version` are those of the workplace it was opened with, None for a new one."""

    office_kind: OfficeKind | None
    name: str
    region: Region | None
    valid_from: date | None
    valid_to: date | None = None
    data_box: str = ""
    id: int | None = None
    version: int = 1


def save_workplace(actor: Actor, request: SaveWorkplace, *, effects: Effects) -> int:
    """Store the workplace and return its id.

    Raises:
        Forbidden: the actor is not MPSV's.
        EditConflict: somebody else saved it since the form was opened (X-21).
        Required, UnsafeText, TooLong, DateOutOfRange, DatesOutOfOrder, RegionDisagrees, InvalidDataBox, MpsvsDataBox,
            WorkplaceTaken, WorkplaceInUse: a field at fault; nothing is stored then.
    """
    with acting(actor, Action.CHANGE_WORKPLACES, effects) as principal:
        wanted = _checked(request, workplaces.load(request.id) if request.id is not None else None)
        if request.id is None:
            created = workplaces.insert(wanted)
            _record(principal, EventKind.WORKPLACE_CREATED, created, {})
            return created.id
        _change(principal, wanted, effects.policy)
        return wanted.id


def _checked(request: SaveWorkplace, stored: Workplace | None) -> Workplace:
    examination = Examination()
    name = examination.passed(_check_name, request.name)
    for field in ("office_kind", "valid_from"):
        examination.passed(_check_there, field, getattr(request, field))
    examination.close()
    assert name is not None and request.office_kind is not None and request.valid_from is not None  # noqa: S101, PT018
    stored_box = stored.data_box if stored else ""
    stored_days = (stored.valid_from, stored.valid_to) if stored else ()
    check_order(request.valid_from, request.valid_to, stored=stored_days)
    if (request.office_kind is OfficeKind.MPSV) != (request.region is None):
        raise RegionDisagrees
    kept = request.data_box == stored_box
    box = stored_box if kept else check_office_box(request.data_box, request.office_kind)
    checked = {"name": name, "data_box": box, "id": request.id or NOT_STORED}
    return Workplace(**values(request) | checked)


def _change(principal: Principal, wanted: Workplace, policy: Policy) -> None:
    before = workplaces.load(wanted.id)
    if before.version != wanted.version:
        raise _conflict(wanted.id)
    # Where administrators are confirmed by a second person, a change of region would move them without one (R2.1-1).
    elsewhere = before.region is not wanted.region and (policy.second_person or None in (before.region, wanted.region))
    if elsewhere and workplaces.has_employees(wanted.id):
        raise WorkplaceInUse
    if not workplaces.update(wanted):
        raise _conflict(wanted.id)
    _record(principal, EventKind.WORKPLACE_CHANGED, wanted, snapshot(before))


def _conflict(workplace_id: int) -> EditConflict:
    saved = (EventKind.WORKPLACE_CREATED, EventKind.WORKPLACE_CHANGED)
    [event] = audit.last_of(SubjectKind.WORKPLACE, workplace_id, saved)
    return EditConflict(event.who.name, event.at, differences(event.before, event.after))


def snapshot(workplace: Workplace) -> Detail:
    """A workplace as plain data, for before and after."""
    return {name: _plain(value) for name, value in values(workplace).items() if name not in ("id", "version")}


def _plain(value: object) -> str:
    match value:
        case None:
            return ""
        case OfficeKind() | Region():
            return str(value.value)
    return str(value)


def _record(principal: Principal, kind: EventKind, workplace: Workplace, before: Detail) -> None:
    audit.append(
        AuditEvent(
            at=principal.at,
            who=who(principal),
            kind=kind,
            subject_kind=SubjectKind.WORKPLACE,
            subject_id=workplace.id,
            subject_name=workplace.name,
            module=principal.module,
            before=before,
            after=snapshot(workplace),
        )
    )


def _check_name(typed: str) -> str:
    name = check_text(typed, "name")
    if not name:
        raise Required("name")
    return name


def _check_there(field: str, value: object) -> None:
    if value is None:
        raise Required(field)
