"""Every use case there is, in the way it is tried on somebody; and a stage full of people to try them on."""

import contextlib
import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from enum import Enum, auto
from pathlib import Path
from typing import Any

from oktui.domain.accounts import Account, EverSignedIn, Grant
from oktui.domain.administrator_request import AdministratorRequest
from oktui.domain.applications import UnknownApplication
from oktui.domain.audit import AuditCriteria, SubjectKind
from oktui.domain.backups import NotEmpty
from oktui.domain.changes import Planned, Retire
from oktui.domain.concerns import BEHIND
from oktui.domain.errors import Outage
from oktui.domain.files import FileUnwritable
from oktui.domain.kept_files import FileNotKept, Format
from oktui.domain.listing import Criteria, Sorting
from oktui.domain.modules import Category, Level, Module, Permission
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.people import Person
from oktui.domain.preferences import Appearance
from oktui.domain.proposals import Proposal, Proposer
from oktui.domain.recognition import Recognition
from oktui.domain.records import values
from oktui.domain.register import ConsentEntry, PersonEntry
from oktui.domain.rows import Rows
from oktui.domain.saved_lists import SavedList, UnknownList
from oktui.domain.sessions import Actor
from oktui.domain.sync import SyncState
from oktui.domain.undoing import NothingToUndo
from oktui.effects import Effects
from oktui.services.applications.add_application import add_application
from oktui.services.applications.list_applications import list_applications
from oktui.services.applications.remove_application import remove_application
from oktui.services.applications.renew_key import renew_key
from oktui.services.audit.count_alarms import count_alarms
from oktui.services.audit.export_events import export_events
from oktui.services.audit.get_head import get_head
from oktui.services.audit.list_events import list_events
from oktui.services.audit.verify_audit import verify_audit
from oktui.services.backup_file import Backup
from oktui.services.employees.change_many import ChangeMany, change_many
from oktui.services.employees.confirm_administration import (
    confirm_administration,
    list_proposals,
    reject_administration,
)
from oktui.services.employees.create_employee import CreateEmployee, create_employee
from oktui.services.employees.delete_employee import delete_employee
from oktui.services.employees.edit_employee import edit_employee
from oktui.services.employees.export_employees import export_employees
from oktui.services.employees.export_faults import export_faults
from oktui.services.employees.export_outcome import export_outcome
from oktui.services.employees.find_employees import (
    count_employees,
    find_employees,
    list_matching,
    list_workplace_choices,
)
from oktui.services.employees.get_employee import get_employee
from oktui.services.employees.get_permissions import PermissionsOn, get_permissions
from oktui.services.employees.import_employees import ImportEmployees, import_employees
from oktui.services.employees.preview_change import PreviewChange, preview_change
from oktui.services.employees.refresh_person import refresh_person
from oktui.services.employees.retire_appeals import list_appeals, retire_appeals
from oktui.services.employees.retire_employee import restore_employee, retire_employee
from oktui.services.employees.take_after import TakeAfter, take_after
from oktui.services.employees.undo_change import preview_undo, undo_change
from oktui.services.exporting import Target as File
from oktui.services.exporting import export
from oktui.services.files.read_file import read_file
from oktui.services.helpdesk.diagnose_account import Diagnose, diagnose_account
from oktui.services.helpdesk.find_accounts import find_accounts
from oktui.services.helpdesk.find_incidents import find_incidents
from oktui.services.helpdesk.hand_over import HandOver, get_sheet, keep_sheet, print_sheet
from oktui.services.helpdesk.name_account import name_account
from oktui.services.helpdesk.reset_password import ResetPassword, reset_password
from oktui.services.helpdesk.unlock_account import unlock_account
from oktui.services.helpdesk.whom_to_ask import whom_to_ask
from oktui.services.long_work import unwatched
from oktui.services.machine.back_up import back_up
from oktui.services.machine.check_database import check_database
from oktui.services.machine.copy_database import copy_database
from oktui.services.machine.get_notices import count_undelivered, get_notices, plan_notices
from oktui.services.machine.restore import restore
from oktui.services.overview.get_overview import get_activity, get_overview, list_thin_offices
from oktui.services.overview.saved_lists import (
    find_on_list_of,
    list_lists_of,
    list_saved_lists,
    remove_list,
    save_list,
)
from oktui.services.register.change_person import ChangePerson, change_person, get_person
from oktui.services.register.correct_person import CorrectPerson, correct_person, get_correctable, may_correct
from oktui.services.register.enter_person import EnterPerson, enter_person
from oktui.services.register.find_person import ByIk, find_person, find_registered
from oktui.services.register.import_persons import ImportPersons, import_persons
from oktui.services.register.register_person import RegisterPerson, register_person
from oktui.services.sign_in.attend_session import attend_session
from oktui.services.sign_in.change_password import ChangePassword, change_password, get_password_owner
from oktui.services.sign_in.end_session import end_session
from oktui.services.sign_in.get_own_account import get_own_account
from oktui.services.sign_in.get_session import get_session, get_session_permissions
from oktui.services.sign_in.list_sessions import list_sessions
from oktui.services.sign_in.prefer_appearance import prefer_appearance
from oktui.services.sign_in.prefer_menu import prefer_menu, prefers_menu
from oktui.services.sign_in.prefer_printer import prefer_printer
from oktui.services.sign_in.prefer_sorting import prefer_sorting
from oktui.services.sign_in.sign_out import sign_out
from oktui.services.sign_in.unlock_session import unlock_session
from oktui.services.sync.get_sync import get_sync, list_runs, list_waiting
from oktui.services.workplaces.create_first_administrator import create_first_administrator
from oktui.services.workplaces.list_workplaces import list_workplaces
from oktui.services.workplaces.request_administrator import keep_request, request_administrator
from oktui.services.workplaces.save_workplace import SaveWorkplace, save_workplace
from oktui.values import dataclass
from storage import employees, incidents, krk, proposals
from storage.database import transaction
from storage.krk_models import CategoryRow, ConsentRow, PersonRow, register_of_persons
from storage.models import AccountRow
from tests.support.cast import DETAILS, PASSWORD, VYSOCINA, Cast, granted
from tests.support.effects import NO_FILES
from tests.support.newcomers import newcomers
from tests.support.use_cases import ENTRY, SINCE, edit_of

