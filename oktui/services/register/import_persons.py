"""Write the persons of a file to KRK, all of them or none: `oktui krk import` (R2.2-2)."""

import hashlib
from collections.abc import Mapping
from dataclasses import field, replace

from oktui.domain.audit import AuditEvent, Detail, Differences, EventKind, Outcome, differences
from oktui.domain.authority import Action, Principal
from oktui.domain.birth_number import BirthNumber
from oktui.domain.corrections import Correction, updated
from oktui.domain.people import Person
from oktui.domain.person_file import COLUMNS, PersonFile, birth_numbers, columns_in, read_persons
from oktui.domain.reading.faults import FileRefused, Warned
from oktui.domain.reading.headings import Table
from oktui.domain.register import NEEDS_CONSENT, NewPerson, PersonKnown
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services import krk_writing
from oktui.services.acting import allowed
from oktui.services.file_rows import read_table
from oktui.services.recording import told
from oktui.services.taking_over import take_over
from oktui.values import dataclass
from storage import audit, employees, krk


@dataclass(frozen=True, repr=False)
class ImportPersons:
    """A file's name and content; `check` only looks what is wrong, `update` takes over what it says of the known."""

    name: str
    content: bytes
    check: bool = False
    update: bool = False


@dataclass(frozen=True)
class Updated:
    """A person whom the file changes: the row, and what of them is written."""

    row: int
    person: Person
    correction: Correction

    @property
    def result(self) -> Person:
        """The person as the file has them."""
        categories = self.person.categories | self.correction.added
        return replace(self.person, data=self.correction.after, categories=categories)

    @property
    def differences(self) -> Differences:
        """What the file changes, as the audit tells it: field, before, after."""
        return differences(self.before, self.after)

    @property
    def before(self) -> Detail:
        """What the audit has of the person before."""
        return {**told(self.person.data), **krk_writing.snapshot(self.person.categories)}

    @property
    def after(self) -> Detail:
        """What the audit has of the person after, with the consent that the file brings."""
        return {**told(self.result.data), **krk_writing.snapshot(self.result.categories, self.correction.consent)}


@dataclass(frozen=True)
class Imported:
    """How many persons are new, and the first and the last IK they were given; none when it was only checked.

    `updated` are those whom the file changes, `unchanged` the number of those who are in KRK just so.
    """

    persons: int
    first_ik: str = ""
    last_ik: str = ""
    warnings: tuple[Warned, ...] = ()
    updated: tuple[Updated, ...] = ()
    unchanged: int = 0


@dataclass
class _Sorted:
    """The persons of a file: those who are new, those whom it changes, and the number of the others."""

    new: list[NewPerson] = field(default_factory=list)
    updated: list[Updated] = field(default_factory=list)
    unchanged: int = 0


def import_persons(actor: Actor, request: ImportPersons, *, effects: Effects) -> Imported:
    """Write all new persons in the order of their lines, so that the IKs follow each other in it.

    With `update`, those whom KRK knows by their birth number are given the names that the file has columns for and the
    categories that they lack; nobody loses a category, and a birth number is never changed.

    Raises:
        Forbidden: the actor is not MPSV's.
        FileRefused: with everything that is wrong, row by row; nothing was written.
        EditConflict: KRK has changed meanwhile; nothing was written (X-21).
        KrkUnavailable: nothing was written (X-4).
    """
    principal = allowed(actor, Action.WRITE_KRK, effects)
    table = read_table(request.content, COLUMNS)
    known = krk.known(birth_numbers(table, today=principal.today))
    read = _read(table, known, request, principal)
    found = _sort(read, known, columns_in(table))
    checked = Imported(
        len(found.new), warnings=tuple(read.warnings), updated=tuple(found.updated), unchanged=found.unchanged
    )
    if request.check or not (found.new or found.updated):
        return checked
    registered = _write(principal, request, found, effects)
    ends = (registered[0].ik, registered[-1].ik) if registered else ("", "")
    return replace(checked, first_ik=ends[0], last_ik=ends[1])


def _read(
    table: Table, known: Mapping[BirthNumber, Person], request: ImportPersons, principal: Principal
) -> PersonFile:
    """What the file says. Raises FileRefused."""
    holders = [number.digits for number, person in known.items() if person.categories >= NEEDS_CONSENT]
    read = read_persons(table, today=principal.today, holders=holders if request.update else ())
    faults = list(read.faults)
    if not request.update:
        for line, person in read.persons.items():
            there = known.get(person.data.birth_number)
            if there is not None:
                faults.append(COLUMNS.blame(line, PersonKnown(there.ik, there.data.name)))
    if faults:
        raise FileRefused(tuple(sorted(faults, key=lambda fault: fault.row)), tuple(read.warnings))
    return read


def _sort(read: PersonFile, known: Mapping[BirthNumber, Person], columns: frozenset[str]) -> _Sorted:
    found = _Sorted()
    for row, person in read.persons.items():
        there = known.get(person.data.birth_number)
        if there is None:
            found.new.append(person)
            continue
        after = updated(there.data, person.data, columns)
        added = person.categories - there.categories
        # A consent is put on record only for what it is needed for, so that the same file brings nothing a second time.
        consent = person.consent if added & NEEDS_CONSENT else None
        correction = Correction(there.ik, there.data, after, added, consent)
        if correction.changes:
            found.updated.append(Updated(row, there, correction))
        else:
            found.unchanged += 1
    return found


def _write(principal: Principal, request: ImportPersons, found: _Sorted, effects: Effects) -> list[Person]:
    event = krk_writing.begun(principal, EventKind.PERSONS_IMPORTED, request.name)
    event = replace(event, after=_told(request, found))

    def done(written: list[Person]) -> AuditEvent:
        for each in found.updated:
            take_over(principal, each.correction.after, employees.of_person(each.person.ik))
            audit.append(_told_of(each, event))
        ends = {"first_ik": written[0].ik, "last_ik": written[-1].ik} if written else {}
        return replace(event, after={**event.after, **ends})

    corrections = [each.correction for each in found.updated]
    return krk_writing.recorded(event, lambda: krk.register(found.new, corrections), done, effects=effects)


def _told(request: ImportPersons, found: _Sorted) -> dict[str, object]:
    told: dict[str, object] = {"persons": len(found.new), "sha256": hashlib.sha256(request.content).hexdigest()}
    doubtful = sum(person.data.birth_number.doubtful for person in found.new)
    if doubtful:
        told["doubtful_birth_numbers"] = doubtful
    if found.updated:
        told["updated"] = len(found.updated)
    return told


def _told_of(each: Updated, event: AuditEvent) -> AuditEvent:
    """The event of one person whom the file has changed."""
    after = {**each.after, "file": event.subject_name}
    event = replace(event, kind=EventKind.PERSON_CHANGED, outcome=Outcome.DONE, before=each.before, after=after)
    return krk_writing.on(each.result, event)
