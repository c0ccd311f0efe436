"""A calibration's file: what ``printlab calibrate`` writes, and a lab file names."""

import json
from pathlib import Path

from printlab.errors import Unreadable
from slicer_checks.calibration import Calibration

__all__ = ["read_bytes", "read_calibration"]


def read_calibration(path: Path) -> Calibration:
    """Read what `printlab calibrate` wrote; what cannot be read is refused in one sentence."""
    invalid = f"{path.name} is not a calibration that can be read."
    try:
        document = json.loads(read_bytes(path))
    except ValueError as error:
        raise Unreadable("calibration-invalid", invalid) from error
    if not isinstance(document, dict):
        raise Unreadable("calibration-invalid", invalid)
    return Calibration.from_dict(document)


def read_bytes(path: Path) -> bytes:
    """Read a whole file; raises `Unreadable` (``file-not-readable``)."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unreadable("file-not-readable", f"The file {path} cannot be read.") from error