CONSENT = ConsentEntry(SINCE, "MPSV-2014/1")
ROWS = Rows[Any](100)
NO_FILE = f"audit-20160725-100500-aaaa-{26 * 'a'}.csv"
NOWHERE = "postgresql://127.0.0.1:1/oktui"
BACKUP = Backup(Path("/dev/null/backup"), b"", NOWHERE, None)
EVERYBODY = 100
"""More people than the stage has."""


class Right(Enum):
    """What kind of use case it is, as the rules tell them apart."""

    ONES_OWN = auto()
    """One's own session, account and password."""
    CALLS = auto()
    """What answering a call takes (X-2)."""
    LOOK = auto()
    """What Správa systému sees besides, at whichever level (X-1)."""
    HELP = auto()
    """What helps a caller (X-2)."""
    MANAGE = auto()
    """What Správa systému does at the level aktualizace (R2.1-1)."""
    RULE = auto()
    """What MPSV's administrators alone do (R2.2-2)."""
    COMMAND = auto()
    """What takes the machine, and no session gives (R2.4-2)."""


@dataclass(frozen=True)
class Target:
    """Somebody whom things are tried on, with the session that they have open and an incident of theirs."""

    account: Account
    person: Person
    module: Module
    session_id: int
    incident: int
    proposal: int
    """Of Správa systému, to look at everything or for longer, which waits for somebody else."""

    @property
    def administrator(self) -> bool:
        """Whether they have Správa systému, at whichever level."""
        return any(grant.permission is Permission.SYSTEM_ADMINISTRATION for grant in self.account.grants)


