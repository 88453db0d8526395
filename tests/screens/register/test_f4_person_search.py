"""F4 Výběr osoby."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button

from oktui import demo
from oktui.domain.modules import Module
from screens.register.person_search import PersonSearch
from screens.texts import register
from screens.widgets.dialogs import MessageDialog
from screens.widgets.fields import Field
from screens.widgets.window_table import WindowTable
from storage import krk
from tests.support.cast import Cast, namesake
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.waiting import Gate, settled, until

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Compare = Callable[..., bool]


@asynccontextmanager
async def opened(cast: Cast, username: str = "homola", module: Module = Module.REGISTR) -> AsyncIterator[Pilot[None]]:
    """The form in the hands of a user of the demo."""
    async with FormApp(cast, PersonSearch(), username, module).run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, PersonSearch))
        yield pilot


@contextmanager
def hanging_krk(url: str) -> Iterator[None]:
    """A register that answers nobody, for it is locked."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield
        lock.rollback()
    lock.close()


def app_of(pilot: Pilot[Any]) -> FormApp:
    """The app that the pilot flies."""
    app = pilot.app
    assert isinstance(app, FormApp)
    return app


async def search(pilot: Pilot[Any], text: str) -> None:
    """Type into the field in focus, press Enter and wait for the answer."""
    await pilot.press(*text, "enter")
    await settled(pilot)


async def choose_way(pilot: Pilot[Any], *arrows: str) -> None:
    """Go up from the birth number to the ways, choose with the arrows and go on into the first field."""
    await pilot.press("shift+tab", *arrows, "tab")


def stops(pilot: Pilot[Any]) -> list[str]:
    """Where Tab stops, from the top: the names of fields, the ids of the rest or what stands on it."""
    names = []
    for widget in pilot.app.screen.focus_chain:
        field = next((node for node in widget.ancestors if isinstance(node, Field)), None)
        label = str(widget.label) if isinstance(widget, Button) else widget.id
        names.append((field.name if field else label) or "")
    return names


async def test_it_opens_at_the_birth_number(cast: Cast) -> None:
    """R2.3-4: typing can begin at once."""
    async with opened(cast) as pilot:
        assert "( ) Osobní údaje  (o) Rodné číslo  ( ) IK" in app_of(pilot).shown()
        await pilot.press(*"590814")
        assert app_of(pilot).form.field("birth_number").value == "590814"


@pytest.mark.parametrize("typed", ["590814/1767", "5908141767"])
async def test_a_person_found_by_birth_number_is_taken_by_the_next_enter(cast: Cast, typed: str) -> None:
    """R2.3-4: KRK's data fill the table, OK hands the person over; the slash may be left out."""
    async with opened(cast) as pilot:
        await search(pilot, typed)
        shown = app_of(pilot).shown()
        assert "590814/1767 1284384629 Martinka" in shown
        assert register.persons_found(1, krk.AT_MOST, "převezme") in shown
        await pilot.press("enter")
        assert app_of(pilot).results == [demo.MARTINKA]


async def test_a_person_found_by_ik_has_a_masked_birth_number(cast: Cast) -> None:
    """X-20: the number is shown whole only to who has typed it."""
    async with opened(cast) as pilot:
        await choose_way(pilot, "right")
        await search(pilot, demo.MARTINKA.ik)
        assert "590814/**** 1284384629 Martinka" in app_of(pilot).shown()
        assert "590814/1767" not in app_of(pilot).shown()
        await pilot.press("f2")
        assert app_of(pilot).results == [demo.MARTINKA]


async def test_of_several_persons_the_arrows_choose(cast: Cast) -> None:
    """R2.3-4: personal data may fit several."""
    other = namesake(demo.MARTINKA, "1000000001")
    krk.store_persons([other])
    async with opened(cast) as pilot:
        await choose_way(pilot, "left")
        await pilot.press("tab")
        await search(pilot, "mart")
        assert register.persons_found(2, krk.AT_MOST, "převezme") in app_of(pilot).shown()
        first = app_of(pilot).form.query_one(WindowTable).row
        await pilot.press("down", "enter")
        assert first is not None
        assert {first.person.ik, app_of(pilot).results[0].ik} == {demo.MARTINKA.ik, other.ik}
        assert first.person != app_of(pilot).results[0]


@pytest.mark.parametrize(
    ("username", "module", "advice"),
    [
        ("homola", Module.REGISTR, "souhlasu se zpracováním osobních údajů"),
        ("homola", Module.POSKYTOVATEL, "souhlasu se zpracováním osobních údajů"),
        ("gollova", Module.OKNOUZE, "Nová osoba"),
    ],
)
async def test_who_is_not_found_comes_with_what_to_do(cast: Cast, username: str, module: Module, advice: str) -> None:
    """R2.2-2, R2.4-1: MPSV writes to KRK on a consent; in OKnouze/OKslužby there is the button Nová osoba."""
    async with opened(cast, username, module) as pilot:
        await search(pilot, "900806/5121")
        shown = " ".join(app_of(pilot).shown().split())
        assert "Osoba nebyla v registru nalezena." in shown
        assert advice in shown
        await pilot.press("escape")
        assert app_of(pilot).results == [None]


