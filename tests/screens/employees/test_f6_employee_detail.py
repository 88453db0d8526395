"""F6 Zaměstnanec – «Detail zaměstnance»."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from textual.pilot import Pilot

from oktui import demo
from oktui.domain.accounts import Account
from oktui.domain.audit import EventKind
from oktui.domain.modules import Level, Module, Permission, Realm
from oktui.domain.sync import SyncState
from oktui.jobs.synchronise_accounts import synchronise_accounts
from oktui.services.employees.create_employee import CreateEmployee, create_employee
from oktui.services.employees.edit_employee import AccountEdit, EditEmployee, edit_employee
from screens.employees.employee_detail import EmployeeDetailScreen
from screens.employees.grant import GrantScreen
from screens.employees.permissions_on_day import PermissionsOnDayScreen
from screens.employees.stored_account import StoredAccountScreen
from screens.helpdesk.new_password import NewPasswordScreen, RecognitionScreen
from screens.helpdesk.why_not import WhyNotScreen
from screens.texts import employees
from screens.widgets.dialogs import MessageDialog, QuestionDialog
from storage import accounts
from storage.database import transaction
from tests.support.cast import DETAILS, PASSWORD, VYSOCINA, Cast, granted, renamed
from tests.support.employee_forms import (
    MADE_UP,
    announced,
    enabled_buttons,
    focus_of,
    grants_of,
    opened,
    put,
    shown,
    with_chance,
)
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.journal import audited
from tests.support.waiting import settled, until

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)
REPORTS = granted(Module.POSKYTOVATEL, Permission.REPORTS)
ADMINISTRATION = granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION)
VIEW = granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION, Level.VIEW)
SUPPORT = granted(Module.REGISTR, Permission.USER_SUPPORT)
EDIT_KEYS = {"F2", "F4", "F7", "F8"}
NEW_PASSWORD = "Zelenina-Na-Trhu"


@pytest.fixture
def martinka(cast: Cast) -> Account:
    """An official of Kraj Vysočina with a permission in each module of the realm."""
    return cast.employ(demo.MARTINKA, "martinka", RECORDS, REPORTS)


def detail(account: Account) -> EmployeeDetailScreen:
    """The form of the account's employee."""
    return EmployeeDetailScreen(account.employee.id)


def usable_fields(app: FormApp) -> set[str]:
    """The names of the fields that somebody could change."""
    return {
        focus.name or ""
        for focus in app.form.fields
        if not focus.is_disabled and focus.region and any(child.focusable for child in focus.children)
    }


async def test_the_documents_own_picture(cast: Cast) -> None:
    """F6, R2.6-3: Josef Smítko, locked, with his two permissions."""
    async with opened(cast, detail(cast.account("sz_smitko", Realm.OKNOUZE)), "mpsv_radek", Module.OKNOUZE) as (app, _):
        text = app.shown()
        for line in (
            "Pracoviště: Smiřice",
            "IK MPSV:            1206548926",
            "Titul za jménem:    CSc.",
            "Platnost od:            24.7.2014",
            "Funkce/služební číslo:  4",
            "[x] Včetně uživatelského účtu",
            "Existuje zámek přihlášení uživatelského účtu",
            "Odemknout účet",
            "Uživatelské jméno:  sz_smitko",
            "sehráno",
        ):
            assert line in text
        rows = [line.split() for line in app.lines() if line.endswith("Ne")]
        assert rows == [
            ["Sociální", "pracovník", "aktualizace", "25.7.2014", "Ne"],
            ["Správa", "systému", "aktualizace", "24.7.2014", "Ne"],
        ]
        assert "490605" not in text


async def test_one_key_unlocks_and_keeps_what_was_typed(cast: Cast) -> None:
    """R2.6-3: at once; the lock is gone from the form too, and OK still stores the rest."""
    smitko = cast.account("sz_smitko", Realm.OKNOUZE)
    async with opened(cast, detail(smitko), "mpsv_radek", Module.OKNOUZE) as (app, pilot):
        put(app, phone="+420 495 000 000")
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert cast.account("sz_smitko", Realm.OKNOUZE).locked_at is None
        assert employees.LOCK not in app.shown()
        assert app.form.field("phone").value == "+420 495 000 000"
        await pilot.press("f2")
        await settled(pilot)
        assert app.results == [smitko.employee.id]
        assert cast.account("sz_smitko", Realm.OKNOUZE).employee.details.phone == "+420 495 000 000"