class Stage:
    """A cast with as many more people as are asked for, all of whom wait for a sync and are signed in."""

    def __init__(self, cast: Cast) -> None:
        cast.effects = replace(
            cast.effects, choose=Effects(files=NO_FILES).choose
        )  # by the hundred, even names of files repeat
        self.cast = cast
        self.file: File[Any] = File(Format.CSV, [("Řádek", str)])
        both = frozenset(Category)
        self._people = (replace(person, categories=both) for person in newcomers(EVERYBODY))
        self._unknown = itertools.count(EVERYBODY)
        self.unemployed = self._registered()
        self._owners: dict[int, Account] = {}

    @property
    def effects(self) -> Effects:
        """The cast's."""
        return self.cast.effects

    def _registered(self) -> Person:
        person = next(self._people)
        krk.store_persons([person])
        return person

    def enter(
        self, module: Module, *grants: Grant, workplace: str = VYSOCINA, person: Person | None = None
    ) -> tuple[Actor, Target]:
        """Employ somebody, or the person once more, and sign them in; they have an old permission as well (R1.3-3)."""
        person = person or self._registered()
        username = f"nova{len(self._owners)}"
        old = [granted(module, Permission.APPEALS)] if module is Module.OKNOUZE else []
        self.cast.employ(person, username, *grants, *old, realm=module.realm, workplace=workplace)
        actor = self.cast.actor(username, module)
        account = self.cast.account(username, module.realm)
        self._owners[actor.session_id] = account
        with transaction():
            incident = incidents.register(account, module, now=self.cast.clock(), origin="elsewhere")
            proposal = self._propose(account, module)
        return actor, Target(account, person, module, actor.session_id, incident, proposal)

    def _propose(self, account: Account, module: Module) -> int:
        wanted = Grant(None, module, Permission.SYSTEM_ADMINISTRATION, Level.VIEW, SINCE)
        held = [each for each in account.grants if each.permission is wanted.permission and each.module is module]
        grant = replace(held[0], valid_to=date(2030, 1, 1)) if held else wanted
        proposals.insert(
            Proposal(None, account.id, grant, Proposer(None, "1300000017", "jiny (Jiný)"), self.cast.clock())
        )
        [waiting] = proposals.of_account(account.id)
        return waiting.id or 0

    def begin(self) -> None:
        """Everybody is there: they wait for the sync, which hinders no session, and may change passwords (X-15)."""
        self.cast.clock.forward(self.effects.policy.passwords.min_age)
        with transaction():
            AccountRow.update(sync_state=SyncState.IK_CONFIRMED).execute()

    def owner_of(self, actor: Actor) -> Account | None:
        """Whose session it is."""
        return self._owners.get(actor.session_id)

    def krk(self) -> list[object]:
        """All that KRK holds, to be compared with what it holds later."""
        with register_of_persons.connection_context():
            return [list(row.select().tuples()) for row in (PersonRow, CategoryRow, ConsentRow)]

    def nobody_knows(self) -> PersonEntry:
        """Somebody whom KRK does not have, another one each time."""
        [person] = newcomers(1, next(self._unknown))
        return PersonEntry("Robert", "Dlouhý", birth_surname="Dlouhý", birth_number=str(person.data.birth_number))

    def list_of_new_employee(self, actor: Actor) -> bytes:
        """A file with somebody who is to be employed at the actor's own office."""
        own = self.owner_of(actor)
        place = own.employee.workplace.name if own is not None else VYSOCINA
        cells = (self.unemployed.ik, place, "1.1.2016", DETAILS.email, DETAILS.position)
        return f"IK MPSV;pracoviště;platnost od;email;funkce/služební číslo\n{';'.join(cells)}\n".encode()

    def list_of_nobody_known(self) -> bytes:
        """A file with such a person."""
        person = self.nobody_knows()
        cells = (person.birth_number, person.given_name, person.surname, person.birth_surname, "HN")
        return f"rodné číslo;jméno;příjmení;rodné příjmení;kategorie\n{';'.join(cells)}\n".encode()


Call = Callable[[Stage, Actor, Target], object]


@dataclass(frozen=True)
class UseCase:
    """A use case and how it is called on somebody; False, or a refusal, means that nothing was got.

    `realm` and `same_module` say what of the target's has to be the actor's, `whole_for_ministry` that MPSV is not held
    to the realm; `within`, in which modules it is of use; `on_oneself`, that it changes nothing of the target's.
    """

    function: Callable[..., object]
    right: Right
    call: Call
    realm: bool = True
    whole_for_ministry: bool = False
    same_module: bool = False
    within: tuple[Module, ...] = tuple(Module)
    on_nobody: bool = False
    on_oneself: bool = False

    @property
    def name(self) -> str:
        """As the program calls it."""
        return self.function.__name__


