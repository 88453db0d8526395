"""The tables of our database as peewee models; only query modules use them, nothing else sees a row."""

from peewee import AutoField, BlobField, BooleanField, CompositeKey, ForeignKeyField, IntegerField, Model, TextField

from oktui.domain.audit import EventKind, Outcome, SubjectKind
from oktui.domain.chain import End
from oktui.domain.concerns import Concern
from oktui.domain.listing import Order
from oktui.domain.modules import Level, Module, Permission, Realm
from oktui.domain.notices import NoticeKind, NoticeReason, NoticeState
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.preferences import Appearance
from oktui.domain.sessions import Place, SessionEnd
from oktui.domain.sync import SyncState
from storage.database import database
from storage.fields import DayField, EnumField, InstantField, JsonField
from storage.persons import SearchedPersonColumns


class _Row(Model):
    class Meta:
        database = database
        legacy_table_names = False


class Installation(_Row):
    """What is known of this database as a whole, by key."""

    key = TextField(primary_key=True)
    value = TextField()


class WorkplaceRow(_Row):
    """A workplace."""

    id = AutoField()
    office_kind = EnumField(OfficeKind)
    name = TextField()
    region = EnumField(Region, null=True)
    data_box = TextField(default="")
    valid_from = DayField()
    valid_to = DayField(null=True)
    version = IntegerField(default=1)

    class Meta:
        table_name = "workplace"


class EmployeeRow(_Row, SearchedPersonColumns):
    """An employee, with the keys to search and sort by."""

    id = AutoField()
    realm = EnumField(Realm)
    workplace = ForeignKeyField(WorkplaceRow)
    region = EnumField(Region, null=True)
    ik = TextField()
    sort_key = TextField()
    words = TextField(default="")
    valid_from = DayField()
    valid_to = DayField(null=True)
    phone = TextField()
    email = TextField()
    position = TextField()
    abbreviation = TextField()
    retired_at = InstantField(null=True)
    refreshed_at = InstantField(null=True)
    version = IntegerField(default=1)

    class Meta:
        table_name = "employee"


class AccountRow(_Row):
    """An account."""

    id = AutoField()
    employee = ForeignKeyField(EmployeeRow, backref="accounts")
    realm = EnumField(Realm)
    username = TextField()
    created_at = InstantField()
    password_hash = TextField()
    password_set_at = InstantField()
    must_change = BooleanField()
    temporary = BooleanField()
    temporary_until = InstantField(null=True)
    temporary_used_at = InstantField(null=True)
    failures = IntegerField(default=0)
    locked_at = InstantField(null=True)
    sync_state = EnumField(SyncState)
    sync_failed = BooleanField(default=False)
    sync_changed_at = InstantField()
    first_signed_in_at = InstantField(null=True)
    last_signed_in_at = InstantField(null=True)
    menu_first = BooleanField(default=False)
    appearance = EnumField(Appearance, default=Appearance.DARK)
    sorted_by = EnumField(Order, default=Order.PERSON)
    printer = BooleanField(default=False)
    descending = BooleanField(default=False)

    class Meta:
        table_name = "account"


class SavedListRow(_Row):
    """A list of employees that the owner of an account has saved under a name (F3)."""

    id = AutoField()
    account = ForeignKeyField(AccountRow)
    name = TextField()
    words = TextField()
    given_name = TextField()
    surname = TextField()
    second_surname = TextField()
    ik = TextField()
    office_kind = EnumField(OfficeKind, null=True)
    workplace = ForeignKeyField(WorkplaceRow, null=True)
    with_invalid = BooleanField()
    concern = EnumField(Concern, null=True)
    sorted_by = EnumField(Order)
    descending = BooleanField()

    class Meta:
        table_name = "saved_list"


class GrantRow(_Row):
    """A permission given to an account."""

    id = AutoField()
    account = ForeignKeyField(AccountRow)
    realm = EnumField(Realm)
    module = EnumField(Module)
    permission = EnumField(Permission)
    level = EnumField(Level)
    valid_from = DayField()
    valid_to = DayField(null=True)
    revoked_at = InstantField(null=True)
    granted_by = ForeignKeyField(AccountRow, null=True, backref="granted")

    class Meta:
        table_name = "permission_grant"


class ProposalRow(_Row):
    """A grant of Správa systému that waits for a second person, or what a held one is to become (R2.1-1)."""

    id = AutoField()
    account = ForeignKeyField(AccountRow)
    module = EnumField(Module)
    grant = ForeignKeyField(GrantRow, null=True)
    level = EnumField(Level)
    valid_from = DayField()
    valid_to = DayField(null=True)
    proposed_by = ForeignKeyField(AccountRow, null=True, backref="proposals")
    proposer_ik = TextField()
    proposer_name = TextField()
    proposed_at = InstantField()

    class Meta:
        table_name = "proposal"


class EmployeeSealRow(_Row):
    """The seal on an employee with their account and grants, as the event of this number left them (X-19)."""

    employee = ForeignKeyField(EmployeeRow, primary_key=True)
    number = IntegerField()
    mac = BlobField()

    class Meta:
        table_name = "employee_seal"


