"""The shell of an OVF job: sets of laser parameters, parts, and what the file says of itself.

proto3 leaves out a number that is 0, so what is not there may be 0 or unsaid. Read as 0: power and
speed of a set that is there; jump speed and delays of a set that has at least one of them. Unsaid
(NaN) otherwise: focus, time of a point, thickness, hatch distance, and everything of a set that a
block names and the map lacks. A set in which any number is written out as 0 is of a program that
leaves no zeros out, so all that it lacks is unsaid.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import nan
from typing import Final

import numpy as np

from slicer_checks.exposure import Exposure
from slicer_checks.formats.mesh import Unread
from slicer_checks.formats.ovf_faults import ENTRIES_MAX, too_many_entries
from slicer_checks.formats.ovf_fields import (
    BEAM,
    BOX_X_MAX,
    BOX_X_MIN,
    BOX_Y_MAX,
    BOX_Y_MIN,
    ENTRY_KEY,
    ENTRY_VALUE,
    EXPOSURE_NAME,
    EXPOSURE_SINGLES,
    EXPOSURE_UNREAD,
    JOB_EXPOSURES,
    JOB_META,
    JOB_PARAMETERS,
    JOB_PARTS,
    JOB_PLANES,
    JUMPS,
    MARKING_MODE,
    META_AUTHOR,
    META_BOUNDS,
    META_DESCRIPTION,
    META_NAME,
    META_TIME,
    META_VERSION,
    PART_NAME,
    PART_STRATEGY,
    PART_UNREAD,
    STRATEGY_HATCH,
    STRATEGY_LAYER,
)
from slicer_checks.formats.ovf_message import Message
from slicer_checks.formats.protobuf_wire import Singles, as_int32
from slicer_checks.toolpath import NOBODY, Box, FileFacts, Ids, PathPart

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS_MIN, _SECONDS_MAX = -62_135_596_800, 253_402_300_799
"""The first second of the year 1, and the last of the year 9999."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The shell of a job, with the keys that blocks know its exposures and parts by."""

    exposures: dict[int, Exposure]
    parts: dict[int, PathPart]
    facts: FileFacts
    unread: tuple[Unread, ...]


def read_job(shell: Message) -> Job:
    """Read a job's shell."""
    exposures = _entries(shell, JOB_EXPOSURES)
    parts = _entries(shell, JOB_PARTS)
    return Job(
        exposures={key: _exposure(value) for key, value in exposures.items()},
        parts={key: PathPart(number=key, name=one.text(PART_NAME)) for key, one in parts.items()},
        facts=_facts(shell, list(parts.values())),
        unread=_unread(shell, list(exposures.values()), list(parts.values())),
    )


def resolve(keys: Ids, known: list[int]) -> tuple[Ids, list[int]]:
    """Return the place in `known` of each key, and the keys that it lacks and that follow on it.

    0 is no key where it is not known: a block that names nothing has it too.
    """
    found = np.array(sorted(known), dtype=np.int64)
    order = np.argsort(np.array(known, dtype=np.int64), kind="stable")
    places = np.full(len(keys), NOBODY, dtype=np.int32)
    if len(found):
        at = np.minimum(np.searchsorted(found, keys), len(found) - 1)
        places = np.where(found[at] == keys, order[at], NOBODY).astype(np.int32)
    lacking = (places == NOBODY) & (keys != 0)
    if not lacking.any():
        return places, []
    missing, place = np.unique(keys[lacking], return_inverse=True)
    if len(missing) > ENTRIES_MAX:
        raise too_many_entries()
    places[lacking] = len(known) + place
    return places, [int(key) for key in missing]


def exposures_with_power(
    exposures: list[Exposure], places: Ids, powers_w: Singles
) -> tuple[list[Exposure], Ids]:
    """Give blocks whose power changes an exposure that tells the highest power, a copy each."""
    changing = ~np.isnan(powers_w)
    if not changing.any():
        return exposures, places
    used, which = np.unique(places[changing], return_inverse=True)
    most = np.full(len(used), -np.inf)
    np.maximum.at(most, which, powers_w[changing])
    copies = [
        replace(Exposure() if place == NOBODY else exposures[place], most_power_w=float(power))
        for place, power in zip(used.tolist(), most, strict=True)
    ]
    places = places.copy()
    places[changing] = len(exposures) + which
    return exposures + copies, places


