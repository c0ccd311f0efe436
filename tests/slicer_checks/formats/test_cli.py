"""CLI and CLI+: read as written, refused with one sentence, and written back the same."""

import dataclasses
import math
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slicer_checks.errors import UnreadableFile
from slicer_checks.exposure import Exposure
from slicer_checks.formats.cli import is_cli, read_cli
from slicer_checks.formats.cli_writer import Form, write_cli
from slicer_checks.limits import ReadLimits
from slicer_checks.toolpath import NOBODY, Direction, Shape, Toolpath
from tests.known_parts import CORPUS, NO_CORPUS
from tests.known_paths import differences, small_path

LIMITS = ReadLimits()
REAL = CORPUS / "toolpaths" / "ovf_tools"
HOSTILE = CORPUS / "attacks" / "cli"
needs_corpus = pytest.mark.skipif(not REAL.is_dir(), reason=NO_CORPUS)

HEAD = b"$$HEADERSTART\n$$ASCII\n$$UNITS/0.01\n$$VERSION/200\n$$LAYERS/1\n$$HEADEREND\n"
BODY = b"$$GEOMETRYSTART\n$$LAYER/3\n$$POLYLINE/1,1,4,0,0,100,0,100,100,0,0\n$$GEOMETRYEND\n"


def binary(layers: int, *commands: bytes, aligned: bool = False) -> bytes:
    """Return a binary file of commands."""
    align = b"$$ALIGN\n" if aligned else b""
    head = b"$$HEADERSTART\n$$BINARY\n%s$$UNITS/0.5\n$$LAYERS/%d\n$$HEADEREND" % (align, layers)
    return head + b"".join(commands)


def words(*values: int) -> bytes:
    """Return numbers of 16 bits."""
    return np.array(values, dtype="<u2").tobytes()


def refusal(data: bytes) -> str:
    """Return the code with which a file is refused."""
    with pytest.raises(UnreadableFile) as error:
        read_cli(data, LIMITS)
    assert str(error.value).endswith(".")
    return error.value.code


def test_text_is_read_in_millimetres() -> None:
    """A coordinate is the file's number times its unit; a contour keeps its part and direction."""
    path = read_cli(HEAD + BODY, LIMITS)

    assert path.blocks.layer_z_mm.tolist() == [0.03]
    assert path.layer(0).points_mm[0].tolist() == [[0, 0], [1, 0], [1, 1], [0, 0]]
    assert path.layer(0).shapes == (Shape.POLYLINE,)
    assert path.blocks.block_direction.tolist() == [Direction.COUNTER_CLOCKWISE]
    assert [part.number for part in path.parts] == [1]
    assert (path.vectors, path.facts.file_format) == (3, "cli-ascii")


def test_all_header_fields_are_read() -> None:
    """Labels, dates, boxes, versions and other programs' bytes are kept."""
    user = b"$$USERDATA/me,6,$$\x00\xff/," + b"\n"
    header = (
        b"$$HEADERSTART\n// a remark // $$ASCII\n$$UNITS/1\n$$VERSION/200\n$$DATE/070926\n"
        b"$$LABEL/7,a cube, blue\n$$DIMENSION/0,1,2,3,4,5.5\n" + user + b"$$LAYERS/1\n$$HEADEREND\n"
    )
    path = read_cli(header + BODY, LIMITS)

    assert (path.facts.version, path.facts.date) == ("200", "070926")
    assert path.facts.box_mm == ((0.0, 1.0, 2.0), (3.0, 4.0, 5.5))
    assert path.facts.user_data == (("me", b"$$\x00\xff/,"),)
    assert [(part.number, part.name) for part in path.parts] == [(7, "a cube, blue"), (1, "")]


