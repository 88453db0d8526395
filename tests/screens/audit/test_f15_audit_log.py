"""F15 Auditní záznam."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot

from oktui import demo
from oktui.domain.audit import EventKind, Recorded
from oktui.domain.modules import Module, Permission
from oktui.domain.sign_in import BadCredentials
from screens.audit.audit_log import AuditLogScreen
from screens.export import ExportScreen
from screens.widgets.dialogs import MessageDialog
from screens.widgets.progress import ProgressDialog
from screens.widgets.window_table import WindowTable
from storage.database import transaction
from storage.models import AuditRow
from tests.support import use_cases
from tests.support.cast import Cast, granted
from tests.support.form_app import FormApp, fill
from tests.support.hosts import SIZE
from tests.support.unguarded import unguarded
from tests.support.waiting import Gate, settled, until

# What is read, verified and exported is proven on both engines; what a form does with it needs one.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Compare = Callable[..., bool]


@pytest.fixture
def cast(cast: Cast, database_url: str) -> Cast:
    """A morning: a wrong password, a retirement, a restoration, an edit."""
    cast.employ(demo.MARTINKA, "martinka", granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS))
    with pytest.raises(BadCredentials):
        cast.sign_in("martinka", password="zapomenute")
    homola = cast.actor("homola")
    use_cases.retire(cast, homola, cast.account("martinka"))
    use_cases.restore(cast, homola, cast.account("martinka"))
    use_cases.edit(cast, homola, cast.account("martinka"))
    return cast


@asynccontextmanager
async def opened(cast: Cast, username: str = "homola") -> AsyncIterator[Pilot[None]]:
    """The form, with the newest events read."""
    async with FormApp(cast, AuditLogScreen(), username).run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, AuditLogScreen))
        await settled(pilot)
        yield pilot


def app_of(pilot: Pilot[Any]) -> FormApp:
    """The app that the pilot flies."""
    assert isinstance(pilot.app, FormApp)
    return pilot.app


def table_of(pilot: Pilot[Any]) -> WindowTable[Recorded]:
    """The form's table, even with a dialog over it."""
    return app_of(pilot).form.query_one(WindowTable)


def kinds(pilot: Pilot[Any]) -> list[EventKind]:
    """What is listed, from the top."""
    return [row.event.kind for row in table_of(pilot)._window.rows]


async def type_in(pilot: Pilot[Any], field: str, text: str) -> None:
    """Go to the field and type."""
    app_of(pilot).form.field(field).focus_control()
    await pilot.press(*text)


async def test_it_opens_with_the_newest_events_of_ones_region(cast: Cast) -> None:
    """F15, R2.1-1: time, who, what, on whom, and with what outcome."""
    async with opened(cast) as pilot:
        assert kinds(pilot) == [
            EventKind.SIGN_IN,
            EventKind.EMPLOYEE_CHANGED,
            EventKind.RESTORED,
            EventKind.RETIRED,
            EventKind.SIGN_IN,
            EventKind.SIGN_IN,
        ]
        refused = next(line for line in app_of(pilot).lines() if "odmítnuto" in line)
        assert refused.split() == [
            "25.7.2016",
            "10:05:00",
            "martinka",
            "přihlášení",
            "Radomír",
            "Martinka",
            "odmítnuto",
        ]


async def test_criteria_narrow_it_with_enter_or_f3(cast: Cast) -> None:
    """F15: by actor, by subject, by kind."""
    async with opened(cast) as pilot:
        await type_in(pilot, "subject", "martinka")
        await pilot.press("enter")
        await settled(pilot)
        assert len(kinds(pilot)) == 4
        await type_in(pilot, "actor", "homola")
        await pilot.press("f3")
        await settled(pilot)
        assert kinds(pilot) == [EventKind.EMPLOYEE_CHANGED, EventKind.RESTORED, EventKind.RETIRED]
        fill(app_of(pilot).form, kind=EventKind.RETIRED)
        await pilot.press("f3")
        await settled(pilot)
        assert kinds(pilot) == [EventKind.RETIRED]


async def test_a_day_without_events_says_so(cast: Cast) -> None:
    """F15: an empty list is a sentence."""
    async with opened(cast) as pilot:
        await type_in(pilot, "since", "26.7.2016")
        await pilot.press("enter")
        await settled(pilot)
        assert "Zadaným kritériím nevyhovuje žádný záznam." in app_of(pilot).shown()


