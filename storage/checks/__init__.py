"""The check of our database: every invariant, asked of it as it is."""

from storage.checks import accounts, audit, grants, people, sessions, tables

INVARIANTS = (
    *tables.INVARIANTS,
    *people.INVARIANTS,
    *accounts.INVARIANTS,
    *grants.INVARIANTS,
    *sessions.INVARIANTS,
    *audit.INVARIANTS,
)
