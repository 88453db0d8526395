"""What changed between two pictures of a record: X-19, X-21."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from oktui.domain.audit import AuditEvent, Detail, EventKind, SubjectKind, Who, changes_by, differences
from tests.support.roles import NOW

PICTURES = st.dictionaries(st.sampled_from(["email", "phone", "locked", "valid_to"]), st.none() | st.text(max_size=2))


def test_a_difference_names_the_field_and_both_values() -> None:
    """X-21: what the second to save is told."""
    before = {"email": "urad@kr-vysocina.example", "phone": "566"}
    after = {"email": "posta@kr-vysocina.example", "phone": "566", "username": "martinka"}
    assert differences(before, after) == (
        ("email", "urad@kr-vysocina.example", "posta@kr-vysocina.example"),
        ("username", None, "martinka"),
    )


@given(before=PICTURES, after=PICTURES)
def test_each_field_that_changed_is_told_once_and_no_other(
    before: dict[str, str | None], after: dict[str, str | None]
) -> None:
    """X-19: nothing is hidden, nothing is made up."""
    told = differences(before, after)
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert sorted(name for name, _, _ in told) == sorted(changed)
    assert all((was, now) == (before.get(name), after.get(name)) for name, was, now in told)


def changed(before: Detail, after: Detail) -> AuditEvent:
    """An edit of an employee."""
    who = Who(1, "homola (Jiří Homola)", "test terminal")
    return AuditEvent(NOW, who, EventKind.EMPLOYEE_CHANGED, SubjectKind.EMPLOYEE, 1, "", before=before, after=after)


def test_edits_one_after_the_other_are_told_as_one() -> None:
    """X-21: the first value and the last; what came back to what it was is not told."""
    events = [
        changed({"phone": "566", "email": "a@b.example"}, {"phone": "777", "email": "c@d.example"}),
        changed({"retired": False}, {"retired": True}),
        changed(
            {"phone": "777", "email": "c@d.example", "username": "martinka"}, {"phone": "888", "email": "a@b.example"}
        ),
    ]
    assert changes_by(events) == (("phone", "566", "888"), ("retired", False, True), ("username", "martinka", None))


@given(pictures=st.lists(PICTURES, min_size=1, max_size=4))
def test_of_whole_pictures_only_the_first_and_the_last_matter(pictures: list[Detail]) -> None:
    """X-21: however many saved in between."""
    together = changes_by(changed(before, after) for before, after in pairwise(pictures))
    assert set(together) == set(differences(pictures[0], pictures[-1]))
