"""Find those who may sign in to a module, for software that reads them over LDAP."""

from oktui.domain.calendar import local_date
from oktui.domain.directory import Member, Reader, Wanted, member
from oktui.domain.modules import Module
from oktui.effects import Effects
from oktui.services.application_keys import reading_as
from oktui.values import dataclass
from storage import members


@dataclass(frozen=True)
class Found:
    """Those of the members who were asked for."""

    members: tuple[Member, ...]
    last: str
    """The username to ask on after; empty where there is nobody more."""


def module_of(reader: Reader, *, effects: Effects) -> Module:
    """Whose members the reader reads. Raises UnknownApplication, as `find_members` does."""
    with reading_as(reader, effects) as (module, _):
        return module


def find_members(reader: Reader, wanted: Wanted, *, effects: Effects) -> Found:
    """Those who are asked for, of whom the reader may read: an application all of its module, a person themselves.

    Raises UnknownApplication: the application was removed since it showed its key.
    """
    with reading_as(reader, effects) as (module, at):
        asked = wanted.within(reader)
        found = [] if asked is None else members.of_module(module, local_date(at), asked)
        those = tuple(filter(None, (member(account, module, at, effects.policy) for account in found)))
    return Found(those, found[-1].username if len(found) == wanted.limit else "")
