"""The triangles in a binary glTF 2.0, as converters write it: positions, indices, placed nodes.

Only what we had made ourselves from a checked file is read here, never an upload.
"""

import json
import struct
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int32]

_HEADER: Final = struct.Struct("<4sII")
_CHUNK: Final = struct.Struct("<II")
_TRIANGLES: Final = 4
_TYPES: Final[dict[int, np.dtype[Any]]] = {
    5121: np.dtype("u1"),
    5123: np.dtype("<u2"),
    5125: np.dtype("<u4"),
}
_FLOAT: Final[np.dtype[Any]] = np.dtype("<f4")


def glb_triangles(data: bytes) -> tuple[Points, Ids]:
    """Return the points (N, 3) in metres, as glTF has them, and the faces of the scene."""
    document, binary = _chunks(data)
    points: list[Points] = []
    faces: list[Ids] = []
    start = 0
    for mesh, matrix in _placed(document):
        for primitive in document["meshes"][mesh]["primitives"]:
            if primitive.get("mode", _TRIANGLES) != _TRIANGLES:
                continue
            places = _accessor(document, binary, primitive["attributes"]["POSITION"])
            ids = _accessor(document, binary, primitive["indices"]).reshape(-1, 3)
            points.append(places.reshape(-1, 3) @ matrix[:3, :3].T + matrix[:3, 3])
            faces.append((ids + start).astype(np.int32))
            start += len(points[-1])
    if not points:
        return np.empty((0, 3)), np.empty((0, 3), dtype=np.int32)
    return np.concatenate(points), np.concatenate(faces)


def _chunks(data: bytes) -> tuple[dict[str, Any], bytes]:
    length, _kind = _CHUNK.unpack_from(data, _HEADER.size)
    begin = _HEADER.size + _CHUNK.size
    document: dict[str, Any] = json.loads(data[begin : begin + length])
    rest = begin + length
    if rest >= len(data):
        return document, b""
    size, _kind = _CHUNK.unpack_from(data, rest)
    return document, data[rest + _CHUNK.size : rest + _CHUNK.size + size]


def _placed(document: dict[str, Any]) -> list[tuple[int, Points]]:
    """Return each mesh that the scene places, with its matrix."""
    if not document.get("scenes"):
        return []
    nodes = document["scenes"][document.get("scene", 0)].get("nodes", [])
    waiting = [(node, np.eye(4)) for node in nodes]
    placed = []
    while waiting:
        number, outer = waiting.pop()
        node = document["nodes"][number]
        matrix = outer @ _matrix(node)
        if "mesh" in node:
            placed.append((int(node["mesh"]), matrix))
        waiting += [(child, matrix) for child in node.get("children", [])]
    return placed


def _matrix(node: dict[str, Any]) -> Points:
    if "matrix" in node:
        return np.array(node["matrix"], dtype=np.float64).reshape(4, 4).T
    x, y, z, w = node.get("rotation", (0, 0, 0, 1))
    matrix = np.eye(4)
    matrix[:3, :3] = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    matrix[:3, :3] *= np.array(node.get("scale", (1, 1, 1)))
    matrix[:3, 3] = node.get("translation", (0, 0, 0))
    return matrix


def _accessor(document: dict[str, Any], binary: bytes, number: int) -> npt.NDArray[Any]:
    accessor = document["accessors"][number]
    view = document["bufferViews"][accessor["bufferView"]]
    kind = _TYPES.get(accessor["componentType"], _FLOAT)
    width = {"SCALAR": 1, "VEC3": 3}[accessor["type"]]
    begin = view.get("byteOffset", 0) + accessor.get("byteOffset", 0)
    stride = view.get("byteStride", width * kind.itemsize)
    count = accessor["count"]
    rows = np.ndarray((count, width), kind, binary, begin, (stride, kind.itemsize))
    return rows.astype(np.float64 if kind is _FLOAT else np.int64)
