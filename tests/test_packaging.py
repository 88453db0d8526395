"""What is handed out: the wheel, the source distribution, and an environment with the wheel alone."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COMMITTED = ("oktui", "screens", "storage", "docs", "deploy", "examples")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder with both, built from a copy, which has no file that somebody has lying about."""
    folder = tmp_path_factory.mktemp("dist")
    copy = folder / "copy"
    copy.mkdir()
    for name in _tracked():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=copy, check=True, capture_output=True, env={**os.environ, "SOURCE_DATE_EPOCH": "1"})
    yield folder
    shutil.rmtree(folder)


def _tracked() -> list[str]:
    """The files of this source: by git, or all that is here where it came without."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        done = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
        return [name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]
    return [
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*")
        if path.is_file() and not {"__pycache__", ".venv", "build", "dist"} & set(path.relative_to(ROOT).parts)
    ]


def _wheel(built: Path) -> zipfile.ZipFile:
    [file] = built.glob("*.whl")
    return zipfile.ZipFile(file)


def test_the_source_distribution_is_all_that_a_checkout_is(built: Path) -> None:
    """Whoever has it alone can install by the locks, run all tests and deploy."""
    [file] = built.glob("*.tar.gz")
    with tarfile.open(file) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"Makefile", "requirements.lock", "requirements-build.lock", "requirements-dev.lock", ".ci/run"} <= names
    missing = {name for name in _tracked() if name.startswith((*COMMITTED, "tests", "README"))} - names
    assert missing == set()


def test_the_wheel_brings_the_program_the_documents_and_what_deploys_it(built: Path) -> None:
    """Nothing of the tests, and each file of the packages, whatever its kind."""
    with _wheel(built) as archive:
        names = set(archive.namelist())
        data = next(name for name in names if ".data/" in name).partition("/data/")[0] + "/data/share/doc/oktui/"
        pages = {name.partition("/data/share/man/")[2] for name in names if "/data/share/man/" in name}
        shared = {name.removeprefix(data) for name in names if name.startswith(data)}
    assert {name for name in _tracked() if name.startswith(("oktui/", "screens/", "storage/"))} <= names
    assert {name for name in _tracked() if name.startswith(("docs/", "deploy/"))} <= shared
    assert {"CHANGELOG.md", "SECURITY.md"} <= shared
    assert {"man1/oktui.1", "man1/oktui-account.1", "man5/oktui.toml.5"} <= pages
    assert [name for name in names if name.startswith("tests/") or "__pycache__" in name] == []


def test_the_wheel_says_of_itself_what_an_index_shows(built: Path) -> None:
    """The page, the least Python, and that it is not to be uploaded before its owner has named a licence."""
    with _wheel(built) as archive:
        [name] = [name for name in archive.namelist() if name.endswith("/METADATA")]
        metadata = message_from_bytes(archive.read(name))
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert str(metadata.get_payload()).startswith("# OKtui")
    assert "Private :: Do Not Upload" in metadata.get_all("Classifier", [])
    assert {"postgresql", "postgresql-binary"} <= set(metadata.get_all("Provides-Extra", []))


def test_an_environment_with_the_wheel_alone_runs_the_program(built: Path, tmp_path: Path) -> None:
    """The packages it needs are this environment's, the program is the wheel's: `oktui --version`, and a database."""
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / "bin" / "python"
    [wheel] = built.glob("*.whl")
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        str(wheel),
    ]
    subprocess.run(install, check=True)
    [packages] = (tmp_path / "venv" / "lib").glob("python3*/site-packages")
    (packages / "needed.pth").write_text(sysconfig.get_path("purelib") + "\n")  # whose own .pth files are not followed

    def run(*words: str) -> str:
        command = [str(tmp_path / "venv" / "bin" / "oktui"), *words]
        return subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert run("--version") == f"oktui {version}\n"
    assert "0001" in run("db", "upgrade", "--home", str(tmp_path / "home"))
    ask = [str(python), "-c", "import storage; print(storage.__file__)"]
    where = subprocess.run(ask, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert where.stdout.startswith(str(packages))


def test_production_is_locked_without_a_copied_libpq() -> None:
    """The driver takes the system's, which the system keeps safe; building is locked as well."""
    locked = {
        lock: {
            line.partition("==")[0]
            for line in (ROOT / lock).read_text(encoding="utf-8").splitlines()
            if "==" in line and not line.startswith((" ", "#"))
        }
        for lock in ("requirements.lock", "requirements-build.lock", "requirements-dev.lock")
    }
    assert "psycopg" in locked["requirements.lock"]
    assert "psycopg-binary" not in locked["requirements.lock"]
    assert "pytest" not in locked["requirements.lock"]
    assert "hatchling" in locked["requirements-build.lock"]
    assert locked["requirements.lock"] <= locked["requirements-dev.lock"]
