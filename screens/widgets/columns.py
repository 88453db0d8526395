"""Columns of a table: their widths, and a cell's text cut to its width."""

from collections.abc import Callable, Sequence
from typing import Generic, Literal, TypeVar

from rich.cells import cell_len, set_cell_size

from oktui.values import dataclass
from screens.tones import Tone

GAP = " "
_NARROWEST = 8

RowT_contra = TypeVar("RowT_contra", contravariant=True)


@dataclass(frozen=True)
class Column(Generic[RowT_contra]):
    """A column: its title (one or two lines), a row's text, its width in cells or `None` to share the rest.

    `tone` says what the text means, where it means something.
    """

    title: str
    render: Callable[[RowT_contra], object]
    width: int | None = None
    justify: Literal["left", "right"] = "left"
    tone: Callable[[RowT_contra], Tone | None] | None = None


def fit(text: str, width: int, justify: Literal["left", "right"] = "left") -> str:
    """The text padded to `width` cells, or cut with an ellipsis."""
    length = cell_len(text)
    if length > width:
        return set_cell_size(text, width - 1) + "…"
    padding = " " * (width - length)
    return padding + text if justify == "right" else text + padding


def share(columns: Sequence[Column[RowT_contra]], available: int) -> list[int]:
    """The columns' widths: fixed ones as they are, the others sharing the rest, never under eight cells."""
    flexible = sum(column.width is None for column in columns)
    rest = available - len(GAP) * (len(columns) - 1) - sum(column.width or 0 for column in columns)
    each, spare = divmod(max(0, rest), flexible) if flexible else (0, 0)
    widths = []
    for column in columns:
        if column.width is not None:
            widths.append(column.width)
            continue
        widths.append(max(_NARROWEST, each + (spare > 0)))
        spare -= 1
    return widths
