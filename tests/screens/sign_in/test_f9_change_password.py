"""F9 Změna hesla."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Button

from oktui.domain.password_owner import Owner
from oktui.domain.password_policy import PasswordPolicy
from oktui.domain.passwords import Requirement, hard_to_guess
from oktui.domain.sessions import SessionEnd
from oktui.domain.sign_in import BadCredentials
from oktui.services.helpdesk.reset_password import ResetPassword, reset_password
from oktui.services.new_passwords import PasswordEntry
from oktui.services.sign_in.change_password import ChangePassword, change_password
from screens.sign_in.change_password import ChangePasswordScreen
from screens.widgets import password_rules
from screens.widgets.dialogs import QuestionDialog
from screens.widgets.fields import Field
from tests.support.cast import PASSWORD, Cast
from tests.support.effects import QuickHashing
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.waiting import Gate, settled, until

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Compare = Callable[..., bool]

NEW = "dikobraz-na-vrzi-5"
TEMPORARY = "docasne-na-listku-1"
A_WHILE = timedelta(minutes=31)


@asynccontextmanager
async def opened(app: FormApp) -> AsyncIterator[Pilot[None]]:
    """The form, with the rules in view."""
    async with app.run_test(size=SIZE) as pilot:
        await rules_shown(pilot)
        yield pilot


def app_for(cast: Cast, username: str = "homola") -> FormApp:
    """The form in the hands of somebody who may change their password again."""
    cast.clock.forward(A_WHILE)
    return FormApp(cast, ChangePasswordScreen(), username)


def app_with_temporary_password(cast: Cast) -> FormApp:
    """The form that Klicpera meets after an administrator has reset his password."""
    entry = PasswordEntry(TEMPORARY, TEMPORARY)
    account_id = cast.account("klicpera").id
    reset_password(cast.actor("mpsv_radek"), ResetPassword(account_id, entry), effects=cast.effects)
    return FormApp(cast, ChangePasswordScreen(forced=True), "klicpera", password=TEMPORARY)


async def fill_in(pilot: Pilot[Any], original: str, new: str, again: str) -> None:
    """Paste the three passwords, going on with Enter, and wait for what the last one does."""
    for password in (original, new, again):
        await paste(pilot, password)
        await pilot.press("enter")
    await settled(pilot)


async def paste(pilot: Pilot[Any], text: str) -> None:
    """Paste as the terminal does; much quicker than key by key."""
    assert pilot.app.focused is not None
    pilot.app.focused.post_message(events.Paste(text))
    await pilot.pause()


def is_at(app: FormApp, name: str) -> bool:
    """Whether the cursor is in the field."""
    return app.focused is not None and app.form.field(name) in app.focused.ancestors


def verdict(app: FormApp, rule: str) -> str:
    """The word that stands before a rule."""
    line = next(line for line in app.lines() if line.endswith(f" {rule}"))
    return line.removesuffix(rule).split()[-1]


async def test_a_password_is_changed_with_three_times_enter(cast: Cast) -> None:
    """R2.7-1: original, new and confirmation; afterwards the new one is the password."""
    app = app_for(cast)
    async with opened(app) as pilot:
        await fill_in(pilot, PASSWORD, NEW, NEW)
        assert "Heslo bylo změněno." in app.shown()
        await pilot.press("enter")
        await until(pilot, lambda: app.results == [True])
    with pytest.raises(BadCredentials):
        cast.sign_in("homola")
    assert not cast.sign_in("homola", password=NEW).must_change


@pytest.mark.parametrize(("username", "least"), [("homola", 17), ("klicpera", 12)])
async def test_the_rules_turn_from_unmet_to_met_as_one_types(cast: Cast, username: str, least: int) -> None:
    """X-15: an administrator's password is longer; the verdict is a word, not a colour."""
    app = app_for(cast, username)
    rule = f"má nejméně {least} znaků"
    async with opened(app) as pilot:
        assert verdict(app, rule) == "–"
        await pilot.press("tab")
        await paste(pilot, NEW[: least - 1])
        assert verdict(app, rule) == "nesplněno"
        await pilot.press(NEW[least - 1])
        assert verdict(app, rule) == "splněno"


@pytest.mark.parametrize(
    ("rule", "typed"),
    [
        ("neobsahuje uživatelské jméno", "u-HOMOLA"),
        ("neobsahuje příjmení", "Pan Homola"),
        ("neobsahuje rodné číslo", "x530909/017"),
        ("není běžné heslo", "sluníčko"),
    ],
)
async def test_a_rule_that_the_next_character_breaks_turns_back(cast: Cast, rule: str, typed: str) -> None:
    """X-17: at each keystroke."""
    app = app_for(cast)
    async with opened(app) as pilot:
        await pilot.press("tab")
        await paste(pilot, typed[:-1])
        assert verdict(app, rule) == "splněno"
        await pilot.press(typed[-1])
        assert verdict(app, rule) == "nesplněno"
        await pilot.press("backspace")
        assert verdict(app, rule) == "splněno"


