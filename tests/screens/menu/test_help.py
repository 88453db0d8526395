"""Nápověda on every form."""

import re
from typing import Any

import pytest

from oktui.domain.modules import Module
from screens.employees.employee_detail import EmployeeDetailScreen
from screens.employees.employee_list import EmployeesScreen
from screens.employees.new_employee import NewEmployeeScreen
from screens.form_screen import FormScreen
from screens.menu.about import AboutScreen
from screens.menu.help import HelpScreen, keys_of, shown, topic_of
from screens.menu.main_menu import MainMenuScreen
from screens.register.krk_register import KrkRegisterScreen
from screens.texts.help import TOPICS
from tests.support.all_forms import FORMS
from tests.support.cast import Cast
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.waiting import settled

# The help explains itself, and so does what it leads to.
EXPLAINED = [form for form in FORMS if form not in (HelpScreen, AboutScreen)]


@pytest.mark.parametrize("form", EXPLAINED)
def test_every_form_has_its_page_of_help(form: type[FormScreen[Any]]) -> None:
    """R1-2, R3-1: none is forgotten, nor is a page left over."""
    assert any(kind.__name__ in TOPICS for kind in form.__mro__)
    assert set(TOPICS) <= {kind.__name__ for each in EXPLAINED for kind in each.__mro__}


SELF_EVIDENT = {
    *("up", "down", "pageup", "pagedown", "home", "end", "ctrl+home", "ctrl+end", "space"),
    *"1234567890oOrR",  # F2 has the key before each task
    *"pP",  # and its line about alarms names it
}


@pytest.mark.parametrize("form", EXPLAINED)
def test_every_key_that_is_not_self_evident_is_named_and_no_other(form: type[FormScreen[Any]]) -> None:
    """R3-1: F1 tells the keys that the footer has no room for as well, and sends nobody to one that is not there."""
    bound = [
        binding for kind in form.__mro__ for binding in vars(kind).get("BINDINGS", ()) if issubclass(kind, FormScreen)
    ]
    named = {binding.key for binding in keys_of(form)}
    assert {key for binding in bound for key in binding.key.split(",")} - SELF_EVIDENT <= named
    said = set(re.findall(r"\bF\d{1,2}\b|\^[A-Z]\b", topic_of(form).text))
    assert said <= {binding.key_display for binding in keys_of(form)}
    assert not {name for binding in bound if re.fullmatch(r"[A-Z]{3,}", name := binding.key_display or "")}


@pytest.mark.parametrize(
    ("form", "named"),
    [
        (MainMenuScreen, [("F1", "Nápověda"), ("F6", "Vzhled"), ("^K", "Přejít"), ("Esc", "Odhlásit")]),
        (KrkRegisterScreen, [("F1", "Nápověda"), ("F2", "Otevřít"), ("F5", "Obnovit"), ("F7", "Nová osoba")]),
    ],
)
def test_a_key_is_named_once_and_in_order(form: type[FormScreen[Any]], named: list[tuple[str, str]]) -> None:
    """R3-1: what Esc and F2 do on other forms is not said of this one."""
    assert [(shown(binding), binding.description) for binding in keys_of(form)][: len(named)] == named


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("username", "module", "there"), [("homola", Module.REGISTR, False), ("gollova", Module.OKNOUZE, True)]
)
async def test_help_leaves_out_what_the_module_does_not_have(
    cast: Cast, username: str, module: Module, *, there: bool
) -> None:
    """R2.4-1: Nová osoba and Opravit are named where they can be had at some time."""
    form = NewEmployeeScreen()
    app = FormApp(cast, form, username, module)
    async with app.run_test(size=(80, 60)) as pilot:
        await settled(pilot)
        app.push_screen(HelpScreen(form))
        await pilot.pause()
        assert ("F6    Nová osoba" in app.shown()) is there
        assert ("^P    Opravit osobu" in app.shown()) is there


# The use cases are proven on both engines; what a form does with their answers does not depend on it.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_help_names_the_keys_and_the_hotline_and_loses_nothing(cast: Cast) -> None:
    """R1-2, R3-1, R3-2: what was typed is there again afterwards; the applications are one key further."""
    form = EmployeesScreen()
    app = FormApp(cast, form, "homola")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press(*"hom")
        app.push_screen(HelpScreen(form))
        await pilot.pause()
        for text in ("Nápověda: Seznam evidovaných", "236 072 230", "Hotline je nyní v provozu."):
            assert text in app.shown()
        await pilot.press("end")
        await pilot.pause()
        assert "F7    Nový" in app.shown()
        await pilot.press("f3", "end", "home", "down")
        await pilot.pause()
        assert "Vedení registru poskytovatelů sociálních služeb." in app.shown()
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert app.screen is form
        assert form.field("words").value == "hom"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_help_of_f6_names_the_keys_of_its_buttons(cast: Cast) -> None:
    """R2.6-3, R2.8-1, X-26: those of no use at the moment too, for instance on an account that is not locked."""
    form = EmployeeDetailScreen(cast.account("klicpera").employee.id)
    app = FormApp(cast, form, "mpsv_radek")
    async with app.run_test(size=(80, 60)) as pilot:
        await settled(pilot)
        app.push_screen(HelpScreen(form))
        await pilot.pause()
        shown = app.shown()
    for line in (
        "^O    Odemknout účet (nyní nelze)",
        "^T    Celé údaje, historie sehrání a poslední změna",
        "^R    Oprávnění ke dni",
        "^L    Smazat zaměstnance, který se nikdy nepřihlásil",
        "^G    Vygenerovat heslo",
    ):
        assert line in shown
