"""Compile every numba kernel once, by doing all work on two small parts.

    python -m slicer_checks.compiling [--from-behind]

numba keeps what it compiles beside the code (or in NUMBA_CACHE_DIR), so this is slow once. Two
processes, one of them from behind, share the work: each loads what the other has compiled. One part
is sound; the other has a crack, a hole, a turned face, a copy, bodies that overlap, and a cavity,
so that the ways to deal with them are compiled too.
"""

import io
import struct
import sys
import zipfile
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from slicer_checks.check import check
from slicer_checks.check_toolpath import check_toolpath
from slicer_checks.checks import CHECKS
from slicer_checks.estimate import estimate
from slicer_checks.formats.stl import write_stl_binary
from slicer_checks.layerstack import LayerStack
from slicer_checks.make_toolpath import make_toolpath
from slicer_checks.materials import default_process
from slicer_checks.orient import orient
from slicer_checks.part import Part
from slicer_checks.pictures import part_picture
from slicer_checks.process import Process
from slicer_checks.read import read
from slicer_checks.read_toolpath import read_toolpath
from slicer_checks.repair import repair
from slicer_checks.scanstrategy import PATTERNS, ScanStrategy
from slicer_checks.shadow import shadow_rings_mm
from slicer_checks.slicing import slice_part
from slicer_checks.supports import supports_of
from slicer_checks.write_toolpath import WRITERS, write_toolpath

Corners = npt.NDArray[np.float32]

_LAYER_MM = 0.25
_CRACK = 2.0**-21
_QUADS = ((0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5))


def compile_everything(*, from_behind: bool = False) -> None:
    """Do all work on a sound and on a faulty part, in order or from the last kind of work on.

    From behind, the other formats are read first: meanwhile the other process compiles what all
    work begins with.
    """
    if from_behind:
        _read_samples()
    process = default_process(layer_mm=_LAYER_MM)
    for corners in (sound_corners(), faulty_corners()):
        part = read(write_stl_binary(corners), "mm")
        layers = slice_part(part, _LAYER_MM)
        work = [
            *_slicing(layers),
            *_checking(part, layers, process),
            *_rest(part, layers, process),
            *_toolpaths(part, process),
        ]
        for one in reversed(work) if from_behind else work:
            one()
    check(read(write_stl_binary(hollow_corners()), "mm"), process)
    _read_samples()


def sound_corners() -> Corners:
    """Return a block with a leaning body on it that hangs over, (F, 3, 3) in mm."""
    leaning = box_corners((2, 3, 2), (3, 0, 3))
    leaning[:, :, 0] += np.float32(0.7) * (leaning[:, :, 2] - 3)
    return np.concatenate((box_corners((4, 3, 3), (0, 0, 0)), leaning))


def faulty_corners() -> Corners:
    """Return a block with most faults that a mesh can have, (F, 3, 3) in mm."""
    block = box_corners((6, 6, 4), (0, 0, 0))
    block[0, 0, 0] += np.float32(_CRACK)
    block[1] = block[1, ::-1]
    hollow = box_corners((2, 2, 1), (1, 1, 1))[:, ::-1]
    overlapping = box_corners((3, 3, 3), (4, 4, 2))
    thin = box_corners((3, 0.25, 3), (0.5, 4.5, 3.75))
    apart = box_corners((2, 2, 2), (10, 0, 1))[1:]
    return np.concatenate((block, hollow, overlapping, thin, apart, apart[:1]))


def hollow_corners() -> Corners:
    """Return a sound block with a cavity that nothing leads out of, (F, 3, 3) in mm."""
    outer, inner = box_corners((6, 6, 6), (0, 0, 0)), box_corners((3, 3, 3), (1.5, 1.5, 1.5))
    return np.concatenate((outer, inner[:, ::-1]))


def box_corners(size: tuple[float, float, float], at: tuple[float, float, float]) -> Corners:
    """Return the 12 facets of a box, outward, as (12, 3, 3)."""
    unit = np.array([(x, y, z) for z in (0, 1) for y in (0, 1) for x in (0, 1)])
    points = (unit * size + at).astype(np.float32)
    return points[[face for a, b, c, d in _QUADS for face in ((a, b, c), (a, c, d))]]


def _slicing(layers: LayerStack) -> list[Callable[[], object]]:
    return [layers.trace, lambda: layers.union_area_mm2, lambda: layers.min_wall_mm]


