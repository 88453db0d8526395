"""The sheet that whoever has got an account or a password is handed, and the paragraphs it is made of."""

from collections.abc import Iterable
from datetime import datetime

from oktui.domain.accounts import Account, Grant
from oktui.domain.authority import Principal
from oktui.domain.calendar import local_date
from oktui.domain.errors import DomainError
from oktui.domain.handing_over import HandedOver, handed_over
from oktui.domain.modules import Module
from oktui.domain.policy import Policy
from oktui.values import dataclass


class LastingPassword(DomainError, code="lasting_password"):
    """A password that its owner need not change is put on no sheet: it would open the account to any finder (X-16)."""


@dataclass(frozen=True, repr=False)
class Sheet:
    """All that is told: the terms, the modules that open, who hands it over; `password` is empty unless asked for."""

    handed: HandedOver
    modules: tuple[Module, ...]
    password: str
    least_length: int
    made_by: str
    made_at: datetime


@dataclass(frozen=True, repr=False)
class Paragraph:
    """A heading, and lines below it."""

    heading: str
    lines: tuple[str, ...]


def sheet_for(account: Account, password: str, maker: Principal, policy: Policy) -> Sheet:
    """The sheet as things stand now. Raises LastingPassword."""
    if password and not account.temporary:
        raise LastingPassword
    return Sheet(
        handed=handed_over(account, maker.at, policy),
        modules=_opened(account.grants, maker, policy),
        password=password,
        least_length=policy.passwords.least_length(is_administrator=account.is_administrator(maker.at)),
        made_by=maker.name or maker.username,
        made_at=maker.at,
    )


def _opened(grants: Iterable[Grant], maker: Principal, policy: Policy) -> tuple[Module, ...]:
    """The modules that the account opens now or will, in the document's order; without any, the maker's."""
    today = local_date(maker.at)
    opened = {grant.module for grant in grants if grant.ever_in_force(today) and grant.opens(policy)}
    return tuple(module for module in Module if module in opened) or (maker.module,)
