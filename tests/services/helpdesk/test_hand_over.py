"""The sheet for the owner of an account, kept as a PDF (R2.3-12, X-16, X-19, X-30)."""

import logging
from dataclasses import replace

import pytest

from oktui import demo
from oktui.domain.accounts import Account
from oktui.domain.audit import EventKind
from oktui.domain.authority import Forbidden
from oktui.domain.kept_files import FileNotKept, public_name
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.recognition import Recognition
from oktui.domain.sheet import LastingPassword
from oktui.services.files.fetch_file import fetch_file
from oktui.services.helpdesk.hand_over import HandOver, get_sheet, keep_sheet, print_sheet
from oktui.services.helpdesk.reset_password import ResetPassword, reset_password
from screens.texts.sheet import document
from storage.models import GrantRow
from tests.support.cast import JIHOMORAVSKY, Cast, granted
from tests.support.employee_forms import with_chance
from tests.support.journal import new_events, stored

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)


def reset(cast: Cast, account: Account, *, must_change: bool = True) -> str:
    """Homola gives the account a password."""
    request = ResetPassword(account.id, must_change=must_change, recognised_by=frozenset({Recognition.IN_PERSON}))
    return reset_password(cast.actor("homola"), request, effects=with_chance(cast).effects).password


@pytest.mark.parametrize("with_password", [True, False])
def test_it_is_kept_and_the_audit_knows_for_whom_and_whether_with_the_password(cast: Cast, with_password: bool) -> None:
    """X-19, X-30: and what the password is, the audit does not know; the file is fetched once."""
    account = cast.employ(demo.MARTINKA, "martinka", RECORDS)
    password = reset(cast, account)
    actor = cast.actor("homola")
    with new_events() as added:
        kept = keep_sheet(
            actor, HandOver(account.id, password if with_password else ""), document, effects=cast.effects
        )
    made, about = added()
    assert (made.kind, made.subject_name) == (EventKind.EXPORTED, public_name(kept.name))
    assert (about.kind, about.subject_id) == (EventKind.SHEET_MADE, account.employee.id)
    assert made.after["with_password"] is about.after["with_password"] is with_password
    assert password not in repr(added())
    with fetch_file(kept.name, effects=cast.effects) as file:
        assert file.read().startswith(b"%PDF-")
    with pytest.raises(FileNotKept):
        fetch_file(kept.name, effects=cast.effects)


def test_czech_letters_are_whole(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    """X-28: of each letter that a name can have the font has a picture; the library would complain of one it lacks."""
    letters = "Příliš žluťoučký kůň úpěl ďábelské ódy ŘÍČNÍ ČTVRŤ – Ľubomír Dvořák, Çelik, Łukasz, Nguyễn"
    account = cast.employ(demo.MARTINKA, "martinka", RECORDS)
    with caplog.at_level(logging.WARNING):
        keep_sheet(
            cast.actor("homola"),
            HandOver(account.id),
            lambda sheet: (letters, document(sheet)[1]),
            effects=cast.effects,
        )
    assert caplog.records == []


def test_a_password_that_need_not_be_changed_is_put_on_no_sheet(cast: Cast) -> None:
    """X-16."""
    account = cast.employ(demo.MARTINKA, "martinka", RECORDS)
    password = reset(cast, account, must_change=False)
    actor, before = cast.actor("homola"), stored()
    with new_events() as added, pytest.raises(LastingPassword):
        keep_sheet(actor, HandOver(account.id, password), document, effects=cast.effects)
    assert (stored(), added()) == (before, [])


def test_it_is_for_those_who_could_give_the_password(cast: Cast) -> None:
    """R2.1-1, X-1: not of a stranger; not of oneself; and whoever no longer may does not get the file either."""
    stranger = cast.employ(demo.MARTINKA, "martinka", RECORDS, workplace=JIHOMORAVSKY)
    actor, own = cast.actor("homola"), cast.account("homola")
    for account in (stranger, own):
        with pytest.raises(Forbidden):
            get_sheet(actor, account.id, effects=cast.effects)
        with pytest.raises(Forbidden):
            keep_sheet(actor, HandOver(account.id), document, effects=cast.effects)
    colleague = cast.employ(demo.CERNY, "cerny", RECORDS)
    kept = keep_sheet(actor, HandOver(colleague.id), document, effects=cast.effects)
    GrantRow.update(level=Level.VIEW).where(GrantRow.account == own.id).execute()
    with pytest.raises(FileNotKept):
        fetch_file(kept.name, effects=replace(cast.effects, origin="192.0.2.7"))


def test_a_sheet_is_printed_by_whoever_may_make_one_and_the_audit_knows(cast: Cast) -> None:
    """X-19, X-16: for whom, and whether the password is on it; a lasting one never is."""
    account = cast.employ(demo.MARTINKA, "martinka", RECORDS)
    password = reset(cast, account)
    with new_events() as added:
        sheet = print_sheet(cast.actor("homola"), HandOver(account.id, password), effects=cast.effects)
        [event] = [each for each in added() if each.kind is EventKind.SHEET_MADE]
    assert (sheet.handed.username, sheet.password) == ("martinka", password)
    assert (event.subject_id, event.after) == (account.employee.id, {"with_password": True, "printed": True})
    assert password not in repr(event)
    reset(cast, account, must_change=False)
    with pytest.raises(LastingPassword):
        print_sheet(cast.actor("homola"), HandOver(account.id, password), effects=cast.effects)
    cast.employ(demo.CERNY, "cerny", RECORDS)
    with pytest.raises(Forbidden):
        print_sheet(cast.actor("cerny"), HandOver(account.id), effects=cast.effects)
