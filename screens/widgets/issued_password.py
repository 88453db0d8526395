"""A password to be handed over: large, spelled, and with all that its owner has to hear (X-16)."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from oktui.domain.handing_over import HandedOver
from screens.texts import passwords
from screens.widgets.safe import safe


class Secret(Static):
    """A text that cannot be copied, and that is forgotten when it is not shown any more."""

    ALLOW_SELECT = False

    def on_unmount(self) -> None:
        """However the form was left."""
        self.update()


class IssuedPassword(Vertical):
    """Whose password it is and its terms; the password itself where somebody has to read it out."""

    def compose(self) -> ComposeResult:
        """The owner, the groups, the words, the terms."""
        yield Static(id="owner")
        yield Static(safe(passwords.READ_OUT), id="read-out")
        yield Horizontal(id="groups")
        yield Secret(id="spelled")
        yield Static(id="terms")

    async def show(self, password: str, terms: HandedOver, *, unlocked: bool = False) -> None:
        """Show the password, or none but its terms where it is empty."""
        groups = self.query_one("#groups", Horizontal)
        await groups.remove_children()
        await groups.mount(*(Secret(safe(" ".join(group))) for group in password.split("-") if group))
        self.query_one("#owner", Static).update(safe(passwords.owner(terms)))
        self.query_one("#spelled", Secret).update(safe(passwords.spelled(password), lines=True))
        self.query_one("#terms", Static).update(safe(passwords.terms(terms, unlocked=unlocked), lines=True))
        for part in ("#read-out", "#groups", "#spelled"):
            self.query_one(part).display = bool(password)
