"""F5 Zaměstnanec – «Nový zaměstnanec»."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot

from oktui import demo
from oktui.domain.modules import Level, Module, Permission, Realm
from oktui.domain.people import DetailsEntry, Employee
from oktui.domain.records import titles, values
from screens.employees.employee_form import EmployeeForm
from screens.employees.grant import GrantScreen
from screens.employees.new_employee import NewEmployeeScreen
from screens.employees.stored_account import StoredAccountScreen
from screens.register.new_person import NewPersonScreen
from screens.texts import employees as words
from screens.widgets.choices import CompactSelect
from screens.widgets.dialogs import MessageDialog, QuestionDialog
from storage import accounts, employees, krk
from storage.database import transaction
from tests.support.cast import VYSOCINA, Cast, namesake
from tests.support.employee_forms import (
    MADE_UP,
    announced,
    choose_person,
    enabled_buttons,
    focus_of,
    grants_of,
    opened,
    put,
    search_open,
    shown,
    with_chance,
)
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.waiting import settled

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TODAY = date(2016, 7, 25)
FILLED_IN = {"email": "martinka@kr-vysocina.example", "position": "referent"}
PASSWORD = "Zelenina-Na-Trhu"


def employee(employee_id: int) -> Employee:
    """The employee as stored."""
    with transaction():
        return employees.load(employee_id)


def nobody_was_stored() -> bool:
    """Whether Martinka is no employee."""
    with transaction():
        return not accounts.username_taken(Realm.OKSLUZBY, "martinka") and not accounts.username_taken(
            Realm.OKSLUZBY, "homola2"
        )


def options(app: FormApp, name: str) -> list[tuple[object, Any]]:
    """What a field offers."""
    return list(app.form.field(name).query_one(CompactSelect)._options)


async def want_account(pilot: Pilot[Any], **values: object) -> None:
    """Tick Včetně uživatelského účtu, and fill in."""
    app = pilot.app
    assert isinstance(app, FormApp)
    app.form.field("with_account").focus_control()
    await pilot.press("space")
    await settled(pilot)
    put(app, **values)


async def grant_records(pilot: Pilot[Any]) -> None:
    """Nové oprávnění: the first one that is offered."""
    await pilot.press("f7")
    await shown(pilot, GrantScreen)
    await pilot.press("enter")
    await shown(pilot, EmployeeForm)
    await settled(pilot)


async def test_the_search_for_a_person_opens_over_the_form_at_once(cast: Cast) -> None:
    """R2.3-3, R2.3-4: and what KRK knows fills the form."""
    async with opened(cast, NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot)
        text = app.shown()
        for line in ("IK MPSV:            1284384629", "Jméno:              Radomír", "Titul před jménem:  Ing."):
            assert line in text
        assert app.form.field("surname").value == "Martinka"


async def test_what_can_be_known_is_filled_in_and_typing_begins_at_once(cast: Cast) -> None:
    """R2.3-7, R2.3-9: one's own workplace, today, the surname as username; the cursor waits at the email."""
    async with opened(cast, NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot)
        assert app.form.field("workplace").value == cast.workplace_id(VYSOCINA)
        assert app.form.field("valid_from").value == TODAY
        assert app.form.field("username").value == "martinka"
        assert focus_of(app) == "email"


async def test_an_account_with_a_grant_takes_eight_keys_besides_what_is_typed(cast: Cast) -> None:
    """R2.3-6, R2.3-10, R2.3-11: from the person chosen to everything stored."""
    async with opened(cast, NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot)
        await pilot.press(*FILLED_IN["email"], "tab", *FILLED_IN["position"], "tab", "tab", "space")
        await settled(pilot)
        await pilot.press(*PASSWORD, "tab", *PASSWORD)
        await grant_records(pilot)
        await pilot.press("f2")
        await shown(pilot, StoredAccountScreen)
        await pilot.press("escape")
        await settled(pilot)
        account = cast.account("martinka")
        assert app.results == [account.employee.id]
        assert app.notices == ["Uloženo: Ing. Radomír Martinka."]
        assert account.employee.workplace.name == VYSOCINA
        assert cast.hashing.verify(account.password_hash, PASSWORD)
        assert account.must_change
        grants = [(grant.module, grant.permission, grant.level, grant.valid_from) for grant in account.grants]
        assert grants == [(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS, Level.VIEW, TODAY)]


