"""What forms need of the App."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:  # F1 is shown before it needs any use case
    from oktui.domain.preferences import Appearance
    from oktui.domain.sessions import SessionOver
    from oktui.effects import Effects
    from oktui.services.sign_in.sign_in import SignedIn

AnswerT = TypeVar("AnswerT")
P = ParamSpec("P")


class Host(Protocol):
    """The App, as forms know it."""

    banner: str
    appearance: "Appearance"
    effects: "Effects"
    signed_in: "SignedIn | None"
    chosen: dict[str, Any]
    """What was chosen in lists since one has signed in."""

    async def call(self, case: Callable[P, AnswerT], /, *args: P.args, **kwargs: P.kwargs) -> AnswerT:
        """Run a use case on the database's thread."""

    async def work(self, case: Callable[P, AnswerT], /, *args: P.args, **kwargs: P.kwargs) -> AnswerT:
        """As `call`, for what takes as long as it takes and can be stopped."""

    def report_bug(self, error: Exception) -> str:
        """Log what should never have happened; returns the number to quote."""

    def session_over(self, error: "SessionOver") -> None:
        """Go back to F1 and say why (X-9)."""

    def wear(self, appearance: "Appearance") -> None:
        """Look like this from now on."""

    def cover(self) -> None:
        """Show the lock screen (X-27)."""

    def print_out(self, text: str) -> None:
        """Send the text, of which no character may act on a terminal but line ends, to the terminal's printer."""

    def copy_to_clipboard(self, text: str, *, outside: bool = False) -> None:
        """Keep the text for pasting; only `outside` has the terminal keep it as well."""
