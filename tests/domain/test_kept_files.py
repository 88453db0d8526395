"""Files that the program keeps: their names, and which event vouches for one (X-30)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from oktui.domain.audit import AuditEvent, EventKind, SubjectKind, Who
from oktui.domain.authority import Action
from oktui.domain.kept_files import FileNotKept, Format, action_of, is_name, made, name_file, public_name
from tests.support.effects import MONDAY, Picks

DAY = timedelta(days=1)
CODE = "a" * 26
NAME = f"audit-20160725-100500-aaaa-{CODE}.csv"
MADE = AuditEvent(
    MONDAY, Who(1, "homola", "here"), EventKind.EXPORTED, SubjectKind.AUDIT, None, "", after={"sha256": "digest"}
)
FETCHED = replace(MADE, kind=EventKind.FILE_FETCHED)


@pytest.mark.parametrize("kind", Format)
@pytest.mark.parametrize(
    "what", [SubjectKind.EMPLOYEES, SubjectKind.EMPLOYEE, SubjectKind.AUDIT, SubjectKind.WORKPLACE]
)
def test_a_name_says_of_what_and_when_and_nobody_guesses_the_rest(what: SubjectKind, kind: Format) -> None:
    """X-30: 26 characters of 32 are 130 bits, and those nobody but the maker is told."""
    choose = Picks()
    names = [name_file(what, kind, MONDAY, choose) for _ in range(2)]
    assert len(set(names)) == 2
    for name in names:
        assert is_name(name)
        assert public_name(name).startswith(name[: name.index("-20160725-100500-") + 21])
        assert len(name) - len(public_name(name)) == 27
        assert len(name) < 80


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "..",
        "../oktui.db",
        f"../{NAME}",
        f"/etc/{NAME}",
        f"./{NAME}",
        f"{NAME}/",
        f"{NAME}\n",
        f" {NAME}",
        f"{NAME}\0",
        NAME.upper(),
        NAME.replace(CODE, CODE[1:]),
        NAME.replace(CODE, ""),
        NAME.replace(CODE, "*" * 26),
        NAME.replace("2016", "２０１６"),
        NAME.replace(".csv", ".sh"),
        NAME.replace(".csv", ""),
        f"--home={NAME}",
        "~/.bashrc",
        "oktui.toml",
    ],
)
def test_nothing_else_is_a_name(text: str) -> None:
    """X-30: no way out of the folder, no option, no pattern; one letter less is another name."""
    assert not is_name(text)
    with pytest.raises(FileNotKept):
        public_name(text)


def test_the_event_that_made_a_file_vouches_for_it() -> None:
    """X-30: the latest with this content, until its time is over."""
    earlier = replace(MADE, after={"sha256": "another"})
    assert made([earlier, MADE], "digest", now=MONDAY + DAY - timedelta(seconds=1), keep=DAY) is MADE


@pytest.mark.parametrize(
    ("events", "digest", "after"),
    [
        ([], "digest", timedelta(0)),
        ([MADE], "what somebody has put there", timedelta(0)),
        ([MADE], "digest", DAY),
        ([MADE, FETCHED], "digest", timedelta(0)),
        ([FETCHED], "digest", timedelta(0)),
    ],
)
def test_nothing_else_does(events: list[AuditEvent], digest: str, after: timedelta) -> None:
    """X-30: one refusal for never made, exchanged, too old, and fetched, were it put back from a backup."""
    with pytest.raises(FileNotKept):
        made(events, digest, now=MONDAY + after, keep=DAY)


@pytest.mark.parametrize(
    ("what", "action"),
    [
        (SubjectKind.EMPLOYEES, Action.EXPORT),
        (SubjectKind.AUDIT, Action.EXPORT),
        (SubjectKind.WORKPLACE, Action.REQUEST_ADMINISTRATOR),
        (SubjectKind.EMPLOYEE, Action.RESET_PASSWORD),
    ],
)
def test_who_may_have_a_file_is_who_may_make_it(what: SubjectKind, action: Action) -> None:
    """X-3, X-30: lists are exported, the letter is a request, the sheet is for whoever could give the password."""
    assert action_of(replace(MADE, subject_kind=what)) is action
