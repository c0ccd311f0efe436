"""Build logs and tables of areas."""

import numpy as np
import pytest

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.build_log import read_build_log, read_layer_areas


def test_clock_faces_run_over_midnight() -> None:
    """From 23:59:30 to 00:00:10 are 40 s; the last layer's end is not told."""
    log = b"Time|  N| x\nTime|  N| x\n23:59:30| 0| 1\n00:00:10| 1| 1\n00:00:41| 2| 1\n"

    seconds = read_build_log(log).seconds

    assert seconds[:2].tolist() == [40.0, 31.0]
    assert np.isnan(seconds[2])


def test_dates_with_times_and_plain_seconds_are_read() -> None:
    """ISO dates and seconds since some moment give the same durations."""
    dates = b"layer,start\n1,2026-11-25T10:00:00\n2,2026-11-25T10:00:30\n"
    plain = b"layer,start\n1,100\n2,130.0\n"

    assert read_build_log(dates).seconds[0] == read_build_log(plain).seconds[0] == 30.0


def test_durations_are_taken_as_they_are() -> None:
    """A column of seconds needs no clock; layers that are missing are not known."""
    seconds = read_build_log(b"layer;seconds\n1;30,5\n3;31,5\n").seconds

    assert seconds[[0, 2]].tolist() == [30.5, 31.5]
    assert np.isnan(seconds[1])


def test_a_gap_in_the_log_is_not_a_long_layer() -> None:
    """Between layer 1 and layer 5 nobody knows how long layer 1 took."""
    seconds = read_build_log(b"layer,start\n0,0\n1,30\n5,160\n6,190\n").seconds

    assert seconds[0] == seconds[5] == 30.0
    assert np.isnan(seconds[[1, 2, 3, 4, 6]]).all()


def test_a_repeated_layer_counts_from_its_first_mention() -> None:
    """A log that repeats a layer after a restart gives the whole time until the next one."""
    seconds = read_build_log(b"layer,start\n0,0\n0,100\n1,130\n").seconds

    assert seconds[0] == 130.0


def test_areas_are_found_by_their_columns() -> None:
    """Points or commas, with a unit behind the name or without, and perimeters where they are."""
    ours = read_layer_areas(b"layer,z_mm,area_mm2,perimeter_mm\n0,0.015,100.0,40\n1,0.045,90,38\n")
    theirs = read_layer_areas(
        "height;Total slice surface (mm²);Part (mm²)\n0,000;2205,563;2181\n".encode(
            "cp1251", "replace"
        )
    )

    assert ours.area_mm2.tolist() == [100.0, 90.0]
    assert ours.perimeter_mm is not None
    assert ours.perimeter_mm.tolist() == [40.0, 38.0]
    assert theirs.area_mm2.tolist() == [2205.563]
    assert theirs.perimeter_mm is None


def test_a_preface_that_names_a_column_is_passed_over() -> None:
    """A line such as "Start; 2025" has no rows of its own: the table below it is read."""
    log = "Start;2025\nDuration;2 h\nlayer;seconds;state\n1;30,5;ok\n2;31,5;ok\n"

    assert read_build_log(log.encode()).seconds.tolist() == [30.5, 31.5]


@pytest.mark.parametrize("line", [b"seconds\n", b"a" + b" " * 200_000 + b"b\n"])
def test_hostile_lines_are_refused(line: bytes) -> None:
    """Nothing but headers, or cells of blanks, cost a pass or a few, not one for each of them."""
    with pytest.raises(UnreadableFile) as refused:
        read_build_log(line * (100_000 if len(line) < 100 else 1))

    assert refused.value.code == "log-no-column"


def test_areas_of_no_plate_are_refused() -> None:
    """An area of 1e308 mm2 is no area, and nothing is learnt from it."""
    with pytest.raises(UnreadableFile) as refused:
        read_layer_areas(b"layer,area_mm2\n0,100\n1,1e308\n")

    assert refused.value.code == "log-cell"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "log-no-column"),
        (b"a,b\n1,2\n", "log-no-column"),
        (b"layer,start\n", "log-no-column"),
        (b"layer,start\n1,soon\n2,30\n", "log-cell"),
        (b"layer,seconds\n1,nan\n2,inf\n", "log-cell"),
        (b"layer,seconds\n1,30\n99999999999,30\n", "log-cell"),
        (b"layer,seconds\n1,30\n1e300,30\n", "log-cell"),
        (b"layer,start\n-1e308,30\n1e308,60\n", "log-cell"),
        (b"\xff\xfe" * 40_000_000, "log-too-large"),
    ],
)
def test_what_is_no_log_is_refused(data: bytes, code: str) -> None:
    """Nothing is guessed: no column, a cell that is no number, and endless files have codes."""
    with pytest.raises(UnreadableFile) as refused:
        read_build_log(data)

    assert refused.value.code == code