def on_nobody(function: Callable[..., object], right: Right, call: Call, *within: Module) -> UseCase:
    """A use case that is the same whomever it is tried on."""
    return UseCase(function, right, call, within=within or tuple(Module), on_nobody=True)


def _named(rows: list[Any], target: Target) -> bool:
    return target.account.username in [row.username for row in rows]


def _request(target: Target) -> AdministratorRequest:
    place, person = target.account.employee.workplace, target.person
    return AdministratorRequest(
        module=target.module,
        region=place.region,
        office_kind=place.office_kind,
        workplace=place.name,
        data_box="",
        given_name=person.data.given_name,
        surname=person.data.surname,
        birth_surname=person.data.birth_surname,
        birth_number=person.data.birth_number,
        email=DETAILS.email,
        position=DETAILS.position,
    )


def _create(stage: Stage, actor: Actor, target: Target) -> int:
    """Employ somebody new at the target's office; at one's own office, oneself."""
    own = stage.owner_of(actor)
    oneself = own is not None and own.employee.ik == target.person.ik
    ik = target.person.ik if oneself else stage.unemployed.ik
    request = CreateEmployee(ik, target.account.employee.workplace.id, DETAILS)
    return create_employee(actor, request, effects=stage.effects)


def _delete(stage: Stage, actor: Actor, target: Target) -> None:
    # Everybody here has signed in, so nobody is deleted; whoever hears that could have done it.
    with contextlib.suppress(EverSignedIn):
        delete_employee(actor, target.account.employee.id, confirmed=True, effects=stage.effects)


def _back_up(stage: Stage, actor: Actor, _: Target) -> None:
    # What is in a backup is the tests' of it: here it has nowhere to go, and whoever hears that could have made it.
    with contextlib.suppress(FileUnwritable):
        back_up(actor, BACKUP, effects=stage.effects)  # type: ignore[arg-type]  # to be refused at run time, too


def _copy(stage: Stage, actor: Actor, _: Target) -> None:
    with contextlib.suppress(Outage):
        copy_database(actor, NOWHERE, NOWHERE, effects=stage.effects)  # type: ignore[arg-type]  # ditto


def _restore_backup(stage: Stage, actor: Actor, _: Target) -> None:
    # There is everybody here, so nothing is restored over them.
    with contextlib.suppress(NotEmpty):
        restore(actor, BACKUP, effects=stage.effects)  # type: ignore[arg-type]  # ditto


def _renew(stage: Stage, actor: Actor, _: Target) -> None:
    # There is no application; whoever hears that could have given it a key, or removed it.
    with contextlib.suppress(UnknownApplication):
        renew_key(actor, "evidence", effects=stage.effects)  # type: ignore[arg-type]  # ditto


def _remove(stage: Stage, actor: Actor, _: Target) -> None:
    with contextlib.suppress(UnknownApplication):
        remove_application(actor, "evidence", effects=stage.effects)  # type: ignore[arg-type]  # ditto


def _correct(stage: Stage, actor: Actor, target: Target) -> None:
    """Whoever entered the target by F8 might as well, but nobody here did; see the tests of the use case."""
    opened = krk.find_by_ik(target.person.ik)
    assert opened is not None
    entry = PersonEntry(**{**values(opened.data), "title_before": "Ing.", "birth_number": ""})
    correct_person(actor, CorrectPerson(opened, entry, "oprava"), effects=stage.effects)


def _see_audit(stage: Stage, actor: Actor, target: Target) -> bool:
    return bool(list_events(actor, AuditCriteria(subject=target.person.ik), ROWS, effects=stage.effects))


def _read(stage: Stage, actor: Actor, _: Target) -> bool:
    """Whoever is let in finds that no such file of theirs waits."""
    try:
        return bool(read_file(actor, NO_FILE, effects=stage.effects).text)
    except FileNotKept:
        return True


def _export_audit(stage: Stage, actor: Actor, target: Target) -> bool:
    criteria = AuditCriteria(subject=target.person.ik)
    return export_events(actor, criteria, stage.file, effects=stage.effects).rows != 0


def _export_employees(stage: Stage, actor: Actor, target: Target) -> bool:
    criteria = Criteria(ik=target.account.employee.ik)
    return export_employees(actor, criteria, stage.file, effects=stage.effects).rows != 0


