"""F13 Proč se nelze přihlásit, and the new password that is read out over the telephone."""

import gc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from oktui import demo
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.sign_in import BadCredentials, Condition, NotSynchronised
from oktui.domain.sync import SyncState
from oktui.services.employees.retire_employee import retire_employee
from oktui.services.sign_in.sign_in import SignIn, sign_in
from screens.employees.employee_detail import EmployeeDetailScreen
from screens.helpdesk.new_password import NewPasswordScreen
from screens.helpdesk.why_not import WhyNotScreen
from screens.texts import diagnosed
from screens.widgets.issued_password import Secret
from storage import accounts
from storage.database import transaction
from tests.support.cast import Cast, granted
from tests.support.employee_forms import MADE_UP, with_chance
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.waiting import settled, until

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Compare = Callable[..., bool]

REGISTR, POSKYTOVATEL, OKNOUZE = Module
RECORDS = granted(REGISTR, Permission.SOCIAL_SERVICES_RECORDS)
SUPPORT = granted(REGISTR, Permission.USER_SUPPORT)


@asynccontextmanager
async def opened(app: FormApp) -> AsyncIterator[Pilot[None]]:
    """The form, with the cursor in Koho hledat."""
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        yield pilot


def app_for(cast: Cast, username: str = "homola", module: Module = REGISTR) -> FormApp:
    """The form in the hands of an administrator."""
    return FormApp(with_chance(cast), WhyNotScreen(), username, module)


def helpdesk(cast: Cast) -> FormApp:
    """The form in the hands of somebody with Podpora uživatelů."""
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, user_support=True))
    cast.employ(demo.CERNY, "podpora", SUPPORT)
    return app_for(cast, "podpora")


def lock(cast: Cast, username: str) -> None:
    """Lock the account."""
    with transaction():
        accounts.lock(cast.account(username).id, cast.clock())


async def ask_about(pilot: Pilot[Any], text: str) -> None:
    """Type it and press Enter at once, as fast as a person never does."""
    await pilot.press(*text, "enter")
    await settled(pilot)


def verdicts(app: FormApp) -> dict[str, str]:
    """The word beside each condition that is in view."""
    words = ("splněno", "NESPLNĚNO")
    lines = [line for line in app.lines() if line.startswith(words)]
    return {line[11:].split(":")[0].strip(): line[:11].strip() for line in lines}


async def test_those_meant_are_listed_as_one_types(cast: Cast) -> None:
    """F13: without case and diacritics, before Enter."""
    app = app_for(cast, "mpsv_radek")
    async with opened(app) as pilot:
        await pilot.press(*"kraj")
        await until(pilot, lambda: "homola" in app.shown())
        assert [name in app.shown() for name in ("František Dlouhý", "klicpera", "sz_smitko")] == [True, True, False]
        await pilot.press(*", kli")
        await until(pilot, lambda: "homola" not in app.shown())
        assert "klicpera" in app.shown()


async def test_enter_tells_about_the_only_one_however_fast(cast: Cast) -> None:
    """F13: what is not met first, then what is, in words, with the sentence to read out and the key that mends it."""
    app = app_for(cast, "mpsv_radek", OKNOUZE)
    async with opened(app) as pilot:
        await ask_about(pilot, "Smítko, Smiřice")
        assert "Ing. Josef Smítko, CSc. · sz_smitko · Smiřice" in app.shown()
        assert "ZABLOKOVÁN od 25.7.2016 10:05 · sehrán · platí od 24.7.2014" in app.shown()
        assert verdicts(app) == {"zámek přihlášení": "NESPLNĚNO"}
        assert "«Váš účet je od 25.7.2016 10:05 zablokován, protože bylo opakovaně" in app.shown()
        assert "→ ^O Odemknout účet" in app.shown()


