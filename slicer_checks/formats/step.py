"""STEP (ISO 10303-21), where the extra ``printlab[step]`` is installed.

Open CASCADE, through cascadio, makes triangles of the solids: native code that reads untrusted
bytes, which is why a lab reads every upload in a limited child process. Chords stay within 0.01 mm
of the surface, a third of a thin layer.
"""

import json
import os
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module, util
from typing import Final

import numpy as np

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.faults import check_count, check_points
from slicer_checks.formats.glb import glb_triangles
from slicer_checks.formats.mesh import Mesh
from slicer_checks.limits import ReadLimits

_MAGIC: Final = b"ISO-10303-21;"
_CHORD_MM: Final = 0.01
_ANGLE_RAD: Final = 0.2
_MM_PER_M: Final = 1000.0
_STREAMS: Final = (1, 2)
"""The numbers of standard output and standard error."""


def is_step(head: bytes) -> bool:
    """Tell whether a file begins as STEP."""
    return head.lstrip().startswith(_MAGIC)


def reads_step() -> bool:
    """Tell whether STEP can be read here."""
    return util.find_spec("cascadio") is not None


def read_step(data: bytes, limits: ReadLimits) -> Mesh:
    """Read the solids of a STEP file in millimetres, to which its own unit is converted."""
    if not reads_step():
        raise UnreadableFile(
            "step-not-installed",
            "Reading STEP needs the extra printlab[step], which is not installed here; "
            "export the part as 3MF or STL.",
        )
    try:
        points, faces = glb_triangles(_to_glb(data))
    except (RuntimeError, ValueError, KeyError, struct.error, json.JSONDecodeError) as error:
        raise _unreadable() from error
    if not len(faces):
        raise _unreadable()
    check_count("STEP", len(faces), limits)
    points_mm = (points * _MM_PER_M).astype(np.float32)
    check_points("STEP", points_mm)
    return Mesh(file_format="step", points=points_mm, faces=np.ascontiguousarray(faces), unit="mm")


def _to_glb(data: bytes) -> bytes:
    converter = import_module("cascadio")
    with _quiet():
        glb: bytes = converter.load(
            data,
            file_type="step",
            tol_linear=_CHORD_MM,
            tol_angular=_ANGLE_RAD,
            use_parallel=False,
        )
    return glb


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what native code prints away from the streams of who asked, and give them back."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = [os.dup(stream) for stream in _STREAMS]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        for stream in _STREAMS:
            os.dup2(nowhere, stream)
        yield
    finally:
        for stream, copy in zip(_STREAMS, kept, strict=True):
            os.dup2(copy, stream)
        for copy in (*kept, nowhere):
            os.close(copy)


def _unreadable() -> UnreadableFile:
    return UnreadableFile(
        "step-unreadable",
        "The STEP file holds no solid that can be read; export the part as 3MF or STL.",
    )
