"""F1 Přihlášení."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from oktui import demo
from oktui.app import OktuiApp
from oktui.domain.modules import Module, Permission
from oktui.domain.sync import SyncState
from oktui.jobs.synchronise_accounts import synchronise_accounts
from oktui.last_sign_in import LastSignIn
from oktui.terminal import screen_text
from screens.menu.about import AboutScreen
from screens.menu.main_menu import MainMenuScreen
from screens.sign_in.sign_in import SignInScreen
from screens.texts import program
from screens.widgets.dialogs import MessageDialog, QuestionDialog
from storage import krk
from tests.support.cast import Cast, granted
from tests.support.hosts import SIZE
from tests.support.program import give_password, paste
from tests.support.waiting import settled, shows, until

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)


@asynccontextmanager
async def opened(cast: Cast) -> AsyncIterator[Pilot[None]]:
    """The program as it starts, with nobody signed in."""
    async with OktuiApp(cast.effects).run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, SignInScreen))
        await settled(pilot)
        yield pilot


def form_of(pilot: Pilot[None]) -> SignInScreen:
    """The form, which is in front."""
    assert isinstance(pilot.app.screen, SignInScreen)
    return pilot.app.screen


async def sign_in(pilot: Pilot[None], username: str, password: str = demo.PASSWORD) -> None:
    """Type both and press Enter; the cursor is in the name's field, which is empty."""
    await paste(pilot, username)
    await pilot.press("tab")
    await give_password(pilot, password)


async def told(pilot: Pilot[None], kind: type[MessageDialog | QuestionDialog] = MessageDialog) -> str:
    """What the dialog says when it comes, on one line; the form behind it is left out."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    await pilot.pause()
    lines = [strip.text.strip(" │┌┐└┘─") for strip in pilot.app.screen._compositor.render_strips()]
    return " ".join(" ".join(lines).split())


async def test_the_applications_and_the_hotline_are_in_view(cast: Cast) -> None:
    """R1-1, R3-1: before anybody signs in."""
    async with opened(cast) as pilot:
        shown = screen_text(pilot.app)
        for text in (*(module.title for module in Module), "236 072 230", "hotline.oknouze@oksystem.cz"):
            assert text in shown


async def test_what_the_applications_are_for_is_two_keys_away(cast: Cast) -> None:
    """R1-2, R3-1, R3-2: purpose, address and permissions of each, without signing in."""
    async with opened(cast) as pilot:
        await pilot.press("f1", "f3")
        await until(pilot, lambda: isinstance(pilot.app.screen, AboutScreen))
        await pilot.resize_terminal(SIZE[0], 80)
        await pilot.pause()
        shown = " ".join(screen_text(pilot.app).split())
        hidden = {Permission.APPEALS, Permission.USER_SUPPORT}
        for module in Module:
            granted_in = {permission.title for permission in module.permissions if permission not in hidden}
            for text in (*module.about.purpose, module.about.address, *granted_in):
                assert text in shown
        assert not any(permission.title in shown for permission in hidden)


@pytest.mark.parametrize(("hours", "said"), [(24, False), (30, True), (32, True), (38, False)])
async def test_maintenance_is_announced(cast: Cast, hours: int, said: bool) -> None:
    """R3-2: an hour ahead and while it lasts, from Monday 10:05 on; the program goes on working."""
    cast.clock.forward(timedelta(hours=hours))
    async with opened(cast) as pilot:
        assert ("ÚDRŽBA" in screen_text(pilot.app)) is said
        await sign_in(pilot, "homola")
        await until(pilot, lambda: isinstance(pilot.app.screen, MainMenuScreen))


LATER = "Opakujte přihlášení později. Další sehrání účtů proběhne v 12:00."
MESSAGES = {
    SyncState.NEW: (
        "Upozornění Nepodařilo se přiřadit osobě IK. Chyba při komunikaci s KRK. "
        "Chyba registrována pod číslem null (CHYBA_AAExternNenalezen)"
    ),
    SyncState.IK_CONFIRMED: (
        "Chyba kód chyby: 501 text chyby: Osobu s CSP: 1284384629 se nepodařilo načíst "
        "text pro uživatele: Data osoby jsou nedostupná"
    ),
    SyncState.PERSON_LOADED: "Chyba Neoprávněný přístup! Chyba je registrována pod číslem 1000001",
}


@pytest.mark.parametrize("state", MESSAGES)
async def test_each_state_of_the_sync_is_told_letter_for_letter(cast: Cast, state: SyncState) -> None:
    """R2.3-14, X-6: under its documented title, with what to do; the password is forgotten, the name stays."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS, state=state)
    async with opened(cast) as pilot:
        await sign_in(pilot, "martinka")
        said = await told(pilot)
        assert said.startswith(f"{MESSAGES[state]} {LATER}")
        await pilot.press("enter")
        await settled(pilot)
        assert (form_of(pilot).username.value, form_of(pilot).password.value) == ("martinka", "")


