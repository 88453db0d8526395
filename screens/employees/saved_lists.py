"""Uložené seznamy: the criteria of F3 under a name, to be chosen again, saved and removed."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType

from oktui.domain.listing import Criteria, Sorting
from oktui.domain.names import fold
from oktui.domain.saved_lists import NAME_LENGTH, CountedList, SavedList
from oktui.services.overview.saved_lists import list_saved_lists, remove_list, save_list
from screens import keys
from screens.box_screen import BoxScreen
from screens.texts import employees, saved_lists
from screens.verbs import verb
from screens.widgets.columns import Column
from screens.widgets.fields import TextField


class SavedListsScreen(BoxScreen[SavedList, CountedList]):
    """The result is the list chosen; the box takes its name, or that of a new one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.relabel(keys.CONFIRM, "Otevřít"),
        keys.relabel(keys.NEW, "Uložit"),
        keys.relabel(keys.REMOVE, "Smazat"),
    ]

    form_title = saved_lists.TITLE
    buttons = (("Smazat", "remove"), ("Uložit", "new"), ("Otevřít", "confirm"))

    def __init__(self, criteria: Criteria, sorting: Sorting, workplaces: Mapping[int, str]) -> None:
        self._now, self._sorting, self._workplaces = criteria, sorting, workplaces
        columns = [
            Column[CountedList]("Název", lambda row: row.saved.name, 26),
            Column[CountedList]("Kolik", lambda row: employees.count(row.number), 13, justify="right"),
            Column[CountedList]("Kdo v něm je", lambda row: saved_lists.in_words(row.saved.criteria, workplaces)),
        ]
        box = TextField("name", "Název:", max_length=NAME_LENGTH, classes="labels-12")
        super().__init__(box, columns, empty=saved_lists.NONE, table_id="lists")

    @property
    def wanted(self) -> str:
        """What would be saved."""
        return saved_lists.asking(self._now, self._sorting, self._workplaces)

    async def found(self, text: str) -> Sequence[CountedList]:
        """Those in whose names the text is."""
        every = await self.call(list_saved_lists, self.actor, effects=self.effects)
        return [each for each in every if fold(text.strip()) in fold(each.saved.name)]

    @verb
    async def action_confirm(self) -> None:
        """Choose the one under the cursor; of a name that there is not yet ask whether to save it."""
        row = await self.following.row()
        if row is not None:
            self.dismiss(row.saved)
        elif not self.box.value.strip():
            self.report(saved_lists.NO_ROW)
        elif await self.ask(saved_lists.saving(self.box.value.strip())):
            await self._save()

    @verb
    async def action_new(self) -> None:
        """Save what is asked for now under the name in the box (Uložit)."""
        await self.following.row()
        name = self.box.value.strip()
        rows = await self.call(list_saved_lists, self.actor, effects=self.effects)
        if all(each.saved.name != name for each in rows) or await self.ask(saved_lists.overwriting(name)):
            await self._save()

    async def _save(self) -> None:
        """Save it; it is then the list that is open."""
        saved = SavedList(self.box.value.strip(), self._now, self._sorting)
        await self.perform(save_list, self.actor, saved, effects=self.effects)
        self.report(saved_lists.saved(saved.name))
        self.dismiss(saved)

    @verb
    async def action_remove(self) -> None:
        """Remove the one under the cursor, after a question (Smazat)."""
        row = await self.following.row()
        if row is None:
            self.report(saved_lists.NO_ROW)
        elif await self.ask(saved_lists.removing(row.saved.name)):
            await self.perform(remove_list, self.actor, row.saved.name, effects=self.effects)
            self.report(saved_lists.removed(row.saved.name))
            self.table.reload()
