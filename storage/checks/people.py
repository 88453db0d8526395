"""What always holds of workplaces and employees."""

from collections.abc import Iterable
from functools import partial

from storage.checks.registry import Invariant, asking
from storage.lookup import found_by_other_words

INVARIANTS: list[Invariant] = []
_of_workplaces = partial(asking, INVARIANTS, table="workplace")
_of_employees = partial(asking, INVARIANTS, table="employee")


@_of_workplaces("R2.1-2")
def ministry_alone_has_no_region() -> str:
    """An office lies in one region; MPSV in none, for it manages all."""
    return "SELECT id FROM workplace WHERE (office_kind = 'MPSV') <> (region IS NULL)"


@_of_workplaces("R2.3-9")
def workplace_ends_after_it_begins() -> str:
    """The days of a workplace are in order."""
    return "SELECT id FROM workplace WHERE valid_to < valid_from"


@_of_employees("R2.1-1")
def employee_is_in_the_region_of_the_workplace() -> str:
    """Whoever administers a region reaches those who work there, and nobody else."""
    return """
        SELECT e.id FROM employee e LEFT JOIN workplace w ON w.id = e.workplace_id
        WHERE w.id IS NULL OR e.region IS DISTINCT FROM w.region"""


@_of_employees("R2.3-9")
def employee_ends_after_they_begin() -> str:
    """The days of an employee are in order."""
    return "SELECT id FROM employee WHERE valid_to < valid_from"


@_of_employees("X-24")
def employee_has_an_ik_that_agrees() -> str:
    """Ten digits, of which the last is the remainder of the others."""
    return """
        SELECT id FROM employee WHERE CASE
            WHEN length(ik) <> 10 OR ltrim(ik, '0123456789') <> '' THEN TRUE
            ELSE CAST(substr(ik, 1, 9) AS INTEGER) % 11 <> CAST(substr(ik, 10, 1) AS INTEGER) END"""


@_of_employees("X-25")
def employee_has_a_birth_number_of_digits() -> str:
    """Nine or ten of them."""
    return """
        SELECT id FROM employee
        WHERE length(birth_number) NOT IN (9, 10) OR ltrim(birth_number, '0123456789') <> ''"""


@_of_employees("R2.2-1")
def employee_has_a_surname_that_is_found() -> str:
    """What is looked for is there where there is a name."""
    return "SELECT id FROM employee WHERE surname = '' OR surname_key = '' OR sort_key = ''"


@_of_employees("R2.3-4")
def person_is_employed_once_at_a_workplace() -> str:
    """In each realm."""
    return "SELECT min(id) FROM employee GROUP BY realm, workplace_id, ik HAVING count(*) > 1"


def employee_is_found_by_what_is_stored() -> Iterable[int]:
    """Whoever is looked for by a name, an address or a number of theirs is found (X-28)."""
    return found_by_other_words()


INVARIANTS.append(
    Invariant("employee_is_found_by_what_is_stored", "X-28", "employee", employee_is_found_by_what_is_stored)
)
