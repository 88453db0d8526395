"""The first administrator of an office, from its request; and the way back in (R2.4-2)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from oktui import demo
from oktui.domain import office_letter
from oktui.domain.administrator_request import AdministratorRequest, PersonDisagrees
from oktui.domain.audit import EventKind
from oktui.domain.authority import Forbidden
from oktui.domain.birth_number import BirthNumber, DoubtfulBirthNumber
from oktui.domain.errors import DomainError
from oktui.domain.modules import Module, Permission, Realm
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.people import PersonUnusable, RegionDisagrees
from oktui.domain.sessions import MachineOwner
from oktui.jobs.synchronise_accounts import synchronise_accounts
from oktui.services.employees.retire_employee import retire_employee
from oktui.services.workplaces.create_first_administrator import create_first_administrator
from oktui.services.workplaces.request_administrator import request_administrator
from storage import grants
from storage.database import transaction
from tests.support.cast import Cast
from tests.support.journal import new_events

REQUEST = AdministratorRequest(
    module=Module.OKNOUZE,
    region=Region.KRALOVEHRADECKY,
    office_kind=OfficeKind.OU_SZ,
    workplace="Smiřice",
    data_box="abcdefi",
    given_name="Nataša",
    surname="Gollová",
    birth_surname="Gollová",
    birth_number=demo.GOLLOVA.data.birth_number,
    email="gollova@smirice.example",
    position="vedoucí",
)


OWNER = MachineOwner(module=Module.OKNOUZE, name="root")
"""Whoever may run commands on the machine."""


def test_the_request_is_a_letter_that_can_be_read_again(cast: Cast) -> None:
    """R2.4-2: the request names the office's identification and the person; MPSV's side reads it back."""
    actor = cast.actor("mpsv_radek", Module.OKNOUZE)
    with new_events() as added:
        text = request_administrator(actor, REQUEST, effects=cast.effects)
    assert "Datová schránka: sc9aavg" in text
    assert f"Rodné číslo: {REQUEST.birth_number!s}" in text
    assert office_letter.read(text, today=cast.clock().date()) == REQUEST
    assert [event.kind for event in added()] == [EventKind.ADMINISTRATOR_REQUESTED]


def test_the_first_administrator_signs_in_after_the_sync(cast: Cast) -> None:
    """R2.4-2, R2.3-12: a new account with Správa systému, which the sync makes usable like any other."""
    created = create_first_administrator(OWNER, REQUEST, effects=cast.effects)
    assert (created.username, created.revived) == ("gollova2", False)
    synchronise_accounts("test", effects=cast.effects)
    signed_in = cast.sign_in("gollova2", Module.OKNOUZE, created.password)
    assert signed_in.must_change
    assert signed_in.principal.permissions.keys() == {Permission.SYSTEM_ADMINISTRATION}
    assert signed_in.principal.workplace.name == "Smiřice"


def test_the_last_administrator_locked_out_gets_in_again(cast: Cast) -> None:
    """R2.4-2, X-10: the same command unlocks, restores and resets the account that is there, and is audited."""
    actor = cast.actor("mpsv_radek", Module.OKNOUZE)
    smitko = cast.account("sz_smitko", Realm.OKNOUZE)
    retire_employee(actor, smitko.employee.id, confirmed=True, effects=cast.effects)
    request = replace(REQUEST, surname="Smítko", given_name="Josef", birth_number=demo.SMITKO.data.birth_number)
    with new_events() as added:
        revived = create_first_administrator(OWNER, request, effects=cast.effects)
    assert (revived.username, revived.revived) == ("sz_smitko", True)
    (event,) = added()
    assert (event.kind, event.who.account_id) == (EventKind.ADMINISTRATOR_CREATED, None)
    assert event.who.name == "owner:root"
    assert event.before["retired"] is True
    assert event.after["retired"] is False
    assert revived.password not in repr(event)
    assert cast.sign_in("sz_smitko", Module.OKNOUZE, revived.password).must_change


def test_an_administration_that_has_ended_is_granted_anew(cast: Cast) -> None:
    """R2.4-2: the way back in is one also when it was the grant that ended."""
    smitko = cast.account("sz_smitko", Realm.OKNOUZE)
    with_end = replace(smitko.grants[1], valid_to=cast.clock().date() - timedelta(days=1))
    with transaction():
        grants.update(with_end)
    request = replace(REQUEST, surname="Smítko", given_name="Josef", birth_number=demo.SMITKO.data.birth_number)
    revived = create_first_administrator(OWNER, request, effects=cast.effects)
    permissions = cast.sign_in("sz_smitko", Module.OKNOUZE, revived.password).principal.permissions
    assert permissions.keys() == {Permission.SYSTEM_ADMINISTRATION, Permission.SOCIAL_WORKER}


def test_whom_krk_does_not_have_is_registered_in_oknouze(cast: Cast) -> None:
    """R2.4-1, R2.4-2, R2.2-3: Robert Dlouhý, who is in no register, gets an IK and the category without a consent."""
    robert = BirthNumber.parse("900806/5121", today=cast.clock().date())
    request = replace(REQUEST, given_name="Robert", surname="Dlouhý", birth_surname="Dlouhý", birth_number=robert)
    created = create_first_administrator(OWNER, request, effects=cast.effects)
    assert created.username == "dlouhy"
    synchronise_accounts("test", effects=cast.effects)
    assert cast.sign_in("dlouhy", Module.OKNOUZE, created.password).must_change


def test_a_doubtful_birth_number_and_a_single_name_make_an_administrator_when_confirmed(cast: Cast) -> None:
    """X-25, X-28, R2.4-2: whom KRK does not know; until then nothing is stored."""
    number = BirthNumber.parse("870606/1200", today=cast.clock().date())
    assert number.doubtful
    request = replace(REQUEST, given_name="", surname="Ngawang", birth_surname="Ngawang", birth_number=number)
    with new_events() as added, pytest.raises(DoubtfulBirthNumber):
        create_first_administrator(OWNER, request, effects=cast.effects)
    assert added() == []
    created = create_first_administrator(OWNER, request, doubtful_confirmed=True, effects=cast.effects)
    assert cast.account(created.username, Realm.OKNOUZE).employee.person.full_name == "Ngawang"


def test_nobody_becomes_an_administrator_without_the_category(cast: Cast) -> None:
    """R2.2-1: KRK decides who may be employed, also here; nothing is stored."""
    request = replace(
        REQUEST, module=Module.REGISTR, birth_number=demo.SMITKO.data.birth_number, given_name="Josef", surname="Smítko"
    )
    with new_events() as added, pytest.raises(PersonUnusable):
        create_first_administrator(replace(OWNER, module=Module.REGISTR), request, effects=cast.effects)
    assert added() == []


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"region": Region.VYSOCINA}, RegionDisagrees),
        ({"surname": "Smítková"}, PersonDisagrees),
        ({"module": Module.REGISTR}, Forbidden),
    ],
)
def test_a_letter_that_disagrees_with_what_is_known_creates_nobody(
    cast: Cast, change: dict[str, object], refusal: type[DomainError]
) -> None:
    """R2.4-2, R2.1-1: another region, another person by the birth number, or another module than the owner's."""
    with new_events() as added, pytest.raises(refusal):
        create_first_administrator(OWNER, replace(REQUEST, **change), effects=cast.effects)  # type: ignore[arg-type]  # named above
    assert added() == []
