"""Files that a command makes from a part: never the part itself, written whole or not at all."""

import os
import tempfile
from pathlib import Path

from printlab.errors import Invalid, Unavailable

__all__ = ["refuse_unfit", "write_whole"]


def refuse_unfit(part: Path, out: Path, endings: tuple[str, ...]) -> None:
    """Refuse a file that cannot be written, before any work is done.

    Raises
    ------
    Invalid
        ``out-type`` when its name has none of the `endings`, ``out-is-part`` when it is `part`.
    Unavailable
        ``out-unwritable`` when its folder does not exist.
    """
    if out.suffix.lower() not in endings:
        wanted = " nor ".join(f"in {ending}" for ending in endings)
        raise Invalid("out-type", f"The file {out.name} does not end {wanted}.")
    if out.exists() and part.exists() and out.samefile(part):
        raise Invalid("out-is-part", "The result is written to another file than it is read from.")
    if not out.parent.is_dir():
        raise Unavailable("out-unwritable", f"The file {out} cannot be written.")


def write_whole(out: Path, content: bytes) -> None:
    """Write a file whole or not at all: to a name beside it first.

    Raises
    ------
    Unavailable
        ``out-unwritable`` when it cannot be written.
    """
    try:
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".printlab-") as folder:
            beside = Path(folder) / "part"
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(out)
    except OSError as error:
        raise Unavailable("out-unwritable", f"The file {out} cannot be written.") from error
