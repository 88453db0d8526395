"""Persons, the categories they may be employed in, the consents behind them, and the last IK given out."""

from typing import Any

from peewee import Database

from storage.database import execute
from storage.schema import words

TABLES = """
CREATE TABLE person (
    ik {text} NOT NULL PRIMARY KEY CHECK ({ten_digits}),
    birth_number {text} NOT NULL UNIQUE,
    born {date} NOT NULL,
    given_name {text} NOT NULL,
    surname {text} NOT NULL,
    second_surname {text} NOT NULL,
    birth_surname {text} NOT NULL,
    title_before {text} NOT NULL,
    title_after {text} NOT NULL,
    given_key {key} NOT NULL,
    surname_key {key} NOT NULL,
    surname_last_key {key} NOT NULL
) {strict};
CREATE INDEX person_born ON person (born, surname_key);
CREATE INDEX person_surname ON person (surname_key, given_key);
CREATE INDEX person_surname_last ON person (surname_last_key, given_key);

CREATE TABLE person_category (
    ik {text} NOT NULL REFERENCES person (ik),
    category {text} NOT NULL CHECK (category IN ('HN', 'SS')),
    PRIMARY KEY (ik, category)
) {strict};

CREATE TABLE consent (
    id {id},
    ik {text} NOT NULL REFERENCES person (ik),
    received_on {date} NOT NULL,
    reference {text} NOT NULL
) {strict};
CREATE INDEX consent_person ON consent (ik);

CREATE TABLE ik_series (
    id {ref} NOT NULL PRIMARY KEY CHECK (id = 1),
    ik {text} NOT NULL CHECK ({ten_digits})
) {strict};
INSERT INTO ik_series VALUES (1, '1600000006');
"""
"""The series begins above every IK of the document; its one row holds the last IK given out, or passed over."""


def up(_migrator: Any, db: Database) -> None:
    """Make the tables."""
    for statement in TABLES.format(**words(db)).split(";"):
        if statement.strip():
            execute(db, statement)
