"""The import contracts of pyproject.toml catch what they are there to catch."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("oktui", "screens", "storage")

FORBIDDEN = {
    "layers": [
        ("storage/database.py", "oktui.services"),
        ("oktui/services/__init__.py", "screens"),
        ("oktui/jobs/__init__.py", "screens"),
        ("storage/database.py", "screens"),
        ("oktui/domain/people.py", "oktui.effects"),
    ],
    "commands": [("oktui/cli/root.py", "oktui.cli.account"), ("oktui/cli/account.py", "oktui.cli.db")],
    "through-services": [
        ("screens/__init__.py", "storage.database"),
        ("oktui/app.py", "storage.database"),
        ("oktui/worker.py", "storage.database"),
    ],
    "use-cases": [
        ("oktui/services/sync/get_sync.py", "oktui.services.sign_in.sign_in"),
        ("oktui/services/subjects.py", "oktui.services.sign_in.sign_in"),
    ],
    "acting": [("oktui/services/sync/get_sync.py", "storage.database")],
    "textual": [("oktui/services/__init__.py", "textual.app"), ("storage/database.py", "textual.message")],
    "peewee": [("oktui/services/__init__.py", "peewee"), ("screens/__init__.py", "playhouse.db_url")],
    "pure-domain": [("oktui/domain/accounts.py", "time"), ("oktui/domain/people.py", "sqlite3")],
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program's packages and their contracts, free to be spoilt."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_program_keeps_its_contracts(copy: Path) -> None:
    """What fails below fails for the line added, not for something else."""
    result = _lint(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("contract", "module", "imported"),
    [(contract, *breach) for contract, breaches in FORBIDDEN.items() for breach in breaches],
)
def test_a_forbidden_import_breaks_its_contract(copy: Path, contract: str, module: str, imported: str) -> None:
    """Each contract sees a breach in each place that it watches."""
    with (copy / module).open("a") as source:
        source.write(f"\nimport {imported}\n")
    result = _lint(copy, "--contract", contract)
    assert result.returncode == 1
    assert "BROKEN" in result.stdout


def _lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([program, "--no-cache", *options], cwd=folder, capture_output=True, text=True, check=False)
