"""`oktui krk import`: all persons of a file or none (R2.2-2)."""

import hashlib

import pytest

from oktui import demo
from oktui.domain.audit import EventKind, Outcome
from oktui.domain.authority import Denial, Forbidden
from oktui.domain.birth_number import BirthNumber
from oktui.domain.modules import Category
from oktui.domain.reading.faults import FileRefused, NothingBelowHeading, Notice, Warned
from oktui.domain.register import ConsentMissing, PersonKnown
from oktui.domain.sessions import MachineOwner
from oktui.services.register.import_persons import Imported, ImportPersons, import_persons
from storage import krk
from tests.support.cast import Cast
from tests.support.journal import everything_audited, new_events

OWNER = MachineOwner(name="spravce")
HEADING = "rodné číslo;jméno;příjmení;rodné příjmení;kategorie;souhlas datum;souhlas čj."
DLOUHY = "900806/5121;Robert;Dlouhý;Dlouhý;HN;;"
NOVAK = "530101/001;Jiří;Homola;Homola;SS;1.7.2016;MPSV-2016/1"
CERNY = f"{demo.CERNY.data.birth_number!s};Alexandr;Černý;Černý;SS;1.7.2016;MPSV-2016/2"
NUMBERS = [BirthNumber("9008065121"), BirthNumber("530101001")]


def file(*lines: str, check: bool = False) -> ImportPersons:
    """A file of these lines."""
    return ImportPersons("osoby.csv", "\n".join([HEADING, *lines]).encode(), check)


def test_a_check_changes_nothing(cast: Cast) -> None:
    """R2.2-2: it says how many would be written."""
    with new_events() as events:
        assert import_persons(OWNER, file(DLOUHY, NOVAK, check=True), effects=cast.effects) == Imported(2)
        with pytest.raises(FileRefused) as refused:
            import_persons(OWNER, file(), effects=cast.effects)
        assert [type(fault.error) for fault in refused.value.faults] == [NothingBelowHeading]
        assert events() == []
    assert krk.known(NUMBERS) == {}


def test_persons_get_their_iks_in_the_order_of_the_lines(cast: Cast) -> None:
    """R2.2-1, R2.2-2, X-24, X-19: categories and consents too; the audit says who brought which file."""
    request = file(DLOUHY, NOVAK)
    with new_events() as events:
        done = import_persons(OWNER, request, effects=cast.effects)
    written = krk.known(NUMBERS)
    assert [written[number].ik for number in NUMBERS] == [done.first_ik, done.last_ik]
    assert written[NUMBERS[0]].categories == {Category.HN}
    homola = krk.find_registered(done.last_ik)
    assert homola is not None
    assert [consent.reference for consent in homola.consents] == ["MPSV-2016/1"]
    begun, ended = events()
    assert (begun.kind, begun.outcome, ended.outcome) == (EventKind.PERSONS_IMPORTED, Outcome.BEGUN, Outcome.DONE)
    assert ended.who.name == "owner:spravce"
    assert ended.after == {
        "persons": 2,
        "sha256": hashlib.sha256(request.content).hexdigest(),
        "first_ik": done.first_ik,
        "last_ik": done.last_ik,
    }
    assert "5121" not in everything_audited()


@pytest.mark.parametrize("check", [True, False])
def test_one_fault_and_nobody_is_written(cast: Cast, check: bool) -> None:
    """R2.2-2: whom KRK knows and what is wrong by itself, in the order of the lines."""
    lines = [CERNY, DLOUHY, NOVAK.replace("1.7.2016;MPSV-2016/1", ";")]
    with new_events() as events, pytest.raises(FileRefused) as refused:
        import_persons(OWNER, file(*lines, check=check), effects=cast.effects)
    found = [(fault.row, fault.column, type(fault.error)) for fault in refused.value.faults]
    assert found == [(2, "rodné číslo", PersonKnown), (4, "souhlas datum", ConsentMissing)]
    assert events() == []
    assert krk.known(NUMBERS) == {}


def test_only_mpsv_imports(cast: Cast) -> None:
    """R2.2-2, X-3: the machine's owner stands for MPSV's administrator; a region's does not."""
    with pytest.raises(Forbidden) as refused:
        import_persons(cast.actor("homola"), file(DLOUHY), effects=cast.effects)
    assert refused.value.denial is Denial.MPSV_ONLY
    assert import_persons(cast.actor("mpsv_radek"), file(DLOUHY), effects=cast.effects).persons == 1


def test_what_is_only_doubtful_is_written_and_warned_of(cast: Cast) -> None:
    """X-25, X-28: a number that only the exception before 1985 allows, and a person with one name."""
    with new_events() as events:
        done = import_persons(OWNER, file("9001010030;;Dlouhý;Dlouhý;HN;;"), effects=cast.effects)
    assert [event.after["doubtful_birth_numbers"] for event in events()] == [1, 1]
    assert done.warnings == (Warned(2, Notice.DOUBTFUL_BIRTH_NUMBER), Warned(2, Notice.ONE_NAME))
    person = krk.find_by_birth_number(BirthNumber("9001010030"))
    assert person is not None
    assert (person.data.given_name, person.data.name) == ("", "Dlouhý")


def test_a_doubtful_number_that_krk_knows_is_refused_like_any_other(cast: Cast) -> None:
    """X-25: the register decides."""
    import_persons(OWNER, file("9001010030;Robert;Dlouhý;Dlouhý;HN;;"), effects=cast.effects)
    with pytest.raises(FileRefused) as refused:
        import_persons(OWNER, file("9001010030;Robert;Dlouhý;Dlouhý;HN;;", check=True), effects=cast.effects)
    assert [type(fault.error) for fault in refused.value.faults] == [PersonKnown]
