"""Show the beginning of a file on screen to whoever had it made (X-30)."""

from oktui.domain.audit import EventKind
from oktui.domain.authority import Action
from oktui.domain.kept_files import Excerpt, FileNotKept, public_name
from oktui.domain.sessions import Actor
from oktui.effects import Effects
from oktui.services.acting import seeing
from storage import audit

MOST = 48 * 1024
"""Bytes that are shown: more than anybody reads, and what most terminals take into their clipboard."""


def read_file(actor: Actor, name: str, *, effects: Effects) -> Excerpt:
    """As much of an exported list as can be shown, in whole lines; it waits to be fetched as before.

    Raises:
        FileNotKept: no such file of the actor's waits.
        FilesUnavailable: the folder is not ours alone.
    """
    with seeing(actor, Action.EXPORT, effects) as principal:
        events = audit.named(public_name(name), (EventKind.EXPORTED,))
        if principal.account_id not in [event.who.account_id for event in events]:
            raise FileNotKept
    with effects.files.open(name) as file:
        content = file.read(MOST + 1)
    if len(content) <= MOST:
        return Excerpt(content.decode(), whole=True)
    shown, _, _ = content.rpartition(b"\n")
    return Excerpt(f"{shown.decode()}\n", whole=False)
