"""An app that shows one form to somebody who has signed in, over real databases."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from oktui.domain.modules import Module
from oktui.domain.sessions import SessionOver
from screens.form_screen import FormScreen
from screens.widgets.field import Field
from storage.database import close_database
from tests.support.cast import PASSWORD, Cast
from tests.support.hosts import HostApp

AnswerT = TypeVar("AnswerT")
P = ParamSpec("P")

APP_STYLES = Path(__file__).parents[2] / "oktui" / "app.tcss"


class FormApp(HostApp):
    """Opens the form at once; what it was dismissed with is in `results`."""

    CSS_PATH = [APP_STYLES, *HostApp.CSS_PATH]  # noqa: RUF012 - as Textual declares it

    def __init__(
        self,
        cast: Cast,
        form: FormScreen[Any],
        username: str,
        module: Module = Module.REGISTR,
        *,
        password: str = PASSWORD,
    ) -> None:
        super().__init__()
        self.effects = cast.effects
        self.signed_in = cast.sign_in(username, module, password)
        self.chosen: dict[str, Any] = {}
        self.form = form
        self.results: list[Any] = []
        self.over: SessionOver | None = None
        principal = self.signed_in.principal
        self.banner = f"{module.title} · {principal.name} · {principal.workplace.name}"
        self._use_cases = ThreadPoolExecutor(1)

    def on_mount(self) -> None:
        self.push_screen(self.form, self.results.append)

    async def on_unmount(self) -> None:
        await self._on_thread(close_database)
        self._use_cases.shutdown(wait=False)

    async def call(self, case: Callable[P, AnswerT], /, *args: P.args, **kwargs: P.kwargs) -> AnswerT:
        return await self._on_thread(case, *args, **kwargs)

    async def call_covered(self, case: Callable[P, AnswerT], /, *args: P.args, **kwargs: P.kwargs) -> AnswerT:
        return await self._on_thread(case, *args, **kwargs)

    def session_over(self, error: SessionOver) -> None:
        self.over = error

    async def _on_thread(self, case: Callable[P, AnswerT], /, *args: P.args, **kwargs: P.kwargs) -> AnswerT:
        work = partial(case, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._use_cases, work)


def fill(form: FormScreen[Any], **values: object) -> None:
    """Fill fields of a form in, all at once, by the domain's names of them."""
    for name, value in values.items():
        field = form.field(name)
        assert isinstance(field, Field)
        field.value = value