async def test_a_person_without_the_category_is_the_error_501_letter_for_letter(cast: Cast) -> None:
    """R2.3-5: found by personal data, refused at OK."""
    async with opened(cast) as pilot:
        await choose_way(pilot, "left")
        await pilot.press("tab")
        await search(pilot, "neznámý")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, MessageDialog))
        lines = [line.strip(" │") for line in app_of(pilot).lines()]
        first = lines.index("kód chyby: 501")
        assert " ".join(" ".join(lines[first : first + 6]).split()) == (
            "kód chyby: 501 text chyby: Osobu s CSP: 1504965979 se nepodařilo načíst "
            "text pro uživatele: Data osoby jsou nedostupná "
            "Kontaktujte MPSV, odbor informačních a komunikačních technologií."
        )
        assert app_of(pilot).results == []


async def test_the_same_error_meets_a_person_found_by_birth_number(cast: Cast) -> None:
    """R2.3-5: as soon as KRK has answered."""
    async with opened(cast) as pilot:
        await search(pilot, "470428/018")
        await until(pilot, lambda: isinstance(pilot.app.screen, MessageDialog))
        assert "Osobu s CSP: 1504965979 se nepodařilo načíst" in app_of(pilot).shown()


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("5913", None),
        ("591314", "Prvních šest číslic"),
        ("59a", "jen číslice"),
        ("59/", "za šestou číslici"),
        ("590814/176", None),
        ("590814/1768", "kontrolní číslici"),
        ("590814/1767", None),
        ("590854", "číslo pojištěnce cizince"),
        ("590814 / 1767", None),
    ],
)
async def test_a_fault_is_shown_once_nothing_more_can_mend_it(cast: Cast, typed: str, fault: str | None) -> None:
    """X-25: checked as it is typed, and no sooner scolded than it is wrong."""
    async with opened(cast) as pilot:
        await pilot.press(*typed)
        error = app_of(pilot).form.field("birth_number").error
        assert fault in error if fault and error else error is fault


async def test_a_doubtful_number_is_asked_of_the_register_with_a_warning(cast: Cast) -> None:
    """X-25: nothing stands in its way; another number takes the warning away."""
    async with opened(cast) as pilot:
        await search(pilot, "870606 / 1200")
        assert "Upozornění: neobvyklá kontrolní číslice" in app_of(pilot).shown()
        assert register.NOT_FOUND in app_of(pilot).shown()
        await pilot.press("backspace")
        await pilot.pause()
        assert "Upozornění" not in app_of(pilot).shown()


