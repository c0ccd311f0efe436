"""Where the bytes of a file come from, and what it is called."""

import mmap
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.dispatch import too_large
from slicer_checks.formats.mapped import Mapped
from slicer_checks.limits import ReadLimits

Source = str | os.PathLike[str] | bytes

_NAME_CHARACTERS_MAX: Final = 200


def load(source: Source, limits: ReadLimits) -> bytes:
    """Return the bytes of a file; raise `UnreadableFile` where there is none, or one too large."""
    if isinstance(source, bytes):
        return source
    with _opened(source) as file:
        size = os.fstat(file.fileno()).st_size
        if size > limits.bytes_max:
            raise too_large(size, limits)
        return file.read()


def mapped(source: Source) -> Mapped:
    """Return the bytes of a file of any size without loading them; it must not shrink meanwhile."""
    if isinstance(source, bytes):
        return source
    with _opened(source) as file:
        is_empty = os.fstat(file.fileno()).st_size == 0
        return b"" if is_empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


@contextmanager
def _opened(source: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Open a regular file; raise `UnreadableFile` where there is none, or it cannot be read."""
    try:
        if not stat.S_ISREG(Path(source).stat().st_mode):
            raise _not_readable(source)
        with Path(source).open("rb") as file:
            yield file
    except FileNotFoundError as error:
        shown = _shown(source)
        raise UnreadableFile(
            "file-not-found", f"There is no file {shown}.", {"file": shown}
        ) from error
    except (OSError, ValueError) as error:
        raise _not_readable(source) from error


def _not_readable(source: str | os.PathLike[str]) -> UnreadableFile:
    shown = _shown(source)
    return UnreadableFile(
        "file-not-readable", f"The file {shown} cannot be opened.", {"file": shown}
    )


def _shown(source: str | os.PathLike[str]) -> str:
    """Return a path as it was given, folders and all, fit to show in one line."""
    return "".join(letter for letter in os.fspath(source) if letter.isprintable())


def name_of(source: Source, name: str | None, otherwise: str) -> str:
    """Return a name safe to show in one line: no folders, no control characters, not too long."""
    given = name if name is not None else (otherwise if isinstance(source, bytes) else str(source))
    last = given.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    printable = "".join(letter for letter in last if letter.isprintable()).strip()
    return printable[:_NAME_CHARACTERS_MAX] or otherwise