async def test_a_forgotten_password_takes_three_keys(cast: Cast, martinka: Account) -> None:
    """R2.8-1, X-16: made up, stored and spelled at once, and what else is typed stays; it must be changed next time."""
    with transaction():
        accounts.lock(martinka.id, cast.clock())
    async with opened(with_chance(cast), detail(martinka)) as (app, pilot):
        put(app, phone="+420 566 000 000")
        await pilot.press("ctrl+g")
        await shown(pilot, NewPasswordScreen)
        await pilot.press("f2")
        await until(pilot, lambda: "cdef   Cyril – David" in app.shown())
        await pilot.press("escape")
        await shown(pilot, EmployeeDetailScreen)
        await settled(pilot)
        assert employees.LOCK not in app.shown()
        assert app.form.field("phone").value == "+420 566 000 000"
        await pilot.press("f2")
        await settled(pilot)
        assert app.results == [martinka.employee.id]
    account = cast.account("martinka")
    assert cast.hashing.verify(account.password_hash, MADE_UP)
    assert (account.must_change, account.temporary_until) == (True, cast.clock() + timedelta(minutes=60))


async def test_a_reset_takes_the_tick_back_and_says_what_was_done(cast: Cast, martinka: Account) -> None:
    """R2.8-1: the form does not ask for a second password; what was typed for one is gone."""
    async with opened(with_chance(cast), detail(martinka)) as (app, pilot):
        await pilot.press("space", *NEW_PASSWORD, "ctrl+g")
        await shown(pilot, NewPasswordScreen)
        await pilot.press("f2")
        await until(pilot, lambda: "cdef   Cyril – David" in app.shown())
        await pilot.press("escape")
        await shown(pilot, EmployeeDetailScreen)
        await settled(pilot)
        assert app.form.field("change_password").value is False
        assert app.form.field("password").value == ""
        assert not usable_fields(app) & {"password", "password_again", "must_change"}
        assert not app.form.dirty
        assert app.notices == ["Účet martinka má nové heslo."]


async def test_ticking_opens_the_fields_of_the_password(cast: Cast, martinka: Account) -> None:
    """R2.8-1: and typing can begin at once; without the tick they take nothing."""
    async with opened(cast, detail(martinka)) as (app, pilot):
        assert focus_of(app) == "change_password"
        assert not usable_fields(app) & {"password", "password_again", "must_change"}
        await pilot.press("space")
        await settled(pilot)
        assert usable_fields(app) >= {"password", "password_again", "must_change"}
        await pilot.press(*NEW_PASSWORD, "tab", *NEW_PASSWORD)
        put(app, must_change=False)
        await pilot.press("f2")
        await shown(pilot, RecognitionScreen)
        await pilot.press("enter")
        await shown(pilot, StoredAccountScreen)
    account = cast.account("martinka")
    assert cast.hashing.verify(account.password_hash, NEW_PASSWORD)
    assert not account.must_change


async def test_a_typed_password_is_stored_with_how_its_owner_was_recognised(cast: Cast, martinka: Account) -> None:
    """X-16: asked before it is stored, to be left without storing; once is enough when the password is refused."""
    async with opened(cast, detail(martinka)) as (app, pilot):
        await pilot.press("space")
        await settled(pilot)
        await pilot.press(*"short", "tab", *"short", "f2")
        await shown(pilot, RecognitionScreen)
        await pilot.press("escape")
        await shown(pilot, EmployeeDetailScreen)
        await settled(pilot)
        assert app.form.field("password").error is None
        await pilot.press("f2")
        await shown(pilot, RecognitionScreen)
        await pilot.press("tab", "space", "f2")
        await shown(pilot, EmployeeDetailScreen)
        await settled(pilot)
        assert app.form.field("password").error is not None
        put(app, password=NEW_PASSWORD, password_again=NEW_PASSWORD)
        await pilot.press("f2")
        await shown(pilot, StoredAccountScreen)
    [event] = [event for event in audited() if event.kind is EventKind.EMPLOYEE_CHANGED]
    assert event.after["recognised_by"] == ["called_back"]


