"""The shell of a job that is written: exposures and parts under their keys, and facts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from math import inf, isinf, isnan
from typing import Final

import numpy as np

from slicer_checks.exposure import Exposure
from slicer_checks.formats.ovf_fields import (
    BOX_X_MAX,
    BOX_X_MIN,
    BOX_Y_MAX,
    BOX_Y_MIN,
    ENTRY_KEY,
    ENTRY_VALUE,
    EXPOSURE_NAME,
    EXPOSURE_SINGLES,
    JOB_EXPOSURES,
    JOB_META,
    JOB_PARTS,
    JOB_PLANE_COUNT,
    MARKING_MODE,
    META_BOUNDS,
    META_NAME,
    META_TIME,
    META_VERSION,
    PART_NAME,
    PART_STRATEGY,
    STRATEGY_HATCH,
    STRATEGY_LAYER,
    UNSAID_AS_0,
)
from slicer_checks.formats.ovf_job import EPOCH, date_of
from slicer_checks.formats.protobuf_writing import bytes_field, single, single_field, varint_field
from slicer_checks.formats.single_precision import Rounding
from slicer_checks.toolpath import FileFacts, Toolpath

_KEY_MIN, _KEY_MAX = -(2**31), 2**31 - 1
_NAMED_BY_KEY: Final = re.compile(r"key (-?[1-9][0-9]{0,9})")
_VERSION: Final = re.compile(r"[1-9][0-9]{0,19}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The key of each exposure, never 0, and of each part, in their order."""

    exposures: list[int]
    parts: list[int]


def assign_keys(toolpath: Toolpath) -> Keys:
    """Give exposures and parts the keys that they are read back by.

    An exposure that says nothing but the key that a file lacked keeps it; a part keeps its number.
    """
    named = [
        _NAMED_BY_KEY.fullmatch(one.name) if says_nothing(one) else None
        for one in toolpath.exposures
    ]
    return Keys(
        exposures=_unique([None if found is None else int(found[1]) for found in named]),
        parts=_unique([part.number for part in toolpath.parts]),
    )


def _unique(wished: list[int | None] | list[int]) -> list[int]:
    """Return the wishes, and a free number from 1 where there is none or it is taken."""
    given: dict[int, int] = {}
    for place, key in enumerate(wished):
        if key is not None and _KEY_MIN <= key <= _KEY_MAX:
            given.setdefault(key, place)
    free = (key for key in count(1) if key not in given)
    return [
        key if key is not None and given.get(key) == place else next(free)
        for place, key in enumerate(wished)
    ]


def says_nothing(exposure: Exposure) -> bool:
    """Tell whether an exposure has no number that OVF holds; the map leaves it out, as unsaid."""
    return all(isnan(getattr(exposure, name)) for name in EXPOSURE_SINGLES)


def job_shell(toolpath: Toolpath, keys: Keys) -> bytes:
    """Return the shell of a job."""
    meta = _meta(toolpath.facts)
    pieces = [bytes_field(JOB_META, meta) if meta else b""]
    for key, exposure in zip(keys.exposures, toolpath.exposures, strict=True):
        if not says_nothing(exposure):
            pieces.append(_entry(JOB_EXPOSURES, key, _exposure(exposure)))
    strategy = _strategy(toolpath.facts)
    for key, part in zip(keys.parts, toolpath.parts, strict=True):
        pieces.append(_entry(JOB_PARTS, key, _text(PART_NAME, part.name) + strategy))
        strategy = b""
    return b"".join([*pieces, varint_field(JOB_PLANE_COUNT, len(toolpath))])


def _entry(field: int, key: int, value: bytes) -> bytes:
    return bytes_field(field, varint_field(ENTRY_KEY, key) + bytes_field(ENTRY_VALUE, value))


def _text(field: int, text: str) -> bytes:
    return bytes_field(field, text.encode("utf-8", "replace")) if text else b""


def _exposure(exposure: Exposure) -> bytes:
    values = {field: getattr(exposure, name) for name, field in EXPOSURE_SINGLES.items()}
    numbers = [single_field(field, value) for field, value in values.items() if not isnan(value)]
    if any(isnan(getattr(exposure, name)) for name in UNSAID_AS_0):
        # a zero that means nothing shows the reader that no other was left out
        numbers.append(varint_field(MARKING_MODE, 0))
    return b"".join([*numbers, _text(EXPOSURE_NAME, exposure.name)])


