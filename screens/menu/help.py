"""Nápověda: what a form is for, the chapter it comes from, its keys, and the hotline (R3-1, R3-2)."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from screens import hotline, keys
from screens.form_screen import FormScreen
from screens.menu.about import AboutScreen
from screens.reading import ReadingScreen
from screens.texts import help as words
from screens.texts.help import TOPICS, Topic
from screens.widgets.safe import safe


class HelpScreen(ReadingScreen):
    """The help of one form; going back changes nothing there."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.bind("f3", "about", "O aplikacích")]

    explained = False

    def __init__(self, form: FormScreen[Any]) -> None:
        """`form` is the one to explain."""
        super().__init__()
        self.form_title = f"Nápověda: {form.form_title}"
        self._topic = topic_of(type(form))
        self._keys = [
            (shown(binding), words.key(binding.description, now=_works(form, binding.key)))
            for binding in keys_of(type(form))
            if binding.action not in form.absent
        ]

    def compose_form(self) -> ComposeResult:
        """Whom to call first, for those who come here in need of it; then the text and the keys."""
        yield Static(safe(hotline.notice(self.effects.now()), lines=True), id="hotline")
        yield Static(safe(self._topic.text, lines=True), classes="part")
        if self._topic.chapter:
            yield Static(safe(f"Kapitola dokumentu: {self._topic.chapter}"), classes="part")
        lines = "\n".join(f"{key:<5} {label}" for key, label in self._keys)
        yield Static(safe(f"Klávesy formuláře:\n{lines}", lines=True), classes="part")

    def action_about(self) -> None:
        """What the applications are for (R1-2)."""
        self.app.push_screen(AboutScreen())


def keys_of(form: type[FormScreen[Any]]) -> list[Binding]:
    """The form's keys that do not explain themselves, F1 first and Esc last, each as the form itself labels it.

    They are read off the form, so that the page cannot name one that the form does not have.
    """
    own = {binding.key: binding for binding in reversed(_bindings(form)) if binding.description}
    return sorted(own.values(), key=_place)


def shown(binding: Binding) -> str:
    """The key as the footer writes it."""
    return binding.key_display or binding.key


def _bindings(form: type[FormScreen[Any]]) -> list[Binding]:
    """All bindings, the most its own first."""
    return [
        binding
        for kind in form.__mro__
        if issubclass(kind, FormScreen)
        for binding in vars(kind).get("BINDINGS", ())
        if isinstance(binding, Binding)
    ]


def _works(form: FormScreen[Any], key: str) -> bool:
    """Whether the key does something now, by any of what it is bound to."""
    return any(form.check_action(binding.action, ()) for binding in _bindings(type(form)) if binding.key == key)


def _place(binding: Binding) -> tuple[bool, bool, int, str]:
    key = shown(binding)
    number = key.removeprefix("F")
    return key == shown(keys.BACK), not number.isdecimal(), int(number) if number.isdecimal() else 0, key


def topic_of(form: type[FormScreen[Any]]) -> Topic:
    """The form's topic, or that of the form it is a kind of."""
    return next(TOPICS[kind.__name__] for kind in form.__mro__ if kind.__name__ in TOPICS)
