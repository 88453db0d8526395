"""An application's key and its users' tokens: making a key, and knowing by them who asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from oktui.domain.applications import Application, UnknownApplication, UnknownKey, hash_key, is_key_of, key_of, named_by
from oktui.domain.audit import AuditEvent, Detail, EventKind, SubjectKind
from oktui.domain.authority import Principal
from oktui.domain.directory import Reader
from oktui.domain.modules import Module
from oktui.domain.sessions import Actor, UnknownSession
from oktui.effects import Effects
from oktui.services.recording import who
from storage import applications, audit
from storage.database import reading
from storage.sealing_key import the_key


def make(name: str, module: Module, effects: Effects) -> tuple[str, str]:
    """A new key, to be shown once, and its hash, to be stored."""
    secret = effects.make_secret()
    return key_of(name, secret), hash_key(the_key(), name, module, secret)


def recognise(key: str) -> Application:
    """The application whose key it is. Raises UnknownKey."""
    name, secret = named_by(key)
    with reading():
        try:
            application = applications.named(name)
        except UnknownApplication as error:
            raise UnknownKey from error
    if not is_key_of(application, secret, the_key()):
        raise UnknownKey
    return application


@contextmanager
def reading_as(reader: Reader, effects: Effects) -> Iterator[tuple[Module, datetime]]:
    """See one state of the database for whoever has shown a key, or their own password, over LDAP; of which module.

    Raises UnknownApplication: the application has been removed since.
    """
    with reading():
        module = applications.named(reader.application).module if reader.application else reader.module
        if module is None:
            raise UnknownApplication(reader.application)
        yield module, effects.now()


def actor_of(application: Application, token: str) -> Actor:
    """Whoever has the session that the application knows by the token. Raises UnknownSession."""
    with reading():
        session_id = applications.session_of(application.id, token)
    if session_id is None:
        raise UnknownSession
    return Actor(session_id)


def record_application(
    principal: Principal, kind: EventKind, application_id: int, name: str, module: Module, after: Detail
) -> None:
    """Append what was done to an application; of its key no more than that there is one (X-19)."""
    audit.append(
        AuditEvent(
            at=principal.at,
            who=who(principal),
            kind=kind,
            subject_kind=SubjectKind.APPLICATION,
            subject_id=application_id,
            subject_name=name,
            module=module,
            after=after,
        )
    )
