"""G-code of deposition machines and of metal-filament printers: what is laid, where and how."""

from itertools import pairwise
from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks.formats.gcode import is_gcode
from slicer_checks.toolpath import NOBODY, Direction, Role, Shape
from tests.gcode_files import DEPOSITION, FILAMENT, laid, path_of
from tests.toolpaths import unread


def test_a_program_of_a_deposition_machine() -> None:
    """Inches become mm, inches a minute mm/s, S watts; each track of the laser is a block."""
    toolpath = path_of(DEPOSITION)
    blocks = toolpath.blocks

    assert blocks.layer_z_mm.tolist() == [0, 0.254]
    assert blocks.layer_offsets.tolist() == [0, 4, 5]
    assert blocks.block_shape.tolist() == [
        Shape.JUMP,
        Shape.POLYLINE,
        Shape.JUMP,
        *[Shape.POLYLINE] * 2,
    ]
    assert blocks.block_pause_us.tolist() == [4.5e6, 0, 0, 0, 0]
    assert laid(toolpath) == [
        [[0, 0], [0, 6.35]],
        [[0, 12.7], [0, pytest.approx(19.05)]],
        [[0, pytest.approx(19.05)], [12.7, pytest.approx(19.05)]],
    ]
    assert [one.power_w for one in toolpath.exposures] == [100, 150]
    assert [one.speed_mm_s for one in toolpath.exposures] == pytest.approx([6.35, 6.35])
    assert blocks.block_exposure.tolist() == [NOBODY, 0, NOBODY, 1, 1]
    said = [Direction.OPEN, Direction.UNSAID, Direction.OPEN, Direction.OPEN]
    assert blocks.block_direction.tolist() == [Direction.UNSAID, *said]
    assert set(blocks.block_part.tolist()) == set(blocks.block_laser.tolist()) == {NOBODY}
    assert (toolpath.facts.file_format, toolpath.facts.unit_mm) == ("gcode-ded", 25.4)
    assert unread(toolpath) == {"powder": 1}


def test_a_program_of_a_filament_printer() -> None:
    """What pushes filament while it moves lays it; types give roles, travel and lifts jumps."""
    toolpath = path_of(FILAMENT)
    blocks = toolpath.blocks

    assert blocks.layer_z_mm.tolist() == [0.2, 0.4]
    assert blocks.layer_offsets.tolist() == [0, 5, 6]
    assert laid(toolpath) == [
        [[10, 10], [20, 10], [20, 20]],
        [[30, 30], [40, 30]],
        [[40, 30], [40, 40]],
        [[40, 40], [30, 40]],
    ]
    assert blocks.block_shape.tolist() == [3, 0, 3, 0, 0, 0]
    assert blocks.block_role.tolist() == [
        Role.UNSAID,
        Role.CORE,
        Role.UNSAID,
        Role.SUPPORT,
        Role.UP_SKIN,
        Role.DOWN_SKIN,
    ]
    assert [one.speed_mm_s for one in toolpath.exposures] == [30, 20]
    assert all(isnan(one.power_w) for one in toolpath.exposures)
    assert (toolpath.facts.file_format, toolpath.facts.layer_mm) == ("gcode-fff", 0.2)
    assert unread(toolpath) == {"homing": 1, "machine commands": 3}