async def test_what_is_met_is_one_line_until_it_is_asked_for(cast: Cast) -> None:
    """F13: how many conditions and which; one key shows how they stand, and folds them again; Enter on the line too."""
    app = app_for(cast, "mpsv_radek", OKNOUZE)
    async with opened(app) as pilot:
        await ask_about(pilot, "Smítko, Smiřice")
        for key in ("space", "space", "tab,enter"):
            assert "+ splněno 8 (mezerník): uživatelský účet, další pokus, heslo, " in app.shown()
            assert list(verdicts(app)) == ["zámek přihlášení"]
            await pilot.press(*key.split(","))
            await settled(pilot)
            assert list(verdicts(app).values()) == ["NESPLNĚNO"] + ["splněno"] * 8
            if key == "space":
                await pilot.press("space")
                await settled(pilot)


async def test_of_several_one_is_chosen_with_the_arrows(cast: Cast) -> None:
    """F13: the cursor stays where one types."""
    app = app_for(cast, "mpsv_radek")
    async with opened(app) as pilot:
        await ask_about(pilot, "kraj")
        await until(pilot, lambda: "klicpera" in app.shown())
        assert verdicts(app) == {}
        await pilot.press("down", "down", "enter")
        await settled(pilot)
        assert "Adam Klicpera · klicpera" in app.shown()


async def test_nobody_is_said_to_be_nobody(cast: Cast) -> None:
    """F13: and what to ask the caller then."""
    app = app_for(cast)
    async with opened(app) as pilot:
        await ask_about(pilot, "smítko")
        assert "Nikdo takový tu není." in app.shown()


async def test_unlocking_shows_at_once_that_it_has_helped(cast: Cast) -> None:
    """F13, R2.6-3: the key is gone with the lock."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS)
    lock(cast, "martinka")
    app = app_for(cast)
    async with opened(app) as pilot:
        await ask_about(pilot, "martinka")
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert set(verdicts(app).values()) == {"splněno"}
        assert "Odemknout" not in app.shown()
        assert "Účtu nic nebrání. Zkontrolujte jméno martinka a heslo. → ^G Nové heslo" in app.shown()
        said = " ".join(app.shown().split())
        assert "zámek přihlášení: žádný (zámek zrušen 25.7.2016 10:05, homola (Jiří Homola))" in said
    assert cast.account("martinka").locked_at is None


async def test_a_retirement_is_taken_back(cast: Cast) -> None:
    """F13, R2.5-1: with who did it."""
    martinka = cast.employ(demo.MARTINKA, "martinka", RECORDS)
    retire_employee(cast.actor("mpsv_radek"), martinka.employee.id, effects=cast.effects)
    app = app_for(cast)
    async with opened(app) as pilot:
        await ask_about(pilot, "martinka")
        assert "vyřazení: vyřazen od 25.7.2016 10:05 (mpsv_radek (Radomír Marinka))" in app.shown()
        await pilot.press("f8")
        await settled(pilot)
        assert verdicts(app)["vyřazení"] == "splněno"


async def test_dates_and_permissions_are_mended_in_the_detail(cast: Cast) -> None:
    """F13: Platnost do and the grants stand there."""
    cast.employ(demo.MARTINKA, "martinka")
    app = app_for(cast)
    async with opened(app) as pilot:
        await ask_about(pilot, "martinka")
        assert "«Pro aplikaci OKslužby – registr nemáte žádné oprávnění.»" in app.shown()
        assert "→ F4 Detail" in app.shown()
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, EmployeeDetailScreen))


async def test_another_application_is_another_question(cast: Cast) -> None:
    """F13, R1.1-2: the caller may be trying the wrong one."""
    cast.employ(demo.MARTINKA, "martinka", granted(POSKYTOVATEL, Permission.REPORTS))
    app = app_for(cast)
    async with opened(app) as pilot:
        await ask_about(pilot, "martinka")
        assert "Při přihlášení zvolte OKslužby – poskytovatel." in " ".join(app.shown().split())
        app.form.field("module").focus_control()
        await pilot.press("right")
        await settled(pilot)
        assert set(verdicts(app).values()) == {"splněno"}


async def test_an_incident_is_asked_about_in_its_module(cast: Cast) -> None:
    """X-6, F13: seven digits and Enter."""
    reports = granted(POSKYTOVATEL, Permission.REPORTS)
    cast.employ(demo.MARTINKA, "martinka", reports, state=SyncState.PERSON_LOADED)
    with pytest.raises(NotSynchronised) as refused:
        sign_in(SignIn(POSKYTOVATEL, "martinka", demo.PASSWORD), effects=cast.effects)
    app = app_for(cast)
    async with opened(app) as pilot:
        await ask_about(pilot, str(refused.value.incident))
        assert app.form.field("module").value is POSKYTOVATEL
        assert [name for name, word in verdicts(app).items() if word == "NESPLNĚNO"] == ["sehrání účtu"]
        assert "→ počkat na sehrání v 12:00" in app.shown()


async def test_escape_goes_back_to_the_question_and_then_out(cast: Cast) -> None:
    """F13: the next caller is already on the line."""
    app = app_for(cast)
    async with opened(app) as pilot:
        await ask_about(pilot, "homola")
        await pilot.press("escape")
        assert verdicts(app) == {}
        await pilot.press("escape")
        assert app.results == [None]


async def test_a_new_password_is_read_out_and_unlocks(cast: Cast) -> None:
    """R2.8-1, X-16: large, in groups, spelled; the caller signs in with it and has to change it."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS)
    lock(cast, "martinka")
    app = app_for(cast)
    async with opened(app) as pilot:
        await ask_about(pilot, "martinka")
        await pilot.press("ctrl+g", "f2")
        await until(pilot, lambda: "Zámek přihlášení byl zrušen." in app.shown())
        assert "│  8 9 a b  │  │  c d e f  │  │  g h j k  │" in app.shown()
        assert "mnpq   Marie – Norbert – Petr – Quido" in app.shown()
        assert "Heslo platí do 25.7.2016 11:05, od prvního přihlášení už jen 15 min." in app.shown()
        await pilot.press("escape")
        await settled(pilot)
        assert set(verdicts(app).values()) == {"splněno"}
    assert cast.sign_in("martinka", password=MADE_UP).must_change


