"""What somebody new can be given after a colleague: what the colleague has, less what cannot be given (R2.1-3)."""

from collections.abc import Collection, Iterable
from datetime import date
from enum import Enum

from oktui.domain.accounts import Grant, GrantChange, grantable
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.offices import OfficeKind
from oktui.domain.people import Workplace
from oktui.domain.policy import Policy
from oktui.values import dataclass


class WhyLeft(Enum):
    """Why a permission of the colleague is not given."""

    OTHER_MODULE = "other_module"
    OBSOLETE = "obsolete"
    MPSV_ONLY = "mpsv_only"
    BARRED = "barred"
    HELD = "held"


@dataclass(frozen=True)
class LeftOut:
    """A permission that the colleague has and that is not given."""

    module: Module
    permission: Permission
    level: Level
    why: WhyLeft


@dataclass(frozen=True)
class Pattern:
    """What is to be filled in after a colleague; nothing of it is stored before it has been looked at.

    `workplace` is None where nobody can be put there any more.
    """

    name: str
    workplace: Workplace | None
    position: str
    grants: tuple[GrantChange, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class Receiver:
    """Who is to be given it: in which module, at which office, what they hold or held, and what they are to hold."""

    module: Module
    office_kind: OfficeKind
    held: tuple[Grant, ...] = ()
    wanted: frozenset[Permission] = frozenset()


def given_after(
    grants: Iterable[Grant], receiver: Receiver, *, policy: Policy, today: date
) -> tuple[tuple[GrantChange, ...], tuple[LeftOut, ...]]:
    """What the receiver is given of a colleague's grants, and what not; neither speaks of grants that are over.

    A grant begins today, or when the colleague's does, and ends when the colleague's does.
    """
    offered = grantable(receiver.module, receiver.office_kind, policy, receiver.held)
    given: dict[Permission, GrantChange] = {}
    left: list[LeftOut] = []
    for grant in sorted(grants, key=lambda grant: grant.valid_from):
        if not (grant.ever_in_force(today) and grant.shown(policy)):
            continue
        why = _why_left(grant, receiver, offered)
        if why is not None:
            left.append(LeftOut(grant.module, grant.permission, grant.level, why))
        elif grant.permission not in given:
            begins = max(today, grant.valid_from)
            given[grant.permission] = GrantChange(grant.permission, grant.level, begins, grant.valid_to)
    return tuple(given.values()), tuple(left)


def _why_left(grant: Grant, receiver: Receiver, offered: Collection[Permission]) -> WhyLeft | None:
    permission = grant.permission
    if grant.module is not receiver.module:
        return WhyLeft.OTHER_MODULE
    if permission.obsolete:
        return WhyLeft.OBSOLETE
    if permission in receiver.wanted:
        return WhyLeft.HELD
    if permission in offered:
        return None
    mpsv_only = permission.mpsv_only and receiver.office_kind is not OfficeKind.MPSV
    return WhyLeft.MPSV_ONLY if mpsv_only else WhyLeft.BARRED