def _find(stage: Stage, actor: Actor, target: Target) -> bool:
    criteria = Criteria(workplace_id=target.account.employee.workplace.id, ik=target.account.employee.ik)
    return _named(find_employees(actor, criteria, Rows(100), effects=stage.effects), target)


def _count(stage: Stage, actor: Actor, target: Target) -> bool:
    criteria = Criteria(workplace_id=target.account.employee.workplace.id, ik=target.account.employee.ik)
    return count_employees(actor, criteria, effects=stage.effects) > 0


def _match(stage: Stage, actor: Actor, target: Target) -> bool:
    employee = target.account.employee
    criteria = Criteria(workplace_id=employee.workplace.id, ik=employee.ik)
    return employee.id in list_matching(actor, criteria, effects=stage.effects)


def _preview(stage: Stage, actor: Actor, target: Target) -> bool:
    request = PreviewChange(Retire(), (target.account.employee.id,), confirmed=True)
    [planned] = preview_change(actor, request, effects=stage.effects)
    if planned.refusal is not None:
        raise planned.refusal
    return planned.username == target.account.username


def _undo(stage: Stage, actor: Actor, _: Target) -> None:
    # Nobody here has changed anything lately; whoever hears that could have taken it back.
    with contextlib.suppress(NothingToUndo):
        undo_change(actor, preview_undo(actor, effects=stage.effects), "0", effects=stage.effects)


def _change_many(stage: Stage, actor: Actor, target: Target) -> None:
    with transaction():
        version = employees.load(target.account.employee.id).version
    row = Planned(target.account.employee.id, version, changes=(("retired", False, True),))
    request = ChangeMany(stage.effects.number_request(), Retire(), (row,), confirmed=True)
    [made] = change_many(actor, request, effects=stage.effects)
    if made.refusal is not None:
        raise made.refusal


def _save_list(stage: Stage, actor: Actor, _: Target) -> None:
    save_list(actor, SavedList("Seznam", Criteria()), effects=stage.effects)


def _find_on_list(stage: Stage, actor: Actor, target: Target) -> None:
    with contextlib.suppress(UnknownList):
        find_on_list_of(actor, target.account.username, "Seznam", ROWS, effects=stage.effects)


def _remove_list(stage: Stage, actor: Actor, target: Target) -> None:
    _save_list(stage, actor, target)
    remove_list(actor, "Seznam", effects=stage.effects)


def _see_proposal(stage: Stage, actor: Actor, target: Target) -> bool:
    return _named(list_proposals(actor, effects=stage.effects), target)


def _confirm(stage: Stage, actor: Actor, target: Target) -> None:
    confirm_administration(actor, target.proposal, effects=stage.effects)


def _reject(stage: Stage, actor: Actor, target: Target) -> None:
    reject_administration(actor, target.proposal, effects=stage.effects)


def _reset(stage: Stage, actor: Actor, target: Target) -> None:
    request = ResetPassword(target.account.id, ENTRY, unlock=True, recognised_by=frozenset({Recognition.IN_PERSON}))
    reset_password(actor, request, effects=stage.effects)


def _place(stage: Stage, actor: Actor, target: Target) -> bool:
    return target.account.employee.workplace in list_workplace_choices(actor, effects=stage.effects)


def _occupied(stage: Stage, actor: Actor, target: Target) -> bool:
    seen = [row.workplace for row in list_workplaces(actor, effects=stage.effects)]
    return target.account.employee.workplace in seen


def _own(stage: Stage, actor: Actor, _: Target) -> bool:
    own = stage.owner_of(actor)
    return own is not None and get_own_account(actor, effects=stage.effects).id == own.id


def _password_owner(stage: Stage, actor: Actor, _: Target) -> bool:
    own = stage.owner_of(actor)
    return own is not None and get_password_owner(actor, effects=stage.effects).username == own.username


