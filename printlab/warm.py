"""What a fork server does before it forks: import both libraries and run each once, for real.

numba's functions are compiled (or loaded from its cache) by being called, and ortools loads its
native code when a model is solved; every child then starts with both at hand. The jobs run on one
thread, because a process with several must not fork.
"""

import io
import struct
import zipfile

import scheduler
import slicer_checks
from printlab import part_work, plan_work
from printlab.child import ReportProgress
from printlab.records import JsonObject
from slicer_checks.supports import supports_of

__all__ = ["prove", "warm"]

_CUBE_MM = 2.0
_LAYER_MM = 0.5
_SHELF_MM = 5.0
"""Large enough that a cube above another is held by supports."""


def warm() -> None:
    """Read each format, check and draw one small cube and plan two small parts, as tasks do."""
    for content in sample_files():
        slicer_checks.read(content, "mm", name="warm")
    part = slicer_checks.read(cube_stl(_CUBE_MM), "mm", name="warm.stl")
    layers = slicer_checks.slice_part(part, _LAYER_MM)
    report = slicer_checks.check(part, layers=layers)
    slicer_checks.estimate(layers)
    shelf = slicer_checks.read(cube_stl(_SHELF_MM, (0.0, 2 * _SHELF_MM)), "mm", name="warm.stl")
    supports_of(shelf)
    slicer_checks.orient(shelf, fixed_axis="z")
    slicer_checks.part_picture(report.part, report.findings)
    part_work.hull_mm(part)
    problem = _two_parts().to_dict()
    question = {"problem": problem, "time_limit_s": 0.5, "seed": 0, "workers": 1}
    plan_work.make_plan(question, _unheard)


def prove(request: JsonObject, report_progress: ReportProgress) -> JsonObject:
    """Slice one small cube in a child, to show that a child can (``printlab doctor``)."""
    del request
    part = slicer_checks.read(cube_stl(_CUBE_MM), "mm", name="warm.stl")
    layers = slicer_checks.slice_part(part, _LAYER_MM)
    report_progress("sliced", 1, 1)
    return {"layers": len(layers)}


def _unheard(_stage: str, _done: int, _total: int) -> None:
    """Hear no progress: nobody waits for a warm-up's."""


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


def cube_stl(edge_mm: float, heights_mm: tuple[float, ...] = (0.0,)) -> bytes:
    """Return closed cubes of 12 triangles each, one above the other, as binary STL."""
    corners = [
        (x * edge_mm, y * edge_mm, z * edge_mm) for z in (0, 1) for y in (0, 1) for x in (0, 1)
    ]
    quads = (
        (0, 2, 3, 1),
        (4, 5, 7, 6),
        (0, 1, 5, 4),
        (2, 6, 7, 3),
        (0, 4, 6, 2),
        (1, 3, 7, 5),
    )
    facets = [face for a, b, c, d in quads for face in ((a, b, c), (a, c, d))]
    rows = []
    for up_mm in heights_mm:
        for facet in facets:
            numbers = [value for at in facet for value in _raised(corners[at], up_mm)]
            rows.append(struct.pack("<12fH", 0.0, 0.0, 0.0, *numbers, 0))
    return bytes(80) + struct.pack("<I", len(rows)) + b"".join(rows)


def _raised(corner: tuple[float, float, float], up_mm: float) -> tuple[float, float, float]:
    x, y, z = corner
    return x, y, z + up_mm


def _two_parts() -> scheduler.Problem:
    """Return a problem with one machine, two parts and one long day."""
    machine = scheduler.Machine(
        id="warm",
        platform=scheduler.Platform(width_mm=100.0, depth_mm=100.0),
        height_mm=100.0,
        materials=("316L",),
    )
    standing = scheduler.Orientation(id="up", width_mm=10.0, depth_mm=10.0, height_mm=10.0)
    parts = tuple(
        scheduler.Part(
            id=name,
            job=name,
            owner=name,
            setting="316L",
            orientations=(standing,),
            scan_s={machine.id: 600.0},
        )
        for name in ("one", "two")
    )
    return scheduler.Problem(
        horizon=10_000,
        settings=(scheduler.Setting(id="316L", material="316L", layer_mm=0.03),),
        parts=parts,
        machines=(machine,),
        staff=(scheduler.Window(start=0, end=10_000),),
    )
