"""The rules for a new password, each with its verdict on what is being typed (F9)."""

import asyncio

from textual.widgets import Static

from oktui.domain.password_owner import Owner
from oktui.domain.password_policy import PasswordPolicy
from oktui.domain.passwords import PasswordRule, Requirement, hard_to_guess, normalise, requirements
from oktui.services.new_passwords import PasswordEntry
from screens.texts import passwords
from screens.widgets.safe import safe


class PasswordRules(Static):
    """A line a rule; the estimate of guesses follows from a thread, of the newest text alone (X-15, X-17)."""

    def __init__(self, policy: PasswordPolicy, *, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._policy = policy
        self._owner: Owner | None = None
        self._entry = PasswordEntry("", "")
        self._estimated: str | None = None
        self._estimate: Requirement | None = None
        self._estimating = False

    def set_owner(self, owner: Owner) -> None:
        """Begin to judge; what the first estimate needs is loaded before anything is typed."""
        self._owner = owner
        self.judge(self._entry)

    def judge(self, entry: PasswordEntry) -> None:
        """Show at once what can be said at once, and the estimate when it is there."""
        self._entry = entry
        if not entry.password:
            self._estimate = None
        if self._owner is None:
            return
        self._show(self._owner)
        if not self._estimating:
            self._estimating = True
            self.run_worker(self._follow(self._owner), exit_on_error=False)  # when it is stored, it is judged anew

    async def _follow(self, owner: Owner) -> None:
        try:
            while self._estimated != self._entry.password:
                password = self._entry.password
                estimate = await asyncio.to_thread(hard_to_guess, password, owner, self._policy)
                self._estimated = password
                self._estimate = estimate if self._entry.password else None
                self._show(owner)
        finally:
            self._estimating = False

    def _show(self, owner: Owner) -> None:
        lines = [f"{word:<10} {rule}" for word, rule in self._lines(owner)]
        self.update(safe("\n".join(lines), lines=True))

    def _lines(self, owner: Owner) -> list[tuple[str, str]]:
        password, again = self._entry.password, self._entry.again
        judged: dict[PasswordRule, bool | None] = {
            each.rule: each.met if password else None for each in requirements(password, owner, self._policy)
        }
        judged[PasswordRule.HARD_TO_GUESS] = self._estimate.met if self._estimate else None
        agree = normalise(password) == normalise(again) if again else None
        lines = [(passwords.verdict(met), passwords.rule(rule, owner, self._policy)) for rule, met in judged.items()]
        return [*lines, (passwords.verdict(agree), passwords.AGREE)]