def test_short_and_long_commands_are_read() -> None:
    """Both forms of each command give the same shapes; whole numbers are times the unit too."""
    short = (words(128, 4), words(129, 1, 2, 2, 0, 0, 10, 20), words(131, 1, 1, 1, 2, 3, 4))
    path = read_cli(binary(1, *short), LIMITS)
    assert path.blocks.layer_z_mm.tolist() == [2.0]
    assert path.blocks.points_mm.tolist() == [[0, 0], [5, 10], [0.5, 1], [1.5, 2]]
    assert path.facts.short == (True, True, True)

    whole, floats = np.array([1, 2, 2], dtype="<i4"), np.array([-1, 2.5, 3, 4], dtype="<f4")
    layer = words(127) + np.float32(4).tobytes()
    line = words(130) + whole.tobytes() + floats.tobytes()
    hatch = words(132) + np.array([1, 1], dtype="<i4").tobytes() + floats.tobytes()
    path = read_cli(binary(1, layer, line, hatch), LIMITS)
    assert path.blocks.block_shape.tolist() == [Shape.POLYLINE, Shape.HATCHES]
    assert path.blocks.points_mm.tolist() == 2 * [[-0.5, 1.25], [1.5, 2.0]]
    assert path.facts.short == (False, False, False)


def test_aligned_commands_are_read_with_and_without_filling_after_them() -> None:
    """Commands begin at multiples of four bytes; two bytes may follow each before its numbers."""
    plain = (words(128, 4), words(129, 1, 2, 2, 0, 0, 10, 20), words(128, 8))
    filled = (words(128, 0, 4, 0), words(129, 0, 1, 2, 2, 0, 0, 10, 20, 0), words(128, 0, 8))
    for commands in (plain, filled):
        path = read_cli(binary(2, *commands, aligned=True), LIMITS)
        assert path.blocks.layer_z_mm.tolist() == [2.0, 4.0]
        assert path.blocks.points_mm.tolist() == [[0, 0], [5, 10]]


def test_laser_states_carry_over_until_they_change() -> None:
    """CLI+ says power, speed and focus once; blocks before that have no exposure."""
    line = b"$$POLYLINE/1,2,2,0,0,1,1\n"
    body = b"$$LAYER/1\n" + line + b"$$POWER/100\n$$SPEED/5e2\n" + line + b"$$FOCUS/-1\n" + line
    body += b"$$LAYER/2\n" + line + b"$$POWER/0\n" + line + b"$$POWER/100\n" + line
    head = HEAD.replace(b"LAYERS/1", b"LAYERS/2")
    path = read_cli(head + b"$$GEOMETRYSTART\n" + body + b"$$GEOMETRYEND", LIMITS)

    assert path.blocks.block_exposure.tolist() == [NOBODY, 0, 1, 1, 2, 1]
    assert [one.power_w for one in path.exposures] == [100.0, 100.0, 0.0]
    assert [one.speed_mm_s for one in path.exposures] == [500.0, 500.0, 500.0]
    assert math.isnan(path.exposures[0].focus_mm)
    assert path.facts.file_format == "cli-plus"