async def test_a_bad_line_gets_another_password(cast: Cast) -> None:
    """X-16: the one before opens nothing any more."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS)
    app = app_for(cast)
    async with opened(app) as pilot:
        await ask_about(pilot, "martinka")
        await pilot.press("ctrl+g", "f2")
        await until(pilot, lambda: "8 9 a b" in app.shown())
        await pilot.press("f2")
        await until(pilot, lambda: "8 9 a b" not in app.shown())
        await settled(pilot)
        shown = app.screen.query_one("#spelled", Static).visual
        again = "-".join(line.split()[0] for line in str(shown).splitlines())
    assert cast.sign_in("martinka", password=again).must_change


async def test_when_the_form_closes_nothing_of_the_password_stays(cast: Cast) -> None:
    """X-16: neither on the screen nor in any widget that is still about."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS)
    app = app_for(cast)
    async with opened(app) as pilot:
        await ask_about(pilot, "martinka")
        await pilot.press("ctrl+g", "f2")
        await until(pilot, lambda: "8 9 a b" in app.shown())
        assert app.screen.get_selected_text() is None
        form = app.screen
        await pilot.press("escape")
        await settled(pilot)
        assert "Adam" not in app.shown()
        assert "8 9 a b" not in app.shown()
        assert all(MADE_UP not in str(value) for value in vars(form).values())
        kept = [secret for secret in gc.get_objects() if isinstance(secret, Secret)]
        assert all(not str(secret.visual).strip() for secret in kept)


async def test_the_helpdesk_ticks_how_the_caller_was_recognised(cast: Cast) -> None:
    """X-2, X-16: nothing is changed before."""
    app = helpdesk(cast)
    martinka = cast.employ(demo.MARTINKA, "martinka", RECORDS)
    async with opened(app) as pilot:
        await ask_about(pilot, "martinka")
        await pilot.press("ctrl+g", "f2")
        await settled(pilot)
        assert "Vyznačte, jak byl volající rozpoznán." in app.shown()
        assert cast.account("martinka").password_hash == martinka.password_hash
        await pilot.press("enter", "space", "enter")
        await until(pilot, lambda: "8 9 a b" in app.shown())
        assert isinstance(app.screen, NewPasswordScreen)


