"""Nobody gets anything but what the rules give them: every use case, tried by everybody on everybody (X-3).

What is expected is drawn here from the rules, not from the program's own table.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from oktui import services
from oktui.domain.audit import EventKind
from oktui.domain.authority import Forbidden, NotFound
from oktui.domain.errors import DomainError
from oktui.domain.modules import Level, Module, Permission, Realm
from oktui.domain.sessions import Actor, MachineOwner, MustChangePassword, SessionLocked, SessionOver
from oktui.services.sign_in.attend_session import attend_session
from oktui.services.sign_in.change_password import change_password, get_password_owner
from oktui.services.sign_in.get_session import get_session
from oktui.services.sign_in.sign_out import sign_out
from oktui.services.sign_in.unlock_session import unlock_session
from oktui.values import dataclass
from storage import employees, sessions
from storage.database import transaction
from storage.models import SessionRow
from tests.support.cast import JIHOMORAVSKY, VYSOCINA, Cast, granted
from tests.support.journal import audited, new_events, stored, undone
from tests.support.matrix import USE_CASES, Right, Stage, Target, UseCase

MINISTRY = "MPSV PHN a SS"
SECOND_OFFICE = "KP Havlíčkův Brod (Havlíčkův Brod)"
"""In the region of most, and another office."""
ORDINARY = {
    Module.REGISTR: Permission.SOCIAL_SERVICES_RECORDS,
    Module.POSKYTOVATEL: Permission.REPORTS,
    Module.OKNOUZE: Permission.SOCIAL_WORKER,
}
_ADMINISTRATION, _SUPPORT = Permission.SYSTEM_ADMINISTRATION, Permission.USER_SUPPORT
REALMS = (Module.REGISTR, Module.OKNOUZE)
_OWN = frozenset({Right.ONES_OWN})
_HELPDESK = _OWN | {Right.CALLS, Right.HELP}
_VIEWER = _OWN | {Right.CALLS, Right.LOOK}
_ADMINISTRATOR = _VIEWER | {Right.HELP, Right.MANAGE}


@dataclass(frozen=True)
class Role:
    """What somebody has, where they work, and what follows from it."""

    title: str
    rights: frozenset[Right]
    permission: Permission | None = None
    level: Level = Level.UPDATE
    workplace: str = VYSOCINA
    support: bool = True


ROLES = {
    Role("administrator", _ADMINISTRATOR, _ADMINISTRATION): tuple(Module),
    Role("administrator who may look", _VIEWER, _ADMINISTRATION, Level.VIEW): REALMS,
    Role("helpdesk", _HELPDESK, _SUPPORT): REALMS,
    Role("helpdesk that may look", _HELPDESK - {Right.HELP}, _SUPPORT, Level.VIEW): (Module.REGISTR,),
    Role("helpdesk switched off", _OWN, _SUPPORT, support=False): (Module.REGISTR,),
    Role("helpdesk that may look, switched off", _OWN, _SUPPORT, Level.VIEW, support=False): (Module.REGISTR,),
    Role("ordinary", _OWN): REALMS,
    Role("ministry", _ADMINISTRATOR | {Right.RULE}, _ADMINISTRATION, workplace=MINISTRY): REALMS,
    Role("ministry who may look", _VIEWER, _ADMINISTRATION, Level.VIEW, MINISTRY): (Module.OKNOUZE,),
}
"""In which modules each is tried: where something may depend on it."""
OWNER = Role("owner of the machine", (_ADMINISTRATOR | {Right.RULE, Right.COMMAND}) - _OWN, workplace=MINISTRY)


@dataclass(frozen=True)
class Player:
    """An actor signed in to a module, and everybody whom they try things on."""

    role: Role
    module: Module
    actor: Actor
    targets: dict[str, Target]


def players(stage: Stage) -> list[Player]:
    """Everybody: each role in its modules, and the owner of the machine."""
    inhabitants = {module.realm: dict(_targets(stage, module)) for module in REALMS}

    def others(realm: Realm) -> dict[str, Target]:
        [elsewhere] = (targets["colleague"] for other, targets in inhabitants.items() if other is not realm)
        return inhabitants[realm] | {"colleague in the other realm": elsewhere}

    found = [
        _player(stage, role, module, others(module.realm)) for role, modules in ROLES.items() for module in modules
    ]
    stage.begin()
    owner = MachineOwner(module=Module.OKNOUZE, name="root")
    return [*found, Player(OWNER, owner.module, owner, others(owner.module.realm))]


def _targets(stage: Stage, module: Module) -> Iterator[tuple[str, Target]]:
    ordinary, administration = granted(module, ORDINARY[module]), granted(module, _ADMINISTRATION)
    yield "colleague", stage.enter(module, ordinary)[1]
    yield "colleague who is administrator", stage.enter(module, administration)[1]
    yield "stranger", stage.enter(module, ordinary, workplace=JIHOMORAVSKY)[1]
    yield "official of the ministry", stage.enter(module, ordinary, workplace=MINISTRY)[1]


def _player(stage: Stage, role: Role, module: Module, others: dict[str, Target]) -> Player:
    cast = stage.cast
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, user_support=role.support))
    ordinary = granted(module, ORDINARY[module])
    grants = [ordinary] if role.permission is None else [ordinary, granted(module, role.permission, role.level)]
    actor, oneself = stage.enter(module, *grants, workplace=role.workplace)
    second = stage.enter(module, ordinary, workplace=SECOND_OFFICE, person=oneself.person)[1]
    return Player(role, module, actor, {**others, "oneself": oneself, "oneself elsewhere": second})


def may(player: Player, use_case: UseCase, title: str) -> bool:
    """Whether the rules give the player what they try on the target of this title."""
    role, target = player.role, player.targets[title]
    if use_case.right not in role.rights or player.module not in use_case.within:
        return False
    if use_case.on_nobody:
        return True
    ministry, place = role.workplace == MINISTRY, target.account.employee.workplace.name
    held_to_realm = use_case.realm and not (ministry and use_case.whole_for_ministry)
    if held_to_realm and target.module.realm is not player.module.realm:
        return False
    if use_case.same_module and target.module is not player.module:
        return False
    if not ministry and place not in (VYSOCINA, SECOND_OFFICE):
        return False
    managed = use_case.right in (Right.HELP, Right.MANAGE, Right.RULE) and not use_case.on_oneself
    if managed and title.startswith("oneself"):
        return False
    return not (role.permission is _SUPPORT and use_case.right is Right.HELP and target.administrator)


def cells(everybody: list[Player], *, allowed: bool) -> Iterator[tuple[Player, UseCase, str]]:
    """What the rules give, or what they do not."""
    for player in everybody:
        for use_case in USE_CASES:
            for title in list(player.targets)[: 1 if use_case.on_nobody else None]:
                if may(player, use_case, title) is allowed:
                    yield player, use_case, title


def gets(stage: Stage, player: Player, use_case: UseCase, title: str) -> bool:
    """Whether something is got: a refusal is nothing, and so is a list in which the target is not found."""
    try:
        return use_case.call(stage, player.actor, player.targets[title]) is not False
    except (Forbidden, NotFound):
        return False


def gets_and_gives_back(stage: Stage, player: Player, use_case: UseCase, title: str) -> bool:
    """Whether something is got, with our database as it was before."""
    with undone():
        return gets(stage, player, use_case, title)


def told(player: Player, use_case: UseCase, title: str) -> str:
    """A cell in words."""
    return f"{player.role.title} in {player.module.value}: {use_case.name} on {title}"


def _sign_out(stage: Stage, actor: Actor) -> None:
    sign_out(actor, effects=stage.effects)


def _retire(stage: Stage, actor: Actor) -> None:
    account = stage.owner_of(actor)
    assert account is not None
    employees.set_retired(account.employee.id, stage.effects.now())


def _demand_change(_: Stage, actor: Actor) -> None:
    SessionRow.update(must_change=True).where(SessionRow.id == actor.session_id).execute()


def _leave_alone(stage: Stage, actor: Actor) -> None:
    sessions.lock(actor.session_id, stage.effects.now())


BARRED: tuple[tuple[Callable[[Stage, Actor], None], type[DomainError], set[object]], ...] = (
    (_sign_out, SessionOver, {sign_out}),
    (_retire, SessionOver, {sign_out, attend_session, get_session}),
    (
        _demand_change,
        MustChangePassword,
        {sign_out, attend_session, get_session, unlock_session, change_password, get_password_owner},
    ),
    (_leave_alone, SessionLocked, {sign_out, attend_session, get_session, unlock_session}),
)
"""What bars a session, how it is refused then, and what is done all the same: none of it concerns anybody else."""


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Who may do what is decided by the domain; that each use case asks it on both engines is in its own tests."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def stage(cast: Cast) -> Stage:
    """The document's people, with nobody added yet."""
    return Stage(cast)