async def test_a_password_made_up_is_shown_and_spelled_once_it_is_stored(cast: Cast) -> None:
    """X-16, R2.3-12: readable in its groups, then with the spelling alphabet; and one learns when it can be used."""
    async with opened(with_chance(cast), NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot)
        await want_account(pilot, **FILLED_IN)
        await pilot.press("ctrl+g")
        await settled(pilot)
        assert f"Vygenerované heslo: {MADE_UP}" in app.shown()
        await grant_records(pilot)
        await pilot.press("f2")
        await shown(pilot, StoredAccountScreen)
        await pilot.press("enter", "space", "enter")
        await settled(pilot)
        assert "Ing. Radomír Martinka · martinka · Kraj Vysočina – referát SS" in app.shown()
        assert "│  8 9 a b  │  │  c d e f  │" in app.shown()
        assert "cdef   Cyril – David – Emil – František" in app.shown()
        assert "Přihlásit se půjde po sehrání účtů, nejdříve 25.7.2016 12:00." in app.shown()
        assert "Heslo platí 72 hodin od sehrání účtu, od prvního přihlášení už jen 15 min." in app.shown()
        await pilot.press("escape")
        await settled(pilot)
        assert len(app.results) == 1
        assert cast.hashing.verify(cast.account("martinka").password_hash, MADE_UP)


async def test_an_account_without_a_permission_is_stored_knowingly_and_nothing_is_promised(cast: Cast) -> None:
    """R1.1-2: who says no is at Nové oprávnění with everything typed; who says yes reads what is missing."""
    async with opened(cast, NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot)
        await want_account(pilot, **FILLED_IN, password=PASSWORD, password_again=PASSWORD)
        await pilot.press("f2")
        await shown(pilot, QuestionDialog)
        assert "Účet nebude mít žádné platné oprávnění pro modul" in app.shown()
        await pilot.press("enter")
        await shown(pilot, EmployeeForm)
        assert nobody_was_stored()
        assert focus_of(app) == "new"
        await pilot.press("f2")
        await shown(pilot, QuestionDialog)
        await pilot.press("left", "enter")
        await shown(pilot, StoredAccountScreen)
        assert "Přihlásit se zatím nepůjde: účtu chybí platné oprávnění" in app.shown()


async def test_typing_over_a_password_made_up_takes_it_out_of_sight(cast: Cast) -> None:
    """X-16: what is shown is what will be stored."""
    async with opened(with_chance(cast), NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot)
        await want_account(pilot)
        await pilot.press("ctrl+g")
        await settled(pilot)
        app.form.field("password").focus_control()
        await pilot.press("end", "x")
        assert MADE_UP not in app.shown()


async def test_without_the_tick_there_is_no_account(cast: Cast) -> None:
    """R2.3-6: its fields are not even shown, and the account can wait."""
    async with opened(cast, NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot)
        assert "Uživatelské jméno" not in app.shown()
        put(app, **FILLED_IN)
        await pilot.press("f2")
        await settled(pilot)
        stored = employee(app.results[0])
        assert (stored.ik, stored.details.email, stored.details.position) == (demo.MARTINKA.ik, *FILLED_IN.values())
        with transaction():
            assert accounts.of_employee(stored.id) is None


async def test_enter_goes_on_and_never_stores(cast: Cast) -> None:
    """R2.3-6: an employee must not be stored before one has come to the account."""
    async with opened(cast, NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot)
        await pilot.press(*FILLED_IN["email"], "enter", *FILLED_IN["position"], "enter", "enter")
        await settled(pilot)
        assert focus_of(app) == "with_account"
        assert app.results == []


async def test_a_username_taken_keeps_the_form_and_one_key_takes_the_free_one(cast: Cast) -> None:
    """R2.3-8, X-5: said beside the field, nothing stored; then stored under the name proposed."""
    async with opened(cast, NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot)
        await want_account(pilot, **FILLED_IN, username="Homola", password=PASSWORD, password_again=PASSWORD)
        await pilot.press("f2")
        await settled(pilot)
        assert app.form.field("username").error == (
            "Uživatelské jméno Homola je již použito. Volné je homola2. Převzít: ^N"
        )
        assert focus_of(app) == "username"
        assert nobody_was_stored()
        assert app.form.field("password").value == PASSWORD
        await pilot.press("ctrl+n")
        await grant_records(pilot)
        await pilot.press("f2")
        await shown(pilot, StoredAccountScreen)
        await pilot.press("escape")
        await settled(pilot)
        assert cast.account("homola2").employee.id == app.results[0]