async def test_the_helpdesk_sees_what_it_may_not_mend_and_why(cast: Cast) -> None:
    """X-2: an administrator's account, whatever is wrong with it."""
    app = helpdesk(cast)
    lock(cast, "homola")
    async with opened(app) as pilot:
        await ask_about(pilot, "homola")
        said = " ".join(app.shown().split())
        assert "→ Účet s oprávněním Správa systému může spravovat jen správce systému." in said
        assert "Nové heslo" not in app.shown()
        assert "Odemknout" not in app.shown()
        await pilot.press("ctrl+g", "ctrl+o", "f8")
        await settled(pilot)
        assert app.screen is app.form
    assert cast.account("homola").locked_at is not None


async def test_who_only_looks_is_offered_nothing(cast: Cast) -> None:
    """X-1: level prohlížení sees it all."""
    cast.employ(demo.CERNY, "divak", granted(REGISTR, Permission.SYSTEM_ADMINISTRATION, Level.VIEW))
    cast.employ(demo.MARTINKA, "martinka", RECORDS)
    lock(cast, "martinka")
    app = app_for(cast, "divak")
    async with opened(app) as pilot:
        await ask_about(pilot, "martinka")
        assert verdicts(app)["zámek přihlášení"] == "NESPLNĚNO"
        assert "→ Vaše oprávnění má úroveň prohlížení, měnit nic nemůžete." in app.shown()
        assert "^O" not in app.shown()


@pytest.mark.parametrize("condition", Condition)
@pytest.mark.usefixtures("database_url")
def test_every_condition_has_its_words(condition: Condition) -> None:
    """F13: a new one cannot be forgotten."""
    assert condition in diagnosed.CONDITIONS


def locked_app(cast: Cast) -> FormApp:
    """Martinka locked by a third wrong password, and about to end."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS)
    for _ in range(3):
        with pytest.raises(BadCredentials):
            cast.sign_in("martinka", password="nespravne heslo")
    cast.clock.forward(timedelta(minutes=3))
    return app_for(cast)


async def test_the_last_attempt_says_whether_it_was_the_one_that_locked(cast: Cast) -> None:
    """F13: and of one after it that the account was locked already."""

    def told(app: FormApp) -> str:
        return str(app.form.query_one("#attempt", Static).content)

    app = locked_app(cast)
    async with opened(app) as pilot:
        await ask_about(pilot, "martinka")
        assert told(app).endswith("chybné heslo, tímto pokusem byl účet zablokován.")
        with pytest.raises(BadCredentials):
            cast.sign_in("martinka")
        await pilot.press("f5")
        await settled(pilot)
        assert told(app).endswith("účet už byl zablokován.")


def test_it_looks_so_among_those_found(cast: Cast, snap_compare: Compare) -> None:
    """F13: all labels and buttons are in view at 80x24."""

    async def type_some(pilot: Pilot[Any]) -> None:
        await pilot.press(*"kraj")
        await settled(pilot)
        await until(pilot, lambda: "klicpera" in pilot.app.shown())  # type: ignore[attr-defined]  # it is a FormApp

    assert snap_compare(app_for(cast, "mpsv_radek"), terminal_size=SIZE, run_before=type_some)


def test_it_looks_so_with_a_lock(cast: Cast, snap_compare: Compare) -> None:
    """F13, R2.6-1: the worst is in bold, and in words."""

    async def ask(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await ask_about(pilot, "martinka")

    assert snap_compare(locked_app(cast), terminal_size=SIZE, run_before=ask)


def test_it_looks_so_when_the_password_is_read_out(cast: Cast, snap_compare: Compare) -> None:
    """X-16: nothing is cut off, and the buttons are in view."""

    async def generate(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await ask_about(pilot, "martinka")
        await pilot.press("ctrl+g", "space", "f2")
        await until(pilot, lambda: "8 9 a b" in pilot.app.shown())  # type: ignore[attr-defined]  # it is a FormApp
        await settled(pilot)

    assert snap_compare(locked_app(cast), terminal_size=SIZE, run_before=generate)
