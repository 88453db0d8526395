"""Paragraphs as a PDF."""

import subprocess
import sys
from pathlib import Path

_WRITE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from oktui.services.pdf import write_pdf
write_pdf(Path(sys.argv[1]), sys.argv[2], (), at=datetime(2016, 7, 25, tzinfo=UTC))
"""


def test_a_letter_that_the_font_lacks_is_not_told_on_the_terminal(tmp_path: Path) -> None:
    """X-22: the library complains of it in its log, which nobody has asked for; the rest is written."""
    file = tmp_path / "list.pdf"
    done = subprocess.run(
        [sys.executable, "-c", _WRITE, str(file), "山田 Dvořák"], check=True, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("", "")
    assert file.read_bytes().startswith(b"%PDF-")
