"""What CLI cannot hold is counted when it is written, and nothing is made up in silence."""

import dataclasses
from typing import Any, get_args

import numpy as np
import pytest

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.cli import read_cli
from slicer_checks.formats.cli_writer import Form, write_cli
from slicer_checks.limits import ReadLimits
from slicer_checks.toolpath import Direction, FileFacts, PathPart, Toolpath
from tests.known_paths import small_path

LIMITS = ReadLimits()


def with_blocks(path: Toolpath, **columns: Any) -> Toolpath:  # noqa: ANN401 (any column)
    """Return a toolpath with other columns of blocks."""
    return dataclasses.replace(path, blocks=dataclasses.replace(path.blocks, **columns))


def told_of(path: Toolpath, form: Form = "binary") -> dict[str, int]:
    """Return what is said to be left out."""
    return {one.content: one.count for one in write_cli(path, form).left_out}


def test_digits_that_single_precision_has_not_are_counted() -> None:
    """A tenth is none of its numbers; whole micrometres are, and text holds all."""
    path = small_path(1)
    points = path.blocks.points_mm.copy()
    points[0] = (0.1, 123.4567)
    odd = dataclasses.replace(
        with_blocks(path, points_mm=points), facts=FileFacts(file_format="made", unit_mm=1.0)
    )
    assert told_of(odd)["digits beyond single precision"] >= 2
    assert "digits beyond single precision" not in told_of(path)
    assert "digits beyond single precision" not in told_of(odd, "ascii")


def test_a_contour_that_does_not_close_is_still_found_after_writing() -> None:
    """Nobody said how it runs: it is written as it turns, not as open on purpose, and counted."""
    path = small_path(1)
    points = path.blocks.points_mm.copy()
    points[4] += 0.5
    unsaid = np.full_like(path.blocks.block_direction, Direction.UNSAID)
    gaping = with_blocks(path, points_mm=points, block_direction=unsaid)
    back = read_cli(write_cli(gaping).data, LIMITS)
    assert back.blocks.block_direction[0] == Direction.COUNTER_CLOCKWISE
    assert back.blocks.block_direction[2] == Direction.OPEN  # a support
    assert told_of(gaping)["directions left unsaid"] == 2


def test_settings_that_cannot_be_unsaid_are_counted() -> None:
    """In CLI+ what was said before holds on: blocks that say less get it too."""
    path = small_path(1)
    bare = dataclasses.replace(path.exposures[1], focus_mm=float("nan"))
    path = dataclasses.replace(path, exposures=(path.exposures[0], bare, path.exposures[2]))
    assert told_of(path, "ascii")["settings left unsaid"] == 1
    nobody = np.array([0, -1, 2], dtype=np.int32)
    assert told_of(with_blocks(path, block_exposure=nobody), "ascii")["settings left unsaid"] == 1


def test_parts_keep_a_number_of_their_own() -> None:
    """Numbers that CLI does not hold are others, blocks of nobody no part's; both are counted."""
    path = small_path(1)
    parts = (PathPart(number=202611270001, name="far"), PathPart(number=1, name="one"))
    moved = dataclasses.replace(
        with_blocks(path, block_part=np.array([0, -1, 1], dtype=np.int32)), parts=parts
    )
    back = read_cli(write_cli(moved).data, LIMITS)
    numbers = [back.parts[n].number for n in back.blocks.block_part.tolist()]
    assert len(set(numbers)) == 3
    assert numbers[2] == 1
    assert {one.name for one in back.parts if one.number == numbers[0]} == {"far"}
    assert told_of(moved)["numbers of parts"] == 2


def test_a_number_below_zero_is_a_parts_own() -> None:
    """CLI holds whole numbers of 32 bits, those below 0 too."""
    path = small_path(1)
    parts = (PathPart(number=-7, name="below"), PathPart(number=2**31 - 1))
    back = read_cli(write_cli(dataclasses.replace(path, parts=parts)).data, LIMITS)
    assert {one.number for one in back.parts} == {-7, 2**31 - 1}
    assert "numbers of parts" not in told_of(dataclasses.replace(path, parts=parts))


@pytest.mark.parametrize("name", ["a\n$$BINARY\n", "b $$HEADEREND", "c\r\n$$UNITS/7"])
def test_names_begin_no_command(name: str) -> None:
    """A part's name or a date with line ends or dollars stays a text of the header."""
    path = dataclasses.replace(small_path(1), parts=(PathPart(number=1, name=name),) * 2)
    path = dataclasses.replace(path, facts=FileFacts(file_format="made", unit_mm=1e28, date=name))
    for form in get_args(Form):
        back = read_cli(write_cli(path, form).data, LIMITS)
        assert len(back) == 1
        assert back.facts.unit_mm == 0.001


@pytest.mark.parametrize(
    "name", ["a $$ b", "two\nlines", " blanks ", "x" * 201, "$$$", "half \ud800"]
)
def test_names_that_a_header_changes_are_counted(name: str) -> None:
    """The part keeps what is left of its name, and the change is told; plain names stay."""
    plain = PathPart(number=2, name="plain $ name")
    path = dataclasses.replace(small_path(1), parts=(PathPart(number=1, name=name), plain))
    assert told_of(path)["names of parts"] == 1
    back = read_cli(write_cli(path).data, LIMITS)
    assert back.parts[1].name == "plain $ name"
    again = dataclasses.replace(back, facts=path.facts)
    assert "names of parts" not in told_of(again)
    assert back.parts == read_cli(write_cli(again).data, LIMITS).parts


def test_facts_that_a_header_has_no_field_for_are_counted() -> None:
    """Thickness, hatch distance and the job's name are told; a date only where it changes."""
    facts = FileFacts(
        file_format="made", unit_mm=0.001, layer_mm=0.03, hatch_mm=0.1, name="job", date="1\n2"
    )
    told = told_of(dataclasses.replace(small_path(1), facts=facts))
    said = ("layer thickness", "hatch distance", "name of the job", "date")
    assert {name: told[name] for name in said} == dict.fromkeys(said, 1)
    assert set(said).isdisjoint(told_of(small_path(1)))


def test_states_beyond_all_numbers_are_refused_and_not_written() -> None:
    """An endless power is no number in a file, and one of a toolpath is left out."""
    path = small_path(1)
    endless = dataclasses.replace(path.exposures[0], power_w=float("inf"))
    odd = dataclasses.replace(path, exposures=(endless, *path.exposures[1:]))
    text = write_cli(odd, "ascii").data
    assert b"inf" not in text
    with pytest.raises(UnreadableFile) as refused:
        read_cli(text.replace(b"$$SPEED/400", b"$$SPEED/1e999"), LIMITS)
    assert refused.value.code == "cli-number"


def test_many_parts_are_read_in_time_that_grows_with_them() -> None:
    """Twenty thousand parts, each of its own number, are told apart."""
    lines = "".join(f"$$POLYLINE/{n},2,2,0,0,1,1\n" for n in range(20_000))
    text = "$$HEADERSTART\n$$ASCII\n$$UNITS/1\n$$HEADEREND\n$$GEOMETRYSTART\n"
    data = f"{text}$$LAYER/1\n{lines}$$GEOMETRYEND\n".encode()
    assert len(read_cli(data, LIMITS).parts) == 20_000