async def test_a_wrong_birth_number_is_never_sent(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-25: the register is not even reached, and what was typed stays."""
    asked: list[object] = []
    monkeypatch.setattr(krk, "find_by_birth_number", asked.append)
    async with opened(cast) as pilot:
        await search(pilot, "590814/176")
        field = app_of(pilot).form.field("birth_number")
        assert field.error is not None
        assert field.error.startswith("Rodné číslo má deset číslic")
        assert field.value == "590814/176"
    assert asked == []


async def test_leaving_the_field_shows_that_the_number_is_not_whole(cast: Cast) -> None:
    """X-25: beside the field."""
    async with opened(cast) as pilot:
        await pilot.press(*"590814/17", "tab")
        assert "! Rodné číslo má deset číslic" in app_of(pilot).shown()


async def test_changing_the_number_forgets_who_was_found(cast: Cast) -> None:
    """R2.3-4: OK never takes a person who is not the one asked for."""
    async with opened(cast) as pilot:
        await search(pilot, "590814/1767")
        assert "Martinka" in app_of(pilot).shown()
        app_of(pilot).form.field("birth_number").focus_control()
        await pilot.press("end", "backspace")
        assert "Martinka" not in app_of(pilot).shown()
        await pilot.press("f2")
        assert app_of(pilot).results == []


async def test_ok_before_searching_searches(cast: Cast) -> None:
    """R2.3-4: there is nobody to take yet."""
    async with opened(cast) as pilot:
        await pilot.press(*"5908141767", "f2")
        await until(pilot, lambda: "Martinka" in app_of(pilot).shown())
        await pilot.press("f2")
        assert app_of(pilot).results == [demo.MARTINKA]


async def test_nothing_to_search_by_is_said_beside_the_field(cast: Cast) -> None:
    """R2.3-4: of personal data, the surname is needed."""
    async with opened(cast) as pilot:
        await search(pilot, "")
        assert "! Zadejte rodné číslo." in app_of(pilot).shown()
        await choose_way(pilot, "left")
        await search(pilot, "Radomír")
        assert "! Zadejte příjmení." in app_of(pilot).shown()


async def test_a_register_that_is_away_is_the_documented_message(cast: Cast, krk_url: str) -> None:
    """X-4: within the time-out; what was typed stays, and the next attempt succeeds."""
    krk.open_krk(krk_url.replace("krk.db", "away.db"), patience=0.2)
    async with opened(cast) as pilot:
        await search(pilot, "590814/1767")
        await until(pilot, lambda: isinstance(pilot.app.screen, MessageDialog))
        assert "Nastala chyba při komunikaci s KRK." in app_of(pilot).shown()
        await pilot.press("enter")
        krk.open_krk(krk_url)
        await search(pilot, "")
        assert "590814/1767 1284384629 Martinka" in app_of(pilot).shown()


async def test_the_form_lives_while_the_register_hangs(cast: Cast, krk_url: str) -> None:
    """X-4: one sees that it is at work, typing works, and the message comes within the time-out."""
    krk.open_krk(krk_url, patience=1.0)
    async with opened(cast) as pilot:
        with hanging_krk(krk_url), Gate.elsewhere():
            await pilot.press(*"590814/1767", "enter")
            await until(pilot, lambda: "Pracuji…" in app_of(pilot).shown())
            await pilot.press("backspace")
            assert app_of(pilot).form.field("birth_number").value == "590814/176"
            await until(pilot, lambda: "Nastala chyba při komunikaci s KRK." in app_of(pilot).shown())


async def test_esc_leaves_while_the_register_hangs(cast: Cast, krk_url: str) -> None:
    """X-4: nobody has to wait for the time-out."""
    krk.open_krk(krk_url, patience=3.0)
    async with opened(cast) as pilot:
        with hanging_krk(krk_url), Gate.elsewhere():
            await pilot.press(*"590814/1767", "enter")
            await until(pilot, lambda: app_of(pilot).form.busy)
            await pilot.press("escape")
            assert app_of(pilot).results == [None]
            assert not isinstance(pilot.app.screen, PersonSearch)


async def test_an_answer_to_a_number_that_was_changed_meanwhile_is_dropped(cast: Cast, krk_url: str) -> None:
    """R2.3-4: whoever is in the table is the one whose number stands above it."""
    krk.open_krk(krk_url, patience=5.0)
    async with opened(cast) as pilot:
        with hanging_krk(krk_url), Gate.elsewhere():
            await pilot.press(*"590814/1767", "enter")
            await until(pilot, lambda: app_of(pilot).form.busy)
            await pilot.press("backspace")
        await settled(pilot)
        assert "Martinka" not in app_of(pilot).shown()


async def test_tab_follows_the_form(cast: Cast) -> None:
    """F4: from the way through its field to the buttons; fields of the other ways are passed over."""
    async with opened(cast) as pilot:
        assert stops(pilot) == ["way", "birth_number", "Obnovit", "persons", "OK", "Zpět"]
        await choose_way(pilot, "left")
        assert stops(pilot) == ["way", "given_name", "surname", "born", "Obnovit", "persons", "OK", "Zpět"]


def test_it_looks_so_when_opened(cast: Cast, snap_compare: Compare) -> None:
    """F4: all labels and buttons are in view at 80x24."""
    assert snap_compare(FormApp(cast, PersonSearch(), "homola"), terminal_size=SIZE)


def test_it_looks_so_with_a_person_found(cast: Cast, snap_compare: Compare) -> None:
    """R2.3-4: the document's own picture."""

    async def find(pilot: Pilot[Any]) -> None:
        await search(pilot, "590814/1767")

    assert snap_compare(FormApp(cast, PersonSearch(), "homola"), terminal_size=SIZE, run_before=find)


def test_it_looks_so_with_nobody_found(cast: Cast, snap_compare: Compare) -> None:
    """R2.4-1: with what to do about it."""

    async def find(pilot: Pilot[Any]) -> None:
        await search(pilot, "900806/5121")

    app = FormApp(cast, PersonSearch(), "gollova", Module.OKNOUZE)
    assert snap_compare(app, terminal_size=SIZE, run_before=find)


def test_it_looks_so_by_personal_data(cast: Cast, snap_compare: Compare) -> None:
    """F4: three fields, and the table under them."""

    async def find(pilot: Pilot[Any]) -> None:
        await choose_way(pilot, "left")
        await pilot.press("tab")
        await search(pilot, "m")

    assert snap_compare(FormApp(cast, PersonSearch(), "homola"), terminal_size=SIZE, run_before=find)
