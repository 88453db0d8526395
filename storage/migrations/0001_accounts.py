"""Workplaces, employees, accounts and grants; sessions, sync and audit."""

from typing import Any

from storage import audit_guard
from storage.database import execute
from storage.schema import words

TABLES = """
CREATE TABLE installation (
    key {text} NOT NULL PRIMARY KEY,
    value {text} NOT NULL
) {strict};

CREATE TABLE realm (
    name {text} NOT NULL PRIMARY KEY
) {strict};

CREATE TABLE module (
    name {text} NOT NULL PRIMARY KEY,
    realm {text} NOT NULL REFERENCES realm (name),
    UNIQUE (name, realm)
) {strict};

CREATE TABLE permission (
    module {text} NOT NULL REFERENCES module (name),
    name {text} NOT NULL,
    PRIMARY KEY (module, name)
) {strict};

CREATE TABLE workplace (
    id {id},
    office_kind {text} NOT NULL CHECK (office_kind IN ('KÚ', 'MPSV', 'OÚ pro HN', 'OÚ pro SZ')),
    name {text} NOT NULL CHECK (name <> ''),
    region {text},
    data_box {text} NOT NULL DEFAULT '',
    valid_from {date} NOT NULL,
    valid_to {date} CHECK (valid_to >= valid_from),
    version INTEGER NOT NULL DEFAULT 1,
    CHECK ((office_kind = 'MPSV') = (region IS NULL)),
    UNIQUE (office_kind, name),
    UNIQUE (id, region)
) {strict};

CREATE TABLE employee (
    id {id},
    realm {text} NOT NULL REFERENCES realm (name),
    workplace_id {ref} NOT NULL REFERENCES workplace (id),
    region {text},
    ik {key} NOT NULL CHECK ({ten_digits}),
    birth_number {text} NOT NULL,
    given_name {text} NOT NULL,
    surname {text} NOT NULL,
    second_surname {text} NOT NULL,
    birth_surname {text} NOT NULL,
    title_before {text} NOT NULL,
    title_after {text} NOT NULL,
    given_key {key} NOT NULL,
    surname_key {key} NOT NULL,
    surname_last_key {key} NOT NULL,
    second_surname_key {key} NOT NULL,
    sort_key {key} NOT NULL,
    words {text} NOT NULL,
    valid_from {date} NOT NULL,
    valid_to {date} CHECK (valid_to >= valid_from),
    phone {text} NOT NULL,
    email {text} NOT NULL,
    position {text} NOT NULL,
    abbreviation {text} NOT NULL,
    retired_at {instant},
    refreshed_at {instant},
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (realm, workplace_id, ik),
    UNIQUE (id, realm),
    FOREIGN KEY (workplace_id, region) REFERENCES workplace (id, region) ON UPDATE CASCADE
) {strict};
CREATE INDEX employee_order ON employee (
    realm, sort_key, id, surname_key, surname_last_key, given_key, second_surname_key, ik, workplace_id,
    retired_at, valid_to);
CREATE INDEX employee_region_order ON employee (
    realm, region, sort_key, id, surname_key, surname_last_key, given_key, second_surname_key, ik, workplace_id,
    retired_at, valid_to);
CREATE INDEX employee_surname ON employee (realm, surname_key);
CREATE INDEX employee_surname_last ON employee (realm, surname_last_key);
CREATE INDEX employee_half_order ON employee (
    realm, sort_key, id, surname_last_key, surname_key, region, given_key, second_surname_key, ik, workplace_id,
    retired_at, valid_to) WHERE surname_last_key <> '';
CREATE INDEX employee_given ON employee (realm, given_key);
CREATE INDEX employee_second_surname ON employee (realm, second_surname_key);
CREATE INDEX employee_ik ON employee (realm, ik);
CREATE INDEX employee_end ON employee (realm, valid_to, region) WHERE retired_at IS NULL AND valid_to IS NOT NULL;

CREATE TABLE account (
    id {id},
    employee_id {ref} NOT NULL UNIQUE,
    realm {text} NOT NULL,
    username {text} NOT NULL CHECK ({username}),
    created_at {instant} NOT NULL,
    password_hash {text} NOT NULL,
    password_set_at {instant} NOT NULL,
    must_change {flag} NOT NULL,
    temporary {flag} NOT NULL,
    temporary_until {instant},
    temporary_used_at {instant},
    failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
    locked_at {instant},
    sync_state {text} NOT NULL CHECK (sync_state IN ('new', 'ik_confirmed', 'person_loaded', 'active')),
    sync_failed {flag} NOT NULL DEFAULT {false},
    sync_changed_at {instant} NOT NULL,
    first_signed_in_at {instant},
    last_signed_in_at {instant},
    menu_first {flag} NOT NULL DEFAULT {false},
    UNIQUE (id, realm),
    FOREIGN KEY (employee_id, realm) REFERENCES employee (id, realm)
) {strict};
CREATE UNIQUE INDEX account_username ON account (realm, lower(username));
CREATE INDEX account_locked ON account (locked_at) WHERE locked_at IS NOT NULL;
CREATE INDEX account_unused ON account (sync_changed_at)
    WHERE first_signed_in_at IS NULL AND sync_state = 'active';
CREATE INDEX account_temporary ON account (temporary_until) WHERE temporary_until IS NOT NULL;
CREATE INDEX account_pending ON account (id) WHERE sync_state <> 'active';

CREATE TABLE permission_grant (
    id {id},
    account_id {ref} NOT NULL,
    realm {text} NOT NULL,
    module {text} NOT NULL,
    permission {text} NOT NULL,
    level {text} NOT NULL CHECK (level IN ('view', 'update')),
    valid_from {date} NOT NULL,
    valid_to {date} CHECK (valid_to >= valid_from),
    revoked_at {instant},
    granted_by_id {ref} REFERENCES account (id) CHECK (granted_by_id <> account_id),
    FOREIGN KEY (module, realm) REFERENCES module (name, realm),
    FOREIGN KEY (module, permission) REFERENCES permission (module, name),
    FOREIGN KEY (account_id, realm) REFERENCES account (id, realm)
) {strict};
CREATE INDEX permission_grant_account ON permission_grant (account_id);
CREATE UNIQUE INDEX permission_grant_once ON permission_grant (account_id, module, permission)
    WHERE revoked_at IS NULL;
CREATE INDEX permission_grant_administration ON permission_grant (module, account_id)
    WHERE revoked_at IS NULL AND permission = 'system_administration' AND level = 'update';

CREATE TABLE employee_seal (
    employee_id {ref} NOT NULL PRIMARY KEY REFERENCES employee (id) ON DELETE CASCADE,
    number {ref} NOT NULL,
    mac {bytes} NOT NULL
) {strict};

CREATE TABLE past_password (
    id {id},
    account_id {ref} NOT NULL REFERENCES account (id),
    password_hash {text} NOT NULL,
    replaced_at {instant} NOT NULL
) {strict};
CREATE INDEX past_password_account ON past_password (account_id);

CREATE TABLE session (
    id {id},
    account_id {ref} NOT NULL REFERENCES account (id),
    module {text} NOT NULL REFERENCES module (name),
    place {text} NOT NULL,
    permissions {text} NOT NULL,
    started_at {instant} NOT NULL,
    last_active_at {instant} NOT NULL,
    ended_at {instant},
    end_reason {text},
    ended_by {text} NOT NULL DEFAULT '',
    origin {text} NOT NULL,
    must_change {flag} NOT NULL,
    wrong_passwords INTEGER NOT NULL DEFAULT 0,
    locked_at {instant},
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
) {strict};
CREATE UNIQUE INDEX session_one_open ON session (account_id, module, place) WHERE ended_at IS NULL;

CREATE TABLE slowed_name (
    key {text} NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    next_at {instant} NOT NULL
) {strict};
CREATE INDEX slowed_name_next ON slowed_name (next_at);

CREATE TABLE source (
    name {text} NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL CHECK (failures >= 0),
    at {instant} NOT NULL,
    region {text}
) {strict};
CREATE INDEX source_at ON source (at);

CREATE TABLE source_name (
    source {text} NOT NULL,
    key {text} NOT NULL,
    counted INTEGER NOT NULL CHECK (counted >= 0),
    failed_at {instant},
    known_at {instant},
    at {instant} NOT NULL,
    PRIMARY KEY (source, key)
) {strict};
CREATE INDEX source_name_at ON source_name (at);

CREATE TABLE incident (
    number {id},
    at {instant} NOT NULL,
    account_id {ref} REFERENCES account (id),
    username {text} NOT NULL,
    module {text} NOT NULL REFERENCES module (name),
    sync_state {text} NOT NULL,
    origin {text} NOT NULL,
    region {text}
) {strict};
CREATE INDEX incident_region ON incident (region, number);
CREATE INDEX incident_at ON incident (at);

CREATE TABLE lease (
    name {text} NOT NULL PRIMARY KEY,
    holder {text} NOT NULL,
    until {instant} NOT NULL
) {strict};

CREATE TABLE sync_run (
    id {id},
    slot {instant} NOT NULL,
    started_at {instant} NOT NULL,
    finished_at {instant},
    holder {text} NOT NULL,
    processed INTEGER NOT NULL DEFAULT 0,
    activated INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0
) {strict};
CREATE INDEX sync_run_slot ON sync_run (slot);

CREATE TABLE audit_event (
    id {id},
    at {instant} NOT NULL,
    actor_id {ref},
    actor_name {key} NOT NULL,
    origin {text} NOT NULL,
    kind {text} NOT NULL,
    outcome {text} NOT NULL CHECK (outcome IN ('begun', 'done', 'refused')),
    module {text},
    subject_kind {text} NOT NULL,
    subject_id {ref},
    subject_name {key} NOT NULL,
    realm {text},
    region {text},
    before {text} NOT NULL,
    after {text} NOT NULL,
    part_of {text} NOT NULL DEFAULT '',
    previous_mac {bytes} NOT NULL,
    mac {bytes} NOT NULL
) {strict};
CREATE INDEX audit_event_order ON audit_event (at, id);
CREATE INDEX audit_event_kind ON audit_event (kind, at, id);
CREATE INDEX audit_event_region ON audit_event (realm, region, at, id);
CREATE INDEX audit_event_region_kind ON audit_event (realm, region, kind, at, id);
CREATE INDEX audit_event_actor ON audit_event (actor_id, at, id);
CREATE INDEX audit_event_actor_name ON audit_event (actor_name, at, id);
CREATE INDEX audit_event_subject ON audit_event (subject_kind, subject_id, id);
CREATE INDEX audit_event_subject_name ON audit_event (subject_name, at, id);
CREATE INDEX audit_event_part ON audit_event (part_of, at, id) WHERE part_of <> '';

CREATE TABLE change_request (
    id {text} NOT NULL PRIMARY KEY,
    subject_id {ref},
    made_at {instant} NOT NULL
) {strict};
CREATE INDEX change_request_made ON change_request (made_at);

CREATE TABLE audit_end (
    name {text} NOT NULL PRIMARY KEY CHECK (name IN ('start', 'head')),
    number {ref} NOT NULL,
    mac {bytes} NOT NULL,
    proof {bytes} NOT NULL
) {strict};
"""