@pytest.mark.parametrize(
    "text",
    [
        "g1x10f600m3s200\n",
        "N1 G 1 X 10 F 600 M 3 S 200\n",
        "/ G01 F+600.0 M03 S200.00000000000000000000000000000 X10.\n",
        "F600\r\nM4 S200\r\nG1\r\nX10",
        "F600\rM3 S200\rG1 X10\r",
        "S200 F600 M3 (laser (on)\nG91 G1 X4\nX6 ; done M5\n",
        "M8 M6 T1\nG1 X10 M3 S200 F600*71\n",
        "\ufeffG21 G1 F600 S200 M3 X10",
        "G1 X10 F600 M3 S200\nM2\nG1 X20\n",
        "G53 G1 X10 F600 M3 S200 G54\n",
        "G92 X5\nG1 X15 F600 M3 S200",
        "G92 X5 Y7\nG92.1\nG1 X10 F600 M3 S200",
    ],
)
def test_one_line_however_it_is_written(text: str) -> None:
    """Case, blanks, line ends, order of words, remarks and modal words do not change the track."""
    toolpath = path_of(text)

    assert np.concatenate(laid(toolpath))[[0, -1]].tolist() == [[0, 0], [10, 0]]
    assert [(one.power_w, one.speed_mm_s) for one in toolpath.exposures] == [(200, 10)]
    assert toolpath.blocks.layer_z_mm.tolist() == [0]


steps_um = st.integers(min_value=-50_000, max_value=50_000)
moves = st.lists(
    st.tuples(st.booleans(), steps_um, steps_um, st.sampled_from([100, 250]), st.integers(0, 2)),
    min_size=1,
    max_size=30,
)


@settings(deadline=None, max_examples=60)
@given(moves=moves, relative=st.booleans(), inch=st.booleans())
def test_what_is_written_is_read(
    moves: list[tuple[bool, int, int, int, int]], relative: bool, inch: bool
) -> None:
    """Vectors, heights and powers come back, absolute or in steps, in mm (exactly) or inches."""
    digits, scale = (7, 25_400) if inch else (3, 1_000)
    lines = ["G20" if inch else "G21", "G91" if relative else "G90", "F600"]
    place = np.zeros(3, dtype=np.int64)
    expected = []
    for on, x_um, y_um, power_w, rise in [*moves, (True, 5, 5, 100, 0)]:
        before = place.copy()
        place = place + np.array([0, 0, 40 * rise])
        z = (place - before if relative else place)[2] / scale
        lines += ["M5", f"G0 Z{z:.{digits}f}", *([f"M3 S{power_w}"] if on else [])]
        target = np.array([x_um, y_um, place[2]])
        step = target - place if relative else target
        lines.append(f"G1 X{step[0] / scale:.{digits}f} Y{step[1] / scale:.{digits}f}")
        if on:
            expected.append((*place[:2], x_um, y_um, power_w, place[2]))
        place = target
    toolpath = path_of("\n".join(lines))
    found = []
    for layer in toolpath.layers():
        stop = layer.first_block + len(layer.shapes)
        powers = toolpath.blocks.block_exposure[layer.first_block : stop]
        for points, shape, which in zip(layer.points_mm, layer.shapes, powers, strict=True):
            if shape == Shape.POLYLINE:
                power_w = toolpath.exposures[which].power_w
                found += [(*begin, *end, power_w, layer.z_mm) for begin, end in pairwise(points)]
    known = np.array(expected) / (1000, 1000, 1000, 1000, 1, 1000)

    if relative or inch:
        assert np.array(found) == pytest.approx(known, abs=1e-5)
    else:
        assert np.array(found).tolist() == known.tolist()
    steps = np.diff(toolpath.blocks.layer_z_mm)
    assert (steps != 0).all()


def test_extrusion_counts_from_what_was_pushed_before() -> None:
    """Absolute E after a reset, relative E, and a prime after a retraction lay what they should."""
    absolute = "M82\nG1 X1 E1\nG92 E0\nG1 X2 E0\nG1 X3 E1\nG1 E-5\nG0 X4\nG1 E1\nG1 X5 E1\n"
    relative = "M83\nG90\nG1 X1 E1\nG1 X2\nG1 X3 E1\nG1 E-5\nG0 X4\nG1 E5\nG1 X5 E-1\n"
    known = [[[0, 0], [1, 0]], [[2, 0], [3, 0]]]

    assert laid(path_of(absolute)) == laid(path_of(relative)) == known
    assert laid(path_of("G91\nG1 X1 E1\nX1 E1\n")) == [[[0, 0], [1, 0], [2, 0]]]
    mixed = "M82\nG1 X1 E10\nM83\nG1 E-2\nM82\nG1 X2 E9.5\n"  # back 2, on 1.5
    assert laid(path_of(mixed)) == [[[0, 0], [1, 0], [2, 0]]]
    assert laid(path_of("G92\nG1 X1 E.5 F60\nG92\nG1 X1 E.5")) == [[[0, 0], [1, 0], [2, 0]]]