@pytest.mark.parametrize(
    ("since", "until_day", "field", "sentence"),
    [
        ("31.4.2016", "", "since", "Takový den v kalendáři není, zkontrolujte datum."),
        ("duben", "", "since", "Zadejte datum ve tvaru 15.9.2014."),
        ("1.1.0001", "31.12.9999", "since", "Rok musí být od 1900 do 2100, zkontrolujte datum."),
        ("", "31.12.9999", "until", "Rok musí být od 1900 do 2100, zkontrolujte datum."),
        ("26.7.2016", "25.7.2016", "until", "Konec období předchází jeho začátek."),
    ],
)
async def test_a_wrong_date_is_shown_beside_its_field(
    cast: Cast, since: str, until_day: str, field: str, sentence: str
) -> None:
    """F15: the events stay as they were."""
    async with opened(cast) as pilot:
        await type_in(pilot, "since", since)
        await type_in(pilot, "until", until_day)
        await pilot.press("f3")
        await until(pilot, lambda: app_of(pilot).form.field(field).error)
        assert app_of(pilot).form.field(field).error == sentence


async def test_the_detail_tells_before_and_after_in_words(cast: Cast) -> None:
    """F15, X-19, X-21: with the Czech names of the fields."""
    async with opened(cast) as pilot:
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, MessageDialog))
        await settled(pilot)
        shown = app_of(pilot).shown()
        for words in (
            "Změna zaměstnance",
            "Kdo: homola (Jiří Homola)",
            "Odkud: test terminal",
            "Na kom: 1284384629: Radomír Martinka",
            "Email: urad@kr-vysocina.example → nova@kr-vysocina.example",
            "Telefon: (nic) → +420 566 000 000",
        ):
            assert words in shown


async def test_the_chain_is_verified_with_a_key(cast: Cast) -> None:
    """X-19: F6; whole, or the number of the event at which the flaw shows."""
    async with opened(cast) as pilot:
        await pilot.press("f6")
        await until(pilot, lambda: "Auditní záznam je neporušený. Ověřeno záznamů: 6." in app_of(pilot).shown())
        await pilot.press("enter")
        with transaction():
            number = AuditRow.select(AuditRow.id).where(AuditRow.kind == EventKind.RETIRED).get().id
        with unguarded():
            AuditRow.update(actor_name="nikdo").where(AuditRow.id == number).execute()
        await settled(pilot)
        await pilot.press("f6")
        await until(pilot, lambda: "AUDITNÍ ZÁZNAM JE PORUŠEN" in app_of(pilot).shown())
        said = " ".join(app_of(pilot).shown().replace("│", "").split())
        assert f"Záznam č. {number} někdo změnil nebo vložil." in said


async def test_a_verification_can_be_stopped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """F15: it says how far it is, and Esc stops it."""

    def endless(actor: object, *, effects: object, progress: Callable[[int], None]) -> None:
        Gate().pass_through(lambda: progress(1))

    monkeypatch.setattr("screens.audit.audit_log.verify_audit", endless)
    async with opened(cast) as pilot:
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, ProgressDialog))
        await until(pilot, lambda: "Ověřeno záznamů: " in app_of(pilot).shown())
        await pilot.press("escape")
        await until(pilot, lambda: "Práce byla zastavena." in app_of(pilot).shown())
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, AuditLogScreen)


async def test_what_is_listed_is_exported(cast: Cast) -> None:
    """F15: F9, with the criteria in view, into a file that waits to be fetched (X-30)."""
    async with opened(cast) as pilot:
        fill(app_of(pilot).form, kind=EventKind.RETIRED)
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExportScreen))
        await pilot.press("down", "f2")
        await until(pilot, lambda: "Zapsáno řádků: 1" in app_of(pilot).shown())
    (path,) = cast.effects.files.path.iterdir()
    (row,) = path.read_text(encoding="utf-8").splitlines()[1:]
    assert "vyřazení účtu,1284384629: Radomír Martinka,provedeno,Vyřazen: Ne → Ano" in row
    assert "2016-07-25T10:05:00+02:00" in row


async def ready(pilot: Pilot[Any]) -> None:
    """Wait for the events."""
    await until(pilot, lambda: isinstance(pilot.app.screen, AuditLogScreen))
    await settled(pilot)


def test_it_looks_so_when_opened(cast: Cast, snap_compare: Compare) -> None:
    """F15: all criteria, columns and keys at 80x24."""
    assert snap_compare(FormApp(cast, AuditLogScreen(), "homola"), terminal_size=SIZE, run_before=ready)


def test_it_looks_so_with_a_detail(cast: Cast, snap_compare: Compare) -> None:
    """F15: before and after."""

    async def detail(pilot: Pilot[Any]) -> None:
        await ready(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, MessageDialog))
        await settled(pilot)

    assert snap_compare(FormApp(cast, AuditLogScreen(), "homola"), terminal_size=SIZE, run_before=detail)