async def test_nothing_changed_is_nothing_stored(cast: Cast, martinka: Account) -> None:
    """X-19, X-21: OK on a form as it was opened leaves no event, nor a version that others would meet."""
    async with opened(cast, detail(martinka)) as (app, pilot):
        before = audited()
        await pilot.press("f2")
        await until(pilot, lambda: app.results == [None])
        assert app.notices == ["Nic se nezměnilo, nebylo co uložit."]
    assert audited() == before
    assert cast.account("martinka").employee.version == martinka.employee.version


async def test_taking_the_tick_back_forgets_the_password(cast: Cast, martinka: Account) -> None:
    """R2.8-1: what was typed before is not stored after all."""
    async with opened(cast, detail(martinka)) as (app, pilot):
        await pilot.press("space")
        await settled(pilot)
        await pilot.press(*NEW_PASSWORD)
        app.form.field("change_password").focus_control()
        await pilot.press("space")
        await settled(pilot)
        assert app.form.field("password").value == ""
        await pilot.press("f2")
        await settled(pilot)
    assert cast.hashing.verify(cast.account("martinka").password_hash, PASSWORD)


async def test_details_and_grants_are_stored_together(cast: Cast, martinka: Account) -> None:
    """R2.3-11, R2.5-1, R2.3-10: an end of validity, a level changed, a permission added; the other module's stay."""
    async with opened(cast, detail(martinka)) as (app, pilot):
        assert grants_of(app) == [("Evidence sociálních služeb", "aktualizace", False)]
        put(app, valid_to=date(2016, 12, 31), username="martinka.r")
        await pilot.press("f4")
        await shown(pilot, GrantScreen)
        await pilot.press("f4", "f2")
        await shown(pilot, EmployeeDetailScreen)
        await settled(pilot)
        await pilot.press("f7")
        await shown(pilot, GrantScreen)
        await pilot.press("f4", "f2")
        await shown(pilot, EmployeeDetailScreen)
        await settled(pilot)
        await pilot.press("f2")
        await settled(pilot)
        assert app.results == [martinka.employee.id]
    account = cast.account("martinka.r")
    assert account.employee.details.valid_to == date(2016, 12, 31)
    assert {(grant.permission, grant.level) for grant in account.grants} == {
        (Permission.SOCIAL_SERVICES_RECORDS, Level.VIEW),
        (Permission.SYSTEM_ADMINISTRATION, Level.UPDATE),
        (Permission.REPORTS, Level.UPDATE),
    }


async def test_the_last_administrator_ends_only_after_a_warning(cast: Cast) -> None:
    """X-10: the answer no keeps everything on the form, the answer yes stores it."""
    homola = cast.account("homola")
    async with opened(cast, detail(homola), "mpsv_radek") as (app, pilot):
        put(app, valid_to=date(2016, 12, 31))
        await pilot.press("f2")
        await shown(pilot, QuestionDialog)
        assert "žádného správce systému" in " ".join(app.shown().replace("│", " ").split())
        await pilot.press("enter")
        await settled(pilot)
        assert app.results == []
        assert app.form.field("valid_to").value == date(2016, 12, 31)
        assert cast.account("homola").employee.details.valid_to is None
        await pilot.press("f2")
        await shown(pilot, QuestionDialog)
        await pilot.press("left", "enter")
        await settled(pilot)
        assert app.results == [homola.employee.id]
        assert cast.account("homola").employee.details.valid_to == date(2016, 12, 31)


