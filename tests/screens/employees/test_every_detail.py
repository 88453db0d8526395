"""Data zaměstnance in the form Zaměstnanec (F5, F6): every field of the record has its place there, tomorrow's too."""

import pytest

from oktui import demo
from oktui.domain.people import Details, DetailsEntry
from oktui.domain.records import titles, values
from screens.employees.employee_detail import EmployeeDetailScreen
from screens.employees.new_employee import NewEmployeeScreen
from tests.support.cast import Cast
from tests.support.distinct import filled
from tests.support.employee_forms import choose_person, opened, put
from tests.support.waiting import settled

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FIRST, SECOND = (filled(Details, which) for which in (0, 1))


async def test_f6_shows_every_detail_and_stores_what_each_was_changed_to(cast: Cast) -> None:
    """F6, R2.3-9: under the same titles as the audit has them; nothing of it is blanked."""
    account = cast.employ(demo.MARTINKA, "martinka", details=Details(**FIRST))
    async with opened(cast, EmployeeDetailScreen(account.employee.id)) as (app, pilot):
        assert {name: app.form.field(name).value for name in FIRST} == FIRST
        assert all(f"{title}:" in app.shown() for title in titles(DetailsEntry).values())
        put(app, **SECOND)
        await pilot.press("f2")
        await settled(pilot)
        assert app.results == [account.employee.id]
    assert values(cast.account("martinka").employee.details) == SECOND


async def test_f5_stores_every_detail(cast: Cast) -> None:
    """F5, R2.3-9: as it was typed."""
    form = NewEmployeeScreen()
    async with opened(cast, form) as (app, pilot):
        await choose_person(pilot)
        put(app, **FIRST, with_account=False)
        assert values(form.details) == FIRST
