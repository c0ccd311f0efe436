"""Field numbers of the Open Vector Format, as far as they are read or written.

Source: open_vector_format.proto and ovf_lut.proto of Digital-Production-Aachen/OpenVectorFormat
(MIT licence). Coordinates are in mm, power in W, speed in mm/s, times in microseconds.
"""

from typing import Final

MAGIC: Final = b"LVF!"
HEADER_BYTES: Final = 12
"""The magic bytes, and where the table of the job is, as a little-endian int64."""

LUT_SHELL: Final = 1
LUT_POSITIONS: Final = 2
"""Tables of the job and of a work plane: where its shell is, and its work planes or blocks."""

JOB_PLANES: Final = 1
JOB_META: Final = 2
JOB_EXPOSURES: Final = 3
JOB_PARTS: Final = 4
JOB_PARAMETERS: Final = 5
JOB_PLANE_COUNT: Final = 6
ENTRY_KEY: Final = 1
ENTRY_VALUE: Final = 2
META_TIME: Final = 1
META_VERSION: Final = 2
META_NAME: Final = 3
META_AUTHOR: Final = 4
META_DESCRIPTION: Final = 5
META_BOUNDS: Final = 6

EXPOSURE_NAME: Final = 26
MARKING_MODE: Final = 10
"""0 is marking without sky-writing, as where it is left out."""
EXPOSURE_SINGLES: Final = {
    "power_w": 1,
    "speed_mm_s": 2,
    "focus_mm": 3,
    "point_time_us": 4,
    "jump_speed_mm_s": 5,
    "jump_delay_us": 11,
    "laser_off_delay_us": 12,
    "laser_on_delay_us": 13,
    "mark_delay_us": 14,
    "polygon_delay_us": 15,
}
"""Which field of MarkingParams each attribute of an `Exposure` is."""
BEAM: Final = ("power_w", "speed_mm_s")
JUMPS: Final = (
    "jump_speed_mm_s",
    "jump_delay_us",
    "laser_off_delay_us",
    "laser_on_delay_us",
    "mark_delay_us",
    "polygon_delay_us",
)
"""Attributes that are said together: where one is there, one that is not is 0."""
UNSAID_AS_0: Final = BEAM + JUMPS
"""Attributes that may be read as 0 where they are not there."""
EXPOSURE_UNREAD: Final = {
    "skywriting": (MARKING_MODE, 28, 29, 30),
    "wobble": (24,),
    "laser pulses": (6, 7, 8, 9),
    "power gradients": (25,),
    "beam shapes": (27,),
}
"""Fields of MarkingParams that an `Exposure` has no place for, by what they are."""

PART_NAME: Final = 1
PART_STRATEGY: Final = 4
PART_UNREAD: Final = (2, 3, 5, 6, 7, 8)
"""Geometry, material, strategies of the skins, order of exposure, and the name of the model."""
STRATEGY_LAYER: Final = 5
STRATEGY_HATCH: Final = 6

PLANE_BLOCKS: Final = 1
PLANE_PLACES: Final = (2, 3, 5, 6, 7)
"""x, y and three rotations of a work plane."""
PLANE_Z: Final = 4
PLANE_BLOCK_COUNT: Final = 8
PLANE_REPEATS: Final = 9
PLANE_NUMBER: Final = 10

POLYLINE: Final = 1
HATCHES: Final = 2
POINTS: Final = 3
ARCS: Final = 4
ELLIPSES: Final = 5
POLYLINE_3D: Final = 6
HATCHES_3D: Final = 7
POINTS_3D: Final = 8
ARCS_3D: Final = 9
PAUSE: Final = 10
ADAPTED_POLYLINE: Final = 11
ADAPTED_HATCHES: Final = 12
SYNC: Final = 13
"""Kinds of vector data of a block; the last one in a block holds."""
KIND_MAX: Final = SYNC
PAUSE_US: Final = 1
"""How long a pause is, in whole microseconds."""
PAUSE_MAX_US: Final = 2**62
"""A pause of more, as 64 bits without a sign can say, is one of this."""
NUMBERS: Final = 1
"""The repeated floats of every kind but arcs; x, y and a value each where a kind is adapted."""
ADAPTED_PARAMETER: Final = 2
ARC_ANGLE: Final = 1
ARC_DX: Final = 2
ARC_DY: Final = 3
ARC_CENTRES: Final = 4
ARC_CENTRES_3D: Final = 5

BLOCK_EXPOSURE: Final = 50
BLOCK_LASER: Final = 53
BLOCK_REPEATS: Final = 54
BLOCK_META: Final = 100
BLOCK_LPBF: Final = 101
BLOCK_OTHER_PROCESSES: Final = (102, 103)
BLOCK_PART: Final = 3
BLOCK_PATCH: Final = 4
LPBF_AREA: Final = 1
LPBF_SKIN: Final = 2
LPBF_STRUCTURE: Final = 4
LPBF_AGAIN: Final = 5
AREA_VOLUME: Final = 0
AREA_CONTOUR: Final = 1
SKIN_DOWN: Final = 1
SKIN_UP: Final = 2
STRUCTURE_SUPPORT: Final = 1

BOX_X_MIN, BOX_Y_MIN, BOX_X_MAX, BOX_Y_MAX = 1, 2, 3, 4
