"""What is on the sheet for the owner of an account (R2.3-12, X-16)."""

from dataclasses import replace

import pytest

from oktui.domain.accounts import Account
from oktui.domain.authority import Principal
from oktui.domain.modules import Module, Permission
from oktui.domain.sheet import LastingPassword, Sheet, sheet_for
from tests.support.roles import ACCOUNT, EMPLOYEE, NOW, POLICY, RECORDS, TODAY, grant

MAKER = Principal(1, 1, "", "Jiří Homola", "homola", Module.REGISTR, EMPLOYEE.workplace, {}, "", NOW)
REPORTS = grant(Permission.REPORTS, Module.POSKYTOVATEL)
PASSWORD = "89ab-cdef-ghjk-mnpq-rstu"


def sheet(account: Account = ACCOUNT, password: str = "") -> Sheet:
    """The sheet that homola makes."""
    return sheet_for(account, password, MAKER, POLICY)


def test_it_names_the_applications_that_the_account_opens_now_or_will() -> None:
    """R1.1-1, R1.1-2: those of the realm that there is a permission for; with none, the one where it was made."""
    assert sheet(replace(ACCOUNT, grants=(REPORTS, RECORDS))).modules == (Module.REGISTR, Module.POSKYTOVATEL)
    assert sheet(replace(ACCOUNT, grants=(REPORTS,))).modules == (Module.POSKYTOVATEL,)
    later = replace(RECORDS, valid_from=TODAY.replace(year=2017))
    assert sheet(replace(ACCOUNT, grants=(later,))).modules == (Module.REGISTR,)
    over = replace(REPORTS, revoked_at=NOW)
    assert sheet(replace(ACCOUNT, grants=(over,))).modules == (Module.REGISTR,)


def test_only_a_temporary_password_is_put_on_it() -> None:
    """X-16: whoever finds the sheet later finds nothing that opens the account."""
    assert sheet(replace(ACCOUNT, temporary=True), PASSWORD).password == PASSWORD
    with pytest.raises(LastingPassword):
        sheet(ACCOUNT, PASSWORD)
    assert sheet().password == ""


def test_the_password_is_not_told_by_accident() -> None:
    """X-19: not in a log, were the sheet written into one."""
    assert PASSWORD not in repr(sheet(replace(ACCOUNT, temporary=True), PASSWORD))


def test_it_says_how_long_a_password_of_ones_own_has_to_be() -> None:
    """X-15: longer for an administrator."""
    administrator = grant(Permission.SYSTEM_ADMINISTRATION)
    assert (sheet().least_length, sheet(replace(ACCOUNT, grants=(administrator,))).least_length) == (12, 17)
