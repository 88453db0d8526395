"""What an administrator grants while a password is being hashed still counts (X-15)."""

from dataclasses import replace

import pytest

from oktui.domain.modules import Module, Permission, Realm
from oktui.services.helpdesk.reset_password import ResetPassword, reset_password
from oktui.services.new_passwords import PasswordEntry
from oktui.services.sign_in.change_password import ChangePassword, change_password
from storage import grants
from storage.database import transaction
from tests.support.cast import JIHOMORAVSKY, PASSWORD, Cast, granted
from tests.support.effects import QuickHashing

SHORT = "k7fq-9xwd-2m"


class Promoting(QuickHashing):
    """Hashing during which klicpera is granted Správa systému."""

    def __init__(self, account_id: int) -> None:
        super().__init__()
        self._account_id = account_id

    def hash(self, password: str) -> str:
        """As ever, but slowly enough for a grant."""
        with transaction():
            grant = granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION)
            grants.insert(self._account_id, Realm.OKSLUZBY, grant, None)
        return super().hash(password)


@pytest.mark.parametrize("own", [True, False])
def test_who_becomes_an_administrator_meanwhile_must_change_the_password_again(cast: Cast, own: bool) -> None:
    """X-15, X-16: 12 characters are enough for an ordinary account only; its own change and a reset alike."""
    klicpera = cast.account("klicpera")
    assert klicpera.employee.workplace.name == JIHOMORAVSKY
    effects = replace(cast.effects, hashing=Promoting(klicpera.id))
    entry = PasswordEntry(SHORT, SHORT)
    if own:
        actor = cast.actor("klicpera")
        cast.clock.forward(cast.effects.policy.passwords.min_age)
        change_password(actor, ChangePassword(PASSWORD, entry), effects=effects)
    else:
        request = ResetPassword(klicpera.id, entry, must_change=False)
        reset_password(cast.actor("mpsv_radek"), request, effects=effects)
    assert cast.account("klicpera").must_change
    assert cast.sign_in("klicpera", password=SHORT).must_change
