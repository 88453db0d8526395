"""The check of our database: every invariant, asked of it as it is."""

from storage.checks import accounts, audit, grants, notices, people, sessions, tables

INVARIANTS = (
    *tables.INVARIANTS,
    *people.INVARIANTS,
    *accounts.INVARIANTS,
    *grants.INVARIANTS,
    *sessions.INVARIANTS,
    *notices.INVARIANTS,
    *audit.INVARIANTS,
)
