"""Write the persons of a file to KRK, all of them or none: `oktui krk import` (R2.2-2)."""

import hashlib
from dataclasses import dataclass, replace

from oktui.domain.audit import AuditEvent, EventKind
from oktui.domain.authority import Action
from oktui.domain.people import Person
from oktui.domain.person_file import COLUMNS, PersonFile, read_persons
from oktui.domain.reading.faults import FileRefused, Warned
from oktui.domain.register import PersonKnown
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services import krk_writing
from oktui.services.acting import allowed
from oktui.services.file_rows import read_table
from storage import krk


@dataclass(frozen=True, repr=False)
class ImportPersons:
    """A file's name and content; `check` only looks what is wrong."""

    name: str
    content: bytes
    check: bool = False


@dataclass(frozen=True)
class Imported:
    """How many persons the file has, and the first and the last IK they were given; none when it was only checked."""

    persons: int
    first_ik: str = ""
    last_ik: str = ""
    warnings: tuple[Warned, ...] = ()


def import_persons(actor: Actor, request: ImportPersons, *, effects: Effects) -> Imported:
    """Write all persons in the order of their lines, so that the IKs follow each other in it.

    Raises:
        Forbidden: the actor is not MPSV's.
        FileRefused: with everything that is wrong, row by row; nothing was written.
        KrkUnavailable: nothing was written (X-4).
    """
    principal = allowed(actor, Action.WRITE_KRK, effects)
    read = read_persons(read_table(request.content, COLUMNS), today=principal.today)
    _refuse_faults(read)
    persons, warnings = list(read.persons.values()), tuple(read.warnings)
    if request.check:
        return Imported(len(persons), warnings=warnings)
    event = krk_writing.begun(principal, EventKind.PERSONS_IMPORTED, request.name)
    after = {"persons": len(persons), "sha256": hashlib.sha256(request.content).hexdigest()}
    doubtful = sum(person.data.birth_number.doubtful for person in persons)
    event = replace(event, after={**after, "doubtful_birth_numbers": doubtful} if doubtful else after)
    registered = krk_writing.recorded(
        event, lambda: krk.register(persons), lambda written: _done(event, written), effects=effects
    )
    return Imported(len(registered), registered[0].ik, registered[-1].ik, warnings)


def _refuse_faults(read: PersonFile) -> None:
    known = krk.known({person.data.birth_number for person in read.persons.values()})
    faults = list(read.faults)
    for line, person in read.persons.items():
        if person.data.birth_number in known:
            there = known[person.data.birth_number]
            faults.append(COLUMNS.blame(line, PersonKnown(there.ik, there.data.name)))
    if faults:
        raise FileRefused(tuple(sorted(faults, key=lambda fault: fault.row)), tuple(read.warnings))


def _done(event: AuditEvent, written: list[Person]) -> AuditEvent:
    return replace(event, after={**event.after, "first_ik": written[0].ik, "last_ik": written[-1].ik})
