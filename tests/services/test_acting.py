"""Every use case goes in by one door, at which it is asked who acts and whether they may (X-3)."""

import ast
import inspect
import sys
from collections.abc import Callable

import pytest

from oktui import demo
from oktui.domain.authority import Forbidden
from oktui.domain.modules import Module, Permission
from oktui.services.acting import acting, acting_on_oneself, allowed, attending, seeing, seeing_oneself
from oktui.services.employees.delete_employee import delete_employee
from oktui.services.exporting import export
from oktui.services.overview.saved_lists import remove_list, save_list
from oktui.services.sign_in.attend_session import attend_session
from oktui.services.sign_in.change_password import change_password, get_password_owner
from oktui.services.sign_in.get_own_account import get_own_account
from oktui.services.sign_in.get_session import get_session, get_session_permissions
from oktui.services.sign_in.prefer_appearance import prefer_appearance
from oktui.services.sign_in.prefer_menu import prefer_menu, prefers_menu
from oktui.services.sign_in.prefer_printer import prefer_printer
from oktui.services.sign_in.prefer_sorting import prefer_sorting
from oktui.services.sign_in.sign_out import sign_out
from oktui.services.sign_in.unlock_session import unlock_session
from tests.services.test_matrix import public_use_cases
from tests.support.cast import Cast, granted

BY_PERMISSION: set[object] = {acting, allowed, seeing}
ONES_OWN: set[object] = {acting_on_oneself, attending, seeing_oneself}
"""The doors: for what takes a permission, and for what concerns nobody but the actor."""

OWN_AFFAIRS = {
    *(attend_session, change_password, get_own_account, get_password_owner, sign_out, unlock_session),
    *(prefer_appearance, prefer_sorting, prefer_menu, prefers_menu, get_session, get_session_permissions),
    *(save_list, remove_list, prefer_printer),
}


def doors(function: Callable[..., object]) -> set[object]:
    """The doors that the function goes in by, itself or by a helper of its own module."""
    module = sys.modules[function.__module__]
    found, waiting, seen = set[object](), [function.__name__], set[str]()
    while waiting:
        name = waiting.pop()
        used = getattr(module, name, None)
        if not inspect.isfunction(used) or name in seen:
            continue
        if used in BY_PERMISSION | ONES_OWN | {export} and used is not function:
            found.add(used)
        elif used.__module__ == module.__name__:
            seen.add(name)
            tree = ast.parse(inspect.getsource(used))
            waiting += [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return found


USE_CASES = {function.__name__: function for function in public_use_cases()}


@pytest.mark.parametrize("name", sorted(USE_CASES))
def test_every_use_case_goes_in_by_a_door_of_its_kind(name: str) -> None:
    """X-3: so a permission cannot be forgotten; only what is nobody else's affair needs none."""
    own = USE_CASES[name] in OWN_AFFAIRS
    assert doors(USE_CASES[name])
    assert doors(USE_CASES[name]) <= (ONES_OWN if own else BY_PERMISSION | {export})


def test_whoever_may_do_it_to_nobody_does_not_learn_who_is_there(cast: Cast) -> None:
    """X-3: the door is shut before anything is looked up."""
    cast.employ(demo.MARTINKA, "martinka", granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS))
    for employee_id in (cast.account("homola").employee.id, 1_000_000):
        with pytest.raises(Forbidden):
            delete_employee(cast.actor("martinka"), employee_id, effects=cast.effects)