class PastPasswordRow(_Row):
    """A password that the account had before (X-15)."""

    id = AutoField()
    account = ForeignKeyField(AccountRow)
    password_hash = TextField()
    replaced_at = InstantField()

    class Meta:
        table_name = "past_password"


class SessionRow(_Row):
    """A sign-in that lasts."""

    id = AutoField()
    account = ForeignKeyField(AccountRow)
    account_id: int
    module = EnumField(Module)
    place = EnumField(Place)
    permissions = JsonField()
    started_at = InstantField()
    last_active_at = InstantField()
    ended_at = InstantField(null=True)
    end_reason = EnumField(SessionEnd, null=True)
    ended_by = TextField(default="")
    origin = TextField()
    must_change = BooleanField()
    wrong_passwords = IntegerField(default=0)
    locked_at = InstantField(null=True)

    class Meta:
        table_name = "session"


class ApplicationRow(_Row):
    """An application that asks for its users."""

    id = AutoField()
    name = TextField()
    module = EnumField(Module)
    key_hash = TextField()
    key_made_at = InstantField()

    class Meta:
        table_name = "application"


class ApplicationSessionRow(_Row):
    """A session that somebody has through an application, which knows it by a token."""

    session = ForeignKeyField(SessionRow, primary_key=True)
    session_id: int
    application = ForeignKeyField(ApplicationRow)
    token_hash = TextField()

    class Meta:
        table_name = "application_session"


class SlowedNameRow(_Row):
    """A username, hashed, whose failures slow down the next attempt (X-11)."""

    key = TextField(primary_key=True)
    failures = IntegerField()
    next_at = InstantField()

    class Meta:
        table_name = "slowed_name"


class SourceRow(_Row):
    """Where attempts come from, with the failures that slow it down and the region of its officials (X-31)."""

    name = TextField(primary_key=True)
    failures = IntegerField()
    at = InstantField()
    region = EnumField(Region, null=True)

    class Meta:
        table_name = "source"


class SourceNameRow(_Row):
    """A username, hashed, at a source: what it failed there, and when its owner signed in from there (X-31)."""

    source = TextField()
    key = TextField()
    counted = IntegerField()
    failed_at = InstantField(null=True)
    known_at = InstantField(null=True)
    since = InstantField(null=True)
    at = InstantField()

    class Meta:
        table_name = "source_name"
        primary_key = CompositeKey("source", "key")


class IncidentRow(_Row):
    """A refused sign-in that was given a number (X-6)."""

    number = AutoField()
    at = InstantField()
    account = ForeignKeyField(AccountRow, null=True)
    username = TextField()
    module = EnumField(Module)
    sync_state = EnumField(SyncState)
    origin = TextField()
    region = EnumField(Region, null=True)

    class Meta:
        table_name = "incident"


class LeaseRow(_Row):
    """Who alone may do a job, and until when (X-7)."""

    name = TextField(primary_key=True)
    holder = TextField()
    until = InstantField()

    class Meta:
        table_name = "lease"


class SyncRunRow(_Row):
    """One run of the sync."""

    id = AutoField()
    slot = InstantField()
    started_at = InstantField()
    finished_at = InstantField(null=True)
    holder = TextField()
    processed = IntegerField(default=0)
    activated = IntegerField(default=0)
    failed = IntegerField(default=0)

    class Meta:
        table_name = "sync_run"


class NoticeRow(_Row):
    """Something that the owner of an account is to be told by e-mail, or was."""

    id = AutoField()
    kind = EnumField(NoticeKind)
    account = ForeignKeyField(AccountRow)
    account_id: int
    event = TextField()
    facts = JsonField()
    token = TextField()
    created_at = InstantField()
    due_at = InstantField()
    state = EnumField(NoticeState)
    attempts = IntegerField(default=0)
    address = TextField(default="")
    settled_at = InstantField(null=True)
    reason = EnumField(NoticeReason, null=True)
    reply = IntegerField(null=True)

    class Meta:
        table_name = "notice"


class AuditRow(_Row):
    """An audit event (X-19)."""

    id = AutoField()
    at = InstantField()
    actor_id = IntegerField(null=True)
    actor_name = TextField()
    origin = TextField()
    kind = EnumField(EventKind)
    outcome = EnumField(Outcome)
    module = EnumField(Module, null=True)
    subject_kind = EnumField(SubjectKind)
    subject_id = IntegerField(null=True)
    subject_name = TextField()
    realm = EnumField(Realm, null=True)
    region = EnumField(Region, null=True)
    before = JsonField()
    after = JsonField()
    part_of = TextField(default="")
    previous_mac = BlobField()
    mac = BlobField()

    class Meta:
        table_name = "audit_event"


class ChangeRequestRow(_Row):
    """A request for a change that was done, by the number that its form gave it (X-32)."""

    id = TextField(primary_key=True)
    subject_id = IntegerField(null=True)
    made_at = InstantField()

    class Meta:
        table_name = "change_request"


class AuditEndRow(_Row):
    """Where the chain of audit events begins or ends, under a seal of its own (X-19)."""

    name = EnumField(End, primary_key=True)
    number = IntegerField()
    mac = BlobField()
    proof = BlobField()

    class Meta:
        table_name = "audit_end"
