"""Make the sheet that whoever has got an account or a password is handed (R2.3-12, X-16, X-30)."""

from collections.abc import Callable, Sequence

from oktui.domain.accounts import Account
from oktui.domain.audit import EventKind, SubjectKind
from oktui.domain.authority import Action, Principal, Subject, require
from oktui.domain.kept_files import Format, KeptFile
from oktui.domain.sessions import Actor
from oktui.domain.sheet import Paragraph, Sheet, sheet_for
from oktui.effects import Effects
from oktui.services.acting import acting, seeing
from oktui.services.keeping import keeping
from oktui.services.pdf import write_pdf
from oktui.services.recording import record
from oktui.values import dataclass
from storage import accounts


@dataclass(frozen=True, repr=False)
class HandOver:
    """Whose sheet; the password that was made up for them, where it is to be on it."""

    account_id: int
    password: str = ""


Write = Callable[[Sheet], tuple[str, Sequence[Paragraph]]]
"""The title and the words of a sheet."""


def get_sheet(actor: Actor, account_id: int, *, effects: Effects) -> Sheet:
    """What the sheet says, without the password. Raises Forbidden, NotFound."""
    with seeing(actor, Action.RESET_PASSWORD, effects) as principal:
        return sheet_for(_account(principal, account_id), "", principal, effects.policy)


def keep_sheet(actor: Actor, request: HandOver, write: Write, *, effects: Effects) -> KeptFile:
    """Keep the sheet as a PDF; the audit knows for whom, and whether the password is on it (X-19).

    Raises:
        Forbidden, NotFound: the actor could not give this account a password.
        LastingPassword: the account's password is not a temporary one, and was to be on the sheet.
        FileTooLarge, FilesUnavailable, DiskFull: it cannot be kept.
    """
    with seeing(actor, Action.RESET_PASSWORD, effects) as principal:
        sheet = sheet_for(_account(principal, request.account_id), request.password, principal, effects.policy)
    with keeping(SubjectKind.EMPLOYEE, Format.PDF, effects) as file:
        title, paragraphs = write(sheet)
        write_pdf(file.draft.path, title, paragraphs, at=sheet.made_at)
        with acting(actor, Action.RESET_PASSWORD, effects) as principal:
            employee = _account(principal, request.account_id).employee
            told = {"with_password": bool(request.password)}
            file.record(principal, {"name": f"{employee.ik}: {employee.person.name}", **told})
            record(principal, EventKind.SHEET_MADE, employee, after=told)
        return file.told()


def print_sheet(actor: Actor, request: HandOver, *, effects: Effects) -> Sheet:
    """What is to be printed; the audit knows for whom, and whether the password is on it (X-19).

    Raises Forbidden, NotFound, LastingPassword, as `keep_sheet` does.
    """
    with acting(actor, Action.RESET_PASSWORD, effects) as principal:
        account = _account(principal, request.account_id)
        sheet = sheet_for(account, request.password, principal, effects.policy)
        told = {"with_password": bool(request.password), "printed": True}
        record(principal, EventKind.SHEET_MADE, account.employee, after=told)
    return sheet


def _account(principal: Principal, account_id: int) -> Account:
    account = accounts.load(account_id)
    require(principal, Action.RESET_PASSWORD, Subject.of(account.employee, account, principal.at))
    return account
