"""One line that says how it is with an account, in words and in the colour of what they mean."""

from datetime import date

from textual.widgets import Static

from oktui.domain.accounts import Account
from oktui.domain.listing import Entry
from oktui.domain.people import Employee
from oktui.domain.policy import Policy
from screens import tones
from screens.texts import employees
from screens.tones import Tone
from screens.widgets.safe import safe


class StateLine(Static):
    """Empty until there is somebody to speak of."""

    def tell(self, employee: Employee, account: Account | None, *, policy: Policy, today: date) -> None:
        """Say how it is with the employee and their account."""
        entry = Entry.of(employee, account, policy)
        status = entry.listed.status(today)
        self.show(employees.state(entry, status), tones.OF[status])

    def show(self, said: str, tone: Tone | None) -> None:
        """Say it."""
        for each in Tone:
            self.set_class(each is tone, f"-{each.value}")
        self.update(safe(said))
