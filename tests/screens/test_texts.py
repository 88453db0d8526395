"""The Czech sentences: every refusal has one."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

from oktui import domain
from oktui.domain.audit import EventKind, Outcome
from oktui.domain.chain import Finding, Flaw
from oktui.domain.errors import DomainError, Outage
from oktui.domain.files import Obstacle
from oktui.domain.reading.faults import UnreadableFile
from oktui.domain.sign_in import SignInRefused
from screens.texts import audit, details, reasons, refusals
from screens.texts.message import sentence

for module in pkgutil.walk_packages(domain.__path__, "oktui.domain."):
    importlib.import_module(module.name)  # a refusal stands beside its rule, which nothing else may have imported yet


def subclasses(base: type[DomainError]) -> Iterator[type[DomainError]]:
    """All refusals, however deep."""
    for subclass in base.__subclasses__():
        yield subclass
        yield from subclasses(subclass)


@pytest.mark.parametrize(
    "refusal", sorted(set(subclasses(DomainError)) - {Outage, SignInRefused, UnreadableFile}, key=str)
)
def test_every_refusal_has_its_sentence(refusal: type[DomainError]) -> None:
    """R2.3-14, X-3: whatever a rule refuses, the user is told in Czech."""
    assert refusal in refusals._REFUSALS


def test_every_event_and_every_outcome_has_a_word_for_it() -> None:
    """F15: and no two events the same one."""
    assert set(details.EVENTS) == set(EventKind)
    assert len(set(details.EVENTS.values())) == len(EventKind)
    assert set(audit.OUTCOMES) == set(Outcome)


def test_every_obstacle_to_a_file_has_its_sentence() -> None:
    """F3, F11: for reading and for writing, and no two the same one."""
    for sentences in (reasons.UNREADABLE, reasons.UNWRITABLE):
        assert set(sentences) == set(Obstacle)
        assert len(set(sentences.values())) == len(Obstacle)


@pytest.mark.parametrize("flaw", Flaw)
def test_every_flaw_of_the_audit_has_its_sentence(flaw: Flaw) -> None:
    """X-19: with the number of the event where there is one."""
    said = audit.verdict(0, Finding(flaw, 4711))
    assert said.startswith("AUDITNÍ ZÁZNAM JE PORUŠEN.")
    assert ("4711" in said) == (flaw is not Flaw.END_CHANGED)


def test_the_title_of_an_event_leaves_names_as_they_are() -> None:
    """F15: KRK is written so."""
    assert details.event_title(EventKind.PERSON_CHANGED) == "Změna osoby v KRK"


def test_a_tick_that_was_on_record_at_one_end_only_was_not_set_at_the_other() -> None:
    """F6, F15: and never «(nic)»."""
    assert audit.changes([("must_change", None, True), ("locked", True, None)]) == (
        "Změnit při příštím přihlášení: Ne → Ano\nZámek: Ano → Ne"
    )


def test_a_title_after_a_name_ends_a_sentence_with_one_full_stop() -> None:
    """F5, F6: of Ing. Josef Smítko, CSc."""
    assert sentence("Uloženo: Ing. Josef Smítko, CSc.") == "Uloženo: Ing. Josef Smítko, CSc."
    assert sentence("Uloženo: Ing. Radomír Martinka") == "Uloženo: Ing. Radomír Martinka."