async def test_a_grant_is_revoked_by_ok_and_not_before(cast: Cast, martinka: Account) -> None:
    """R2.3-10: Zrušeno turns to Ano, the same key takes it back; a revoked one stays in view for good."""
    async with opened(cast, detail(martinka)) as (app, pilot):
        await pilot.press("f8")
        await settled(pilot)
        assert grants_of(app) == [("Evidence sociálních služeb", "aktualizace", True)]
        assert cast.account("martinka").grants[0].revoked_at is None
        await pilot.press("f8")
        await settled(pilot)
        assert not app.form.dirty
        await pilot.press("f8", "f2")
        await shown(pilot, QuestionDialog)
        assert "Nepůjde se jím do něj přihlásit." in app.shown()
        await pilot.press("escape")
        await shown(pilot, EmployeeDetailScreen)
        assert cast.account("martinka").grants[0].revoked_at is None
        await pilot.press("f2")
        await shown(pilot, QuestionDialog)
        await pilot.press("left", "enter")
        await settled(pilot)
        assert app.notices == ["Uloženo: Ing. Radomír Martinka."]
    assert cast.account("martinka").grants[0].revoked_at == cast.clock()
    async with opened(cast, detail(martinka)) as (app, pilot):
        assert grants_of(app) == [("Evidence sociálních služeb", "aktualizace", True)]
        assert "F8" not in announced(app)
        await pilot.press("f7")
        await shown(pilot, GrantScreen)
        assert "Evidence sociálních služeb" in app.shown()


async def test_an_account_can_be_added_later(cast: Cast) -> None:
    """R2.3-6: with the surname as username, and waiting for the sync."""
    request = CreateEmployee(demo.MARTINKA.ik, cast.workplace_id(VYSOCINA), DETAILS)
    employee_id = create_employee(cast.actor("homola"), request, effects=cast.effects)
    async with opened(with_chance(cast), EmployeeDetailScreen(employee_id)) as (app, pilot):
        assert "Uživatelské jméno" not in app.shown()
        await pilot.press("f7")
        assert app.notices == [employees.TICK_ACCOUNT]
        app.form.field("with_account").focus_control()
        await pilot.press("space")
        await settled(pilot)
        assert "Změnit heslo" not in app.shown()
        await pilot.press("ctrl+g", "f2")
        await shown(pilot, QuestionDialog)
        await pilot.press("left", "enter")
        await shown(pilot, StoredAccountScreen)
        assert "Ing. Radomír Martinka · martinka" in app.shown()
        await pilot.press("escape")
        await settled(pilot)
    account = cast.account("martinka")
    assert account.employee.id == employee_id
    assert (account.sync_state, account.must_change) == (SyncState.NEW, True)


def somebody_else_saves(cast: Cast, account: Account, **details: Any) -> None:
    """Save other details, as another administrator does while the form is open."""
    employee = account.employee
    edit = AccountEdit(account.username)
    request = EditEmployee(
        employee.id, employee.version, employee.workplace.id, replace(employee.details, **details), edit
    )
    edit_employee(cast.actor("mpsv_radek"), request, effects=cast.effects)


async def test_the_second_to_save_is_told_who_changed_what_and_loses_nothing(cast: Cast, martinka: Account) -> None:
    """X-21: nothing of either is overwritten unseen; the next OK stores what both have typed."""
    async with opened(cast, detail(martinka)) as (app, pilot):
        put(app, abbreviation="MAR")
        await pilot.press("f8")
        somebody_else_saves(cast, martinka, phone="+420 566 000 000", valid_to=date(2016, 12, 31))
        await pilot.press("f2")
        await shown(pilot, MessageDialog)
        text = app.shown()
        assert "mpsv_radek" in text
        assert "Telefon: (nic) → +420 566 000 000" in text
        assert "Platnost do: (nic) → 31.12.2016" in text
        assert cast.account("martinka").employee.details.abbreviation == ""
        await pilot.press("enter")
        await settled(pilot)
        assert app.form.field("abbreviation").value == "MAR"
        assert app.form.field("phone").value == "+420 566 000 000"
        assert app.form.dirty
        await pilot.press("f2")
        await shown(pilot, QuestionDialog)  # without its only grant the account opens nothing (R1.1-2)
        await pilot.press("left", "enter")
        await settled(pilot)
        assert app.results == [martinka.employee.id]
    account = cast.account("martinka")
    stored = account.employee.details
    assert (stored.abbreviation, stored.phone, stored.valid_to) == ("MAR", "+420 566 000 000", date(2016, 12, 31))
    assert account.grants[0].revoked_at is not None


async def test_refreshing_shows_what_is_stored_and_keeps_what_was_typed(cast: Cast, martinka: Account) -> None:
    """X-21: a date that is none yet stays as well."""
    async with opened(cast, detail(martinka)) as (app, pilot):
        app.form.field("valid_to").focus_control()
        await pilot.press(*"31.")
        somebody_else_saves(cast, martinka, phone="+420 566 000 000")
        await pilot.press("f5")
        await settled(pilot)
        assert app.form.field("phone").value == "+420 566 000 000"
        assert app.form.field("valid_to").state == "31."


