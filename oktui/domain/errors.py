"""What all refusals are: a rule's answer instead of a result.

Each stands beside its rule, with typed data and, where one field is to blame, that field's name. The Czech sentences
are in `screens/texts/`.
"""


class DomainError(Exception):
    """A request that a rule refuses; `field` names the form's field at fault, if one is."""

    field: str | None = None


class Outage(DomainError):
    """Something outside the program did not answer; nothing was changed (X-4)."""
