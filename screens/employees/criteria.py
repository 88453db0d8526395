"""The criteria of the list of employees (F3)."""

from collections.abc import Sequence
from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalGroup

from oktui.domain.listing import Criteria
from oktui.domain.offices import OfficeKind
from oktui.domain.people import Workplace
from screens.widgets.fields import ChoiceField, Field, TextField, TickField

_NO_SLASH = r"[^/*]*"
"""No name has these: a slash opens the box that finds everybody, and an asterisk marks all."""


class CriteriaFields(VerticalGroup):
    """What to look for: one box for whatever is known, and the document's criteria, which are folded away.

    A change of any of them is told by Field.Changed.
    """

    def __init__(self, criteria: Criteria) -> None:
        super().__init__()
        self._workplaces: Sequence[Workplace] | None = None
        """What can be chosen; None until that is known."""
        self._place = criteria.office_kind, criteria.workplace_id
        """What is to be chosen as soon as it is offered."""
        self.words = TextField("words", "Hledat:", max_length=100, restrict=_NO_SLASH)
        self.given_name = TextField("given_name", "Jméno:", max_length=100, restrict=_NO_SLASH)
        self.surname = TextField("surname", "Příjmení:", max_length=100, restrict=_NO_SLASH)
        self.second_surname = TextField("second_surname", "Druhé příjmení:", max_length=100, restrict=_NO_SLASH)
        self.ik = TextField("ik", "IK MPSV:", max_length=10, restrict=r"[0-9]*")
        self._texts = (self.given_name, self.surname, self.second_surname, self.ik)
        for text in (self.words, *self._texts):
            text.leave_space()
        self.office_kind = ChoiceField[OfficeKind]("office_kind", "Druh úřadu:", [], blank="(všechny)")
        self.workplace = ChoiceField[int]("workplace_id", "Pracoviště:", [], blank="(všechna)")
        self.with_invalid = TickField("with_invalid", "Včetně vyřazených a neplatných", classes="flush")
        self._begin = criteria

    def on_mount(self) -> None:
        """Begin with what was asked for from the first."""
        self.folded = True
        self.value = self._begin

    def compose(self) -> ComposeResult:
        """The box; below it, when they are unfolded, who on the left and where on the right."""
        with VerticalGroup(classes="labels-16"):
            yield self.words
        with Horizontal(classes="columns"):
            with Vertical(classes="labels-16"):
                yield from self._texts
            with Vertical(classes="labels-12"):
                yield from (self.office_kind, self.workplace, self.with_invalid)

    @property
    def folded(self) -> bool:
        """Whether the box alone is in view."""
        return not self.query_one(".columns").display

    @folded.setter
    def folded(self, folded: bool) -> None:
        self.query_one(".columns").display = not folded

    def fold(self) -> None:
        """Show the document's criteria and begin at the surname, or fold them away, if nothing in them is asked for."""
        self.folded = not self.folded and self.value == Criteria(words=self.words.value)
        (self.words if self.folded else self.surname).focus_control()

    @property
    def value(self) -> Criteria:
        """What was asked for."""
        kind, workplace_id = self._place if self._workplaces is None else (self.office_kind.value, self.workplace.value)
        return Criteria(
            words=self.words.value,
            given_name=self.given_name.value,
            surname=self.surname.value,
            second_surname=self.second_surname.value,
            ik=self.ik.value,
            office_kind=kind,
            workplace_id=workplace_id,
            with_invalid=self.with_invalid.value,
        )

    @value.setter
    def value(self, criteria: Criteria) -> None:
        self.words.value = criteria.words
        self.given_name.value, self.surname.value = criteria.given_name, criteria.surname
        self.second_surname.value, self.ik.value = criteria.second_surname, criteria.ik
        self.with_invalid.value = criteria.with_invalid
        if replace(criteria, concern=None, kept=frozenset()) != Criteria(words=criteria.words):
            self.folded = False  # nothing is asked for unseen
        self._place = criteria.office_kind, criteria.workplace_id
        if self._workplaces is not None:
            self._choose(self._workplaces)

    @property
    def workplaces(self) -> dict[int, str]:
        """The names of those that can be chosen."""
        return {place.id: place.name for place in self._workplaces or ()}

    def offer(self, workplaces: Sequence[Workplace]) -> None:
        """Offer the workplaces, and choose what was asked for before."""
        self._workplaces = workplaces
        self._choose(workplaces)

    def _choose(self, workplaces: Sequence[Workplace]) -> None:
        kind, workplace_id = self._place
        kinds = {place.office_kind for place in workplaces}
        self.office_kind.set_options([(kind.title, kind) for kind in OfficeKind if kind in kinds])
        self.office_kind.value = kind if kind in kinds else None
        self.workplace.value = workplace_id if workplace_id in self._narrowed(workplaces) else None

    def _narrowed(self, workplaces: Sequence[Workplace]) -> set[int]:
        """Offer the workplaces of the kind that is chosen, and say which those are."""
        kind = self.office_kind.value
        offered = [place for place in workplaces if kind in (None, place.office_kind)]
        self.workplace.set_options([(place.name, place.id) for place in offered])
        return {place.id for place in offered}

    @on(Field.Changed)
    def _kind_changed(self, event: Field.Changed) -> None:
        if event.field is self.office_kind:
            self._narrowed(self._workplaces or ())