CATALOGUE = """
INSERT INTO realm (name) VALUES ('okslužby'), ('oknouze');
INSERT INTO module (name, realm) VALUES ('registr', 'okslužby'), ('poskytovatel', 'okslužby'), ('oknouze', 'oknouze');
INSERT INTO permission (module, name) VALUES
    ('registr', 'social_services_records'), ('registr', 'inspection_records'),
    ('registr', 'system_administration'), ('registr', 'user_support'),
    ('poskytovatel', 'grant_applications'), ('poskytovatel', 'reports'),
    ('poskytovatel', 'system_administration'), ('poskytovatel', 'user_support'),
    ('oknouze', 'social_worker'), ('oknouze', 'appeals'),
    ('oknouze', 'system_administration'), ('oknouze', 'user_support');
"""

SEARCH_SQLITE = (
    """
    CREATE VIRTUAL TABLE employee_search USING fts5 (
        words, content = 'employee', content_rowid = 'id', detail = 'none', prefix = '1 2 3',
        tokenize = 'unicode61 remove_diacritics 0')""",
    """
    CREATE TRIGGER employee_search_in AFTER INSERT ON employee BEGIN
        INSERT INTO employee_search (rowid, words) VALUES (new.id, new.words);
    END""",
    """
    CREATE TRIGGER employee_search_out AFTER DELETE ON employee BEGIN
        INSERT INTO employee_search (employee_search, rowid, words) VALUES ('delete', old.id, old.words);
    END""",
    """
    CREATE TRIGGER employee_search_anew AFTER UPDATE OF words ON employee BEGIN
        INSERT INTO employee_search (employee_search, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO employee_search (rowid, words) VALUES (new.id, new.words);
    END""",
)
SEARCH_POSTGRESQL = "CREATE INDEX employee_search ON employee USING gin (to_tsvector('simple', words))"

FIRST_INCIDENT = 1_000_001


def up(_migrator: Any, db: Any) -> None:
    """Make the tables; incident numbers begin with seven digits, as people are used to reading them out."""
    for statement in (TABLES.format(**words(db)) + CATALOGUE).split(";"):
        if statement.strip():
            execute(db, statement)
    if words(db)["strict"]:
        for statement in SEARCH_SQLITE:
            execute(db, statement)
        execute(db, "INSERT INTO sqlite_sequence (name, seq) VALUES ('incident', ?)", (FIRST_INCIDENT - 1,))
    else:
        execute(db, SEARCH_POSTGRESQL)
        execute(db, f"ALTER TABLE incident ALTER COLUMN number RESTART WITH {FIRST_INCIDENT}")
    audit_guard.put_up(db)
