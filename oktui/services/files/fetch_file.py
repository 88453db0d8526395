"""Hand out a file to whoever knows all of its name: nobody but its maker was told (X-30)."""

import hashlib
from dataclasses import replace
from io import BufferedReader

from oktui.domain.audit import AuditEvent, EventKind, Who
from oktui.domain.authority import NotFound, denial
from oktui.domain.kept_files import DIGEST, FileNotKept, action_of, made, public_name
from oktui.effects import Effects
from oktui.services.acting import as_if_signed_in
from storage import accounts, audit
from storage.database import transaction


def fetch_file(name: str, *, effects: Effects) -> BufferedReader:
    """The file's content, once: it is on record as fetched and gone from the folder before anybody reads of it.

    The maker need not be signed in any more, but must be somebody who could sign in and make it still (X-9).

    Raises:
        FileNotKept: there is no such file, or not any more, or not for its maker any more.
        FilesUnavailable: the folder is not ours alone.
    """
    effects = effects.at_one_moment()
    public = public_name(name)
    file = effects.files.open(name)
    try:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        with transaction():
            making = made(
                audit.named(public, (EventKind.EXPORTED, EventKind.FILE_FETCHED)),
                digest,
                now=effects.now(),
                keep=effects.files.keep,
            )
            _check_maker(making, effects)
            audit.append(_fetched(making, effects))
            effects.files.remove(name)  # after the event, which holds the chain: of two who fetch, one waits here
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _check_maker(making: AuditEvent, effects: Effects) -> None:
    if making.who.account_id is None or making.module is None:
        raise FileNotKept  # a machine's owner has files without us
    try:
        account = accounts.load(making.who.account_id)
    except NotFound as error:
        raise FileNotKept from error
    maker = as_if_signed_in(account, making.module, effects)
    if maker is None or denial(maker, action_of(making)) is not None:
        raise FileNotKept


def _fetched(making: AuditEvent, effects: Effects) -> AuditEvent:
    return replace(
        making,
        at=effects.now(),
        kind=EventKind.FILE_FETCHED,
        who=Who(making.who.account_id, making.who.name, effects.origin),
        after={DIGEST: making.after[DIGEST]},
    )
