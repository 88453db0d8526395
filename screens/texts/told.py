"""The sentence of a refusal, by the one who knows all of them, and with them the whole domain: asked when one is said.

Forms refuse seldom, and the first is to be there at once.
"""

from oktui.domain.errors import DomainError
from screens.texts.message import Message


def refusal(error: DomainError) -> Message:
    """As in `screens.texts.refusals`."""
    from screens.texts import refusals

    return refusals.refusal(error)