ON_SOMEBODY = (
    UseCase(find_employees, Right.CALLS, _find),
    UseCase(count_employees, Right.CALLS, _count),
    UseCase(list_matching, Right.CALLS, _match),
    UseCase(list_workplace_choices, Right.CALLS, _place, realm=False),
    UseCase(get_employee, Right.CALLS, lambda s, a, t: get_employee(a, t.account.employee.id, effects=s.effects)),
    UseCase(
        get_permissions,
        Right.CALLS,
        lambda s, a, t: get_permissions(a, PermissionsOn(t.account.employee.id, SINCE), effects=s.effects),
    ),
    UseCase(
        diagnose_account,
        Right.CALLS,
        lambda s, a, t: diagnose_account(a, Diagnose(t.account.employee.id, t.module), effects=s.effects),
    ),
    UseCase(
        find_accounts,
        Right.CALLS,
        lambda s, a, t: _named(find_accounts(a, t.account.username, effects=s.effects), t),
    ),
    UseCase(
        find_incidents,
        Right.CALLS,
        lambda s, a, t: _named(find_incidents(a, t.incident, ROWS, effects=s.effects), t),
    ),
    UseCase(list_workplaces, Right.LOOK, _occupied, realm=False),
    UseCase(list_waiting, Right.LOOK, lambda s, a, t: _named(list_waiting(a, ROWS, effects=s.effects), t)),
    UseCase(
        list_sessions,
        Right.LOOK,
        lambda s, a, t: _named(list_sessions(a, ROWS, effects=s.effects), t),
        same_module=True,
    ),
    UseCase(list_events, Right.LOOK, _see_audit, whole_for_ministry=True),
    UseCase(export_events, Right.LOOK, _export_audit, whole_for_ministry=True),
    UseCase(export_employees, Right.LOOK, _export_employees),
    UseCase(
        request_administrator,
        Right.LOOK,
        lambda s, a, t: request_administrator(a, _request(t), effects=s.effects),
        realm=False,
    ),
    UseCase(keep_request, Right.LOOK, lambda s, a, t: keep_request(a, _request(t), effects=s.effects), realm=False),
    UseCase(unlock_account, Right.HELP, lambda s, a, t: unlock_account(a, t.account.id, effects=s.effects)),
    UseCase(reset_password, Right.HELP, _reset),
    UseCase(get_sheet, Right.HELP, lambda s, a, t: get_sheet(a, t.account.id, effects=s.effects)),
    UseCase(
        keep_sheet,
        Right.HELP,
        lambda s, a, t: keep_sheet(a, HandOver(t.account.id), lambda _: ("", ()), effects=s.effects),
    ),
    UseCase(print_sheet, Right.HELP, lambda s, a, t: print_sheet(a, HandOver(t.account.id), effects=s.effects)),
    UseCase(create_employee, Right.MANAGE, _create, realm=False),
    UseCase(
        edit_employee,
        Right.MANAGE,
        lambda s, a, t: edit_employee(a, replace(edit_of(t.account), confirmed=True), effects=s.effects),
    ),
    UseCase(
        retire_employee,
        Right.MANAGE,
        lambda s, a, t: retire_employee(a, t.account.employee.id, confirmed=True, effects=s.effects),
    ),
    UseCase(
        take_after,
        Right.MANAGE,
        lambda s, a, t: take_after(a, TakeAfter(t.account.employee.id, OfficeKind.KU), effects=s.effects),
        on_oneself=True,
    ),
    UseCase(preview_change, Right.MANAGE, _preview),
    UseCase(change_many, Right.MANAGE, _change_many),
    UseCase(
        restore_employee, Right.MANAGE, lambda s, a, t: restore_employee(a, t.account.employee.id, effects=s.effects)
    ),
    UseCase(delete_employee, Right.MANAGE, _delete),
    UseCase(list_proposals, Right.LOOK, _see_proposal, same_module=True),
    UseCase(confirm_administration, Right.MANAGE, _confirm, same_module=True),
    UseCase(reject_administration, Right.MANAGE, _reject, same_module=True),
    UseCase(refresh_person, Right.MANAGE, lambda s, a, t: refresh_person(a, t.account.employee.id, effects=s.effects)),
    UseCase(
        end_session,
        Right.MANAGE,
        lambda s, a, t: end_session(a, t.session_id, effects=s.effects),
        same_module=True,
    ),
    UseCase(
        list_appeals,
        Right.MANAGE,
        lambda s, a, t: t.account.id in [account.id for account in list_appeals(a, effects=s.effects)],
        within=(Module.OKNOUZE,),
    ),
    UseCase(
        retire_appeals,
        Right.MANAGE,
        lambda s, a, t: retire_appeals(a, [t.account.id], effects=s.effects) == 1,
        within=(Module.OKNOUZE,),
    ),
    UseCase(
        create_first_administrator,
        Right.COMMAND,
        lambda s, a, t: create_first_administrator(a, _request(t), effects=s.effects),  # type: ignore[arg-type]  # to be refused at run time, too
    ),
)
ON_NOBODY = (
    on_nobody(get_own_account, Right.ONES_OWN, _own),
    on_nobody(get_password_owner, Right.ONES_OWN, _password_owner),
    on_nobody(
        change_password,
        Right.ONES_OWN,
        lambda s, a, _: change_password(a, ChangePassword(PASSWORD, ENTRY), effects=s.effects),
    ),
    on_nobody(
        attend_session, Right.ONES_OWN, lambda s, a, _: attend_session(a, s.effects.now(), effects=s.effects) or True
    ),
    on_nobody(unlock_session, Right.ONES_OWN, lambda s, a, _: unlock_session(a, PASSWORD, effects=s.effects)),
    on_nobody(sign_out, Right.ONES_OWN, lambda s, a, _: sign_out(a, effects=s.effects)),
    on_nobody(whom_to_ask, Right.CALLS, lambda s, a, _: isinstance(whom_to_ask(a, effects=s.effects), tuple)),
    on_nobody(
        prefer_appearance, Right.ONES_OWN, lambda s, a, _: prefer_appearance(a, Appearance.LIGHT, effects=s.effects)
    ),
    on_nobody(prefer_printer, Right.ONES_OWN, lambda s, a, _: prefer_printer(a, printer=True, effects=s.effects)),
    on_nobody(prefer_sorting, Right.ONES_OWN, lambda s, a, _: prefer_sorting(a, Sorting(), effects=s.effects)),
    on_nobody(save_list, Right.ONES_OWN, _save_list),
    on_nobody(remove_list, Right.ONES_OWN, _remove_list),
    on_nobody(list_saved_lists, Right.CALLS, lambda s, a, _: isinstance(list_saved_lists(a, effects=s.effects), list)),
    on_nobody(
        list_lists_of,
        Right.COMMAND,
        lambda s, a, t: isinstance(list_lists_of(a, t.account.username, effects=s.effects), list),
    ),
    on_nobody(find_on_list_of, Right.COMMAND, _find_on_list),
    on_nobody(prefer_menu, Right.ONES_OWN, lambda s, a, _: prefer_menu(a, menu=True, effects=s.effects)),
    on_nobody(prefers_menu, Right.ONES_OWN, lambda s, a, _: isinstance(prefers_menu(a, effects=s.effects), bool)),
    on_nobody(
        get_session,
        Right.ONES_OWN,
        lambda s, a, _: get_session(a, effects=s.effects).principal.session_id == a.session_id,
    ),
    on_nobody(
        get_session_permissions, Right.ONES_OWN, lambda s, a, _: bool(get_session_permissions(a, effects=s.effects))
    ),
    on_nobody(get_overview, Right.CALLS, lambda s, a, _: bool(get_overview(a, effects=s.effects).counts)),
    on_nobody(get_sync, Right.LOOK, lambda s, a, _: get_sync(a, effects=s.effects)),
    on_nobody(count_alarms, Right.LOOK, lambda s, a, _: count_alarms(a, effects=s.effects) == 0),
    on_nobody(get_activity, Right.LOOK, lambda s, a, _: len(get_activity(a, effects=s.effects)) == BEHIND.days),
    on_nobody(list_thin_offices, Right.LOOK, lambda s, a, _: isinstance(list_thin_offices(a, effects=s.effects), list)),
    on_nobody(list_runs, Right.LOOK, lambda s, a, _: list_runs(a, ROWS, effects=s.effects) == []),
    on_nobody(get_head, Right.LOOK, lambda s, a, _: get_head(a, effects=s.effects).number > 0),
    on_nobody(verify_audit, Right.LOOK, lambda s, a, _: verify_audit(a, effects=s.effects).finding is None),
    on_nobody(
        export,
        Right.LOOK,
        lambda s, a, _: (
            export(a, SubjectKind.AUDIT, {}, s.file, lambda *_: [], effects=s.effects, progress=unwatched).rows == 0
        ),
    ),
    on_nobody(preview_undo, Right.MANAGE, _undo),
    on_nobody(undo_change, Right.MANAGE, _undo),
    on_nobody(
        import_employees,
        Right.MANAGE,
        lambda s, a, _: import_employees(a, ImportEmployees(s.list_of_new_employee(a), "0"), effects=s.effects),
    ),
    on_nobody(
        export_faults,
        Right.LOOK,
        lambda s, a, _: export_faults(a, b"a;b\n1;2\n", {}, Format.CSV, effects=s.effects).rows == 1,
    ),
    on_nobody(
        export_outcome,
        Right.LOOK,
        lambda s, a, _: export_outcome(a, "0", [], s.file, effects=s.effects).rows == 0,
    ),
    on_nobody(read_file, Right.LOOK, _read),
    on_nobody(find_person, Right.MANAGE, lambda s, a, _: find_person(a, ByIk(s.unemployed.ik), effects=s.effects)),
    on_nobody(
        register_person,
        Right.MANAGE,
        lambda s, a, _: register_person(a, RegisterPerson(s.nobody_knows()), effects=s.effects),
        Module.OKNOUZE,
    ),
    on_nobody(
        find_registered, Right.RULE, lambda s, a, _: find_registered(a, ByIk(s.unemployed.ik), effects=s.effects)
    ),
    on_nobody(get_person, Right.RULE, lambda s, a, t: get_person(a, t.person.ik, effects=s.effects)),
    on_nobody(
        change_person,
        Right.RULE,
        lambda s, a, t: change_person(a, ChangePerson(t.person.ik, consent=CONSENT), effects=s.effects),
    ),
    on_nobody(may_correct, Right.RULE, lambda s, a, t: may_correct(a, t.person.ik, effects=s.effects)),
    on_nobody(get_correctable, Right.RULE, lambda s, a, t: get_correctable(a, t.person.ik, effects=s.effects)),
    on_nobody(correct_person, Right.RULE, _correct),
    on_nobody(
        enter_person,
        Right.RULE,
        lambda s, a, _: enter_person(
            a, EnterPerson(s.nobody_knows(), frozenset({Category.SS}), CONSENT), effects=s.effects
        ),
    ),
    on_nobody(
        import_persons,
        Right.RULE,
        lambda s, a, _: import_persons(a, ImportPersons("osoby.csv", s.list_of_nobody_known()), effects=s.effects),
    ),
    on_nobody(
        name_account,
        Right.COMMAND,
        lambda s, a, t: name_account(a, t.account.username, t.module, effects=s.effects),  # type: ignore[arg-type]  # ditto
    ),
    on_nobody(check_database, Right.COMMAND, lambda s, a, _: check_database(a, effects=s.effects)),  # type: ignore[arg-type]  # ditto
    on_nobody(get_notices, Right.COMMAND, lambda s, a, _: get_notices(a, effects=s.effects)),  # type: ignore[arg-type]  # ditto
    on_nobody(plan_notices, Right.COMMAND, lambda s, a, _: plan_notices(a, effects=s.effects)),  # type: ignore[arg-type]  # ditto
    on_nobody(count_undelivered, Right.COMMAND, lambda s, a, _: count_undelivered(a, effects=s.effects)),  # type: ignore[arg-type]  # ditto
    on_nobody(back_up, Right.COMMAND, _back_up),
    on_nobody(copy_database, Right.COMMAND, _copy),
    on_nobody(restore, Right.COMMAND, _restore_backup),
    on_nobody(
        list_applications,
        Right.COMMAND,
        lambda s, a, _: list_applications(a, effects=s.effects) == [],  # type: ignore[arg-type]  # ditto
    ),
    on_nobody(
        add_application,
        Right.COMMAND,
        lambda s, a, t: add_application(a, "evidence", t.module, effects=s.effects),  # type: ignore[arg-type]  # ditto
    ),
    on_nobody(renew_key, Right.COMMAND, _renew),
    on_nobody(remove_application, Right.COMMAND, _remove),
    on_nobody(
        save_workplace,
        Right.RULE,
        lambda s, a, _: save_workplace(
            a, SaveWorkplace(OfficeKind.KU, "Nové", Region.VYSOCINA, SINCE), effects=s.effects
        ),
    ),
)
USE_CASES = (*ON_NOBODY, *ON_SOMEBODY)
