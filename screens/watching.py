"""Long work in view: a dialog says how far it has come and can stop it, and goes when it ends."""

from collections.abc import Callable
from typing import Any, TypeVar

from oktui.services.long_work import Progress
from screens.form_screen import FormScreen
from screens.texts import program
from screens.widgets.progress import ProgressDialog

_AnswerT = TypeVar("_AnswerT")


async def watched(
    form: FormScreen[Any], told: Callable[[int], str], work: Callable[[Progress], _AnswerT], *, title: str = ""
) -> _AnswerT:
    """Do the work of a form within a verb; `told` says how much of it is done, under `title` or the form's own."""
    dialog = ProgressDialog(title or form.form_title, told, stop=program.STOP, stopping=program.STOPPING)
    await form.app.push_screen(dialog)
    try:
        return await form.host.work(work, dialog.report)
    finally:
        dialog.finish()