def test_home_is_zero_and_no_travel() -> None:
    """After G28 the named axes are at zero, whatever G92 said of them, and no jump is made up."""
    toolpath = path_of("G1 X5 Y5 Z5 E1\nG92 X100\nG28 X Z\nG1 X1 E2\n")

    assert laid(toolpath) == [[[0, 0], [5, 5]], [[0, 5], [1, 5]]]
    assert toolpath.blocks.layer_z_mm.tolist() == [5, 0]


def test_numbers_keep_their_digits() -> None:
    """Coordinates are the doubles nearest to the text, as long as a double needs."""
    values = np.random.default_rng(4).normal(scale=100, size=400)
    lines = "\n".join(f"X{value!r}" for value in values.tolist())
    toolpath = path_of(f"M3 S1 F1 G1\n{lines}\n")

    assert laid(toolpath)[0][1:] == [[value, 0] for value in values.tolist()]


@pytest.mark.parametrize(
    ("text", "pauses_us"),
    [
        ("M3 S9 F60 G1 X1\nG4 P30\nX2\nG4 S2\nG4 P0.5\nX3\nG4 P7\n", [30e3, 2.5e6, 7e3]),
        ("G4 P0.5\nG4 S2\nG1 X1 E1 F60\nG4 P30\nX2 E2\n", [2_000_500, 30e3]),
        ("M3 S9 F60 G1 X1\nG4 P10000000000000000000\nX2\n", [1e18]),
    ],
)
def test_dwells_are_pauses(text: str, pauses_us: list[float]) -> None:
    """P counts ms, S seconds, on deposition machines a fraction of P too; a track stops there."""
    toolpath = path_of(text)
    blocks = toolpath.blocks

    assert blocks.block_pause_us[blocks.pauses].tolist() == pauses_us
    tracks = laid(toolpath)
    assert [track[0] for track in tracks[1:]] == [track[-1] for track in tracks[:-1]]
    assert unread(toolpath) == {}


def test_a_program_of_dwells_alone_takes_no_room() -> None:
    """Dwells in a row are one pause, however many there are."""
    blocks = path_of("M3 S9 F60 G1 X1\n" + "G4 P1\n" * 300_000 + "X2\n").blocks

    assert blocks.block_pause_us.tolist() == [0, 300e6, 0]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("M3 S9 F60 G1 X1\nG0 X5\n", {"rapid moves with the laser on": 1}),
        ("M3 S9 F60 G1 X1 Z1\n", {"moves that rise": 1}),
        ("M3 S9 F60 G1 X1\nG1 X1 Z1\nX2\n", {"moves along z": 1}),
        ("M3 S9 F60 G1 X1 A30\nC5\nX2 E1", {"other axes": 3}),
        ("G93 M3 S9 F60 G1 X1\n", {"speeds not per minute": 1}),
        ("G54 G43 H1\nG10 L2 P1 X5 Y5\nM3 S9 F60 G1 X1\n", {"offset": 3}),
        ("M3 S9 F60 G1 X1\nM30\n%\n\nG1 X5\nX6\n", {"lines after the end": 2}),
        ("G29 P1 X5 Y5\nM106 S255\nG1 X1 E1\nM3 S5\nM302 P1\n", {"machine commands": 4}),
        ('M862.3 P "MK3; G1" G4 X1\nM5555 G1 X1 E1\n', {"dwell": 1, "machine commands": 2}),
        ("G4 X9\nG4 P-2\nM3 S9 F60 G1 X1\n", {"dwell": 2}),
    ],
)
def test_what_a_toolpath_does_not_hold_is_counted(text: str, known: dict[str, int]) -> None:
    """Dwells, offsets, other axes, commands and moves out of their layer are told by number."""
    assert unread(path_of(text)) == known


