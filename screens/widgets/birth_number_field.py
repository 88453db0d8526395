"""A field for a birth number, which is checked as it is typed (F4, F8)."""

from collections.abc import Callable
from datetime import date

from textual import on
from textual.widgets import Input

from oktui.domain.birth_number import BirthNumber, InvalidBirthNumber, fault_so_far
from oktui.domain.errors import DomainError
from screens.texts import refusals, register
from screens.widgets.field import Field
from screens.widgets.inputs import TextField

_LONGEST = 30  # longer than any, so that the rule speaks and not the field, but no whole page is pasted


class BirthNumberField(TextField):
    """A birth number with or without its slash; its value is the text, its `problem` says what is wrong with it.

    A fault is shown as soon as nothing more that is typed could mend it, and any fault when the field is left; with a
    doubtful number stands a warning (X-25).
    """

    def __init__(
        self, name: str, label: str, *, today: Callable[[], date], disabled: bool = False, classes: str | None = None
    ) -> None:
        """`today` is asked for the last date of birth that is accepted."""
        self._today = today
        super().__init__(name, label, max_length=_LONGEST, disabled=disabled, classes=classes)

    @property
    def problem(self) -> DomainError | None:
        """The fault of what was typed; an empty field has none."""
        if not self.value:
            return None
        try:
            BirthNumber.parse(self.value, today=self._today())
        except InvalidBirthNumber as refused:
            return InvalidBirthNumber(refused.reason, self.name)
        return None

    @on(Field.Changed)
    def _check_beginning(self) -> None:
        fault = fault_so_far(self.value, today=self._today())
        if fault is not None:
            self.error = refusals.refusal(InvalidBirthNumber(fault)).text
        elif self._is_doubtful():
            self.warning = register.DOUBTFUL

    def _is_doubtful(self) -> bool:
        return bool(self.value) and self.problem is None and BirthNumber.parse(self.value, today=self._today()).doubtful

    @on(Input.Blurred)
    def _check_whole(self, event: Input.Blurred) -> None:
        event.stop()
        if self.problem is not None:
            self.error = refusals.refusal(self.problem).text
