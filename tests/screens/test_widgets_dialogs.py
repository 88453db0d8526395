"""Dialogs."""

import pytest
from textual import events

from screens.texts import program
from screens.texts.questions import Question
from screens.widgets.dialogs import MessageDialog, QuestionDialog
from tests.support.hosts import SIZE, HostApp

NOT_LOADED = (
    "kód chyby: 501\n"
    "text chyby: Osobu s CSP: 1504965979 se nepodařilo načíst\n"
    "text pro uživatele: Data osoby jsou nedostupná"
)


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_a_message_shows_its_lines_and_any_answer_closes_it(key: str) -> None:
    """F1: the documented title and the three lines of error 501."""
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(MessageDialog("Chyba", NOT_LOADED))
        await pilot.pause()
        rows = [line.strip(" │") for line in app.lines()]
        assert "Chyba" in rows
        first = rows.index("kód chyby: 501")
        assert rows[first + 1 : first + 3] == NOT_LOADED.split("\n")[1:]
        await pilot.press(key)
        assert not isinstance(app.screen, MessageDialog)


async def test_a_message_shows_hostile_text_as_text() -> None:
    """X-22."""
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(MessageDialog("Chyba [/x]", "Osoba [@click=app.quit]Novák[/]\x1b[2J"))
        await pilot.pause()
        assert "Chyba [/x]" in app.shown()
        assert "[@click=app.quit]Novák[/]\ufffd[2J" in app.shown()


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["enter"], False),
        (["escape"], False),
        (["left", "enter"], True),
        (["right", "enter"], False),
        (["tab", "enter"], True),
    ],
)
async def test_only_going_to_the_other_answer_says_yes(keys: list[str], answer: bool) -> None:
    """X-10: a warning that is closed without being read changes nothing."""
    answers: list[bool | None] = []
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(QuestionDialog(Question("Upozornění", "Opravdu?", "Vyřadit", "Ponechat")), answers.append)
        await pilot.press(*keys)
        await pilot.pause()
    assert answers == [answer]


async def test_a_long_text_leaves_the_answers_in_view_and_can_be_read_to_its_end() -> None:
    """X-10: at 80x24 too."""
    text = "\n".join(f"řádek {number}" for number in range(60))
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(QuestionDialog(Question("Upozornění", text, "Vyřadit všechny účty", "Ponechat")))
        await pilot.pause()
        assert "Vyřadit všechny účty" in app.shown()
        assert "Ponechat" in app.shown()
        await pilot.press(*["down"] * 50)
        assert "řádek 59" in app.shown()


PASSWORD = [*"tajne heslo", "enter"]


@pytest.mark.parametrize("typed", [PASSWORD, [*"tajne", "tab", *"heslo", "enter"], [*"homola", "tab", "enter"]])
async def test_what_is_typed_ahead_is_dropped_in_view_with_the_enter_that_ends_it(typed: list[str]) -> None:
    """F1: a password typed on into a dialog answers nothing; the next Enter does."""
    answers: list[bool | None] = []
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(QuestionDialog(Question("Upozornění", "Opravdu?", "Vyřadit", "Ponechat")), answers.append)
        await pilot.press(*typed)
        await pilot.pause()
        assert answers == []
        assert program.TYPED_AHEAD[:20] in app.shown()
        await pilot.press("enter")
        await pilot.pause()
    assert answers == [False]


async def test_a_letter_pressed_by_mistake_does_not_hinder_the_answer_that_is_chosen_after_it() -> None:
    """F1: arrows are no typing."""
    answers: list[bool | None] = []
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(QuestionDialog(Question("Upozornění", "Opravdu?", "Vyřadit", "Ponechat")), answers.append)
        await pilot.press("x", "left", "enter")
        await pilot.pause()
    assert answers == [True]


async def test_whoever_was_typing_when_the_dialog_came_up_does_not_close_it_with_the_next_enter() -> None:
    """F1: not even where it came up between the last letter and Enter."""
    app = HostApp()
    app.typing = True
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(MessageDialog("Chyba", NOT_LOADED))
        await pilot.pause()
        assert program.TYPED_AHEAD[:20] not in app.shown()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, MessageDialog)
        assert program.TYPED_AHEAD[:20] in app.shown()
        await pilot.press("enter")
        assert not isinstance(app.screen, MessageDialog)


async def test_a_paste_is_dropped_in_view() -> None:
    """F1: it has no Enter after it that would be waited for."""
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(MessageDialog("Chyba", NOT_LOADED))
        app.post_message(events.Paste("tajne heslo"))
        await pilot.pause()
        assert program.TYPED_AHEAD[:20] in app.shown()
        await pilot.press("enter")
        assert not isinstance(app.screen, MessageDialog)
