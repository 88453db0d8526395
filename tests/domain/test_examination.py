"""Everything that is at fault is told at once (R2.3-9)."""

from datetime import date

import pytest

from oktui.domain.contacts import InvalidEmail
from oktui.domain.dates import DatesOutOfOrder
from oktui.domain.errors import DomainError
from oktui.domain.examination import Examination
from oktui.domain.people import DetailsEntry, check_details
from oktui.domain.text import Required


def test_nothing_is_raised_where_nothing_is_at_fault() -> None:
    """R2.3-9: what was checked is handed on."""
    examination = Examination()
    assert examination.passed(int, "7") == 7
    examination.close()


def test_the_first_is_raised_with_the_others_beside_it() -> None:
    """R2.3-9: those of a check that had several itself, too."""

    def refuse(*names: str) -> None:
        within = Examination()
        for name in names:
            within.faults.append(Required(name))
        within.close()

    examination = Examination()
    examination.passed(refuse, "ik")
    examination.passed(refuse, "email", "position")
    with pytest.raises(Required) as refused:
        examination.close()
    assert [each.field for each in (refused.value, *refused.value.also)] == ["ik", "email", "position"]


def test_all_of_an_employees_details_are_looked_at() -> None:
    """R2.3-9, R2.3-10: the validity, the e-mail, what is missing."""
    typed = DetailsEntry(date(2016, 1, 2), date(2016, 1, 1), email="nic", position="")
    with pytest.raises(DomainError) as refused:
        check_details(typed)
    faults = [refused.value, *refused.value.also]
    assert [type(each) for each in faults] == [DatesOutOfOrder, InvalidEmail, Required]
    assert faults[-1].field == "position"