async def test_no_rule_is_called_unmet_before_something_is_typed(cast: Cast) -> None:
    """F9: nor when all is deleted again, nor the confirmation's while it is empty."""
    app = app_for(cast)
    async with opened(app) as pilot:
        assert "splněno" not in app.shown()
        await pilot.press("tab", "x")
        assert "nesplněno" in app.shown()
        assert verdict(app, "potvrzení souhlasí") == "–"
        await pilot.press("backspace")
        assert "splněno" not in app.shown()


async def test_the_estimate_follows_what_is_typed(cast: Cast) -> None:
    """X-17: whatever was typed in between, the verdict is that of the last text."""
    app = app_for(cast)
    rule = "nelze snadno uhodnout"
    async with opened(app) as pilot:
        await pilot.press("tab")
        await paste(pilot, "aaaaaaaaaaaaaaaab")
        await until(pilot, lambda: verdict(app, rule) == "nesplněno")
        await pilot.press(*" kvílí větrolam")
        await until(pilot, lambda: verdict(app, rule) == "splněno")


async def test_typing_does_not_wait_for_the_estimate(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """F9: the other rules turn at once, and of the texts typed meanwhile only the last is estimated."""
    app = app_for(cast)
    judged: list[str] = []
    go_on = Gate()

    def slowly(password: str, owner: Owner, policy: PasswordPolicy) -> Requirement:
        judged.append(password)
        go_on.pass_through()
        return hard_to_guess(password, owner, policy)

    async with opened(app) as pilot:
        monkeypatch.setattr(password_rules, "hard_to_guess", slowly)
        await pilot.press("tab", *"kvílí větrolam 81")
        assert verdict(app, "má nejméně 17 znaků") == "splněno"
        assert verdict(app, "nelze snadno uhodnout") == "–"
        go_on.open()
        await until(pilot, lambda: verdict(app, "nelze snadno uhodnout") == "splněno")
        assert judged == ["k", "kvílí větrolam 81"]


async def test_one_sees_whether_the_confirmation_agrees(cast: Cast) -> None:
    """R2.7-1: before sending it."""
    app = app_for(cast)
    async with opened(app) as pilot:
        await pilot.press("tab", *"modrý", "tab", *"modr")
        assert verdict(app, "potvrzení souhlasí") == "nesplněno"
        await pilot.press("ý")
        assert verdict(app, "potvrzení souhlasí") == "splněno"


@pytest.mark.parametrize(
    ("field", "passwords", "sentence"),
    [
        ("original", ("neni-to-ono", NEW, NEW), "Původní heslo nesouhlasí."),
        ("password_again", (PASSWORD, NEW, f"{NEW}x"), "Hesla se neshodují."),
        ("password", (PASSWORD, "homola", "homola"), "Heslo nelze použít: je příliš krátké, obsahuje"),
        ("password", (PASSWORD, "LetadloKvetina2024!", "LetadloKvetina2024!"), "Heslo nelze použít: lze je snadno"),
    ],
)
async def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(
    cast: Cast, field: str, passwords: tuple[str, str, str], sentence: str
) -> None:
    """R2.7-1, X-15, X-17: and the cursor is where it is to be mended."""
    app = app_for(cast)
    async with opened(app) as pilot:
        await fill_in(pilot, *passwords)
        assert (app.form.field(field).error or "").startswith(sentence)
        assert is_at(app, field)
        assert tuple(each.value for each in app.form.fields) == passwords


async def test_a_password_used_before_is_refused_beside_its_field(cast: Cast) -> None:
    """X-15: the last twelve."""
    change = ChangePassword(PASSWORD, PasswordEntry(NEW, NEW))
    cast.clock.forward(A_WHILE)
    change_password(cast.actor("homola"), change, effects=cast.effects)
    cast.clock.forward(A_WHILE)
    app = FormApp(cast, ChangePasswordScreen(), "homola", password=NEW)
    async with opened(app) as pilot:
        await fill_in(pilot, NEW, NEW, NEW)
        assert app.form.field("password").error == "Toto heslo patří k 12 posledním, zvolte jiné."


async def test_a_password_changed_just_now_is_too_young(cast: Cast) -> None:
    """X-15: says when it can be changed again."""
    app = FormApp(cast, ChangePasswordScreen(), "homola")
    async with opened(app) as pilot:
        await fill_in(pilot, PASSWORD, NEW, NEW)
        assert app.form.field("password").error == "Heslo jste změnili nedávno, znovu to půjde v 10:35."


async def test_the_third_wrong_original_ends_the_session(cast: Cast) -> None:
    """X-14: the form is no way to guess a password."""
    app = app_for(cast)
    async with opened(app) as pilot:
        await fill_in(pilot, "neni-to-ono", NEW, NEW)
        for _ in range(2):
            await pilot.press("f2")
            await settled(pilot)
        assert app.over is not None
        assert app.over.reason is SessionEnd.WRONG_PASSWORDS


async def test_enter_goes_to_the_first_field_that_is_empty(cast: Cast) -> None:
    """F9: nothing is sent before all is typed, so no error is shown for what is still to come."""
    app = app_for(cast)
    async with opened(app) as pilot:
        await pilot.press("tab", "tab", "x", "enter", "y", "enter")
        assert is_at(app, "password")
        assert [field.error for field in app.form.fields] == [None, None, None]


async def test_ok_with_an_empty_field_says_which(cast: Cast) -> None:
    """R2.7-1: the original comes first."""
    app = app_for(cast)
    async with opened(app) as pilot:
        await pilot.press("f2")
        await settled(pilot)
        assert app.form.field("original").error == "Zadejte původní heslo."
        assert is_at(app, "original")


async def test_zpet_asks_only_when_something_was_typed(cast: Cast) -> None:
    """F9: what was typed is lost only on purpose."""
    app = app_for(cast)
    async with opened(app) as pilot:
        await pilot.press("x", "escape")
        assert isinstance(app.screen, QuestionDialog)
        await pilot.press("enter", "backspace", "escape")
        assert app.results == [None]


async def test_a_demanded_change_lets_go_on_with_the_new_password(cast: Cast) -> None:
    """X-16: at once, however young the temporary password is."""
    app = app_with_temporary_password(cast)
    async with opened(app) as pilot:
        assert "Než budete pokračovat, změňte si heslo" in app.shown()
        await fill_in(pilot, TEMPORARY, NEW, NEW)
        await pilot.press("enter")
        await until(pilot, lambda: app.results == [True])


async def test_not_to_make_a_demanded_change_is_to_sign_out(cast: Cast) -> None:
    """X-16: Esc asks first, and Enter stays."""
    app = app_with_temporary_password(cast)
    async with opened(app) as pilot:
        await pilot.press("escape")
        assert "Odhlásit" in app.shown()
        await pilot.press("enter")
        assert app.results == []
        await pilot.press("escape", "left", "enter")
        assert app.results == [False]


class SlowHashing(QuickHashing):
    """Verifies when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = Gate()

    def verify(self, stored: str, password: str) -> bool:
        self.go_on.pass_through()
        return super().verify(stored, password)


async def test_the_form_lives_while_passwords_are_hashed(cast: Cast) -> None:
    """X-18: hashing is slow on purpose; it is seen to be at work, and the keys still do something."""
    app = app_for(cast)
    hashing = SlowHashing()
    app.effects = replace(app.effects, hashing=hashing)
    async with opened(app) as pilot:
        for password in (PASSWORD, NEW, NEW):
            await paste(pilot, password)
            await pilot.press("enter")
        await until(pilot, lambda: "Pracuji…" in app.shown())
        await pilot.press("x")
        assert app.form.field("password_again").value == f"{NEW}x"
        hashing.go_on.open()
        await until(pilot, lambda: "Heslo bylo změněno." in app.shown())


async def test_tab_follows_the_form(cast: Cast) -> None:
    """F9: the passwords, then the buttons."""
    app = app_for(cast)
    async with opened(app):
        names = []
        for widget in app.screen.focus_chain:
            field = next((node for node in widget.ancestors if isinstance(node, Field)), None)
            names.append(field.name if field else isinstance(widget, Button) and str(widget.label))
        assert names == ["original", "password", "password_again", "OK", "Zpět"]


async def rules_shown(pilot: Pilot[Any]) -> None:
    """Wait for the rules."""
    app = pilot.app
    assert isinstance(app, FormApp)
    await until(pilot, lambda: "nelze snadno uhodnout" in app.shown() and not app.form.busy)


async def estimated(pilot: Pilot[Any]) -> None:
    """Wait for the rule that follows."""
    app = pilot.app
    assert isinstance(app, FormApp)
    await until(pilot, lambda: verdict(app, "nelze snadno uhodnout") != "–")


def test_it_looks_so_when_opened(cast: Cast, snap_compare: Compare) -> None:
    """F9: all labels, rules and buttons are in view at 80x24."""
    assert snap_compare(app_for(cast), terminal_size=SIZE, run_before=rules_shown)


def test_it_looks_so_half_filled_in(cast: Cast, snap_compare: Compare) -> None:
    """X-15, X-17: some rules are met, some are not."""

    async def type_some(pilot: Pilot[Any]) -> None:
        await rules_shown(pilot)
        await paste(pilot, PASSWORD)
        await pilot.press("enter")
        await paste(pilot, "homola-na-jare")
        await estimated(pilot)

    assert snap_compare(app_for(cast), terminal_size=SIZE, run_before=type_some)


def test_it_looks_so_with_a_refusal(cast: Cast, snap_compare: Compare) -> None:
    """X-15: the longest sentence has room beside the rules."""

    async def refuse(pilot: Pilot[Any]) -> None:
        await rules_shown(pilot)
        await fill_in(pilot, PASSWORD, "homola", "homola")
        await estimated(pilot)

    assert snap_compare(app_for(cast), terminal_size=SIZE, run_before=refuse)


def test_it_looks_so_when_demanded(cast: Cast, snap_compare: Compare) -> None:
    """X-16: it says why it is here."""
    assert snap_compare(app_with_temporary_password(cast), terminal_size=SIZE, run_before=rules_shown)