def test_commands_of_other_programs_are_counted() -> None:
    """An unknown command in text is skipped, and said to be left out."""
    extra = BODY.replace(b"$$LAYER/3", b"$$GASFLOW/fast\n$$LAYER/3")
    path = read_cli(HEAD + extra, LIMITS)
    assert [(one.content, one.count) for one in path.unread] == [("commands of other programs", 1)]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"UNITS/0.01", b"UNITS/0", "cli-header-value"),
        (b"UNITS/0.01", b"UNITS/1e308", "cli-header-value"),
        (b"$$UNITS/0.01\n", b"", "cli-units"),
        (b"LAYERS/1", b"LAYERS/-5", "cli-header-value"),
        (b"LAYERS/1", b"LAYERS/2", "cli-layers"),
        (b"VERSION/200", b"LABEL/x,y", "cli-header-value"),
        (b"VERSION/200", b"DIMENSION/1,2,3", "cli-header-value"),
        (b"VERSION/200", b"USERDATA/me,999,short", "cli-header-value"),
        (b"$$HEADEREND", b"", "cli-header"),
        (b"$$HEADERSTART", b"", "cli-header"),
        (b"$$GEOMETRYSTART", b"", "cli-no-geometry"),
        (b"$$GEOMETRYEND", b"", "cli-no-end"),
        (b"LAYER/3", b"LAYER/nan", "cli-number"),
        (b"100,0,100", b"100,0,1_0", "cli-number"),
        (b"100,0,100", b"100,0,,100", "cli-number"),
        (b"1,1,4", b"1,1,5", "cli-count-mismatch"),
        (b"1,1,4", b"1,1,-4", "cli-count-mismatch"),
        (b"1,1,4", b"1,1,4.5", "cli-count-mismatch"),
        (b"1,1,4", b"1,1,1e300", "cli-count-mismatch"),
        (b"1,1,4", b"1,9,4", "cli-direction"),
        (b"$$LAYER/3\n", b"", "cli-no-layer"),
        (b"100,0,100", b"1e308,0,100", "toolpath-coordinate"),
        (b"100,0,100", b"1e999,0,100", "toolpath-coordinate"),
    ],
)
def test_bad_text_is_refused(old: bytes, new: bytes, code: str) -> None:
    """Each fault of a text file has its code and a sentence."""
    data = HEAD + BODY
    assert old in data
    assert refusal(data.replace(old, new)) == code


@pytest.mark.parametrize(
    ("commands", "code"),
    [
        ((words(128, 4), words(140, 0, 0)), "cli-command"),
        ((words(129, 1, 1, 0),), "cli-no-layer"),
        ((words(128, 4), words(129, 1, 7, 0)), "cli-direction"),
        ((words(128, 4), words(129, 1, 1, 9, 5, 5)), "cli-cut-off"),
        ((words(128, 4), words(131, 1, 65535)), "cli-cut-off"),
        (
            (words(128, 4), words(130) + np.array([1, 1, -1], dtype="<i4").tobytes()),
            "cli-count",
        ),
        (
            (words(128, 4), words(132) + np.array([1, 2**30], dtype="<i4").tobytes()),
            "cli-cut-off",
        ),
        ((words(127, 0, 0x7FC0),), "toolpath-coordinate"),
    ],
)
def test_bad_binary_is_refused(commands: tuple[bytes, ...], code: str) -> None:
    """Each fault of a binary file has its code; what it claims is never allocated."""
    assert refusal(binary(1, *commands)) == code


def test_binary_commands_behind_a_text_header_are_refused() -> None:
    """A header that says ASCII has no binary geometry behind it."""
    data = binary(1, words(128, 4)).replace(b"BINARY", b"ASCII")
    assert refusal(data) == "cli-no-geometry"


def test_a_file_cut_anywhere_is_refused_or_read() -> None:
    """Whatever byte a file ends at, nothing else than a refusal comes of it."""
    text = write_cli(small_path(2), "ascii").data
    for data in (text, write_cli(small_path(1)).data):
        for end in range(len(data)):
            try:
                read_cli(data[:end], LIMITS)
            except UnreadableFile:
                continue


@pytest.mark.parametrize("form", ["ascii", "binary"])
def test_bytes_that_are_changed_at_random_do_no_harm(form: Form) -> None:
    """A damaged file is read or refused, never anything else."""
    draw = random.Random(7)  # noqa: S311
    whole = write_cli(small_path(2), form).data
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(draw.randint(1, 4)):
            data[draw.randrange(len(data))] = draw.randrange(256)
        try:
            read_cli(bytes(data), LIMITS)
        except UnreadableFile:
            continue


def test_what_binary_cannot_hold_is_said() -> None:
    """Binary CLI has no laser parameters and no roles; both are counted as left out."""
    told = {one.content: one.count for one in write_cli(small_path(3)).left_out}
    assert told == {"roles of blocks": 9, "laser parameters": 3}
    told = {one.content: one.count for one in write_cli(small_path(3), "ascii").left_out}
    assert told == {"roles of blocks": 9, "laser parameters": 3}  # their names


