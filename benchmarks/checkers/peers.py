"""A library's check in its own process: ``PYTHON -m benchmarks.checkers.peers NAME STL SAMPLE``.

Prints one JSON document: the seconds, what they include, what was found, and how many places were
asked where a library is asked at a sample. A library that is not there is named as missing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from typing import Any

from benchmarks.slicers.stopwatch import best_of_fresh


def trimesh_validity(stl: str, _sample: int) -> dict[str, Any]:
    """Load the file, and ask whether it is closed and wound alike, its bodies and its volume."""
    trimesh = import_module("trimesh")

    def judge(_: None) -> tuple[Any, ...]:
        mesh = trimesh.load_mesh(stl)
        closed = (mesh.is_watertight, mesh.is_winding_consistent)
        return (*closed, mesh.body_count, mesh.volume)

    told, taken = best_of_fresh(lambda: None, judge)
    return {
        **taken,
        "includes": "load_mesh, is_watertight, is_winding_consistent, body_count, volume",
        "found": int(not (told[0] and told[1])),
    }


def meshlib_crossings(stl: str, _sample: int) -> dict[str, Any]:
    """Find the faces that cross another, on a mesh that is loaded, its tree of boxes included."""
    mrmeshpy = import_module("meshlib.mrmeshpy")
    pairs, taken = best_of_fresh(
        lambda: mrmeshpy.loadMesh(stl),
        lambda mesh: mrmeshpy.findSelfCollidingTriangles(mrmeshpy.MeshPart(mesh)),
    )
    return {**taken, "includes": "findSelfCollidingTriangles, all pairs", "found": len(pairs)}


def pymeshlab_crossings(stl: str, _sample: int) -> dict[str, Any]:
    """Select the faces that cross another, on a mesh that is loaded."""
    pymeshlab = import_module("pymeshlab")

    def load() -> object:
        meshes = pymeshlab.MeshSet()
        meshes.load_new_mesh(stl)
        return meshes

    told = "compute_selection_by_self_intersections_per_face"
    _, taken = best_of_fresh(load, lambda meshes: meshes.apply_filter(told))
    return {**taken, "includes": told, "found": None}


def trimesh_thickness(stl: str, sample: int) -> dict[str, Any]:
    """Send a ray into the metal from the middle of every n-th face; scaled to all faces."""
    trimesh, np = import_module("trimesh"), import_module("numpy")
    proximity = import_module("trimesh.proximity")
    import_module("rtree")  # what its rays need where embree is not there
    mesh = trimesh.load_mesh(stl)
    faces = np.unique(np.linspace(0, len(mesh.faces) - 1, sample).astype(int))
    middles, outward = mesh.triangles_center[faces], mesh.face_normals[faces]

    def measure(count: int) -> object:
        rays = {"normals": outward[:count], "method": "ray"}
        return proximity.thickness(mesh, middles[:count], **rays)

    measure(1)
    _, taken = best_of_fresh(lambda: None, lambda _: measure(len(faces)))
    scale = len(mesh.faces) / len(faces)
    return {
        "wall_s": taken["wall_s"] * scale,
        "includes": "proximity.thickness by rays from face middles, its tree built before",
        "found": None,
        "asked": len(faces),
        "scaled": scale > 1,
    }


PEERS: dict[str, Callable[[str, int], dict[str, Any]]] = {
    "trimesh-validity": trimesh_validity,
    "meshlib-crossings": meshlib_crossings,
    "pymeshlab-crossings": pymeshlab_crossings,
    "trimesh-thickness": trimesh_thickness,
}


def measure(name: str, stl: str, sample: int) -> dict[str, Any]:
    """Return what a library takes for its check, or why it could not be asked."""
    library = name.split("-", maxsplit=1)[0]
    try:
        return {**PEERS[name](stl, sample), "version": version(library)}
    except ImportError as missing:
        return {"missing": f"{library} cannot be asked: {missing}"}


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