@pytest.mark.parametrize(
    ("grants", "said"),
    [
        ((VIEW,), "Vaše oprávnění má úroveň prohlížení"),
        ((RECORDS, replace(SUPPORT, level=Level.VIEW)), "K této činnosti je třeba oprávnění Správa systému."),
    ],
)
async def test_who_may_only_look_sees_everything_and_changes_nothing(
    cast: Cast, martinka: Account, grants: tuple[Any, ...], said: str
) -> None:
    """X-1: read-only, with the reason; every key that changes anything is grey, and none works."""
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, user_support=True))
    cast.employ(demo.CERNY, "cerny", *grants)
    async with opened(cast, detail(martinka), "cerny") as (app, pilot):
        assert usable_fields(app) == set()
        assert said in app.shown()
        assert "Uživatelské jméno:  martinka" in app.shown()
        assert announced(app).isdisjoint(EDIT_KEYS)
        assert enabled_buttons(app) == {"Obnovit", "Historie ^T", "Ke dni ^R", "Zpět"}
        await pilot.press("ctrl+g", "f8", "f2")
        await settled(pilot)
        assert app.results == []
        assert not app.form.dirty


async def test_nobody_manages_their_own_account(cast: Cast) -> None:
    """R2.1-1: the form says so instead of refusing at the end."""
    async with opened(cast, detail(cast.account("homola"))) as (app, _):
        assert usable_fields(app) == set()
        assert "Vlastní účet spravovat nemůžete, smí to jiný správce." in app.shown()


async def test_the_helpdesk_resets_and_unlocks_and_nothing_else(cast: Cast, martinka: Account) -> None:
    """X-2: the rest is shown."""
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, user_support=True))
    cast.employ(demo.CERNY, "cerny", SUPPORT)
    with transaction():
        accounts.lock(martinka.id, cast.clock())
    async with opened(with_chance(cast), detail(martinka), "cerny") as (app, pilot):
        assert usable_fields(app) == set()
        help_only = {"Odemknout účet ^O", "Vygenerovat ^G"}
        assert enabled_buttons(app) == help_only | {"Obnovit", "Historie ^T", "Ke dni ^R", "Zpět"}
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert cast.account("martinka").locked_at is None
        await pilot.press("ctrl+g")
        await shown(pilot, NewPasswordScreen)
        await pilot.press("space", "f2")
        await until(pilot, lambda: cast.account("martinka").must_change)
        await shown(pilot, NewPasswordScreen)
        await pilot.press("escape")
        await shown(pilot, EmployeeDetailScreen)


async def test_the_state_of_the_sync_and_its_history_are_told(cast: Cast) -> None:
    """F6, R2.3-14: in words, with the time of the next run, each step, and who changed what last."""
    account = cast.employ(demo.MARTINKA, "martinka", RECORDS, state=SyncState.NEW)
    async with opened(cast, detail(account)) as (app, pilot):
        assert "čeká na potvrzení IK v KRK" in app.shown()
        await pilot.press("ctrl+t")
        await shown(pilot, MessageDialog)
        assert "Další sehrání účtů proběhne v 12:00." in app.shown()
    synchronise_accounts("test", effects=cast.effects)
    employee = cast.account("martinka").employee
    edit = EditEmployee(
        employee.id, employee.version, employee.workplace.id, replace(DETAILS, phone="+420 566 000 000")
    )
    edit_employee(cast.actor("homola"), edit, effects=cast.effects)
    async with opened(cast, detail(account), "mpsv_radek") as (app, pilot):
        assert "25.7.2016 10:05 homola (Jiří Homola): Telefon" in app.shown()
        await pilot.press("ctrl+t")
        await shown(pilot, MessageDialog)
        text = app.shown()
        assert [line.strip(" │") for line in app.lines() if "25.7.2016 10:05 " in line][:3] == [
            "25.7.2016 10:05 sehráno",
            "25.7.2016 10:05 data osoby načtena, čeká na oprávnění",
            "25.7.2016 10:05 IK potvrzeno, čeká na data osoby",
        ]
        assert "Telefon: (nic) → +420 566 000 000" in text