def _strategy(facts: FileFacts) -> bytes:
    said = ((STRATEGY_LAYER, facts.layer_mm), (STRATEGY_HATCH, facts.hatch_mm))
    numbers = b"".join(single_field(field, value) for field, value in said if not isnan(value))
    return bytes_field(PART_STRATEGY, numbers) if numbers else b""


def _meta(facts: FileFacts) -> bytes:
    seconds = _seconds(facts.date)
    pieces = [
        varint_field(META_TIME, seconds) if seconds else b"",
        varint_field(META_VERSION, int(facts.version)) if _is_version(facts.version) else b"",
        _text(META_NAME, facts.name),
    ]
    if facts.box_mm is not None:
        (x_min, y_min, _), (x_max, y_max, _) = facts.box_mm
        corners = ((BOX_X_MIN, x_min), (BOX_Y_MIN, y_min), (BOX_X_MAX, x_max), (BOX_Y_MAX, y_max))
        box = b"".join(single_field(field, value) for field, value in corners)
        pieces.append(bytes_field(META_BOUNDS, box))
    return b"".join(pieces)


def _seconds(date: str) -> int:
    """Return the seconds since 1970 that are read back as this date, or 0 where none are."""
    try:
        seconds = int((datetime.fromisoformat(date) - EPOCH).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return 0
    return seconds if date_of(seconds) == date else 0


def _is_version(version: str) -> bool:
    return _VERSION.fullmatch(version) is not None and int(version) < 2**64


def left_out_of_shell(toolpath: Toolpath, keys: Keys) -> dict[str, int]:
    """Count what of exposures, parts and facts a shell does not hold."""
    facts = toolpath.facts
    sizes = [value for value in (facts.layer_mm, facts.hatch_mm) if not isnan(value)]
    heights = [] if facts.box_mm is None else [corner[2] for corner in facts.box_mm]
    numbers = [part.number for part in toolpath.parts]
    return {
        **_left_out_of_exposures(toolpath, keys),
        "numbers of parts": sum(map(int.__ne__, numbers, keys.parts)),
        "lasers": len(toolpath.lasers),
        "user data": len(facts.user_data),
        "date": int(facts.date != "" and _seconds(facts.date) == 0),
        "version": int(facts.version != "" and not _is_version(facts.version)),
        "layer thickness and hatch distance": 0 if toolpath.parts else len(sizes),
        "heights of the declared box": sum(not isnan(z) for z in heights),
    }


def _left_out_of_exposures(toolpath: Toolpath, keys: Keys) -> dict[str, int]:
    used = set(np.unique(toolpath.blocks.block_exposure).tolist())
    silent = [
        place not in used or one.name != f"key {keys.exposures[place]}"
        for place, one in enumerate(toolpath.exposures)
        if says_nothing(one)
    ]
    return {
        "exposures that say nothing": sum(silent),
        "spot sizes": _said(toolpath, "spot_um"),
        "point distances": _said(toolpath, "point_distance_um"),
        "waits before and after blocks": sum(
            not (isnan(one.wait_before_us) and isnan(one.wait_after_us))
            for one in toolpath.exposures
        ),
        "power along vectors": _said(toolpath, "most_power_w"),
        "speed along vectors": _said(toolpath, "most_speed_mm_s"),
    }


def _said(toolpath: Toolpath, name: str) -> int:
    return sum(not isnan(getattr(one, name)) for one in toolpath.exposures)


def rounded_in_shell(toolpath: Toolpath) -> Rounding:
    """Return what single precision changes of exposures and facts.

    Their roundings move nothing; a number that is too large for single precision is lost.
    """
    changed = [
        value
        for value in _numbers(toolpath)
        if not isnan(value) and (isinf(value) or single(value) != value)
    ]
    lost = any(isinf(single(value)) for value in changed)
    return Rounding(count=len(changed), most=inf if lost else 0.0)


def _numbers(toolpath: Toolpath) -> Iterator[float]:
    for exposure in toolpath.exposures:
        yield from (getattr(exposure, name) for name in EXPOSURE_SINGLES)
    if toolpath.parts:
        yield from (toolpath.facts.layer_mm, toolpath.facts.hatch_mm)
    for corner in toolpath.facts.box_mm or ():
        yield from corner[:2]
