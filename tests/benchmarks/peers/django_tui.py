"""django-admin-tui: Django's users in a terminal, read row by row into one table; that list is all it can do.

build/peers/django/bin/python -m tests.benchmarks.peers.django_tui FOLDER SIZE
"""

import asyncio
import json
import sys
import time
from pathlib import Path

from tests.benchmarks.peers import django_site


async def _take_turns() -> None:
    from django.contrib import admin
    from django.contrib.auth.models import User
    from django_admin_tui.tui import DjangoAdminTUI, ModelListView
    from textual.widgets import DataTable

    app = DjangoAdminTUI()
    async with app.run_test(size=(80, 24)):
        print(json.dumps({"acts": ["open"]}), flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            everybody = await User.objects.acount()
            main = app.query_one("#main")
            await main.remove_children()
            began = time.perf_counter()
            await main.mount(ModelListView(model=User, model_admin=admin.site._registry[User]))
            while app.query_one(DataTable).row_count < everybody:  # noqa: ASYNC110 - it tells nobody when
                await asyncio.sleep(0.0005)
            told = {"ms": 1000 * (time.perf_counter() - began), "told": f"{everybody} rows"}
            print(json.dumps(told), flush=True)


if __name__ == "__main__":
    _folder = Path(sys.argv[1])
    django_site.configure(_folder)
    django_site.fill(_folder)
    asyncio.run(_take_turns())
