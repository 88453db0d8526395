"""Fetching a file by its name alone: once, on record, by whoever made it (X-30)."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from oktui import demo
from oktui.domain.accounts import Account
from oktui.domain.audit import AuditCriteria, EventKind, Recorded
from oktui.domain.errors import DomainError
from oktui.domain.kept_files import FileNotKept, Format, public_name
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor, MachineOwner
from oktui.effects import Effects
from oktui.services.audit.export_events import export_events
from oktui.services.audit.list_events import list_events
from oktui.services.employees.retire_employee import retire_employee
from oktui.services.exporting import Target
from oktui.services.files.fetch_file import fetch_file
from oktui.services.sign_in.sign_out import sign_out
from storage import audit
from storage.database import close_database
from storage.models import AccountRow, GrantRow
from tests.support.cast import Cast, granted
from tests.support.journal import new_events, stored

ADMINISTRATION = granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION)


def export(cast: Cast, actor: Actor) -> str:
    """Have the audit exported; returns the name that the maker alone is shown."""
    target = Target[Recorded](Format.CSV, (("Událost", lambda row: row.event.kind.value),))
    return export_events(actor, AuditCriteria(), target, effects=cast.effects).name


def fetch(cast: Cast, name: str) -> bytes:
    """What is fetched, from another place."""
    with fetch_file(name, effects=replace(cast.effects, origin="192.0.2.7")) as file:
        return file.read()


def refused(cast: Cast, name: str) -> bool:
    """Whether nothing is handed out, nothing is on record and nothing is changed."""
    before = stored()
    with new_events() as added, pytest.raises(FileNotKept):
        fetch(cast, name)
    return added() == [] and stored() == before


def test_a_file_is_handed_out_once_and_the_audit_knows_whose_and_where_to(cast: Cast) -> None:
    """X-19, X-30: it is gone from the folder; the maker need not be signed in any more."""
    homola = cast.actor("homola")
    name = export(cast, homola)
    sign_out(homola, effects=cast.effects)
    cast.clock.forward(timedelta(hours=3))
    with new_events() as added:
        assert fetch(cast, name).decode().startswith("Událost\r\nsign_in\r\n")
    (event,) = added()
    assert (event.kind, event.who.name, event.who.origin) == (
        EventKind.FILE_FETCHED,
        "homola (Jiří Homola)",
        "192.0.2.7",
    )
    assert (event.at, event.subject_name) == (cast.clock(), public_name(name))
    assert list(cast.effects.files.path.iterdir()) == []
    assert refused(cast, name)


def test_the_administrators_of_the_region_see_both_and_could_not_fetch_it_by_what_they_see(cast: Cast) -> None:
    """X-19, X-30: found by the file's public name, of which the secret is no part."""
    name = export(cast, cast.actor("homola"))
    fetch(cast, name)
    criteria = AuditCriteria(subject=public_name(name))
    rows = list_events(cast.actor("homola"), criteria, Rows(10), effects=cast.effects)
    assert [row.event.kind for row in rows] == [EventKind.FILE_FETCHED, EventKind.EXPORTED]
    secret = name.rpartition("-")[2].partition(".")[0]
    assert len(secret) == 26
    assert secret not in repr(rows)
    assert refused(cast, public_name(name))


def changed(name: str) -> str:
    """Another secret, one letter off."""
    at = name.index(".") - 1
    return f"{name[:at]}{'a' if name[at] != 'a' else 'b'}{name[at + 1 :]}"


@pytest.mark.parametrize(
    "guess", [changed, lambda name: name.replace(".csv", ".xlsx"), lambda name: f"../files/{name}"]
)
def test_a_guess_gets_nothing_and_spends_nothing(cast: Cast, guess: Callable[[str], str]) -> None:
    """X-30: whoever has seen when and what somebody exported lacks 130 bits."""
    name = export(cast, cast.actor("homola"))
    assert refused(cast, guess(name))
    assert fetch(cast, name)


