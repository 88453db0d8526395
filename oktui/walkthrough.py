"""Chapter 2.3 played by the program itself, from the administrator's sign-in to the new official's first menu."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from oktui import demo
from oktui.app import OktuiApp
from oktui.effects import Effects
from oktui.jobs.schedule import make_holder
from oktui.jobs.synchronise_accounts import synchronise_accounts
from oktui.terminal import screen_text

SIZE = (80, 24)
FIRST_PASSWORD = "Prvni-Skobrtnuti-7"  # noqa: S105 - typed on the demo's screen, for everybody to see
OWN_PASSWORD = "Dikobraz-Ve-Vrzi-16"  # noqa: S105 - likewise

_PATIENCE = 20.0

Show = Callable[[str, str], None]
"""Shows a screen: its title, and its lines."""


class Stuck(Exception):
    """The program did not show what it should; the message says what, and what it shows instead."""


class Stage:
    """The running program, a keyboard for it, and where to put what it shows."""

    def __init__(self, app: OktuiApp, press: Callable[..., Awaitable[None]], show: Show, pictures: Path | None) -> None:
        self.app = app
        self._press = press
        self._show = show
        self._pictures = pictures
        self._number = 0

    async def press(self, *keys: str) -> None:
        """Press keys by name, and wait until the program has done what they ask for."""
        await self._press(*keys)
        await self._settle()

    async def type(self, text: str) -> None:
        """Put text into the field in focus, as a paste does: all at once."""
        self.app.paste(text)
        await self._settle()

    async def wait_for(self, text: str) -> None:
        """Wait until the screen shows the text. Raises TimeoutError."""
        try:
            async with asyncio.timeout(_PATIENCE):
                while text not in screen_text(self.app):  # noqa: ASYNC110 - the screen tells nobody when it changes
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise Stuck(f"{text}\n{screen_text(self.app)}") from None
        await self._settle()

    async def show(self, title: str) -> None:
        """Show the screen under its title, and save its picture if pictures are wanted."""
        self._number += 1
        self._show(title, screen_text(self.app))
        if self._pictures is not None:
            self._pictures.mkdir(parents=True, exist_ok=True)
            picture = self.app.export_screenshot(title=f"OKtui – {title}")
            (self._pictures / f"{self._number:02}.svg").write_text(picture, encoding="utf-8")

    async def _settle(self) -> None:
        await self.app.settle()
        async with asyncio.timeout(_PATIENCE):
            while not getattr(self.app.screen, "idle", True) and not self.app.screen.is_modal:  # noqa: ASYNC110 - likewise
                await asyncio.sleep(0.01)
        await self.app.settle()


def play(effects: Effects, usernames: tuple[str, ...], *, show: Show, pictures: Path | None = None) -> None:
    """Play the chapter, showing each screen as it comes. Raises Stuck."""
    asyncio.run(_play(effects, usernames, show, pictures))


async def _play(effects: Effects, usernames: tuple[str, ...], show: Show, pictures: Path | None) -> None:
    app = OktuiApp(effects, demo=usernames)
    async with app.run_test(size=SIZE) as pilot:
        stage = Stage(app, pilot.press, show, pictures)
        await _find_person(stage)
        await _fill_in(stage)
        await _sign_in_too_early(stage)
        synchronise_accounts(make_holder(), effects=effects)
        await _sign_in_for_the_first_time(stage)


async def _find_person(stage: Stage) -> None:
    """Steps 1 to 3: Zaměstnanci, Nový, Výběr osoby."""
    await stage.wait_for("Přihlášení")
    await stage.show("Přihlášení správce systému")
    await _sign_in(stage, "homola", demo.PASSWORD)
    await stage.wait_for("Co je třeba udělat")
    await stage.press("escape")
    await stage.wait_for("Správa systému")
    await stage.show("Menu Správa systému, úloha Zaměstnanci")
    await stage.press("enter")
    await stage.wait_for("1273434965: Jiří Homola")
    await stage.show("Seznam zaměstnanců")
    await stage.press("f7")
    await stage.wait_for("V centrální evidenci")
    await stage.type(str(demo.MARTINKA.data.birth_number))
    await stage.press("enter")
    await stage.wait_for(demo.MARTINKA.ik)
    await stage.show("Výběr osoby podle rodného čísla")


async def _fill_in(stage: Stage) -> None:
    """Steps 4 to 7: the account, its grant, OK."""
    await stage.press("enter")
    await stage.wait_for("Nový zaměstnanec")
    await stage.show("Zaměstnanec s údaji z KRK")
    await stage.type("martinka@kr-vysocina.example")
    await stage.press("tab")
    await stage.type("referent")
    await stage.press("tab", "tab", "space")
    await stage.wait_for("Potvrzení hesla")
    await stage.type(FIRST_PASSWORD)
    await stage.press("tab")
    await stage.type(FIRST_PASSWORD)
    await stage.press("f7")
    await stage.wait_for("Úroveň")
    await stage.press("f4")
    await stage.show("Nové oprávnění")
    await stage.press("f2")
    await stage.wait_for("aktualizace")
    await stage.show("Zaměstnanec včetně uživatelského účtu")
    await stage.press("f2")
    await stage.wait_for("Účet je uložen")
    await stage.show("Co sdělit novému uživateli")
    await stage.press("escape")
    await stage.wait_for(f"{demo.MARTINKA.ik}: Radomír Martinka")
    await stage.show("Účet čeká na sehrání")
    await stage.press("escape")
    await stage.wait_for("Hlavní menu")
    await stage.press("escape")
    await stage.wait_for("Odhlásit se z aplikace?")
    await stage.press("left", "enter")


async def _sign_in_too_early(stage: Stage) -> None:
    """The notice of step 8: not before the sync."""
    await stage.wait_for("Přihlášení")
    await _sign_in(stage, "martinka", FIRST_PASSWORD)
    await stage.wait_for("CHYBA_AAExternNenalezen")
    await stage.show("Přihlášení před sehráním")
    await stage.press("enter")


async def _sign_in_for_the_first_time(stage: Stage) -> None:
    """Step 8: after the sync the new official gets in, and changes the password."""
    await stage.wait_for("Přihlášení")
    await stage.type(FIRST_PASSWORD)
    await stage.press("enter")
    await stage.wait_for("Změna hesla přihlášeného uživatele")
    await stage.type(FIRST_PASSWORD)
    await stage.press("tab")
    await stage.type(OWN_PASSWORD)
    await stage.press("tab")
    await stage.type(OWN_PASSWORD)
    await stage.show("Vynucená změna hesla")
    await stage.press("f2")
    await stage.wait_for("Heslo bylo změněno")
    await stage.press("enter")
    await stage.wait_for("Hlavní menu")
    await stage.show("První menu nového uživatele")


async def _sign_in(stage: Stage, username: str, password: str) -> None:
    await stage.type(username)
    await stage.press("tab")
    await stage.type(password)
    await stage.press("enter")
