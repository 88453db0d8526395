"""Applications, and whose sessions they hold the tokens of."""

import hashlib
from datetime import datetime
from typing import cast

from peewee import IntegrityError

from oktui.domain.applications import Application, ApplicationNameTaken, UnknownApplication, UnknownKey
from oktui.domain.modules import Module
from oktui.domain.sessions import SessionEnd
from storage import sessions
from storage.database import database
from storage.mapping import record
from storage.models import ApplicationRow, ApplicationSessionRow


def insert(name: str, module: Module, key_hash: str, now: datetime) -> int:
    """Store a new application and return its id. Raises ApplicationNameTaken."""
    query = ApplicationRow.insert(name=name, module=module, key_hash=key_hash, key_made_at=now)
    try:
        with database.atomic():
            return cast(int, query.execute())
    except IntegrityError as error:
        raise ApplicationNameTaken(name) from error


def named(name: str) -> Application:
    """The application of the name. Raises UnknownApplication."""
    row = ApplicationRow.get_or_none(ApplicationRow.name == name)
    if row is None:
        raise UnknownApplication(name)
    return record(Application, row)


def in_order() -> list[Application]:
    """All of them, by their names."""
    return [record(Application, row) for row in ApplicationRow.select().order_by(ApplicationRow.name)]


def set_key(application_id: int, key_hash: str, now: datetime) -> None:
    """Give the application another key; the old one is nobody's from now on."""
    query = ApplicationRow.update(key_hash=key_hash, key_made_at=now)
    query.where(ApplicationRow.id == application_id).execute()


def delete(application_id: int) -> None:
    """Forget the application, and the tokens that it holds."""
    ApplicationRow.delete().where(ApplicationRow.id == application_id).execute()


def end_sessions(application_id: int, reason: SessionEnd, now: datetime, *, by: str) -> int:
    """End the open sessions that people have through the application; returns how many there were."""
    rows = ApplicationSessionRow.select(ApplicationSessionRow.session)
    return sessions.end_among(rows.where(ApplicationSessionRow.application == application_id), reason, now, by=by)


def give(session_id: int, application_id: int, token: str) -> None:
    """Have the session known to the application by the token. Raises UnknownKey: it was removed a moment ago."""
    query = ApplicationSessionRow.insert(session=session_id, application=application_id, token_hash=_hash(token))
    try:
        with database.atomic():
            query.execute()
    except IntegrityError as error:
        raise UnknownKey from error


def session_of(application_id: int, token: str) -> int | None:
    """Which session the application knows by the token; another one's token is nobody's."""
    row = ApplicationSessionRow.get_or_none(
        ApplicationSessionRow.application == application_id, ApplicationSessionRow.token_hash == _hash(token)
    )
    return None if row is None else row.session_id


def _hash(token: str) -> str:
    # A fast one: a token has 256 random bits, as a key has (oktui/domain/applications.py).
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
