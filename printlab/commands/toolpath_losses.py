"""What a toolpath loses when it is read or written, as rows and as lines."""

from collections.abc import Iterator, Sequence

from slicer_checks.formats.mesh import Unread
from slicer_checks.texts import content_word, word

__all__ = ["loss_lines", "loss_rows"]


def loss_rows(lost: Sequence[Unread]) -> list[dict[str, object]]:
    """Return what was lost and how much of it, for a program."""
    return [{"content": one.content, "count": one.count} for one in lost]


def loss_lines(name: str, lost: Sequence[Unread], lang: str) -> Iterator[str]:
    """Yield a line for each thing that was ``not_read`` or ``not_written``."""
    for one in lost:
        what = content_word(one.content, lang)
        yield word(f"path_{name}", lang, content=what, count=one.count)