def _entries(shell: Message, field: int) -> dict[int, Message]:
    """Return the entries of a map, in the order of the file."""
    return {
        as_int32(entry.whole(ENTRY_KEY)): entry.message(ENTRY_VALUE)
        for entry in shell.messages(field)
    }


def _exposure(message: Message) -> Exposure:
    numbers = {name: message.number(field) for name, field in EXPOSURE_SINGLES.items()}
    said = {name: value for name, value in numbers.items() if value is not None}
    zeros = () if _writes_zeros(message, said) else _left_out_as_0(said)
    values = {name: said.get(name, 0.0 if name in zeros else nan) for name in numbers}
    return Exposure(name=message.text(EXPOSURE_NAME), **values)


def _writes_zeros(message: Message, said: dict[str, float]) -> bool:
    """Tell whether a set has a zero written out, which programs with proto3's own writer never do.

    The marking mode counts, since 0 there changes nothing: ours says so where a number is unsaid.
    """
    return 0.0 in said.values() or (message.holds(MARKING_MODE) and not message.says(MARKING_MODE))


def _left_out_as_0(said: dict[str, float]) -> tuple[str, ...]:
    return BEAM + (JUMPS if said.keys() & set(JUMPS) else ())


def _facts(shell: Message, parts: list[Message]) -> FileFacts:
    meta = shell.message(JOB_META)
    version = meta.whole(META_VERSION) & (2**64 - 1)
    strategies = (part.message(PART_STRATEGY) for part in parts)
    strategy = next((one for one in strategies if one.stop > one.first), None)
    return FileFacts(
        file_format="ovf",
        version=str(version) if version else "",
        date=date_of(meta.whole(META_TIME)),
        name=meta.text(META_NAME),
        layer_mm=_size(strategy, STRATEGY_LAYER),
        hatch_mm=_size(strategy, STRATEGY_HATCH),
        box_mm=_box(meta),
    )


def _size(strategy: Message | None, field: int) -> float:
    return (strategy.number(field) or nan) if strategy is not None else nan


def date_of(seconds: int) -> str:
    """Return a time as ISO 8601 in UTC; nothing for 0 (unsaid) or beyond the years 1 to 9999."""
    if seconds == 0 or not _SECONDS_MIN <= seconds <= _SECONDS_MAX:
        return ""
    return (EPOCH + timedelta(seconds=seconds)).isoformat()


def _box(meta: Message) -> Box | None:
    """Return the declared box, whose heights OVF does not say; None where it is empty."""
    bounds = meta.message(META_BOUNDS)
    if bounds.stop == bounds.first:
        return None
    numbers = [bounds.number(field) for field in (BOX_X_MIN, BOX_Y_MIN, BOX_X_MAX, BOX_Y_MAX)]
    x_min, y_min, x_max, y_max = (0.0 if number is None else number for number in numbers)
    if not (x_min <= x_max and y_min <= y_max):
        return None
    return (x_min, y_min, nan), (x_max, y_max, nan)


def _unread(shell: Message, exposures: list[Message], parts: list[Message]) -> tuple[Unread, ...]:
    """Count what the shell says and a toolpath has no place for."""
    meta = shell.message(JOB_META)
    counts = {
        "work planes in the shell of the job": shell.count(JOB_PLANES),
        "job parameters": int(shell.says(JOB_PARAMETERS)),
        "author and description": sum(
            meta.says(field) for field in (META_AUTHOR, META_DESCRIPTION)
        ),
        "details of parts": sum(any(part.says(field) for field in PART_UNREAD) for part in parts),
    }
    for content, those in EXPOSURE_UNREAD.items():
        counts[content] = sum(any(one.says(field) for field in those) for one in exposures)
    return tuple(Unread(content=content, count=count) for content, count in counts.items() if count)