async def test_another_workplace_of_the_region_can_be_chosen(cast: Cast, martinka: Account) -> None:
    """F6, R2.1-1: the employee's own is offered whatever else there is."""
    async with opened(cast, detail(martinka)) as (app, pilot):
        app.form.field("office_kind").focus_control()
        await pilot.press("space", "down", "enter")
        await settled(pilot)
        put(app, workplace=cast.workplace_id("KP Havlíčkův Brod (Havlíčkův Brod)"))
        await pilot.press("f2")
        await settled(pilot)
    assert cast.account("martinka").employee.workplace.name == "KP Havlíčkův Brod (Havlíčkův Brod)"


async def test_the_permissions_of_another_day_are_one_key_away(cast: Cast, martinka: Account) -> None:
    """R2.3-10, R2.5-1: past and future, without touching what is typed on the form."""
    async with opened(cast, detail(martinka)) as (app, pilot):
        put(app, phone="+420 566 000 000")
        await pilot.press("ctrl+r")
        await shown(pilot, PermissionsOnDayScreen)
        await until(
            pilot, lambda: "Ke dni 25.7.2016: účet martinka, Kraj Vysočina – referát SS, v platnosti" in app.shown()
        )
        assert "Evidence sociálních služeb" in app.shown()
        await pilot.press("end", *["backspace"] * 10, *"14.9.2014", "enter")
        await until(pilot, lambda: "mimo platnost" in app.shown())
        assert "Toho dne není v platnosti žádné oprávnění." in app.shown()
        await pilot.press("end", *["backspace"] * 10, "enter")
        await until(pilot, lambda: "Zadejte den." in app.shown())
        await pilot.press("escape")
        await shown(pilot, EmployeeDetailScreen)
        assert app.form.field("phone").value == "+420 566 000 000"


async def test_leaving_asks_only_when_something_was_changed(cast: Cast, martinka: Account) -> None:
    """F6: Zpět; what the form was filled in with is nothing to lose, a grant to be revoked is."""
    async with opened(cast, detail(martinka)) as (app, pilot):
        assert not app.form.dirty
        await pilot.press("f8", "escape")
        await shown(pilot, QuestionDialog)
        assert app.results == []


async def test_a_detail_of_nobody_says_so(cast: Cast) -> None:
    """X-26: deleted by somebody else since the list was read."""
    async with opened(cast, EmployeeDetailScreen(999)) as (app, pilot):
        await shown(pilot, MessageDialog)
        assert "Záznam už neexistuje." in app.shown()
        await pilot.press("enter", "ctrl+g", "f2", "escape")
        await settled(pilot)
        assert app.results == [None]
        assert app.bugs == []