def test_what_is_unsaid_stays_unsaid() -> None:
    """Without S there is no power, without F no speed; a filament printer has no power at all."""
    one = path_of("M3\nG1 X1\n").exposures[0]
    two = path_of("G93 F5\nM3\nG1 X1 S0\n").exposures[0]
    three = path_of("S5 F60\nG1 X1 E1\n").exposures[0]

    assert isnan(one.power_w)
    assert isnan(one.speed_mm_s)
    assert two.power_w == 0
    assert isnan(two.speed_mm_s)
    assert isnan(three.power_w)
    assert three.speed_mm_s == 1


def test_vectors_without_length_stay_only_where_they_are_named() -> None:
    """A laid vector to the same place is kept for the checks; travel to the same place is none."""
    assert laid(path_of("M3 S9 F6 G1 X1\nX1 Y0\nG1\nF7\n")) == [[[0, 0], [1, 0], [1, 0]]]
    assert len(path_of("G0 X0\nM3 S9 F6 G1 X1\n").blocks.block_shape) == 1


@pytest.mark.parametrize(
    ("comment", "role"),
    [
        (";TYPE:FILL", Role.CORE),
        (";TYPE:External perimeter", Role.CORE),
        ("; FEATURE: Top surface ", Role.UP_SKIN),
        (";TYPE:Overhang_perimeter", Role.DOWN_SKIN),
        ("; feature dense support", Role.SUPPORT),
        (";type:SUPPORT-INTERFACE", Role.SUPPORT),
        (";TYPE:SKIRT", Role.UNSAID),
        (";TYPE:something new", Role.UNSAID),
        (";TYPE:", Role.UNSAID),
        ("; a support in words", Role.UNSAID),
        (";TYP", Role.UNSAID),
    ],
)
def test_slicers_name_what_they_lay(comment: str, role: Role) -> None:
    """The names of features in comments, in the words of several slicers, become roles."""
    assert path_of(f"{comment}\nG1 X1 E1\n").blocks.block_role.tolist() == [role]


@pytest.mark.parametrize(
    ("head", "known"),
    [
        (DEPOSITION, True),
        (FILAMENT, True),
        ("; only a comment so far", True),
        ("\ufeff\n(start)\nN1 G21", True),
        ("START_PRINT BED=60\nG28", True),
        ("X1.5 Y2", True),
        ("", False),
        (" \n\n", False),
        ("$$HEADERSTART\n$$ASCII", False),
        ("solid part\nfacet normal 0 0 0", False),
        ("%PDF-1.4\n%\xe2\n1 0 obj", False),
        ("v 0 0 0\nf 1 2 3", False),
        ("PK\x03\x04", False),
        ("<html>", False),
    ],
)
def test_g_code_is_known_by_its_first_words(head: str, known: bool) -> None:
    """A word of G-code, a macro, or comments with semicolons begin such a file."""
    assert is_gcode(head.encode()) is known


def test_a_program_of_more_than_one_sheet_is_one() -> None:
    """Blocks and points go on where the room for them was emptied in between."""
    lines = "".join(f"X{number % 1000}Y{number // 1000}\n" for number in range(1, 600_001))
    toolpath = path_of(f"M3 S9 F60 G1\n{lines}M5\nG0 X5\nM3\nG1 X9\n")

    assert toolpath.blocks.block_offsets.tolist() == [0, 600_001, 600_003, 600_005]
    assert toolpath.blocks.points_mm[600_000].tolist() == [0, 600]
    assert (np.diff(toolpath.blocks.points_mm[1:1000, 0]) == 1).all()
