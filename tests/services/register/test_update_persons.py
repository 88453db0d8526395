"""`oktui krk import --update`: what a file says of those whom KRK knows already (R2.2-2)."""

from dataclasses import replace

import pytest

from oktui import demo
from oktui.domain.audit import EditConflict, EventKind, Outcome
from oktui.domain.modules import Category
from oktui.domain.people import Person
from oktui.domain.reading.faults import FileRefused
from oktui.domain.register import Consent, ConsentMissing
from oktui.domain.sessions import MachineOwner
from oktui.services.register.import_persons import Imported, ImportPersons, import_persons
from storage import krk
from storage.krk_models import PersonRow
from tests.support.cast import Cast
from tests.support.journal import everything_audited, new_events, stored

OWNER = MachineOwner(name="spravce")
HEADING = "rodné číslo;jméno;příjmení;rodné příjmení;kategorie;souhlas datum;souhlas čj."
DLOUHY = "900806/5121;Robert;Dlouhý;Dlouhý;HN;;"


def row(person: Person, surname: str = "", categories: str = "SS", consent: str = ";") -> str:
    """A row of somebody whom KRK knows, under another surname."""
    data = person.data
    names = f"{data.given_name};{surname or data.surname};{data.birth_surname}"
    return f"{data.birth_number!s};{names};{categories};{consent}"


def update(cast: Cast, *lines: str, check: bool = False, heading: str = HEADING) -> Imported:
    """Import a file of these lines."""
    request = ImportPersons("zmeny.csv", "\n".join([heading, *lines]).encode(), check, update=True)
    return import_persons(OWNER, request, effects=cast.effects)


def test_a_check_shows_each_difference_and_writes_none(cast: Cast) -> None:
    """R2.2-2: by row, person and field; who is in KRK just so is counted."""
    before = krk.find_by_ik(demo.KLICPERA.ik)
    with new_events() as events:
        done = update(cast, row(demo.KLICPERA, "Novák"), DLOUHY, row(demo.CERNY), check=True)
    assert [(each.row, each.person.ik, each.differences) for each in done.updated] == [
        (2, demo.KLICPERA.ik, (("surname", "Klicpera", "Novák"),))
    ]
    assert (done.persons, done.unchanged, done.first_ik) == (1, 1, "")
    assert events() == []
    assert krk.find_by_ik(demo.KLICPERA.ik) == before


def test_the_known_are_updated_and_the_new_written_at_once(cast: Cast) -> None:
    """R2.2-2, X-19: an event of the file and one of each person; employees follow."""
    with new_events() as events:
        done = update(cast, row(demo.KLICPERA, "Novák"), DLOUHY)
    assert krk.find_by_ik(demo.KLICPERA.ik) == replace(demo.KLICPERA, data=replace(demo.KLICPERA.data, surname="Novák"))
    assert cast.account("klicpera").employee.person.surname == "Novák"
    [new] = krk.find_by_personal_data("Robert", "Dlouhý", None)
    assert (done.first_ik, done.last_ik) == (new.ik, new.ik)
    begun, followed, person, file = events()
    kinds = [event.kind for event in (begun, followed, person, file)]
    assert kinds == [
        EventKind.PERSONS_IMPORTED,
        EventKind.SYNCHRONISED,
        EventKind.PERSON_CHANGED,
        EventKind.PERSONS_IMPORTED,
    ]
    assert (begun.outcome, person.outcome, file.outcome) == (Outcome.BEGUN, Outcome.DONE, Outcome.DONE)
    assert (person.before["surname"], person.after["surname"], person.after["file"]) == (
        "Klicpera",
        "Novák",
        "zmeny.csv",
    )
    assert (file.after["persons"], file.after["updated"]) == (1, 1)
    assert "481230/013" not in everything_audited()


def test_a_second_run_finds_nothing_to_do(cast: Cast) -> None:
    """X-19: and leaves no event."""
    lines = [row(demo.GOLLOVA, "Nová", "HN SS", "1.7.2016;MPSV-2016/1")]
    assert len(update(cast, *lines).updated) == 1
    before = stored()
    with new_events() as events:
        again = update(cast, *lines)
    assert (again.persons, again.updated, again.unchanged) == (0, (), 1)
    assert events() == []
    assert stored() == before


def test_names_without_a_column_stay_and_an_empty_cell_empties(cast: Cast) -> None:
    """R2.2-2: the titles of Smítko are in KRK only."""
    update(cast, row(demo.SMITKO, "Smutný", "HN"))
    smitko = krk.find_by_ik(demo.SMITKO.ik)
    assert smitko is not None
    assert (smitko.data.surname, smitko.data.title_before, smitko.data.title_after) == ("Smutný", "Ing.", "CSc.")
    update(cast, row(smitko, categories="HN") + ";Mgr.;", heading=f"{HEADING};titul před;titul za")
    smitko = krk.find_by_ik(demo.SMITKO.ik)
    assert smitko is not None
    assert (smitko.data.title_before, smitko.data.title_after) == ("Mgr.", "")


def test_categories_are_added_with_their_consent_and_never_taken(cast: Cast) -> None:
    """R2.2-2: who has SS already needs no consent again."""
    with pytest.raises(FileRefused) as refused:
        update(cast, row(demo.GOLLOVA, categories="SS"))
    assert [type(fault.error) for fault in refused.value.faults] == [ConsentMissing]
    update(cast, row(demo.GOLLOVA, categories="SS", consent="1.7.2016;MPSV-2016/1"), row(demo.MARINKA, categories="SS"))
    gollova = krk.find_registered(demo.GOLLOVA.ik)
    assert gollova is not None
    assert gollova.person.categories == set(Category)
    assert [consent.reference for consent in gollova.consents] == ["MPSV-2016/1"]
    marinka = krk.find_registered(demo.MARINKA.ik)
    assert marinka is not None
    assert marinka.person == demo.MARINKA
    assert marinka.consents == tuple[Consent, ...]()


def test_one_fault_and_nobody_is_updated(cast: Cast) -> None:
    """R2.2-2: all or nothing."""
    with new_events() as events, pytest.raises(FileRefused):
        update(cast, row(demo.KLICPERA, "Novák"), DLOUHY.replace("5121", "5122"))
    assert krk.find_by_ik(demo.KLICPERA.ik) == demo.KLICPERA
    assert events() == []


def test_a_changed_birth_number_is_another_person(cast: Cast) -> None:
    """R2.2-2, X-25: it is never taken from a file."""
    done = update(cast, row(demo.KLICPERA, categories="HN").replace("481230/013", "481230/019"))
    assert (done.persons, done.updated) == (1, ())
    assert krk.find_by_ik(demo.KLICPERA.ik) == demo.KLICPERA


def test_what_krk_changes_meanwhile_refuses_the_whole_file(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-21: nobody new is written then either, and the file is on record as refused."""
    register = krk.register

    def slowly(*arguments: object) -> object:
        PersonRow.update(surname="Zelený").where(PersonRow.ik == demo.KLICPERA.ik).execute()
        return register(*arguments)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(krk, "register", slowly)
    with new_events() as events, pytest.raises(EditConflict):
        update(cast, row(demo.KLICPERA, "Novák"), DLOUHY)
    assert [event.outcome for event in events()] == [Outcome.BEGUN, Outcome.REFUSED]
    assert krk.find_by_personal_data("Robert", "Dlouhý", None) == []
