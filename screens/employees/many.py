"""Hromadná změna: what is done to the employees marked in F3, looked at for each of them before it is done."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from oktui.domain.accounts import grantable
from oktui.domain.authority import denial
from oktui.domain.changes import (
    Change,
    End,
    Extend,
    Give,
    GiveNewPassword,
    Move,
    Planned,
    Restore,
    Retire,
    Revoke,
    Unlock,
    check_change,
)
from oktui.domain.errors import DomainError
from oktui.domain.modules import Level, Permission
from oktui.domain.offices import OfficeKind
from oktui.services.employees.change_many import ChangeMany, change_many
from oktui.services.employees.find_employees import list_workplace_choices
from oktui.services.employees.preview_change import PreviewChange, preview_change
from screens import keys
from screens.employees.outcome import OutcomeScreen
from screens.following import Following
from screens.list_screen import ListScreen
from screens.texts import many
from screens.verbs import reading, verb
from screens.watching import watched
from screens.widgets.columns import Column
from screens.widgets.fields import AnyField, ChoiceField, DateField, Field, RadioChoice, TickField
from screens.widgets.safe import say
from screens.widgets.sources import WholeSource

_COLUMNS = [
    Column[Planned]("Osoba", many.whom, 30),
    Column[Planned]("Co se změní", many.planned),
]
_TASKS: dict[str, type[Change]] = {
    task.__name__: task for task in (Extend, End, Retire, Restore, Move, Give, Revoke, Unlock, GiveNewPassword)
}
_WARNED_OF = (End, Retire, Move, Revoke)
"""What can leave an office without its administrator, or an account without a permission."""


class ManyScreen(ListScreen[Planned]):
    """Asks what is to be done, shows what it would do to each as one types, and does it."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.CONFIRM]

    form_title = many.TITLE
    buttons = (("OK", "confirm"),)
    empty = many.FILL_IN
    lines = 2

    def __init__(self, employee_ids: Sequence[int]) -> None:
        super().__init__(_COLUMNS)
        self.done: frozenset[int] = frozenset()
        """Those of whom nothing is left to be done: the list shows them, and they are marked no more."""
        self._employee_ids = tuple(employee_ids)
        self._shown: tuple[PreviewChange, Sequence[Planned]] | None = None
        self.following = Following(self, self.table, self.search)

    def compose_criteria(self) -> ComposeResult:
        """What can be done, what it takes, and how many it changes."""
        principal, policy = self.signed_in.principal, self.effects.policy
        tasks = [name for name, task in _TASKS.items() if denial(principal, task.action) is None]
        kind = OfficeKind.MPSV if principal.everywhere else principal.workplace.office_kind
        given = grantable(principal.module, kind, policy)
        held = [each for each in principal.module.permissions if each.shown(policy)]
        self.what = RadioChoice[str](
            "what", "", [(many.TASKS[_TASKS[name]], name) for name in tasks], stacked=True, classes="flush"
        )
        self.workplace = ChoiceField[int]("workplace", "Pracoviště:", [], blank="(vyberte)")
        self.permission = ChoiceField[Permission]("permission", "Oprávnění:", [(each.title, each) for each in given])
        self.held = ChoiceField[Permission]("held", "Oprávnění:", [(each.title, each) for each in held])
        self.level = RadioChoice("level", "Úroveň:", [(level.title, level) for level in Level], Level.VIEW)
        self.valid_from = DateField("valid_from", "Platnost od:", today=self.today)
        self.valid_to = DateField("valid_to", "Platnost do:", today=self.today)
        self.confirmed = TickField("confirmed", "I poslední správce a poslední oprávnění", classes="flush")
        with Horizontal(classes="columns", id="asked"):
            with Vertical(id="tasks"):
                yield self.what
            with Vertical(classes="labels-14"):
                yield from (self.workplace, self.permission, self.held, self.level, self.valid_from, self.valid_to)
                yield self.confirmed
        yield Static(id="summary")

    def on_mount(self) -> None:
        """Offer the workplaces, and begin where something is to be typed."""
        self.valid_from.value = self.today()
        self.entitle(many.title(len(self._employee_ids)))
        self._offer_workplaces()

    def begin(self) -> None:
        """Begin with what the first task asks for."""
        self._show_fields()
        first = next((field for field in self._asked_for if field is not self.what), self.what)
        first.focus_control()

    @property
    def _chosen(self) -> type[Change]:
        return _TASKS[self.what.value]

    @property
    def _asked_for(self) -> list[AnyField]:
        """The fields that the chosen task has."""
        task = self._chosen
        fields: dict[type[Change], list[AnyField]] = {
            Extend: [self.valid_to],
            End: [self.valid_to],
            Move: [self.workplace],
            Give: [self.permission, self.level, self.valid_from, self.valid_to],
            Revoke: [self.held],
        }
        warned: list[AnyField] = [self.confirmed] if task in _WARNED_OF else []
        return [self.what, *fields.get(task, []), *warned]

    def _show_fields(self) -> None:
        asked = self._asked_for
        for field in self.fields:
            field.display = field in asked

    @property
    def wanted(self) -> Change:
        """What was asked for, whole or not."""
        task = self._chosen
        if task is Move:
            return Move(self.workplace.value)
        if task is Give:
            return Give(self.permission.chosen, self.level.value, self.valid_from.value, self.valid_to.value)
        if task is Revoke:
            return Revoke(self.held.chosen)
        if task is Extend:
            return Extend(self.valid_to.value)
        if task is End:
            return End(self.valid_to.value)
        simple: dict[type[Change], Change] = {each: each() for each in (Retire, Restore, Unlock, GiveNewPassword)}
        return simple[task]

    @property
    def request(self) -> PreviewChange:
        """What is to be previewed. Raises Required, and what is wrong with what was typed."""
        for field in self._asked_for:
            if field.problem is not None:
                raise field.problem
        change = self.wanted
        check_change(change)
        return PreviewChange(change, self._employee_ids, self.confirmed.display and self.confirmed.value)

    @on(Field.Changed)
    def _changed(self, event: Field.Changed) -> None:
        if event.field is self.what:
            self._show_fields()
        self.following.typed()

    def search(self) -> None:
        """Show what would be done by what is asked for now."""
        self.following.caught_up()
        self._shown = None
        say(self.query_one("#summary", Static), "")
        super().search()

    def source(self) -> WholeSource[Planned]:
        """The preview; empty until there is something to preview."""
        return WholeSource(self._preview)

    async def _preview(self) -> Sequence[Planned]:
        try:
            request = self.request
        except DomainError:
            return ()
        if self._shown is None or self._shown[0] != request:
            self.add_class("-working")
            try:
                rows = await self.host.work(preview_change, self.actor, request, effects=self.effects)
            finally:
                self.remove_class("-working")
            self._shown = request, rows
            say(self.query_one("#summary", Static), many.summary(rows))
        return self._shown[1]

    @reading
    async def _offer_workplaces(self) -> None:
        places = await self.call(list_workplace_choices, self.actor, effects=self.effects)
        valid = [place for place in places if place.valid_on(self.today())]
        self.workplace.set_options([(f"{place.name} ({place.office_kind.title})", place.id) for place in valid])

    def describe(self, row: Planned) -> str:
        """Say in full what would become of the one under the cursor."""
        return many.told(row)

    @verb
    async def action_confirm(self) -> None:
        """Do what the preview in view shows; before it is in view, only have it shown."""
        self.check_fields()
        request = self.request
        if self.following.behind or self._shown is None or self._shown[0] != request:
            self.search()
            self.report(many.LOOK_FIRST)
            return
        rows = tuple(self._shown[1])
        to_do = sum(row.to_do for row in rows)
        if not to_do:
            await self.tell(*many.NOTHING_TO_DO)
            return
        question = many.surely(request.change, to_do)
        if question is not None and not await self.ask(question):
            return
        number = self.effects.number_request()
        case = partial(
            change_many, self.actor, ChangeMany(number, request.change, rows, request.confirmed), effects=self.effects
        )
        made = await watched(self, many.done, lambda progress: case(progress=progress))
        self.done = frozenset(row.key for row in made if row.settled)
        await self.open_form(OutcomeScreen(number, made))
        self.dismiss(None)
