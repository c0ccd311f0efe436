"""G-code that is damaged, too much or none: each is refused with one sentence."""

import numpy as np
import pytest

from slicer_checks.errors import GCODE_CODES, UnreadableFile
from slicer_checks.formats.gcode import EXPOSURES_MAX, read_gcode
from slicer_checks.limits import ReadLimits
from tests.gcode_files import DEPOSITION, FILAMENT, LIMITS, path_of

TRACK = "M3 S9 F60 G1 X1\n"


def refused(text: str | bytes, limits: ReadLimits = LIMITS) -> UnreadableFile:
    """Return the error a program is refused with."""
    with pytest.raises(UnreadableFile) as caught:
        read_gcode(text.encode() if isinstance(text, str) else text, limits)
    assert caught.value.code in GCODE_CODES
    return caught.value


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        (TRACK + "G1 Xten\n", "gcode-number", {"line": 2, "text": "Xten"}),
        (TRACK + "G1 X\n", "gcode-number", {"line": 2, "text": "X"}),
        (TRACK + "G1 X1.2.3\n", "gcode-number", {"line": 2, "text": "X1.2.3"}),
        (TRACK + "G1 Xnan\n", "gcode-number", {"line": 2, "text": "Xnan"}),
        (TRACK + "G1 X1_0\n", "gcode-number", {"line": 2, "text": "X1_0"}),
        (TRACK + "G1 X#5\n", "gcode-number", {"line": 2, "text": "X#5"}),
        (TRACK + "G1 X\u0661\n", "gcode-number", {"line": 2, "text": "X??"}),
        (TRACK + "G1 X1,5\n", "gcode-decimal-comma", {"line": 2, "text": "X1,5"}),
        (TRACK + "G1 X1 Y2 X3\n", "gcode-word-twice", {"line": 2, "text": "X3"}),
        (TRACK + "G5 X1 Y1 I1 J1\n", "gcode-move", {"line": 2, "text": "G5 X1 Y1 I1 J1"}),
        (TRACK + "G80\nX1\n", "gcode-move", {"line": 3, "text": "X1"}),
        ("X1 Y1\n", "gcode-move", {"line": 1, "text": "X1 Y1"}),
        (TRACK + "G2 X5 I2 P2\n", "gcode-move", None),
        (TRACK + "G2 X5\n", "gcode-arc-centre", {"line": 2, "text": "G2 X5"}),
        (TRACK + "G2 X1 R5\n", "gcode-arc-centre", None),
        (TRACK + "G3 X5 I0 J0\n", "gcode-arc-centre", None),
        (TRACK + "G90.1\nG3 X5 I3\n", "gcode-arc-centre", None),
        (TRACK + "G2 X5 I1\n", "gcode-arc-radius", {"line": 2, "text": "G2 X5 I1"}),
        (TRACK + "G2 X5 R1.9\n", "gcode-arc-radius", None),
        (TRACK + "G18\nG2 X5 I2\n", "gcode-arc-plane", {"line": 3, "text": "G2 X5 I2"}),
        (TRACK + "G19 G2 X5 I2\n", "gcode-arc-plane", None),
        (TRACK + "G1 X10001\n", "gcode-outside", {"line": 2, "text": "G1 X10001"}),
        (TRACK + "G20 G1 Z-400\n", "gcode-outside", None),
        (TRACK + "G1 X" + "9" * 400 + "\n", "gcode-outside", None),
        (TRACK + "G1 E" + "9" * 400 + "\n", "gcode-outside", None),
        ("G1 X1 E" + "9" * 400 + "\n", "gcode-outside", None),
        (TRACK + "G92 X" + "9" * 400 + "\n", "gcode-outside", None),
        (TRACK + "G2 X1 I9000\n", "gcode-outside", None),
        (TRACK + "G2 X1 I1" + "0" * 300 + "\n", "gcode-outside", None),
        (TRACK + "G2 X1.1 R1" + "0" * 300 + "\n", "gcode-outside", None),
        (TRACK + "G1 F-1\n", "gcode-value", {"line": 2, "text": "G1 F-1"}),
        (TRACK + "S-1\n", "gcode-value", None),
        (TRACK + "F" + "9" * 400 + "\n", "gcode-value", None),
        ("", "gcode-nothing-laid", {}),
        ("G21\nG0 X1\nG1 Y1\n", "gcode-nothing-laid", {}),
        ("M3 S5\nG0 X1\n", "gcode-nothing-laid", {}),
        ("hello there\n", "gcode-nothing-laid", {}),
        ("G1 X1\x00\n", "gcode-control-byte", {"offset": 5}),
        ("G1 X1 ;\x1b\n", "gcode-control-byte", {"offset": 7}),
        ("G1 X1 (" + "a" * 5000, "gcode-line-too-long", {"bytes": 5007, "bytes_max": 4096}),
    ],
)
def test_faults_are_named(text: str, code: str, params: dict[str, object] | None) -> None:
    """What cannot be read is named with its line and its text, never read as something else."""
    error = refused(text)

    assert error.code == code
    assert params is None or error.params == params
    assert str(error).isascii()


def test_long_comments_are_no_long_lines() -> None:
    """Slicers write their settings in comments of any length; only what is obeyed is bounded."""
    assert path_of(TRACK + ";" + "x" * 100_000 + "\n").vectors == 1
    assert refused(TRACK + "X1" + " " * 5000 + "; end").code == "gcode-line-too-long"


def test_points_and_exposures_are_bounded() -> None:
    """Arcs cannot make more points than a limit, nor powers more exposures."""
    circles = TRACK + "G2 I1000\n" * 50
    feeds = TRACK + "".join(f"F{feed}X{feed % 2}\n" for feed in range(1, EXPOSURES_MAX + 2))

    assert refused(circles, ReadLimits(facets_max=20_000)).code == "gcode-too-many-points"
    assert path_of(circles).vectors > 100_000
    assert refused(feeds).params["exposures_max"] == EXPOSURES_MAX


def reach_or_code(data: bytes) -> float | str:
    """Return how far from zero a toolpath goes, or the code of the error it is refused with."""
    try:
        toolpath = read_gcode(data, LIMITS)
    except UnreadableFile as error:
        return error.code
    assert toolpath.vectors > 0
    return float(np.abs(toolpath.blocks.points_mm).max())


@pytest.mark.parametrize("text", [DEPOSITION, FILAMENT])
def test_a_file_cut_anywhere_is_read_or_refused(text: str) -> None:
    """Whatever byte a file ends at, it is a shorter toolpath or one clear refusal."""
    data = text.encode()
    outcomes = [reach_or_code(data[:end]) for end in range(len(data))]

    assert {one for one in outcomes if isinstance(one, str)} <= set(GCODE_CODES)
    assert any(isinstance(one, float) for one in outcomes)


@pytest.mark.parametrize("text", [DEPOSITION, FILAMENT, TRACK + "G3 X5 I2 J0\nG2 X9 R2 E5\n"])
def test_a_damaged_file_is_read_or_refused(text: str) -> None:
    """Bytes that were changed at random give a toolpath with finite places, or a refusal."""
    source = np.random.default_rng(11)
    for _ in range(1500):
        data = bytearray(text.encode())
        for place in source.integers(0, len(data), size=source.integers(1, 4)):
            data[place] = source.integers(0, 256) if source.random() < 0.5 else b"XGE0;("[place % 6]
        outcome = reach_or_code(bytes(data))

        assert outcome in GCODE_CODES if isinstance(outcome, str) else outcome <= LIMITS.size_max_mm
