"""A site of Django's admin over Django's own users, durable as ours; in a Python with Django, which is not ours."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher


class SameCost(Argon2PasswordHasher):  # type: ignore[misc]  # Django is not there for mypy
    """Argon2id at our cost; Django's own is 100 MB, two rounds, eight lanes."""

    time_cost = 3
    memory_cost = 65536
    parallelism = 4


def configure(folder: Path) -> None:
    """Set up Django as its `startproject` does, but for where the database is and how durable."""
    import django

    settings.configure(
        SECRET_KEY="a benchmark's",
        ALLOWED_HOSTS=["testserver"],
        ROOT_URLCONF="tests.benchmarks.peers.django_urls",
        USE_TZ=True,
        STATIC_URL="/static/",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        PASSWORD_HASHERS=["tests.benchmarks.peers.django_site.SameCost"],
        AUTH_PASSWORD_VALIDATORS=[
            {"NAME": f"django.contrib.auth.password_validation.{name}"}
            for name in (
                "UserAttributeSimilarityValidator",
                "MinimumLengthValidator",
                "CommonPasswordValidator",
                "NumericPasswordValidator",
            )
        ],
        INSTALLED_APPS=[
            "django.contrib.admin",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "django.contrib.staticfiles",
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": folder / "django.db",
                "OPTIONS": {
                    "init_command": "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA",
                    "transaction_mode": "IMMEDIATE",
                },
            }
        },
    )
    django.setup()
    _record_sign_ins()


def fill(folder: Path) -> None:
    """Make the tables, the one who administers, and the people, unless Django's other peer was first."""
    if (folder / "django.db").exists():
        return
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import transaction

    from tests.benchmarks.peers.turns import PASSWORD, people_in

    call_command("migrate", verbosity=0)
    User.objects.create_superuser("admin", "", PASSWORD)
    hashed = make_password(PASSWORD)
    users = [
        User(username=name, first_name=given, last_name=surname, password=hashed, is_staff=True)
        for name, given, surname in people_in(folder)
    ]
    with transaction.atomic():
        User.objects.bulk_create(users, batch_size=500)


def _record_sign_ins() -> None:
    """The admin's log has no sign-ins; ours has, so that here they get a row as well."""
    from django.contrib.admin.models import CHANGE, LogEntry
    from django.contrib.auth import signals
    from django.contrib.auth.models import User

    def done(user: Any, **_: object) -> None:
        LogEntry.objects.create(user=user, object_repr="signed in", action_flag=CHANGE)

    def failed(credentials: dict[str, str], **_: object) -> None:
        user = User.objects.get(username=credentials["username"])
        LogEntry.objects.create(user=user, object_repr="refused", action_flag=CHANGE)

    signals.user_logged_in.connect(done, weak=False)
    signals.user_login_failed.connect(failed, weak=False)
