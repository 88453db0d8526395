"""Paragraphs as a PDF of one page or more, in a font that has all Czech letters."""

import logging
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from oktui.domain.sheet import Paragraph
from oktui.domain.text import harmless

if TYPE_CHECKING:
    from fpdf import FPDF

_FONT: Final = Path(__file__).parent.parent / "fonts" / "DejaVuSans.ttf"
_NAME: Final = "DejaVu"
_MARGIN: Final = 20
_SILENT: Final = logging.NullHandler()
_TITLE_SIZE, _HEADING_SIZE, _SIZE = 18, 13, 11


def write_pdf(path: Path, title: str, paragraphs: Iterable[Paragraph], *, at: datetime) -> None:
    """Write them over the file; nothing else is on record in it but the title and the moment."""
    from fpdf import FPDF  # here, because importing it takes longer than most runs need it

    for library in ("fpdf", "fontTools"):  # else Python's last resort writes what they log on the terminal
        logging.getLogger(library).addHandler(_SILENT)
    pdf = FPDF(format="A4")
    pdf.set_title(title)
    pdf.set_lang("cs")
    pdf.set_creation_date(at)
    pdf.set_margin(_MARGIN)
    pdf.set_auto_page_break(True, _MARGIN)
    pdf.add_font(_NAME, fname=_FONT)
    pdf.add_page()
    _write(pdf, title, _TITLE_SIZE)
    for paragraph in paragraphs:
        pdf.ln(4)
        _write(pdf, paragraph.heading, _HEADING_SIZE)
        for line in paragraph.lines:
            _write(pdf, line, _SIZE)
    path.write_bytes(bytes(pdf.output()))


def _write(pdf: "FPDF", text: str, size: int) -> None:
    if text:
        pdf.set_font(_NAME, size=size)
        pdf.multi_cell(0, size * 0.55, harmless(text), align="L", new_x="LMARGIN", new_y="NEXT")
