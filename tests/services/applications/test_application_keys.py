"""Applications and their keys: what the machine's owner does with them, and what a stranger's key opens."""

from pathlib import Path

import pytest

from oktui.domain.applications import (
    Application,
    ApplicationNameTaken,
    InvalidApplicationName,
    UnknownApplication,
    UnknownKey,
)
from oktui.domain.audit import EventKind
from oktui.domain.modules import Module
from oktui.domain.sessions import MachineOwner
from oktui.services.application_keys import recognise
from oktui.services.applications.add_application import add_application
from oktui.services.applications.list_applications import list_applications
from oktui.services.applications.remove_application import remove_application
from oktui.services.applications.renew_key import renew_key
from storage.database import database, execute, transaction
from storage.sealing_key import SealingKey, the_key, use_sealing_key
from tests.support.cast import Cast
from tests.support.journal import everything_audited, new_events, stored

NOWHERE = Path("no.anchor")
OWNER = MachineOwner(module=Module.REGISTR, name="root")


def add(cast: Cast, name: str = "evidence", module: Module = Module.REGISTR) -> str:
    """Add an application; its key."""
    return add_application(OWNER, name, module, effects=cast.effects)


def names(cast: Cast) -> list[str]:
    """What the owner is told."""
    return [each.name for each in list_applications(OWNER, effects=cast.effects)]


def test_an_application_is_known_by_its_key_and_bound_to_its_module(cast: Cast) -> None:
    """R1-1, X-3: whoever shows it is that application, of that module and of no other."""
    key = add(cast, "evidence", Module.POSKYTOVATEL)
    known = recognise(key)
    assert (known.name, known.module, known.key_made_at) == ("evidence", Module.POSKYTOVATEL, cast.clock())
    assert names(cast) == ["evidence"]


def test_keys_are_all_different_and_long(cast: Cast) -> None:
    """256 random bits behind the application's name."""
    keys = {add(cast, f"aplikace-{number}").rpartition(".")[2] for number in range(20)}
    assert len(keys) == 20
    assert {len(secret) for secret in keys} == {43}


STRANGERS = (
    *("", ".", "evidence", "evidence.", "evidence.x", "{secret}", "evidence.{secret}x", "jina.{secret}"),
    *("Evidence.{secret}", "evidence.ž", "\x00.\x00", "evidence\n.{secret}", "a" * 100_000),
)


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_strangers_key_opens_nothing(cast: Cast, stranger: str) -> None:
    """X-3: whatever it looks like; one refusal for all."""
    secret = add(cast).rpartition(".")[2]
    add(cast, "jina")
    with pytest.raises(UnknownKey):
        recognise(stranger.format(secret=secret))


def test_a_name_is_given_once_and_is_a_plain_one(cast: Cast) -> None:
    """X-22: it stands in the audit and in lists; nothing is stored of what is refused."""
    add(cast)
    before = stored()
    with pytest.raises(ApplicationNameTaken):
        add(cast)
    for bad in ("", "a", "Evidence", "1evidence", "evidence-", "evi dence", "evidence.cz", "žádosti", "a" * 33, "ab\n"):
        with pytest.raises(InvalidApplicationName):
            add(cast, bad)
    assert stored() == before


def test_a_renewed_key_ends_the_old_one(cast: Cast) -> None:
    """The old one is a stranger's from that moment."""
    old = add(cast)
    new = renew_key(OWNER, "evidence", effects=cast.effects)
    assert recognise(new).name == "evidence"
    with pytest.raises(UnknownKey):
        recognise(old)


def test_a_removed_application_is_a_stranger(cast: Cast) -> None:
    """And its name may be given to another one, which the old key does not open."""
    old = add(cast)
    assert remove_application(OWNER, "evidence", effects=cast.effects) == 0
    assert names(cast) == []
    for gone in (remove_application, renew_key):
        with pytest.raises(UnknownApplication):
            gone(OWNER, "evidence", effects=cast.effects)
    add(cast)
    with pytest.raises(UnknownKey):
        recognise(old)


def test_the_audit_says_who_did_what_and_never_the_key(cast: Cast) -> None:
    """X-19: neither the key nor what is stored of it."""
    with new_events() as events:
        keys = [add(cast), renew_key(OWNER, "evidence", effects=cast.effects)]
        remove_application(OWNER, "evidence", effects=cast.effects)
    told = [(event.kind, event.who.name, event.subject_name, event.module) for event in events()]
    kinds = (EventKind.APPLICATION_ADDED, EventKind.APPLICATION_KEY_CHANGED, EventKind.APPLICATION_REMOVED)
    assert told == [(kind, "owner:root", "evidence", Module.REGISTR) for kind in kinds]
    for key in keys:
        assert key.rpartition(".")[2] not in everything_audited()


def test_the_key_is_stored_nowhere(cast: Cast) -> None:
    """X-18: only what cannot be turned back into it."""
    assert add(cast).rpartition(".")[2] not in repr(stored())


def test_whoever_writes_to_the_database_makes_no_key_of_their_own(cast: Cast) -> None:
    """X-3: the hash is keyed with what the database does not hold, and bound to the name and the module."""
    key = add(cast)
    other = add(cast, "jina", Module.OKNOUZE)
    for tampered in (
        "UPDATE application SET module = 'oknouze' WHERE name = 'evidence'",
        "UPDATE application SET module = 'registr', key_hash = (SELECT key_hash FROM application WHERE name = 'jina') "
        "WHERE name = 'evidence'",
    ):
        with transaction():
            execute(database.obj, tampered)
        for shown in (key, f"evidence.{other.rpartition('.')[2]}"):
            with pytest.raises(UnknownKey):
                recognise(shown)


def test_a_key_is_of_one_installation(cast: Cast) -> None:
    """X-3: the same database under another audit key knows nobody."""
    key, ours = add(cast), the_key()
    use_sealing_key(SealingKey(bytes(32), NOWHERE))
    with pytest.raises(UnknownKey):
        recognise(key)
    use_sealing_key(SealingKey(ours, NOWHERE))
    assert isinstance(recognise(key), Application)
