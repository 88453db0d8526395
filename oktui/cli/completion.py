"""`oktui completion`: what a shell needs to complete commands, options and their values."""

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from oktui.cli.grammar import COMPLETE, Command
from oktui.cli.invocation import OK, Invocation, given

_SHELLS: dict[str, type[ShellComplete]] = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}
_HELP = """\
Vypíše skript, po jehož načtení příkazový řádek doplňuje příkazy, jejich volby a hodnoty.

\b
bash: eval "$(oktui completion bash)" do ~/.bashrc
zsh:  eval "$(oktui completion zsh)" do ~/.zshrc
fish: oktui completion fish > ~/.config/fish/completions/oktui.fish"""


@click.command("completion", cls=Command, help=_HELP)
@click.argument("shell", type=click.Choice(list(_SHELLS)), help="pro který příkazový řádek")
@click.pass_context
@given
def command(invocation: Invocation, context: click.Context, *, shell: str) -> int:
    """Print the script."""
    script = _SHELLS[shell](context.find_root().command, {}, "oktui", COMPLETE).source()
    invocation.answer(script.rstrip("\n"), {"shell": shell, "script": script})
    return OK
