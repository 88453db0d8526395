"""The command `oktui`: a module a command, loaded when the command is named."""

from oktui.cli.entry import main

__all__ = ["main"]