def _checking(part: Part, layers: LayerStack, process: Process) -> list[Callable[[], object]]:
    return [lambda one=one: list(one(part, layers, process)) for one in CHECKS]  # type: ignore[misc]


def _rest(part: Part, layers: LayerStack, process: Process) -> list[Callable[[], object]]:
    return [
        lambda: part_picture(part, []),
        lambda: shadow_rings_mm(part),
        lambda: estimate(layers, process, supports=supports_of(part, process)),
        lambda: repair(part),
        lambda: orient(part, process),
    ]


def _toolpaths(part: Part, process: Process) -> list[Callable[[], object]]:
    """Make a toolpath by each pattern, write and read it in each format, and check it."""
    paths = [
        lambda pattern=pattern: make_toolpath(
            part, ScanStrategy(pattern=pattern, up_skin_layers=1, down_skin_layers=1), process
        )
        for pattern in PATTERNS
    ]

    def through(file_format: str) -> None:
        shared = make_toolpath(part, ScanStrategy(lasers=2), process)  # some contours in pieces
        written = write_toolpath(shared, file_format)
        check_toolpath(read_toolpath(written.data), part, process)

    formats = [lambda name=name: through(name) for name in WRITERS]
    programs = [lambda text=text: read_toolpath(text) for text in PROGRAMS]
    return [*paths, *formats, *programs]


PROGRAMS = (
    b"G21 G90\nM3 S300\nG1 X0 Y0 Z0 F600\nG1 X5 Y0\nG2 X5 Y4 I0 J2\nM5\nG0 X0 Y0\nM30\n",
    b"G90\nM82\nG92 E0\nG1 Z0.2 F600\nG1 X0 Y0\n;TYPE:External\nG1 X9 Y0 E1\nG1 X9 Y9 E2\n",
)
"""A program of a machine that welds along a path, and one of a printer that extrudes."""


def _read_samples() -> None:
    for content in sample_files():
        read(content)


def sample_files() -> list[bytes]:
    """Return a small tetrahedron or pyramid in each format whose reader is compiled."""
    points = ("0 0 0", "9 0 0", "9 9 0", "0 9 0", "4 4 1e0")
    faces = ((0, 3, 2, 1), (0, 1, 4), (1, 2, 4), (2, 3, 4), (3, 0, 4))
    rows = "\n".join(points)
    counted = "\n".join(" ".join(map(str, (len(face), *face))) for face in faces)
    obj = "".join(f"v {point}\n" for point in points)
    obj += "".join("f " + " ".join(str(corner + 1) for corner in face) + "\n" for face in faces)
    head = "ply\nformat {0} 1.0\nelement vertex 5\n"
    head += "".join(f"property float {axis}\n" for axis in "xyz")
    head += "element face 5\nproperty list uchar uchar vertex_indices\nend_header\n"
    numbers = [float(word) for word in rows.split()]
    binary = head.format("binary_little_endian").encode() + struct.pack("<15f", *numbers)
    binary += b"".join(bytes([len(face), *face]) for face in faces)
    texts = (obj, f"OFF\n5 5 0\n{rows}\n{counted}\n", f"{head.format('ascii')}{rows}\n{counted}\n")
    return [*(text.encode() for text in texts), binary, _package(points)]


def _package(points: tuple[str, ...]) -> bytes:
    """Return a 3MF of a tetrahedron."""
    corners = [point.split() for point in (points[0], points[1], points[3], points[4])]
    vertices = "".join(f'<vertex x="{x}" y="{y}" z="{z}"/>' for x, y, z in corners)
    faces = ((0, 2, 1), (0, 1, 3), (1, 2, 3), (2, 0, 3))
    triangles = "".join(f'<triangle v1="{a}" v2="{b}" v3="{c}"/>' for a, b, c in faces)
    core = "http://schemas.microsoft.com/3dmanufacturing"
    model = (
        f'<model xmlns="{core}/core/2015/02"><resources><object id="1"><mesh><vertices>{vertices}'
        f"</vertices><triangles>{triangles}</triangles></mesh></object></resources>"
        '<build><item objectid="1"/></build></model>'
    )
    start = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r" Target="/a.model" Type="{core}/2013/01/3dmodel"/></Relationships>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("_rels/.rels", start)
        archive.writestr("a.model", model)
    return stream.getvalue()


if __name__ == "__main__":
    compile_everything(from_behind="--from-behind" in sys.argv)