def test_what_the_rules_do_not_give_nobody_gets(stage: Stage) -> None:
    """R2.1-1, R2.1-2, R2.1-3, R2.2-2, R2.4-3, X-1, X-2, X-3: and nothing is changed by having been tried."""
    everybody = players(stage)
    before = stored(), stage.krk()
    with new_events() as added:
        wrong = [told(*cell) for cell in cells(everybody, allowed=False) if gets(stage, *cell)]
    assert wrong == []
    assert (stored(), stage.krk()) == before
    assert {(event.kind, event.after["rows"]) for event in added()} == {(EventKind.EXPORTED, 0)}


def test_what_the_rules_give_everybody_gets(stage: Stage) -> None:
    """R2.1-1, R2.1-2, R2.1-3, R2.2-2, R2.4-3, X-1, X-2: so nothing above was refused for another reason."""
    everybody = players(stage)
    wrong = [told(*cell) for cell in cells(everybody, allowed=True) if not gets_and_gives_back(stage, *cell)]
    assert wrong == []


def test_somebody_whose_session_is_no_good_gets_nothing(stage: Stage) -> None:
    """X-3, X-9, X-16, X-27: over, covered by the lock screen, or waiting for a demanded change of the password."""
    administration = granted(Module.REGISTR, _ADMINISTRATION)
    target = stage.enter(Module.REGISTR, granted(Module.REGISTR, ORDINARY[Module.REGISTR]))[1]
    others = [stage.enter(Module.REGISTR, administration, workplace=MINISTRY)[0] for _ in BARRED]
    stage.begin()
    for (bar, refusal, still), actor in zip(BARRED, others, strict=True):
        with transaction():
            bar(stage, actor)
        before = stored(), audited(), stage.krk()
        for use_case in USE_CASES:
            if use_case.function not in still:
                with pytest.raises(refusal):
                    use_case.call(stage, actor, target)
        assert (stored(), audited(), stage.krk()) == before


def test_every_use_case_takes_part() -> None:
    """X-3: whatever a service does for an actor is tried above, so a new one cannot be forgotten."""
    assert {use_case.function for use_case in USE_CASES} == set(public_use_cases())
    assert len({use_case.function for use_case in USE_CASES}) == len(USE_CASES)


def public_use_cases() -> Iterator[Callable[..., object]]:
    """The functions of the services that take an actor, or the owner of the machine, and effects by name."""
    for module in pkgutil.walk_packages(services.__path__, "oktui.services."):
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            parameters = inspect.signature(function).parameters
            actors = {parameter.annotation for parameter in parameters.values()} & {Actor, MachineOwner}
            effects = parameters.get("effects")
            own = function.__module__ == module.name and not name.startswith("_")
            if own and actors and effects is not None and effects.kind is inspect.Parameter.KEYWORD_ONLY:
                yield function