def test_laser_states_come_back_from_text() -> None:
    """Power, speed, focus and spot of each block are the same after writing and reading."""
    path = small_path(3)
    back = read_cli(write_cli(path, "ascii").data, LIMITS)
    assert back.exposures == tuple(dataclasses.replace(one, name="") for one in path.exposures)
    assert differences(path.blocks, back.blocks) == ["block_role"]


@pytest.mark.parametrize("aligned", [False, True])
@pytest.mark.parametrize("short", [False, True])
def test_binary_comes_back_the_same(*, aligned: bool, short: bool) -> None:
    """Long, short and aligned forms are written as they were read."""
    path = small_path(3)
    facts = dataclasses.replace(path.facts, aligned=aligned, short=(short, short, short))
    once = read_cli(write_cli(dataclasses.replace(path, facts=facts)).data, LIMITS)

    assert (once.facts.aligned, once.facts.short) == (aligned, (short, short, short))
    assert once.blocks.points_mm == pytest.approx(path.blocks.points_mm, abs=1e-6)
    again = write_cli(once).data
    assert again == write_cli(read_cli(again, LIMITS)).data
    assert differences(once.blocks, read_cli(again, LIMITS).blocks) == []


@pytest.mark.parametrize("short", [False, True])
@pytest.mark.parametrize("points", [0, 1, 2, 7, 8, 9, 10, 300])
def test_few_points_and_many_are_read_alike(points: int, *, short: bool) -> None:
    """However many numbers a command has, and at whatever byte they begin, each is its own."""
    numbers = np.arange(2 * points) + 1
    if short:
        line = words(129, 1, 2, points, *numbers.tolist())
    else:
        line = words(130) + np.array([1, 2, points], dtype="<i4").tobytes()
        line += numbers.astype("<f4").tobytes()
    back = read_cli(binary(1, words(128, 2), line, line), LIMITS)
    assert back.blocks.points_mm.reshape(-1).tolist() == [*numbers / 2, *numbers / 2]
    assert back.blocks.block_direction.tolist() == [2, 2]


@pytest.mark.parametrize("numbers", [[], [7], [7, 7, 7], [7, 3, 3, 7, -1], [3, 3, 7, 7, 3, 3]])
def test_parts_are_told_apart_in_any_order(numbers: list[int]) -> None:
    """Blocks of one part may stand together or take turns with others."""
    lines = [
        words(130) + np.array([number, 2, 1], dtype="<i4").tobytes() + bytes(8)
        for number in numbers
    ]
    back = read_cli(binary(1, words(128, 2), *lines), LIMITS)
    assert [back.parts[place].number for place in back.blocks.block_part] == numbers
    assert [part.number for part in back.parts] == sorted(set(numbers))


def test_short_forms_are_given_up_where_they_cannot_hold_the_numbers() -> None:
    """A negative coordinate, or one that is no whole number of units, is written as a float."""
    path = small_path(1)
    facts = dataclasses.replace(path.facts, short=(True, True, True))
    moved = dataclasses.replace(path.blocks, points_mm=path.blocks.points_mm - 5.0)
    back = read_cli(write_cli(dataclasses.replace(path, facts=facts, blocks=moved)).data, LIMITS)
    assert back.facts.short == (True, False, False)
    assert back.blocks.points_mm == pytest.approx(moved.points_mm, abs=1e-6)


def test_directions_that_nobody_said_are_worked_out() -> None:
    """A ring that turns left is counter-clockwise, one that turns right clockwise, a line open."""
    path = small_path(1)
    unsaid = np.full(3, Direction.UNSAID, dtype=np.uint8)
    points = path.blocks.points_mm.copy()
    points[:5] = points[:5][::-1]
    blocks = dataclasses.replace(path.blocks, points_mm=points, block_direction=unsaid)
    back = read_cli(write_cli(dataclasses.replace(path, blocks=blocks)).data, LIMITS)
    assert back.blocks.block_direction.tolist() == [
        Direction.CLOCKWISE,
        Direction.UNSAID,
        Direction.OPEN,
    ]