def test_it_looks_like_the_document(cast: Cast, snap_compare: Callable[..., bool]) -> None:
    """R2.6-3: the picture of a locked account, at 80x24."""

    async def read(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        assert employees.LOCK in app.shown()
        assert len(grants_of(app)) == 2

    form = detail(cast.account("sz_smitko", Realm.OKNOUZE))
    app = FormApp(cast, form, "mpsv_radek", Module.OKNOUZE)
    assert snap_compare(app, terminal_size=SIZE, run_before=read)


def test_it_looks_so_with_a_new_password(cast: Cast, martinka: Account, snap_compare: Callable[..., bool]) -> None:
    """R2.8-1, X-16: the ticks, the password and the last change are in view."""
    somebody_else_saves(cast, martinka, phone="+420 566 000 000")

    async def type_one(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await pilot.press("space")
        await settled(pilot)
        await pilot.press(*NEW_PASSWORD)

    app = FormApp(cast, detail(martinka), "homola")
    assert snap_compare(app, terminal_size=SIZE, run_before=type_one)


def test_the_permissions_of_a_day_look_so(cast: Cast, martinka: Account, snap_compare: Callable[..., bool]) -> None:
    """R2.3-10: of both modules of the account, with their dates."""
    app = FormApp(cast, PermissionsOnDayScreen(martinka.employee), "homola")

    async def ready(pilot: Pilot[Any]) -> None:
        await shown(pilot, PermissionsOnDayScreen)

    assert snap_compare(app, terminal_size=SIZE, run_before=ready)


def test_it_looks_so_to_who_may_only_look(cast: Cast, martinka: Account, snap_compare: Callable[..., bool]) -> None:
    """X-1: everything in view, nothing to change."""
    cast.employ(demo.CERNY, "cerny", VIEW)

    async def read(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        assert usable_fields(app) == set()

    app = FormApp(cast, detail(martinka), "cerny")
    assert snap_compare(app, terminal_size=SIZE, run_before=read)


async def test_whoever_never_signed_in_is_deleted_after_a_question(cast: Cast, martinka: Account) -> None:
    """X-26: ^L and a question whose harmless answer comes first."""
    async with opened(cast, detail(martinka), "homola") as (app, pilot):
        assert "Smazat ^L" in enabled_buttons(app)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        await pilot.press("left", "enter")
        await until(pilot, lambda: app.results)
    with transaction():
        assert accounts.of_employee(martinka.employee.id) is None


async def test_whoever_has_signed_in_cannot_be_deleted(cast: Cast, martinka: Account) -> None:
    """X-26: then there is only retirement."""
    cast.sign_in("martinka")
    async with opened(cast, detail(martinka), "homola") as (app, _):
        assert "Smazat ^L" not in enabled_buttons(app)


async def test_the_name_is_whole_in_the_title_and_everything_is_whole_in_the_history(cast: Cast) -> None:
    """F6: the fields cut a long name after fifteen characters."""
    long = renamed(demo.MARTINKA, given_name="Maxmiliana Konstancie", surname="Nezapomenutelná", title_after="CSc.")
    details = replace(DETAILS, email="maxmiliana.konstancie.nezapomenutelna@kr-vysocina.example")
    account = cast.employ(long, "martinka", details=details)
    async with opened(cast, detail(account)) as (app, pilot):
        assert "Detail zaměstnance – Ing. Maxmiliana Konstancie Nezapomenutelná, CSc." in app.lines()[1]
        app.form.field("email").focus_control()
        await settled(pilot)
        app.form.field("position").focus_control()
        await settled(pilot)
        assert "Email:                  maxmilia" in app.shown()
        await pilot.press("ctrl+t")
        await shown(pilot, MessageDialog)
        assert details.email in app.shown()


async def test_why_the_account_cannot_be_signed_in_to_is_a_key_away(cast: Cast, martinka: Account) -> None:
    """F13: about the employee in view; without a form to tell it there is no such key."""
    async with opened(cast, EmployeeDetailScreen(martinka.employee.id, WhyNotScreen)) as (app, pilot):
        await pilot.press("f6")
        await shown(pilot, WhyNotScreen)
        await until(pilot, lambda: "Radomír Martinka · martinka" in app.shown())
        await pilot.press("escape")
        await shown(pilot, EmployeeDetailScreen)
    async with opened(cast, detail(martinka)) as (app, pilot):
        await pilot.press("f6")
        await settled(pilot)
        assert isinstance(app.screen, EmployeeDetailScreen)


async def test_the_detail_of_whom_f13_was_asked_about_is_the_one_beneath(cast: Cast, martinka: Account) -> None:
    """F6, F13: no second one on top of it, where what was typed into the first would be out of sight."""
    why = partial(WhyNotScreen, from_detail=True)
    async with opened(cast, EmployeeDetailScreen(martinka.employee.id, why)) as (app, pilot):
        beneath = app.screen
        await pilot.press("f6")
        await shown(pilot, WhyNotScreen)
        await until(pilot, lambda: "Radomír Martinka · martinka" in app.shown())
        await pilot.press("f4")
        await until(pilot, lambda: app.screen is beneath)


async def test_a_grey_key_says_why(cast: Cast, martinka: Account) -> None:
    """F6: what it would need, or the permission that is missing."""
    async with opened(cast, detail(martinka)) as (app, pilot):
        await pilot.press("ctrl+o")
        assert app.notices == ["Účet není zablokován."]
    async with opened(cast, detail(cast.account("homola"))) as (app, pilot):
        await pilot.press("ctrl+g")
        assert app.notices == ["Vlastní účet spravovat nemůžete, smí to jiný správce."]
