"""CLI, the Common Layer Interface 2.0 (1994), and CLI+: contours and hatches of every layer.

A file says what one of its numbers is worth (``UNITS``), so a coordinate here is the file's number
times that. CLI has no laser parameters; CLI+ (ASCII) has power, speed, focus and spot. Nothing in
it tells supports or skins from the rest.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from slicer_checks.errors import UnreadableFile
from slicer_checks.exposure import Exposure
from slicer_checks.formats.cli_ascii import Said, ascii_pieces, read_ascii
from slicer_checks.formats.cli_binary import RawBlocks, binary_pieces, read_binary
from slicer_checks.formats.cli_header import Header, is_cli, read_header
from slicer_checks.formats.file_units import check_coordinates, in_mm
from slicer_checks.formats.mapped import Mapped
from slicer_checks.formats.mesh import Unread
from slicer_checks.limits import ReadLimits
from slicer_checks.toolpath import NOBODY, Blocks, FileFacts, Floats, Ids, PathPart, Role, Toolpath

__all__ = ["STATES", "is_cli", "read_cli", "stream_cli"]

STATES: Final = ("power_w", "speed_mm_s", "focus_mm", "spot_um")
"""What CLI+ can say of the laser, as `Exposure` calls it."""


def read_cli(data: bytes, limits: ReadLimits) -> Toolpath:
    """Read a CLI or CLI+ file; raise `UnreadableFile` with what is wrong otherwise."""
    header = read_header(data)
    if header.binary:
        raw, said = read_binary(data, header.end, aligned=header.aligned), None
    else:
        said = read_ascii(data, header.end)
        raw = said.blocks
    _check_layers(header, len(raw.layer_z))
    return _toolpath(header, raw, said, limits)


def stream_cli(data: Mapped, limits: ReadLimits, layers: int) -> Iterator[Toolpath]:
    """Read a CLI or CLI+ file so many layers at a time."""
    header = read_header(data)
    found = 0
    for raw, said in _pieces(data, header, layers):
        found += len(raw.layer_z)
        yield _toolpath(header, raw, said, limits)
    _check_layers(header, found)


def _pieces(data: Mapped, header: Header, layers: int) -> Iterator[tuple[RawBlocks, Said | None]]:
    if header.binary:
        for raw in binary_pieces(data, header.end, layers, aligned=header.aligned):
            yield raw, None
    else:
        for said in ascii_pieces(data, header.end, layers):
            yield said.blocks, said


def _check_layers(header: Header, found: int) -> None:
    if header.layers is not None and header.layers != found:
        raise UnreadableFile(
            "cli-layers",
            f"The CLI file promises {header.layers} layers, but has {found}.",
            {"promised": header.layers, "found": found},
        )


def _toolpath(header: Header, raw: RawBlocks, said: Said | None, limits: ReadLimits) -> Toolpath:
    skipped = header.unknown + (0 if said is None else said.skipped)
    parts, part = _parts(header, raw.part)
    exposures, exposure = _exposures(None if said is None else said.states, len(raw.shape))
    with np.errstate(over="ignore"):
        points_mm = in_mm(raw.points, header.unit_mm, into=raw.points)
        z_mm = in_mm(raw.layer_z, header.unit_mm)
    check_coordinates(points_mm, z_mm, limits)
    return Toolpath(
        blocks=Blocks(
            points_mm=points_mm,
            block_offsets=raw.block_offsets,
            block_shape=raw.shape,
            block_role=np.full(len(raw.shape), Role.UNSAID, dtype=np.uint8),
            block_direction=raw.direction,
            block_exposure=exposure,
            block_part=part,
            block_laser=np.full(len(raw.shape), NOBODY, dtype=np.int32),
            layer_offsets=raw.layer_offsets,
            layer_z_mm=z_mm,
        ),
        exposures=exposures,
        parts=parts,
        facts=_facts(header, raw, plus=bool(exposures)),
        unread=(Unread(content="commands of other programs", count=skipped),) if skipped else (),
    )


def _parts(header: Header, numbers: Ids) -> tuple[tuple[PathPart, ...], Ids]:
    """Return the parts that are labelled or used, and which of them each block is of."""
    begins = np.append(True, numbers[1:] != numbers[:-1])[: len(numbers)]
    runs = np.flatnonzero(begins)  # of one part: there are far fewer than blocks to be sorted
    used, place = np.unique(numbers[runs], return_inverse=True)
    names = dict(header.labels)
    known = list(dict.fromkeys([*names, *used.tolist()]))
    places = {number: place for place, number in enumerate(known)}
    at = np.array([places[number] for number in used.tolist()], dtype=np.int32)
    parts = tuple(PathPart(number=number, name=names.get(number, "")) for number in known)
    return parts, np.repeat(at[place], np.diff(runs, append=len(numbers)))


def _exposures(states: Floats | None, blocks: int) -> tuple[tuple[Exposure, ...], Ids]:
    """Return the distinct states of the laser in the order of their use, and which each block has.

    Blocks that come before anything is said have none.
    """
    exposure = np.full(blocks, NOBODY, dtype=np.int32)
    if states is None or np.isnan(states).all():
        return (), exposure
    said = np.flatnonzero(~np.isnan(states).all(axis=1))
    rows = np.nan_to_num(states[said], nan=np.inf)
    _, first, place = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    exposure[said] = rank[place.reshape(-1)]
    exposures = tuple(
        Exposure(**dict(zip(STATES, states[at].tolist(), strict=True)))
        for at in said[first[order]].tolist()
    )
    return exposures, exposure


def _facts(header: Header, raw: RawBlocks, *, plus: bool) -> FileFacts:
    form = "cli-binary" if header.binary else "cli-plus" if plus else "cli-ascii"
    layers, lines, hatches = raw.short
    return FileFacts(
        file_format=form,
        unit_mm=header.unit_mm,
        version=header.version,
        date=header.date,
        box_mm=header.box_mm(),
        short=(layers > 0, lines > 0, hatches > 0),
        aligned=header.aligned,
        user_data=tuple(header.user_data),
        lacks=header.lacks(),
    )