async def test_a_proposal_is_gone_when_another_name_is_typed(cast: Cast) -> None:
    """X-5: the key accepts what is in view, or nothing."""
    async with opened(cast, NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot)
        await want_account(pilot, **FILLED_IN, username="homola", password=PASSWORD, password_again=PASSWORD)
        await pilot.press("f2")
        await settled(pilot)
        await pilot.press("end", "x", "ctrl+n")
        assert app.form.field("username").value == "homolax"


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"email": ""}, "email", "Zadejte email."),
        ({"email": "nic"}, "email", "Email nemá správný tvar"),
        ({"position": ""}, "position", "Zadejte funkci nebo služební číslo."),
        ({"valid_from": None}, "valid_from", "Zadejte datum"),
        ({"valid_to": date(2016, 1, 1)}, "valid_to", "Platnost do nesmí předcházet"),
        ({"username": "Černý"}, "username", "Uživatelské jméno smí mít"),
        ({"password": ""}, "password", "Zadejte heslo."),
        ({"password_again": "jine heslo"}, "password_again", "Hesla se neshodují."),
        ({"password": "kratke", "password_again": "kratke"}, "password", "Heslo nelze použít: je příliš krátké"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(
    cast: Cast, values: dict[str, object], field: str, said: str
) -> None:
    """R2.3-9, X-15: nothing is stored, nothing typed is lost, and the cursor goes there."""
    filled_in = {**FILLED_IN, "password": PASSWORD, "password_again": PASSWORD, **values}
    async with opened(cast, NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot)
        await want_account(pilot, **filled_in)
        await pilot.press("f2")
        await settled(pilot)
        assert (app.form.field(field).error or "").startswith(said)
        assert focus_of(app) == field
        assert {name: app.form.field(name).value for name in filled_in} == filled_in
        assert nobody_was_stored()


async def test_without_a_person_there_is_nothing_to_store(cast: Cast) -> None:
    """R2.3-4: the search can be left, and opened again by Obnovit."""
    async with opened(cast, NewEmployeeScreen()) as (app, pilot):
        await pilot.press("escape")
        await shown(pilot, NewEmployeeScreen)
        await settled(pilot)
        await pilot.press("f2")
        await settled(pilot)
        assert app.form.field("ik").error == words.CHOOSE_PERSON
        await pilot.press("f5")
        await search_open(pilot)
        await choose_person(pilot)
        assert app.form.field("ik").value == demo.MARTINKA.ik


@pytest.mark.parametrize(
    ("username", "module"),
    [("homola", Module.REGISTR), ("homola", Module.POSKYTOVATEL), ("gollova", Module.OKNOUZE)],
)
async def test_the_button_new_person_is_in_one_module_only(cast: Cast, username: str, module: Module) -> None:
    """R2.4-1: in OKnouze/OKslužby it is one Enter from the search that found nobody; elsewhere there is none."""
    async with opened(cast, NewEmployeeScreen(), username, module) as (app, pilot):
        await pilot.press("escape")
        await shown(pilot, NewEmployeeScreen)
        await settled(pilot)
        there = module is Module.OKNOUZE
        assert ("Nová osoba" in enabled_buttons(app)) is there
        assert focus_of(app) == ("new_person" if there else "refresh")
        assert ("F6 Nová osoba" in app.shown()) is there
        assert "Opravit ^P" not in app.shown()
        await pilot.press("f6")
        await pilot.pause()
        assert isinstance(app.screen, NewPersonScreen) is there


async def test_a_person_entered_by_hand_fills_the_form(cast: Cast) -> None:
    """R2.4-1: with the IK that the program has assigned."""
    async with opened(cast, NewEmployeeScreen(), "gollova", Module.OKNOUZE) as (app, pilot):
        await pilot.press("escape")
        await shown(pilot, NewEmployeeScreen)
        await settled(pilot)
        await pilot.press("enter")
        await shown(pilot, NewPersonScreen)
        await pilot.press(*"900806/5121", "tab", *"Robert", "tab", *"Dlouhý", "tab", *"Dlouhý", "f2")
        await shown(pilot, NewEmployeeScreen)
        await settled(pilot)
        assert app.form.field("given_name").value == "Robert"
        assert app.form.field("username").value == "dlouhy"
        assert krk.find_by_ik(str(app.form.field("ik").value)) is not None
        assert focus_of(app) == "email"


async def test_another_person_comes_with_another_username(cast: Cast) -> None:
    """R2.3-7: what else was typed stays."""
    async with opened(cast, NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot)
        await pilot.press(*"a@b.cz", "f5")
        await search_open(pilot)
        await choose_person(pilot, "510203/011")
        assert app.form.field("username").value == "cerny"
        assert app.form.field("email").value == "a@b.cz"
        assert app.form.dirty


@pytest.mark.parametrize(
    ("username", "module", "kinds"),
    [
        ("homola", Module.REGISTR, ["KÚ", "OÚ pro HN"]),
        ("mpsv_radek", Module.REGISTR, ["MPSV", "KÚ", "OÚ pro HN", "OÚ pro SZ"]),
        ("gollova", Module.OKNOUZE, ["KÚ", "OÚ pro HN"]),
    ],
)
async def test_workplaces_are_those_within_the_actors_power(
    cast: Cast, username: str, module: Module, kinds: list[str]
) -> None:
    """R2.1-1, R2.1-2: of one's region, or of all for MPSV's administrators; by kinds of offices."""
    async with opened(cast, NewEmployeeScreen(), username, module) as (app, pilot):
        await pilot.press("escape")
        await settled(pilot)
        assert {kind.title for _, kind in options(app, "office_kind")} == set(kinds)


async def test_another_kind_of_office_offers_its_own_workplaces(cast: Cast) -> None:
    """F5: Druh úřadu narrows Pracoviště down."""
    async with opened(cast, NewEmployeeScreen()) as (app, pilot):
        await pilot.press("escape")
        await settled(pilot)
        app.form.field("office_kind").focus_control()
        await pilot.press("space", "down", "enter")
        await settled(pilot)
        assert "Pracoviště: KP Havlíčkův Brod" in app.shown()


async def test_grants_are_added_changed_and_dropped(cast: Cast) -> None:
    """R2.3-10, R2.1-3: F7 offers the module's permissions less those already there."""
    async with opened(cast, NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot)
        await want_account(pilot, **FILLED_IN, password=PASSWORD, password_again=PASSWORD)
        for _ in range(2):
            await pilot.press("f7")
            await shown(pilot, GrantScreen)
            await pilot.press("enter")
            await shown(pilot, NewEmployeeScreen)
            await settled(pilot)
        assert [grant[0] for grant in grants_of(app)] == ["Evidence sociálních služeb", "Správa systému"]
        await pilot.press("f7")
        await shown(pilot, MessageDialog)
        assert "Účet už má všechna oprávnění" in app.shown()
        await pilot.press("enter", "f4")
        await shown(pilot, GrantScreen)
        await pilot.press("f4", "enter")
        await shown(pilot, NewEmployeeScreen)
        await settled(pilot)
        assert grants_of(app)[1] == ("Správa systému", "aktualizace", False)
        await pilot.press("f8")
        await settled(pilot)
        assert grants_of(app) == [("Evidence sociálních služeb", "prohlížení", False)]


@pytest.mark.parametrize(("typed", "asks"), [("", False), ("x", True)])
async def test_leaving_asks_when_something_was_typed(cast: Cast, typed: str, asks: bool) -> None:
    """F5: Zpět; to have chosen a person is not to have typed."""
    async with opened(cast, NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot)
        await pilot.press(*typed, "escape")
        await pilot.pause()
        assert isinstance(app.screen, QuestionDialog) is asks
        assert app.results == ([] if asks else [None])


async def test_a_grant_added_is_something_to_lose(cast: Cast) -> None:
    """F5: Zpět asks, even when nothing was typed."""
    async with opened(cast, NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot)
        await want_account(pilot)
        app.form.mark_clean()
        await pilot.press("f7")
        await shown(pilot, GrantScreen)
        await pilot.press("enter")
        await shown(pilot, NewEmployeeScreen)
        await settled(pilot)
        await pilot.press("escape")
        await shown(pilot, QuestionDialog)


async def test_no_password_outlives_its_use(cast: Cast) -> None:
    """X-19: neither the tick taken back nor the form left keeps it."""
    async with opened(with_chance(cast), NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot)
        await want_account(pilot)
        await pilot.press("ctrl+g")
        await settled(pilot)
        app.form.field("with_account").focus_control()
        await pilot.press("space")
        await settled(pilot)
        assert app.form.field("password").value == ""
        await pilot.press("space")
        await settled(pilot)
        await pilot.press("ctrl+g")
        await settled(pilot)
        fields = [app.form.field(name) for name in ("password", "password_again")]
        made_up = str(fields[0].value)
        assert made_up
        await pilot.press("escape")
        await shown(pilot, QuestionDialog)
        await pilot.press("left", "enter")
        await settled(pilot)
        assert [field.value for field in fields] == ["", ""]
        assert made_up not in str(vars(app.form))


async def test_hostile_names_are_shown_as_text(cast: Cast) -> None:
    """X-22: no markup and no escape sequence comes out of KRK."""
    hostile = {"given_name": "[@click=app.quit]Radomír[/x]", "surname": "\x1b[31mMartinka"}
    person = namesake(demo.MARTINKA, "1000000001", **hostile)
    krk.store_persons([person])
    async with opened(cast, NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot, "530101/001")
        assert "[@click=app.q" in app.shown()
        assert "\x1b" not in app.shown()


async def test_only_the_keys_of_use_now_are_announced(cast: Cast) -> None:
    """F5: the grants' keys come with the account, and a row."""
    async with opened(cast, NewEmployeeScreen()) as (app, pilot):
        await choose_person(pilot)
        assert "F7" not in announced(app)
        await want_account(pilot)
        assert "F7" in announced(app)
        assert "F8" not in announced(app)
        assert enabled_buttons(app) == {"Obnovit", "Podle kolegy F3", "Vygenerovat ^G", "Nové oprávnění", "OK", "Zpět"}


def test_it_looks_so_when_a_person_was_chosen(cast: Cast, snap_compare: Callable[..., bool]) -> None:
    """F5: the document's columns."""

    async def choose(pilot: Pilot[Any]) -> None:
        await search_open(pilot)
        await choose_person(pilot)
        assert app.form.field("surname").value == "Martinka"

    app = FormApp(cast, NewEmployeeScreen(), "homola")
    assert snap_compare(app, terminal_size=SIZE, run_before=choose)


@pytest.mark.parametrize("size", [SIZE, (120, 40)])
def test_it_looks_so_with_everything_on_it(
    cast: Cast, snap_compare: Callable[..., bool], size: tuple[int, int]
) -> None:
    """F5: account, password, two grants, a refusal, the buttons and the keys are in view even at 80x24."""

    async def fill_in(pilot: Pilot[Any]) -> None:
        await search_open(pilot)
        await choose_person(pilot)
        await want_account(pilot, **FILLED_IN, username="homola")
        await pilot.press("ctrl+g")
        await settled(pilot)
        for _ in range(2):
            await pilot.press("f7")
            await shown(pilot, GrantScreen)
            await pilot.press("f4", "enter")
            await shown(pilot, NewEmployeeScreen)
            await settled(pilot)
        await pilot.press("f2")
        await settled(pilot)
        assert "Převzít: ^N" in app.shown()
        assert enabled_buttons(app) >= {"Nové oprávnění", "Změnit", "Zrušit oprávnění", "OK", "Zpět"}
        assert "F8" in announced(app)

    app = FormApp(with_chance(cast), NewEmployeeScreen(), "homola")
    assert snap_compare(app, terminal_size=size, run_before=fill_in)


async def test_the_form_has_every_field_of_the_details(cast: Cast) -> None:
    """F5, F6: shown as it is stored, handed over as it is shown, under the document's words."""
    form = NewEmployeeScreen()
    details = DetailsEntry(date(2016, 1, 1), date(2017, 1, 1), "495 000 000", "a@b.cz", "referent", "REF")
    assert all(values(details).values())
    async with opened(cast, form) as (_, pilot):
        await pilot.press("escape")
        await settled(pilot)
        form.show_details(details)
        assert form.details == details
        for name, title in titles(DetailsEntry).items():
            assert str(form.field(name).render()) == f"{title}:"
