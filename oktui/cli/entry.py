"""The entry of `oktui`: runs the command, and turns whatever ends it into a sentence and an exit status."""

import errno
import io
import os
import sys
from collections.abc import Sequence

import click
from click.shell_completion import shell_complete

from oktui.bugs import LOGGER, is_recorded, report_bug
from oktui.cli.czech import speak_czech
from oktui.cli.grammar import COMPLETE
from oktui.cli.invocation import OUTAGE, REFUSED, UNUSABLE, Invocation, Unusable, take_invocation
from oktui.cli.root import oktui
from oktui.domain.errors import DomainError, Outage
from oktui.domain.outages import Cause, DatabaseReadOnly, DatabaseUnavailable, KrkUnavailable
from oktui.environment import drop_textual_settings, leave_no_traces


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    leave_no_traces()
    drop_textual_settings(os.environ)
    speak_czech(os.environ)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without Czech letters is no reason to fail
    invocation, rest = take_invocation(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(invocation, rest)
    except click.UsageError as error:
        return invocation.complain(_usage(invocation, error), UNUSABLE, reason="Usage")
    except Unusable as error:
        return invocation.complain(str(error), UNUSABLE, reason="Unusable")
    except DomainError as error:
        return _refused(invocation, error)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except OSError as error:
        return _out_of_order(invocation, error)
    except Exception as error:  # noqa: BLE001 - whatever gets as far as here is a bug
        return _bug(invocation, error)


def _run(invocation: Invocation, arguments: list[str]) -> int:
    if instruction := os.environ.get(COMPLETE):
        return shell_complete(oktui, {}, "oktui", COMPLETE, instruction)
    if not all(map(_is_text, arguments)):
        raise Unusable("Příkaz není v kódování UTF-8.")
    try:
        with oktui.make_context("oktui", arguments, obj=invocation) as context:
            return int(oktui.invoke(context) or 0)
    except click.exceptions.Exit as done:  # of --help and --version
        return done.exit_code


def _is_text(argument: str) -> bool:
    """Whether all bytes of the argument were characters."""
    return not any("\ud800" <= character <= "\udfff" for character in argument)


def _refused(invocation: Invocation, error: DomainError) -> int:
    """Say why not; of an outage to whoever looks after the machine what mends it, to officials what they can do."""
    from oktui.cli.settings import hears_causes  # here, because few commands are refused
    from screens.texts.causes import to_mend
    from screens.texts.refusals import refusal

    text, status, details = refusal(error).text, REFUSED, {}
    if isinstance(error, Outage):
        LOGGER.warning("%s", error)
        status = OUTAGE
    if isinstance(error, DatabaseUnavailable | DatabaseReadOnly | KrkUnavailable) and hears_causes(invocation):
        text = to_mend(error) or text
        details = {"cause": error.cause.value} if error.cause else {}
        status = UNUSABLE if error.cause in (Cause.ADDRESS, Cause.NO_DRIVER) else OUTAGE
    return invocation.complain(text, status, reason=type(error).__name__, **details)


def _usage(invocation: Invocation, error: click.UsageError) -> str:
    if invocation.as_json:
        return error.format_message()
    said = io.StringIO()
    error.show(said)
    return said.getvalue().rstrip("\n").expandtabs(2)


def _out_of_order(invocation: Invocation, error: OSError) -> int:
    """Say which file or folder cannot be worked with, and why."""
    reason = _REASONS.get(error.errno or 0, f"chyba {errno.errorcode.get(error.errno or 0, 'systému')}")
    named = f" se souborem nebo složkou {os.fsdecode(error.filename)}" if error.filename else ""
    return invocation.complain(f"Nelze pracovat{named}: {reason}.", UNUSABLE, reason="Unusable")


_REASONS = {
    errno.EACCES: "chybí oprávnění",
    errno.EPERM: "chybí oprávnění",
    errno.EROFS: "je jen pro čtení",
    errno.ENOENT: "neexistuje",
    errno.ENOTDIR: "není to složka",
    errno.EEXIST: "už existuje",
    errno.EISDIR: "je to složka",
    errno.ELOOP: "je to odkaz",
    errno.ENAMETOOLONG: "název je příliš dlouhý",
    errno.ENOSPC: "na disku není místo",
    errno.EDQUOT: "na disku není místo",
}


def _bug(invocation: Invocation, error: Exception) -> int:
    from screens.texts import program  # here, because few commands have a bug

    number = report_bug(error)
    text = program.CRASH.format(number=number) if is_recorded() else program.CRASH_UNRECORDED.format(number=number)
    return invocation.complain(text, REFUSED, reason="Bug")
