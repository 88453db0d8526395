"""What of the environment is left to Textual."""

from oktui.environment import drop_textual_settings


def test_only_textual_s_variables_are_dropped() -> None:
    """What a user may choose stays: colours, the kind of terminal, the language."""
    kept = {"NO_COLOR": "1", "TERM": "xterm", "LANG": "cs_CZ.UTF-8", "CONTEXTUAL_HELP": "1"}
    environ = {**kept, "TEXTUAL": "debug", "TEXTUAL_FPS": "1", "COLUMNS": "40", "LINES": "10"}
    drop_textual_settings(environ)
    assert environ == kept
