"""What can be wrong with an OVF file, each refused in one sentence."""

from typing import Final

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.protobuf_wire import MALFORMED, OUTSIDE

OVERLAP: Final = -3
BLOCK_COUNT: Final = -4
HEIGHT: Final = -5
UNEVEN: Final = -6
NOT_FINITE: Final = -7
TOO_MANY_POINTS: Final = -8
"""Faults that compiled scanners of OVF answer, beside those of the wire format."""

ENTRIES_MAX: Final = 20_000
"""Sets of parameters, or parts, that are read: each is an object of its own."""
ARC_POINTS_MAX: Final = 4_000_000
"""Points that all arcs of a file become: 170,000 circles of 0.1 mm radius, 500 of 10 m."""
BLOCK_BYTES_MIN: Final = 12
"""A block of one point takes more, with its place in the table."""
BLOCKS_FREE: Final = 10_000
"""So many blocks may be smaller."""


def damaged(fault: int, offset: int) -> UnreadableFile:
    """Return the error for a fault of the wire format, or bytes that are used twice."""
    params = {"offset": offset}
    if fault == OUTSIDE:
        return UnreadableFile(
            "ovf-outside",
            f"The OVF file is cut off or damaged: what belongs at byte {offset} does not lie "
            "inside the file.",
            params,
        )
    if fault == MALFORMED:
        return UnreadableFile(
            "ovf-malformed", f"The OVF file is damaged: no message stands at byte {offset}.", params
        )
    return UnreadableFile(
        "ovf-overlap",
        f"The OVF file is damaged: two of its tables, shells or blocks share byte {offset}.",
        params,
    )


def not_ovf() -> UnreadableFile:
    """Return the error for bytes that do not begin as OVF does."""
    return UnreadableFile("ovf-magic", "The file does not begin as an OVF file does.")


def unfinished() -> UnreadableFile:
    """Return the error for a file whose writer never came back to say where the table is."""
    return UnreadableFile(
        "ovf-unfinished", "The OVF file was never finished: it does not say where its table is."
    )


def layer_count(promised: int, found: int) -> UnreadableFile:
    """Return the error for a job that promises another number of work planes."""
    return UnreadableFile(
        "ovf-layer-count",
        f"The OVF file promises {promised} work planes, but its table names {found}.",
        {"promised": promised, "found": found},
    )


def block_count(layer: int, promised: int, found: int) -> UnreadableFile:
    """Return the error for a work plane (from 1) that promises another number of blocks."""
    return UnreadableFile(
        "ovf-block-count",
        f"Work plane {layer} of the OVF file promises {promised} blocks, "
        f"but its table names {found}.",
        {"layer": layer, "promised": promised, "found": found},
    )


def bad_height(layer: int, size_max_mm: float) -> UnreadableFile:
    """Return the error for a work plane (from 1) at a height that no machine has."""
    return UnreadableFile(
        "ovf-height",
        f"Work plane {layer} of the OVF file lies at no finite height within {size_max_mm:g} mm.",
        {"layer": layer, "size_max_mm": size_max_mm},
    )


def bad_block(fault: int, layer: int, block: int, size_max_mm: float) -> UnreadableFile:
    """Return the error for a block (from 1) of a work plane (from 1) with faulty coordinates."""
    params: dict[str, object] = {"layer": layer, "block": block}
    where = f"Block {block} of work plane {layer} of the OVF file"
    if fault == UNEVEN:
        return UnreadableFile(
            "ovf-coordinates", f"{where} has a number of coordinates that make no vectors.", params
        )
    if fault == NOT_FINITE:
        return UnreadableFile(
            "ovf-not-finite",
            f"{where} has a number that is not finite or beyond {size_max_mm:g} mm.",
            {**params, "size_max_mm": size_max_mm},
        )
    return UnreadableFile(
        "ovf-too-many-points",
        f"The arcs of the OVF file would become more than {ARC_POINTS_MAX} points.",
        {"points_max": ARC_POINTS_MAX},
    )


def too_many_blocks(blocks: int) -> UnreadableFile:
    """Return the error for more blocks than the bytes of a file can hold."""
    return UnreadableFile(
        "ovf-too-many-blocks",
        f"The OVF file names {blocks} blocks, more than its bytes can hold.",
        {"blocks": blocks},
    )


def too_many_entries() -> UnreadableFile:
    """Return the error for more sets of parameters, or parts, than are read."""
    return UnreadableFile(
        "ovf-too-many-entries",
        f"The OVF file names more than {ENTRIES_MAX} sets of parameters or parts.",
        {"entries_max": ENTRIES_MAX},
    )
