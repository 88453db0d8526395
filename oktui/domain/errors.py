"""What all refusals are: a rule's answer instead of a result.

Each stands beside its rule, with typed data and, where one field is to blame, that field's name. The Czech sentences
are in `screens/texts/`.
"""

from typing import ClassVar


class DomainError(Exception):
    """A request that a rule refuses; `field` names the form's field at fault, if one is."""

    field: str | None = None

    also: tuple["DomainError", ...] = ()
    """What else was refused of the same request; see `examination`."""

    code: ClassVar[str] = ""
    """What the audit and scripts know it by: it stays when the class is renamed or its sentence put better."""

    def __init_subclass__(cls, *, code: str = "", **options: object) -> None:
        super().__init_subclass__(**options)
        cls.code = code


class Outage(DomainError):
    """Something outside the program did not answer; nothing was changed (X-4)."""

    def __str__(self) -> str:
        """For the log, which knows no Czech."""
        return ": ".join((type(self).__name__, *map(str, self.args)))
