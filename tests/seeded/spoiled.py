"""Faults of the file: bytes that cannot be read as a part."""

import struct

import numpy as np

from tests.known_parts import stl_ascii_bytes, stl_bytes
from tests.seeded.kinds import Host, Kind, Planted

Rng = np.random.Generator
_HEADER = 84
_RECORD = 50


def _file(data: bytes) -> Planted:
    return Planted(data=data, place=None)


def _with_number(host: Host, rng: Rng, number: float) -> Planted:
    data = bytearray(stl_bytes(host.triangles))
    at = _HEADER + _RECORD * int(rng.integers(len(host.triangles))) + 12 + 4 * int(rng.integers(9))
    data[at : at + 4] = struct.pack("<f", number)
    return _file(bytes(data))


def not_a_number(host: Host, rng: Rng) -> Planted:
    """Make one coordinate NaN."""
    return _with_number(host, rng, float("nan"))


def infinite(host: Host, rng: Rng) -> Planted:
    """Make one coordinate infinite."""
    return _with_number(host, rng, float("inf"))


def huge(host: Host, rng: Rng) -> Planted:
    """Make one coordinate 1e30."""
    return _with_number(host, rng, 1e30)


def cut_off(host: Host, rng: Rng) -> Planted:
    """Cut the file off somewhere in its facets."""
    data = stl_bytes(host.triangles)
    return _file(data[: int(len(data) * rng.uniform(0.3, 0.95))])


def _counted(host: Host, count: int) -> Planted:
    data = bytearray(stl_bytes(host.triangles))
    data[80:84] = struct.pack("<I", count)
    return _file(bytes(data))


def count_high(host: Host, rng: Rng) -> Planted:
    """Promise more facets than there are."""
    return _counted(host, len(host.triangles) + int(rng.integers(1, 10**6)))


def count_low(host: Host, rng: Rng) -> Planted:
    """Promise fewer facets than there are."""
    return _counted(host, int(rng.integers(1, len(host.triangles))))


def count_none(host: Host, rng: Rng) -> Planted:
    """Promise no facets at all."""
    del rng
    return _counted(host, 0)


def text_cut_off(host: Host, rng: Rng) -> Planted:
    """Cut an ASCII file off before its last line."""
    data = stl_ascii_bytes(host.triangles[:200])
    return _file(data[: int(len(data) * rng.uniform(0.3, 0.95))])


def decimal_comma(host: Host, rng: Rng) -> Planted:
    """Write an ASCII file's numbers with commas."""
    del rng
    return _file(stl_ascii_bytes(host.triangles[:200] + 0.25).replace(b".", b","))


def web_page(host: Host, rng: Rng) -> Planted:
    """Save an error page under the part's name."""
    del host, rng
    return _file(b"<!DOCTYPE html><html><body>404 Not Found</body></html>" + b" " * 200)


def empty(host: Host, rng: Rng) -> Planted:
    """Leave nothing in the file."""
    del host, rng
    return _file(b"")


def _refused(*codes: str) -> frozenset[str]:
    return frozenset(codes)


SPOILED = (
    Kind(name="NaN", expects=_refused("stl-not-finite"), plant=not_a_number),
    Kind(name="infinity", expects=_refused("stl-not-finite"), plant=infinite),
    Kind(name="huge number", expects=_refused("part-too-large", "stl-not-finite"), plant=huge),
    Kind(name="cut off", expects=_refused("stl-truncated"), plant=cut_off),
    Kind(
        name="count too high",
        expects=_refused("stl-count-mismatch", "stl-truncated", "stl-too-many-facets"),
        plant=count_high,
    ),
    Kind(name="count too low", expects=_refused("stl-count-mismatch"), plant=count_low),
    Kind(
        name="count of zero",
        expects=_refused("stl-count-mismatch", "stl-no-facets"),
        plant=count_none,
    ),
    Kind(
        name="text cut off",
        expects=_refused("stl-ascii-unfinished", "stl-ascii-number", "stl-ascii-malformed"),
        plant=text_cut_off,
    ),
    Kind(name="decimal commas", expects=_refused("stl-ascii-decimal-comma"), plant=decimal_comma),
    Kind(name="web page", expects=_refused("file-type-unknown"), plant=web_page),
    Kind(name="empty file", expects=_refused("file-empty"), plant=empty),
)
