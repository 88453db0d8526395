"""The pictures of the handbook and the README, from the program itself: `make pictures`.

The same program makes the same files: the clock stands, and whom it shows are the document's own people.
"""

import asyncio
import re
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from oktui import demo
from oktui.app import OktuiApp
from oktui.domain.errors import DomainError
from oktui.domain.modules import Module, Permission
from oktui.domain.sync import SyncState
from oktui.environment import hide_postgresql
from oktui.installation import open_databases
from oktui.jobs.synchronise_accounts import synchronise_accounts
from oktui.terminal import screen_text
from oktui.walkthrough import Stage
from storage.database import close_database
from tests.support.cast import PASSWORD, Cast, granted
from tests.support.employee_forms import with_chance

SIZE = (80, 24)
FIRST_PASSWORD = "Prvni-Skobrtnuti-7"
RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)

_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


class Album(Stage):
    """The running program, and a folder to put its pictures in."""

    def __init__(self, folder: Path, *rest: object) -> None:
        super().__init__(*rest)  # type: ignore[arg-type]  # what Stage takes
        self._folder = folder

    async def take(self, name: str) -> None:
        """Save what the screen shows, in the fonts of whoever looks at it."""
        picture = self.app.export_screenshot(title="OKtui")
        (self._folder / f"{name}.svg").write_text(_FONTS.sub("", picture), encoding="utf-8")

    async def open(self, task: str, shows: str) -> None:
        """Open a task of the main menu by its number, and wait for what it shows."""
        number = re.search(rf"(\d) {re.escape(task)}", screen_text(self.app))
        assert number is not None, task
        await self.press(number[1])
        await self.wait_for(shows)

    async def leave(self) -> None:
        """Go back to the main menu."""
        await self.press("escape")
        await self.wait_for("Hlavní menu")


@asynccontextmanager
async def signed_in(
    cast: Cast, folder: Path, username: str, module: Module = Module.REGISTR, *, first: str = ""
) -> AsyncIterator[Album]:
    """The program with somebody at its main menu; `first` names a picture to take of the filled-in F1."""
    app = OktuiApp(cast.effects)
    async with app.run_test(size=SIZE) as pilot:
        album = Album(folder, app, pilot.press, lambda *_: None, None)
        await album.wait_for("Přihlášení")
        await album.press("shift+tab", *["down"] * list(Module).index(module), "tab")
        await album.type(username)
        await album.press("tab")
        await album.type(PASSWORD)
        if first:
            await album.take(first)
        await album.press("enter")
        await album.wait_for("Hlavní menu")
        yield album


async def create_account(cast: Cast, folder: Path) -> None:
    """Chapter 2.3: F1 to F5 and F7."""
    async with signed_in(cast, folder, "homola", first="f1-prihlaseni") as album:
        await album.take("f2-hlavni-menu")
        await album.open("Zaměstnanci", "1273434965: Jiří Homola")
        await album.press("f7")
        await album.wait_for("V centrální evidenci")
        await album.type(str(demo.MARTINKA.data.birth_number))
        await album.press("enter")
        await album.wait_for(demo.MARTINKA.ik)
        await album.take("f4-vyber-osoby")
        await album.press("enter")
        await album.wait_for("Nový zaměstnanec")
        await album.type("martinka@kr-vysocina.example")
        await album.press("tab")
        await album.type("referent")
        await album.press("tab", "tab", "space")
        await album.wait_for("Potvrzení hesla")
        await album.type(FIRST_PASSWORD)
        await album.press("tab")
        await album.type(FIRST_PASSWORD)
        await album.press("f7")
        await album.wait_for("Úroveň")
        await album.press("f4")
        await album.take("f7-nove-opravneni")
        await album.press("f2")
        await album.wait_for("aktualizace")
        await album.take("f5-novy-zamestnanec")
        await album.press("f2")
        await album.wait_for("Účet je uložen")
        await album.press("escape")
        await album.wait_for(f"{demo.MARTINKA.ik}: Radomír Martinka")
        await album.take("f3-seznam-zamestnancu")


async def look_after(cast: Cast, folder: Path) -> None:
    """What needs doing, own password, who is signed in, the sync, the record of it all; why Martinka cannot get in."""
    async with signed_in(cast, folder, "homola") as album:
        await album.press("r")
        await album.wait_for("zablokované účty")
        await album.take("f18-prehled")
        await album.press("escape")
        await album.wait_for("Správa systému")
        await album.open("Přihlášení uživatelé", "Alexandr Černý")
        await album.take("f10-prihlaseni-uzivatele")
        await album.leave()
        await album.open("Sehrání účtů", "Čekající účty")
        await album.wait_for("Adam Klicpera")
        await album.take("f14-sehrani-uctu")
        await album.leave()
        await album.open("Proč se nelze přihlásit", "Koho hledat")
        await album.type("martinka")
        await album.press("enter")
        await album.wait_for("NESPLNĚNO")
        await album.take("f13-proc-se-nelze-prihlasit")
        await album.press("escape")
        await album.leave()
        await album.open("Auditní záznam", "odmítnuto")
        await album.take("f15-auditni-zaznam")
        await album.leave()
        await album.open("Změna hesla", "Původní heslo")
        await album.type(PASSWORD)
        await album.press("tab")
        await album.type("Dlouhá věta")
        await album.take("f9-zmena-hesla")


async def help_others(cast: Cast, folder: Path) -> None:
    """Chapters 2.4 and 2.6: a person whom KRK does not know, and a locked account."""
    async with signed_in(cast, folder, "mpsv_radek", Module.OKNOUZE) as album:
        await album.open("Zaměstnanci", "Josef Smítko")
        await album.type("smi")
        await album.wait_for("kritériím: 1")
        await album.press("tab")
        await album.press("f4")
        await album.wait_for("ZABLOKOVÁN")
        await album.take("f6-detail-zamestnance")
        await album.press("escape")
        await album.wait_for("Seznam evidovaných")
        await album.press("f7")
        await album.wait_for("V centrální evidenci")
        await album.press("escape")
        await album.wait_for("Nová osoba")
        await album.press("f6")
        await album.wait_for("Ruční zadání")
        for text in ("900806/5121", "Robert", "Dlouhý", "Dlouhý"):
            await album.type(text)
            await album.press("tab")
        await album.take("f8-nova-osoba")


def live_on(cast: Cast) -> None:
    """What happens between the two visits: the sync, those who sign in, and somebody who has forgotten the password."""
    cast.clock.forward(timedelta(hours=2))
    synchronise_accounts("worker", effects=cast.effects)
    cast.clock.forward(timedelta(minutes=20))
    cast.employ(demo.CERNY, "cerny", RECORDS)
    cast.employ(demo.KLICPERA, "klicpera.v", RECORDS, state=SyncState.IK_CONFIRMED)
    cast.sign_in("cerny")
    cast.clock.forward(timedelta(minutes=4))
    for _ in range(3):
        with suppress(DomainError):
            cast.sign_in("martinka", password="Prvni-Prihlaseni")
        cast.clock.forward(timedelta(seconds=40))
    cast.clock.forward(timedelta(minutes=2))


def main(folder: Path) -> None:
    """Take all pictures over a demo in a folder of its own."""
    hide_postgresql()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="oktui-pictures-") as home:
        open_databases(demo.make_home(Path(home)))
        cast = with_chance(Cast(user_support=True))
        cast.effects = replace(cast.effects, origin="pc-07.kr-vysocina.example")
        asyncio.run(create_account(cast, folder))
        live_on(cast)
        asyncio.run(look_after(cast, folder))
        asyncio.run(help_others(cast, folder))
        close_database()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