async def test_an_outage_of_krk_is_told_letter_for_letter(cast: Cast, krk_url: str) -> None:
    """R2.3-14, X-4: the fourth message."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS, state=SyncState.NEW)
    krk.open_krk(f"{krk_url}.nowhere")
    synchronise_accounts("worker", effects=cast.effects)
    async with opened(cast) as pilot:
        await sign_in(pilot, "martinka")
        assert (await told(pilot)).startswith(f"Chyba Nastala chyba při komunikaci s KRK. {LATER}")


@pytest.mark.parametrize(("username", "password"), [("nikdo", "x"), ("homola", "x"), ("sz_smitko", demo.PASSWORD)])
async def test_what_is_wrong_with_name_or_password_is_not_told(cast: Cast, username: str, password: str) -> None:
    """X-12, R2.6-1: one sentence for a wrong name, a wrong password and a lock, and who can unlock."""
    async with opened(cast) as pilot:
        form_of(pilot).module.value = Module.OKNOUZE if username == "sz_smitko" else Module.REGISTR
        await sign_in(pilot, username, password)
        assert (await told(pilot)).startswith(
            "Chyba Neplatné uživatelské jméno nebo heslo. Po třech neúspěšných pokusech je účet zablokován; "
            "odblokovat jej může uživatel s oprávněním správa systému."
        )


async def test_a_source_of_too_many_failures_is_told_until_when_it_waits(cast: Cast) -> None:
    """X-31: whatever name is typed, and to the second."""
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, source_failures=1))
    async with opened(cast) as pilot:
        await sign_in(pilot, "nikdo", "x")
        await told(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await give_password(pilot, "x")
        assert (await told(pilot)).startswith(
            "Chyba Z tohoto místa přišlo příliš mnoho neúspěšných pokusů o přihlášení. "
            "Další pokus bude možný v 10:05:05."
        )


async def test_a_password_typed_on_into_the_refusal_is_dropped_whole(cast: Cast) -> None:
    """F1: whoever sees at once that it went wrong types anew; nothing of that answers, and nothing is kept in part."""
    async with opened(cast) as pilot:
        await sign_in(pilot, "homola", "spatne heslo")
        await told(pilot)
        await pilot.press(*"Vysocina", "enter")
        assert "se nepřijalo" in await told(pilot)
        await pilot.press("enter")
        await settled(pilot)
        form = pilot.app.screen
        assert isinstance(form, SignInScreen)
        assert form.password.value == ""
        await give_password(pilot, demo.PASSWORD)
        await until(pilot, lambda: isinstance(pilot.app.screen, MainMenuScreen))


async def test_a_dialog_that_comes_up_while_somebody_types_into_a_field_is_not_closed_by_it(cast: Cast) -> None:
    """F1: not even when it comes between the last letter and Enter."""
    async with opened(cast) as pilot:
        await pilot.press(*"homola")
        pilot.app.push_screen(MessageDialog("Upozornění", "Přihlášení skončilo."))
        await told(pilot)
        await pilot.press("enter")
        assert "se nepřijalo" in await told(pilot)
        pilot.app.pop_screen()
        cast.clock.forward(timedelta(seconds=2))
        pilot.app.push_screen(MessageDialog("Upozornění", "Přihlášení skončilo."))
        await told(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SignInScreen))


@asynccontextmanager
async def opened_again(cast: Cast, folder: Path) -> AsyncIterator[tuple[Pilot[None], SignInScreen]]:
    """The program on a terminal from which homola signed in before."""
    memory = LastSignIn(folder / "last-sign-in.json")
    memory.remember(Module.REGISTR, "homola")
    app = OktuiApp(cast.effects, memory=memory)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, SignInScreen))
        await settled(pilot)
        form = pilot.app.screen
        assert isinstance(form, SignInScreen)
        yield pilot, form


@pytest.mark.parametrize("key", ["enter", "tab"])
async def test_whoever_is_remembered_goes_on_to_the_password(cast: Cast, tmp_path: Path, key: str) -> None:
    """F1: the cursor begins in the name; nothing need be typed again, and nothing is refused by going on."""
    async with opened_again(cast, tmp_path) as (pilot, form):
        await pilot.press(key)
        await settled(pilot)
        assert form.password.error is None
        await give_password(pilot, demo.PASSWORD)
        await until(pilot, lambda: isinstance(pilot.app.screen, MainMenuScreen))
        assert pilot.app.signed_in.principal.username == "homola"  # type: ignore[attr-defined]  # of our App


async def test_whoever_types_their_name_from_habit_replaces_the_one_remembered(cast: Cast, tmp_path: Path) -> None:
    """F1: it is selected; no attempt is used up."""
    async with opened_again(cast, tmp_path) as (pilot, form):
        await pilot.press(*"dlouhy", "enter")
        assert (form.username.value, form.password.value) == ("dlouhy", "")
        await give_password(pilot, demo.PASSWORD)
        await until(pilot, lambda: isinstance(pilot.app.screen, MainMenuScreen))
        assert cast.account("homola").failures == 0


async def test_the_name_typed_for_the_password_is_said_beside_the_field(cast: Cast, tmp_path: Path) -> None:
    """F1, X-14: no dialog that would swallow the password typed next, and no attempt."""
    async with opened_again(cast, tmp_path) as (pilot, form):
        await pilot.press("tab", *"Homola", "enter")
        await shows(pilot, "To je uživatelské jméno")
        await settled(pilot)
        assert pilot.app.screen is form
        await give_password(pilot, demo.PASSWORD)
        await until(pilot, lambda: isinstance(pilot.app.screen, MainMenuScreen))


async def test_the_top_line_names_nobody_after_signing_out(cast: Cast) -> None:
    """F1: however long somebody was signed in, whoever comes next reads nothing of them."""
    async with opened(cast) as pilot:
        form = form_of(pilot)
        await sign_in(pilot, "homola")
        await until(pilot, lambda: isinstance(pilot.app.screen, MainMenuScreen))
        for _ in range(60):
            form.beat()
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        await pilot.press("left", "enter")
        await until(pilot, lambda: pilot.app.screen is form)
        await settled(pilot)
        shown = screen_text(pilot.app)
        assert program.PROGRAM in shown
        assert "Homola" not in shown


async def test_a_session_elsewhere_is_ended_after_a_question(cast: Cast) -> None:
    """X-23: with the harmless answer first; then the other one is over."""
    elsewhere = cast.sign_in("homola")
    async with opened(cast) as pilot:
        await sign_in(pilot, "homola")
        assert "test terminal" in await told(pilot, QuestionDialog)
        await pilot.press("left", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, MainMenuScreen))
        await shows(pilot, "Můj účet")
        assert pilot.app.signed_in.actor != elsewhere.actor  # type: ignore[attr-defined]  # of our App
