"""Opening one installation: its databases and its key."""

from contextlib import suppress
from pathlib import Path

from oktui.config import Settings
from oktui.domain.chain import AuditKeyMissing
from oktui.domain.files import FileTaken
from oktui.effects import Argon2, Effects
from storage import audit_chain, krk, roles, schema
from storage.database import close_database, open_database, reading, transaction
from storage.krk_credentials import Credentials
from storage.sealing_key import SealingKey, make_key, read_key, use_sealing_key


def make_effects(settings: Settings) -> Effects:
    """The real effects of this installation."""
    return Effects(files=settings.files, policy=settings.policy, hashing=Argon2(settings.hashing))


def upgrade_databases(settings: Settings) -> list[str]:
    """Apply what our database lacks, and make the embedded register of persons if that is ours too; returns the names.

    A register at another address belongs to the ministry and is left alone (X-4). Raises SchemaMismatch, Outage.
    """
    applied = roles.upgrade(settings.database_url, settings.owner_url)
    if register := embedded_register(settings):
        applied += krk.upgrade(register)
    _provide_key(settings)
    return applied


def _provide_key(settings: Settings) -> None:
    """Make the audit's key for a new database; one that has events already has its key somewhere. Raises Outage."""
    open_database(settings.database_url)
    try:
        key = _read_or_make(settings.audit_key)
        use_sealing_key(SealingKey(key, _anchor(settings)))
        with transaction():
            audit_chain.take_key()
    finally:
        close_database()


def _read_or_make(path: Path) -> bytes:
    with suppress(AuditKeyMissing):
        return read_key(path)
    with transaction():
        begun = audit_chain.has_begun()
    if begun:  # by a program that has made the key since, or with a key that is missing
        return read_key(path)
    with suppress(FileTaken):  # another program that makes the same installation was first
        make_key(path)
    return read_key(path)


def _anchor(settings: Settings) -> Path:
    return settings.home / "audit.anchor"


def open_databases(settings: Settings) -> None:
    """Open both databases for this program, and the audit's key.

    Raises:
        SchemaMismatch: our database is of another version.
        AuditKeyMissing, AuditKeyForeign, Outage: nothing can be done without.
    """
    schema.check_schema(settings.database_url)
    use_sealing_key(SealingKey(read_key(settings.audit_key), _anchor(settings)))
    open_database(settings.database_url)
    with reading():
        audit_chain.check_key()
    open_register(settings)


def open_register(settings: Settings) -> None:
    """Point the program at its register of persons. Raises KrkUnavailable: it cannot be meant so."""
    krk.open_krk(
        settings.krk_url,
        patience=settings.krk_patience,
        credentials=Credentials(settings.krk_certificate, settings.krk_key, settings.krk_authority),
    )


def open_to_read(settings: Settings) -> None:
    """Open our database and the audit's key for a command that changes nothing, where nothing can be written either.

    Raises:
        SchemaMismatch: our database is of another version.
        AuditKeyMissing, AuditKeyForeign, Outage: nothing can be said without.
    """
    schema.check_schema(settings.database_url, read_only=True)
    use_sealing_key(SealingKey(read_key(settings.audit_key), _anchor(settings)))
    open_database(settings.database_url, read_only=True)
    with transaction():
        audit_chain.check_key()


def open_empty(settings: Settings) -> None:
    """Make databases to restore a backup into, and open ours with the audit's key, which is no backup's.

    Raises AuditKeyMissing, SchemaMismatch, Outage.
    """
    use_sealing_key(SealingKey(read_key(settings.audit_key), _anchor(settings)))
    roles.upgrade(settings.database_url, settings.owner_url)
    if register := embedded_register(settings):
        krk.upgrade(register)
    open_database(roles.as_owner(settings.database_url, settings.owner_url))


def embedded_register(settings: Settings) -> str | None:
    """The register of persons if it is this installation's own, and not the ministry's (X-4). Raises KrkUnavailable."""
    url = settings.krk_url
    return url if url.startswith("sqlite:///") and not krk.is_foreign(url) else None
