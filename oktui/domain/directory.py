"""What software that speaks LDAP is shown of those who may sign in to a module (docs/aplikace.md)."""

from dataclasses import replace
from datetime import datetime

from oktui.domain.accounts import Account
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.people import Employee
from oktui.domain.policy import Policy
from oktui.values import dataclass


@dataclass(frozen=True)
class Reader:
    """Who reads: an application by its name, of all in its module; or somebody by their username, of themselves."""

    application: str = ""
    module: Module | None = None
    """That of a person, who has named it; an application has its own."""
    username: str = ""


@dataclass(frozen=True)
class Wanted:
    """Who is asked for: everybody where nothing is said; those whose usernames come after `after`, in their order."""

    username: str | None = None
    ik: str | None = None
    holding: tuple[Permission, Level] | None = None
    after: str = ""
    limit: int = 500

    def beyond(self, username: str) -> "Wanted":
        """The next of those who are asked for."""
        return replace(self, after=username)

    def within(self, reader: Reader) -> "Wanted | None":
        """What the reader may be told of it; None: nothing."""
        if reader.application:
            return self
        own = reader.username.lower()
        return replace(self, username=own) if self.username is None or self.username.lower() == own else None


@dataclass(frozen=True)
class Member:
    """Somebody who has permissions in force in the module, and what those are; of their lock nothing is said."""

    username: str
    employee: Employee
    permissions: dict[Permission, Level]


def member(account: Account, module: Module, at: datetime, policy: Policy) -> Member | None:
    """The account's owner as a member of the module; None where no permission of theirs opens it (R1.1-2)."""
    permissions = {grant.permission: grant.level for grant in account.usable(module, at, policy)}
    return Member(account.username, account.employee, permissions) if permissions else None
