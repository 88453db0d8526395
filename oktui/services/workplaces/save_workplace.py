"""Add or change a workplace: MPSV's administrators only (F11)."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from oktui.domain.administrator_request import check_data_box
from oktui.domain.audit import AuditEvent, Detail, EditConflict, EventKind, differences
from oktui.domain.authority import Action, Principal
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.people import RegionDisagrees, Workplace, WorkplaceInUse, check_order
from oktui.domain.sessions import Actor
from oktui.domain.text import Required, check_text
from oktui.effects import Effects
from oktui.services.acting import acting
from oktui.services.recording import who
from storage import audit, workplaces

SUBJECT = "workplace"


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
        Required, UnsafeText, TooLong, DateOutOfRange, DatesOutOfOrder, RegionDisagrees, InvalidDataBox, WorkplaceTaken,
            WorkplaceInUse: a field at fault; nothing is stored then.
    """
    with acting(actor, Action.CHANGE_WORKPLACES, effects) as principal:
        wanted = _checked(request, workplaces.load(request.id) if request.id is not None else None)
        if request.id is None:
            created = workplaces.insert(
                wanted.office_kind,
                wanted.name,
                wanted.region,
                wanted.valid_from,
                wanted.valid_to,
                wanted.data_box,
            )
            _record(principal, EventKind.WORKPLACE_CREATED, created, {})
            return created.id
        _change(principal, wanted)
        return wanted.id


def _checked(request: SaveWorkplace, stored: Workplace | None) -> Workplace:
    name = check_text(request.name, "name")
    if request.office_kind is None:
        raise Required("office_kind")
    if not name:
        raise Required("name")
    if request.valid_from is None:
        raise Required("valid_from")
    stored_box = stored.data_box if stored else ""
    stored_days = (stored.valid_from, stored.valid_to) if stored else ()
    check_order(request.valid_from, request.valid_to, stored=stored_days)
    if (request.office_kind is OfficeKind.MPSV) != (request.region is None):
        raise RegionDisagrees
    return Workplace(
        id=request.id or 0,
        office_kind=request.office_kind,
        name=name,
        region=request.region,
        valid_from=request.valid_from,
        valid_to=request.valid_to,
        data_box=stored_box if request.data_box == stored_box else check_data_box(request.data_box),
        version=request.version,
    )


def _change(principal: Principal, wanted: Workplace) -> None:
    before = workplaces.load(wanted.id)
    if before.version != wanted.version:
        raise _conflict(wanted.id)
    if (before.region is None) != (wanted.region is None) and workplaces.has_employees(wanted.id):
        raise WorkplaceInUse
    if not workplaces.update(wanted):
        raise _conflict(wanted.id)
    _record(principal, EventKind.WORKPLACE_CHANGED, wanted, picture(before))


def _conflict(workplace_id: int) -> EditConflict:
    event = audit.last_of(SUBJECT, workplace_id, [EventKind.WORKPLACE_CREATED, EventKind.WORKPLACE_CHANGED])[0]
    return EditConflict(event.who.name, event.at, differences(event.before, event.after))


def picture(workplace: Workplace) -> Detail:
    """A workplace as plain data, for before and after."""
    plain = asdict(replace(workplace, id=0))
    plain.update(
        office_kind=workplace.office_kind.title,
        region=workplace.region.title if workplace.region else "",
        valid_from=str(workplace.valid_from),
        valid_to=str(workplace.valid_to or ""),
    )
    return {name: plain[name] for name in ("office_kind", "name", "region", "valid_from", "valid_to", "data_box")}


def _record(principal: Principal, kind: EventKind, workplace: Workplace, before: Detail) -> None:
    audit.append(
        AuditEvent(
            at=principal.at,
            who=who(principal),
            kind=kind,
            subject_kind=SUBJECT,
            subject_id=workplace.id,
            subject_name=workplace.name,
            module=principal.module,
            before=before,
            after=picture(workplace),
        )
    )
