"""The clients in `examples`, each with nothing but its language's own library, against the door as it is run."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from oktui.effects import Effects
from tests.storage.test_encrypted_connections import certify, free_port
from tests.support.cast import PASSWORD, Cast
from tests.support.door import ADDRESS, Opened, serving
from tests.support.effects import NO_FILES
from tests.support.shell import make_home, oktui

EXAMPLES = Path(__file__).parents[2] / "examples"
WRONG = "Neplatné uživatelské jméno nebo heslo."


def run(*command: str | Path, password: str) -> tuple[int, str]:
    """The exit status, and what was said."""
    done = subprocess.run(
        list(map(str, command)), input=f"{password}\n".encode(), capture_output=True, timeout=100, check=False
    )
    return done.returncode, done.stdout.decode() or done.stderr.decode()


def test_the_client_in_python_signs_in_and_is_told_what_one_may(cast: Cast, door: Opened, tmp_path: Path) -> None:
    """R1.1-2, X-12, X-4: with levels; a refusal is the document's, an outage has another exit status."""
    (tmp_path / "key").write_text(f"{door.application().key}\n")
    command: list[str | Path] = [
        sys.executable,
        EXAMPLES / "sign_in.py",
        door.path,
        tmp_path / "key",
        "homola",
        ADDRESS,
    ]
    rights = "social_services_records update\nsystem_administration update\n"
    for _ in range(2):  # the first one has signed out
        assert run(*command, password=PASSWORD) == (0, f"Jiří Homola\n{rights}")
    status, said = run(*command, password="spatne")
    assert (status, said[: len(WRONG)]) == (1, WRONG)
    (tmp_path / "key").write_text("evidence.cizi\n")
    assert run(*command, password=PASSWORD) == (3, "Aplikace se neprokázala platným klíčem.\n")


@pytest.mark.slow
def test_the_client_in_java_signs_in(tmp_path: Path) -> None:
    """The same over TLS, which Java's own client speaks; whatever is in a password gets there as it is."""
    if shutil.which("javac") is None or shutil.which("keytool") is None:
        pytest.skip("no JDK here: apt-get install openjdk-17-jdk-headless")
    home = make_home(tmp_path / "home", Effects(files=NO_FILES))
    added = oktui("application", "add", "evidence", "--module", "registr", "--json", "--home", home)
    (tmp_path / "key").write_text(json.loads(added.stdout)["key"])
    certify(tmp_path, "server", "127.0.0.1")
    trusted: list[str | Path] = ["-keystore", tmp_path / "trusted", "-storepass", "changeit"]
    imported = run("keytool", "-importcert", "-noprompt", "-file", tmp_path / "server.crt", *trusted, password="")
    assert imported[0] == 0, imported
    java = ["java", f"-Djavax.net.ssl.trustStore={tmp_path / 'trusted'}", "-Djavax.net.ssl.trustStorePassword=changeit"]
    port = free_port()
    tls = ("--certificate", tmp_path / "server.crt", "--private-key", tmp_path / "server.key")
    with serving(home, "--host", "127.0.0.1", "--port", str(port), *tls, at=port):
        command: list[str | Path] = [
            *java,
            EXAMPLES / "SignIn.java",
            f"https://127.0.0.1:{port}",
            tmp_path / "key",
            "homola",
            ADDRESS,
        ]
        status, said = run(*command, password=PASSWORD)
        assert (status, json.loads(said)["name"]) == (0, "Jiří Homola")
        status, said = run(*command, password='"\\\t")')
        assert (status, json.loads(said)["text"][: len(WRONG)]) == (1, WRONG)
