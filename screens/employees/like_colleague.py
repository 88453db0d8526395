"""What F5 and F6 take after a colleague; nothing of it is stored before their OK."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from oktui.domain.accounts import GrantChange
from oktui.domain.colleague import Pattern
from oktui.services.employees.take_after import TakeAfter, take_after
from screens import keys
from screens.employees.colleague import ColleagueScreen
from screens.employees.employee_form import EmployeeForm
from screens.texts import colleague
from screens.verbs import verb
from screens.widgets.buttons import ActionButton
from screens.widgets.fields import AnyField


class ColleagueForm(EmployeeForm):
    """The form Zaměstnanec with «Podle kolegy»."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.unshown(keys.bind("f3", "like_colleague", "Podle kolegy"))]

    takes_place: ClassVar = False
    """Whether workplace and function are taken too, and not the permissions alone."""

    def __init__(self) -> None:
        super().__init__()
        self._taken: dict[AnyField, object] = {}
        self._taken_grants: tuple[GrantChange, ...] = ()

    def compose_details_heading(self) -> ComposeResult:
        """With the button at its right."""
        with Horizontal(classes="with-buttons"):
            yield from super().compose_details_heading()
            yield ActionButton("Podle kolegy F3", "like_colleague")

    def allowed(self) -> Mapping[str, bool]:
        """As any, and it is for those who may edit; permissions alone need an account to go to."""
        return {**super().allowed(), "like_colleague": self.may_edit and (self.takes_place or self.with_account.value)}

    @verb
    async def action_like_colleague(self) -> None:
        """Podle kolegy: choose whom to be like, and fill in what can be taken; ask before anything typed is lost."""
        colleague_id = await self.open_form(ColleagueScreen())
        if colleague_id is None:
            return
        kept = await self._kept() if self.takes_place else frozenset({colleague.PLACE, colleague.POSITION})
        renewed = self.takes_place and colleague.GRANTS not in kept
        pattern = await self.call(
            take_after,
            self.actor,
            TakeAfter(
                colleague_id,
                self.office_kind.chosen,
                moves=colleague.PLACE not in kept,
                held=self.grants.held,
                wanted=frozenset() if renewed else frozenset(self.grants.taken),
            ),
            effects=self.effects,
        )
        await self._fill_in(pattern, kept)

    async def _kept(self) -> frozenset[str]:
        """What was filled in otherwise than by this, and is to stay."""
        filled_in = [
            *([colleague.PLACE] if self._typed_over(self.office_kind, self.workplace) else []),
            *([colleague.POSITION] if self._typed_over(self.position) else []),
            *([colleague.GRANTS] if self.grants.changes != self._taken_grants else []),
        ]
        if not filled_in or await self.ask(colleague.overwriting(filled_in)):
            return frozenset()
        return frozenset(filled_in)

    def _typed_over(self, *fields: AnyField) -> bool:
        typed = self.typed_fields
        return any(field in typed and field.value != self._taken.get(field) for field in fields)

    async def _fill_in(self, pattern: Pattern, kept: frozenset[str]) -> None:
        place, position = colleague.PLACE not in kept, colleague.POSITION not in kept
        if place and pattern.workplace is not None:
            self.office_kind.value = pattern.workplace.office_kind
            self.offer_workplaces([pattern.workplace])
            self.workplace.value = pattern.workplace.id
            self._taken |= {field: field.value for field in (self.office_kind, self.workplace)}
        if position:
            self.position.value = self._taken[self.position] = pattern.position
        if colleague.GRANTS in kept:
            pattern = replace(pattern, grants=(), left_out=())
        else:
            self._grant(pattern.grants)
        self.show_state()
        message = colleague.taken(pattern, place=place, position=position)
        await self.tell(message.title, message.text)
        self.go_to_missing(self.valid_from, self.email, self.position, self.password)

    def _grant(self, grants: tuple[GrantChange, ...]) -> None:
        """Have what was taken granted: to somebody new instead of what was to be, else besides."""
        if self.takes_place:
            self.grants.drop_new()
        keys_added = [self.grants.add(grant) for grant in grants]
        self._taken_grants = self.grants.changes
        if grants:
            self.with_account.value = True
        self.table.reload(keys_added[0] if keys_added else None)
