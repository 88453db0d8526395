"""Django's admin, asked without a server and without a browser: the answer's HTML is there, nothing is drawn.

build/peers/django/bin/python -m tests.benchmarks.peers.django_admin FOLDER SIZE
"""

import itertools
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.peers import django_site
from tests.benchmarks.peers.turns import OTHER, PASSWORD, WRONG, Act, people_in, take_turns

_USERS = "/admin/auth/user/"
_ROW = 'class="action-select"'
_COUNT = re.compile(r"(\d+) users?\b")


def acts(folder: Path) -> dict[str, Act]:
    """What is sent when each form is saved; opening the forms before that is not counted."""
    from django.contrib.auth.models import Permission, User
    from django.test import Client

    client = Client()
    client.force_login(User.objects.get(username="admin"))
    names = itertools.cycle([name for name, _, _ in people_in(folder) if name.startswith("u1")][:800])
    two = [str(key) for key in Permission.objects.values_list("id", flat=True)[:2]]
    numbers = itertools.count()
    User.objects.filter(username="u999").update(is_active=False)

    def look(**asked: str) -> str:
        page = client.get(_USERS, asked)
        html = page.content.decode()
        count = _COUNT.search(html)
        return f"{html.count(_ROW)} of {count[1] if count else '?'}"

    def change(user: Any, permissions: list[str]) -> int:
        joined = user.date_joined
        form = {
            "username": user.username,
            "first_name": "Radomír",
            "last_name": "Martinka",
            "email": "martinka@kr-vysocina.example",
            "is_active": "on",
            "is_staff": "on",
            "user_permissions": permissions,
            "date_joined_0": f"{joined:%Y-%m-%d}",
            "date_joined_1": f"{joined:%H:%M:%S}",
            "last_login_0": "",
            "last_login_1": "",
        }
        return _saved(client.post(f"{_USERS}{user.pk}/change/", form))

    def create() -> Callable[[], object]:
        name = f"nova{next(numbers)}"

        def timed() -> str:
            form = {"username": name, "usable_password": "true", "password1": OTHER, "password2": OTHER}
            added = client.post(f"{_USERS}add/", form)
            key = re.search(r"/user/(\d+)/change/", added.headers["Location"])
            assert key is not None
            user = User.objects.get(pk=int(key[1]))
            return f"{change(user, two)}: {user.user_permissions.count()}"

        return timed

    def sign_in(name: str, password: str) -> Callable[[], object]:
        elsewhere = Client()
        form = {"username": name, "password": password, "next": "/admin/"}
        return lambda: elsewhere.post("/admin/login/", form).status_code

    def reset() -> Callable[[], object]:
        user = User.objects.get(username=next(names))
        User.objects.filter(pk=user.pk).update(is_active=False)
        form = {"usable_password": "true", "password1": OTHER, "password2": OTHER}

        def timed() -> str:
            _saved(client.post(f"{_USERS}{user.pk}/password/", form))
            return f"{change(user, [])}, must-change: it has none"

        return timed

    return {
        "open": lambda: lambda: look(),
        "find": lambda: lambda: look(q="smitko"),
        "create": create,
        "good": lambda: sign_in("u1000", PASSWORD),
        "bad": lambda: sign_in(next(names), WRONG),
        "locked": lambda: sign_in("u999", PASSWORD),
        "reset": reset,
    }


def _saved(answer: Any) -> int:
    """The status; a form that was refused is shown again with 200."""
    status: int = answer.status_code
    if status != 302:
        raise SystemExit(re.sub(r"<[^>]*>|\s+", " ", answer.content.decode()))
    return status


if __name__ == "__main__":
    django_site.configure(Path(sys.argv[1]))
    django_site.fill(Path(sys.argv[1]))
    take_turns(acts(Path(sys.argv[1])))