def test_a_file_past_its_time_is_not_handed_out_were_it_still_there(cast: Cast) -> None:
    """X-30: no job has come by yet."""
    name = export(cast, cast.actor("homola"))
    cast.clock.forward(cast.effects.files.keep)
    assert refused(cast, name)
    assert (cast.effects.files.path / name).exists()


def test_a_file_that_was_put_back_is_not_handed_out_again(cast: Cast) -> None:
    """X-30: from a backup, for instance; the audit knows that it was fetched."""
    name = export(cast, cast.actor("homola"))
    content = fetch(cast, name)
    with cast.effects.files.make(name, cast.clock()) as draft:
        draft.path.write_bytes(content)
    assert refused(cast, name)


def test_a_file_that_was_exchanged_or_that_nobody_made_is_not_handed_out(cast: Cast) -> None:
    """X-30: what is handed out is what the audit says was made, to the byte."""
    name = export(cast, cast.actor("homola"))
    (cast.effects.files.path / name).write_bytes(b"planted")
    assert refused(cast, name)
    planted = changed(name)
    with cast.effects.files.make(planted, cast.clock()) as draft:
        draft.path.write_bytes(b"planted")
    assert refused(cast, planted)


def retire(cast: Cast, account: Account) -> None:
    """Somebody else retires the maker."""
    retire_employee(cast.actor("mpsv_radek"), account.employee.id, confirmed=True, effects=cast.effects)


def lock(_cast: Cast, account: Account) -> None:
    """The account is locked."""
    AccountRow.update(locked_at=_cast.clock()).where(AccountRow.id == account.id).execute()


def revoke(_cast: Cast, account: Account) -> None:
    """Správa systému is taken away; what is left lets them in."""
    condition = (GrantRow.account == account.id) & (GrantRow.permission == Permission.SYSTEM_ADMINISTRATION)
    GrantRow.update(revoked_at=_cast.clock()).where(condition).execute()


@pytest.mark.parametrize("change", [retire, lock, revoke])
def test_whoever_may_not_make_it_any_more_does_not_get_it(cast: Cast, change: Callable[[Cast, Account], None]) -> None:
    """X-3, X-9, X-30: decided at the moment of fetching, by the domain's own table."""
    records = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)
    maker = cast.employ(demo.MARTINKA, "martinka", ADMINISTRATION, records)
    name = export(cast, cast.actor("martinka"))
    change(cast, maker)
    assert refused(cast, name)


def test_who_only_looks_fetches_what_they_exported(cast: Cast) -> None:
    """X-1: reading, all of it, and nothing on the server is changed but that the file goes."""
    cast.employ(demo.MARTINKA, "view", replace(ADMINISTRATION, level=Level.VIEW))
    assert fetch(cast, export(cast, cast.actor("view")))


def test_what_a_machines_owner_exports_is_not_fetched(cast: Cast) -> None:
    """X-30: they hold the folder, and have no account that could be looked at."""
    assert refused(cast, export(cast, MachineOwner(name="root")))


def test_without_a_record_nothing_is_handed_out_and_the_file_stays(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-19, X-30: no event, no answer."""
    name = export(cast, cast.actor("homola"))

    def fail(_event: object) -> None:
        raise FileNotKept

    with monkeypatch.context() as broken:
        broken.setattr(audit, "append", fail)
        assert refused(cast, name)
    assert fetch(cast, name)


def test_of_two_who_fetch_at_once_one_gets_it(cast: Cast) -> None:
    """X-30: and only that one is on record."""
    name = export(cast, cast.actor("homola"))
    together = threading.Barrier(4)
    got: list[bytes] = []

    def take(effects: Effects) -> None:
        together.wait()
        try:
            with fetch_file(name, effects=effects) as file:
                got.append(file.read())
        except DomainError:
            pass
        finally:
            close_database()

    with new_events() as added:
        threads = [threading.Thread(target=take, args=(cast.effects,)) for _ in range(together.parties)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(got) == len(added()) == 1
