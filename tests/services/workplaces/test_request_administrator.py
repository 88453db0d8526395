"""The request for an office's administrator, kept as a file (F12, X-30)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from oktui import demo
from oktui.domain.administrator_request import AdministratorRequest
from oktui.domain.audit import EventKind
from oktui.domain.authority import Forbidden
from oktui.domain.kept_files import public_name
from oktui.domain.modules import Module
from oktui.domain.offices import OfficeKind, Region
from oktui.services.files.fetch_file import fetch_file
from oktui.services.workplaces.request_administrator import keep_request, request_administrator
from tests.support.cast import Cast
from tests.support.journal import everything_audited, new_events

REQUEST = AdministratorRequest(
    module=Module.OKNOUZE,
    region=Region.VYSOCINA,
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


def test_the_letter_that_was_shown_is_the_one_that_is_fetched(cast: Cast) -> None:
    """F12, X-19, X-20, X-30: to the letter; the audit says for which office, and no birth number."""
    homola = cast.actor("homola")
    shown = request_administrator(homola, REQUEST, effects=cast.effects)
    with new_events() as added:
        file = keep_request(homola, REQUEST, effects=cast.effects)
    (event,) = added()
    assert (event.kind, event.subject_name) == (EventKind.EXPORTED, public_name(file.name))
    assert (event.after["workplace"], file.until) == ("Smiřice", cast.clock() + timedelta(days=1))
    assert REQUEST.birth_number.digits not in everything_audited()
    with fetch_file(file.name, effects=cast.effects) as fetched:
        assert fetched.read().decode() == shown


def test_who_may_not_write_it_may_not_keep_it(cast: Cast) -> None:
    """R2.1-1, X-3: for an office of another region; nothing is left, nothing is on record."""
    elsewhere = replace(REQUEST, region=Region.KRALOVEHRADECKY)
    homola = cast.actor("homola")
    with new_events() as added, pytest.raises(Forbidden):
        keep_request(homola, elsewhere, effects=cast.effects)
    assert (added(), list(cast.effects.files.path.iterdir())) == ([], [])