coordinates = st.floats(min_value=-400, max_value=400, allow_subnormal=False)


@given(st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=5))
def test_any_coordinate_comes_back_exactly_from_text(corners: list[tuple[float, float]]) -> None:
    """Text holds every number to its last digit when the unit is a millimetre."""
    path = small_path(1)
    points = path.blocks.points_mm.copy()
    points[: len(corners)] = corners
    path = dataclasses.replace(
        path,
        blocks=dataclasses.replace(path.blocks, points_mm=points),
        facts=dataclasses.replace(path.facts, unit_mm=1.0),
    )
    back = read_cli(write_cli(path, "ascii").data, LIMITS)
    assert (back.blocks.points_mm == points).all()


@needs_corpus
@pytest.mark.parametrize(
    ("name", "layers", "lines", "points"),
    [
        ("20180316_ShiftPaddles_Gitter_700um.cli", 1403, 2600, 58_688),
        ("Lanze_bottomdown_20mm_onlyblocksupport_p_s.cli", 82, 730, 6_583),
        ("Mirrored_s_Union_result-003_s_ex.cli", 119, 29_679, 217_223),
        ("Zusammenbau_DAP_scaled_0.74698.cli", 92, 1_434, 201_462),
        ("s_MiniCooper_ex.cli", 27, 1_593, 11_754),
    ],
)
def test_real_binary_files_come_back_byte_for_byte(
    name: str, layers: int, lines: int, points: int
) -> None:
    """Published files have the counts that another reader found; their geometry is written back."""
    data = (REAL / name).read_bytes()
    path = read_cli(data, LIMITS)
    assert (len(path), len(path.blocks.block_shape), len(path.blocks.points_mm)) == (
        layers,
        lines,
        points,
    )
    written = write_cli(path).data
    assert written.partition(b"$$HEADEREND")[2] == data.partition(b"$$HEADEREND")[2]


@needs_corpus
def test_real_text_files_are_read() -> None:
    """One published file has hatches, the other laser parameters; both come back the same."""
    frustum = read_cli((REAL / "frustrum_ASCII.cli").read_bytes(), LIMITS)
    hatched = frustum.blocks.block_shape == Shape.HATCHES
    assert (len(frustum), int((~hatched).sum())) == (100, 100)
    assert int(frustum.block_vectors[hatched].sum()) == 3181

    name = "marking_params__Box_support_solid_ascii_with_params.cli"
    box = read_cli((REAL / name).read_bytes(), LIMITS)
    assert len(box) == 1012
    assert int((np.diff(box.blocks.layer_offsets) == 0).sum()) == 102
    assert {(one.power_w, one.speed_mm_s) for one in box.exposures} >= {(100.0, 200.0)}
    for path in (frustum, box):
        assert _same_after_text(path)


def _same_after_text(path: Toolpath) -> bool:
    back = read_cli(write_cli(path, "ascii").data, LIMITS)
    return differences(path.blocks, back.blocks) == [] and repr(back.exposures) == repr(
        path.exposures
    )


@needs_corpus
@pytest.mark.parametrize(
    "file", sorted(HOSTILE.glob("*.cli")) if HOSTILE.is_dir() else [], ids=lambda file: file.stem
)
def test_hostile_files_are_refused(file: Path) -> None:
    """Only the sound files read, and one whose layers fall, which is a finding."""
    if file.stem in {"ok_ascii", "ok_binary", "layer_z_decreasing"}:
        assert is_cli(file.read_bytes())
        assert len(read_cli(file.read_bytes(), LIMITS)) in (1, 3)
    else:
        refusal(file.read_bytes())


def test_an_exposure_of_nothing_is_nobody() -> None:
    """A file without laser parameters has no exposures at all."""
    path = read_cli(HEAD + BODY, LIMITS)
    assert path.exposures == ()
    assert path.blocks.block_exposure.tolist() == [NOBODY]
    assert repr(Exposure().power_w) == "nan"
