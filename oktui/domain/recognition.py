"""How somebody who calls for help was recognised: that it was done is on record, the answers never are (X-16)."""

from collections.abc import Collection
from enum import Enum

from oktui.domain.authority import Principal
from oktui.domain.modules import Level, Permission
from oktui.domain.text import Required


class Recognition(Enum):
    """One way to be sure who is calling."""

    IN_PERSON = "in_person"
    CALLED_BACK = "called_back"
    SERVICE_NUMBER = "service_number"
    SUPERIOR = "superior"
    ACQUAINTANCE = "acquaintance"

    @property
    def title(self) -> str:
        """The way in words, as the form and the audit name it."""
        return _TITLES[self]


_TITLES = {
    Recognition.IN_PERSON: "osobně, podle průkazu",
    Recognition.CALLED_BACK: "zpětným voláním na číslo úřadu",
    Recognition.SERVICE_NUMBER: "služebním číslem",
    Recognition.SUPERIOR: "potvrzením nadřízeného",
    Recognition.ACQUAINTANCE: "osobní známostí",
}


def on_record(ways: Collection[Recognition]) -> dict[str, list[str]]:
    """What the audit keeps of it: the ways as codes, and nothing where none was ticked."""
    return {"recognised_by": [way.value for way in Recognition if way in ways]} if ways else {}


def recognition_required(actor: Principal) -> bool:
    """Whether the actor has to say how a caller was recognised: an administrator answers for that alone."""
    return actor.permissions.get(Permission.SYSTEM_ADMINISTRATION) is not Level.UPDATE


def check_recognition(actor: Principal, ways: Collection[Recognition]) -> None:
    """Have whoever has to say how the caller was recognised.

    Raises:
        Required: nothing is ticked.
    """
    if not ways and recognition_required(actor):
        raise Required("recognised_by")
