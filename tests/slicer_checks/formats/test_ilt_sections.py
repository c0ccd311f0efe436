"""Which section of an ILT archive each exposure gets, and what sections cannot hold."""

import dataclasses
import math

import numpy as np
import pytest

from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.exposure import Exposure
from slicer_checks.formats.archive import open_archive
from slicer_checks.formats.cli import read_cli
from slicer_checks.formats.ilt import read_ilt
from slicer_checks.formats.ilt_sections import SECTIONS_MAX
from slicer_checks.formats.ilt_writer import write_ilt
from slicer_checks.limits import ReadLimits
from slicer_checks.toolpath import NOBODY, Direction, PathPart, Role, Shape, Toolpath
from tests.known_parts import CORPUS, NO_CORPUS
from tests.known_paths import small_path

LIMITS = ReadLimits()
REAL = CORPUS / "toolpaths" / "ovf_tools"
needs_corpus = pytest.mark.skipif(not REAL.is_dir(), reason=NO_CORPUS)


def read(data: bytes) -> Toolpath:
    """Return the toolpath in an archive."""
    return read_ilt(open_archive(data, LIMITS), LIMITS)


def of_one_part(
    exposures: tuple[Exposure, ...], places: list[int], role: Role = Role.CORE
) -> Toolpath:
    """Return a layer of single lines of one part and role, each with an exposure by its place."""
    draft = BlockDraft()
    draft.layer(0.03)
    for number, place in enumerate(places):
        tag = Tag(shape=Shape.POLYLINE, role=role, direction=Direction.OPEN, exposure=place, part=0)
        draft.block(np.array([(number, 0.0), (number, 1.0)], dtype=float), tag)
    return dataclasses.replace(
        small_path(1), blocks=draft.blocks(), exposures=exposures, parts=(PathPart(number=1),)
    )


def powers(path: Toolpath) -> dict[float, float]:
    """Return the power of each line by its x."""
    blocks = path.blocks
    said = [path.exposures[place].power_w for place in blocks.block_exposure.tolist()]
    return dict(zip(blocks.points_mm[::2, 0].tolist(), said, strict=True))


def told_of(path: Toolpath) -> dict[str, int]:
    """Return what is said to be left out."""
    return {one.content: one.count for one in write_ilt(path).left_out}


SET = tuple(Exposure(power_w=power_w, speed_mm_s=800.0) for power_w in (100.0, 150.0, 200.0))


@pytest.mark.parametrize(
    ("role", "areas"),
    [(Role.CORE, ["s1_vk", "s2_vk", "s3_vk"]), (Role.SUPPORT, ["st_sx", "st2_sx", "st3_sx"])],
)
def test_each_exposure_has_a_section_of_its_own(role: Role, areas: list[str]) -> None:
    """No line gets the power of another, only their order changes; and roles are kept."""
    path = of_one_part(SET, [0, 1, 0, 2], role)
    back = read(write_ilt(path).data)

    assert powers(back) == powers(path)
    assert [one.name.removeprefix("modelsection_001_") for one in back.exposures] == areas
    assert set(back.blocks.block_role.tolist()) == {role}
    assert told_of(path) == {"order within layers": 1}


def test_lines_without_an_exposure_get_none() -> None:
    """They have a section of their own, whose parameters are unsaid."""
    back = read(write_ilt(of_one_part(SET, [0, NOBODY, 0, 2])).data)
    assert powers(back)[0.0] == 100.0
    assert math.isnan(powers(back)[1.0])


def test_an_exposure_that_is_named_as_a_section_keeps_it() -> None:
    """Others of the same part, role and shape are numbered round it."""
    read_before = Exposure(name="modelsection_001_s1_vk", power_w=300.0, speed_mm_s=800.0)
    path = of_one_part((SET[0], read_before, read_before), [0, 1, 2])
    back = read(write_ilt(path).data)
    assert {one.name[-5:]: one.power_w for one in back.exposures} == {
        "s1_vk": 300.0,
        "s2_vk": 100.0,
        "s3_vk": 300.0,
    }


def test_roles_that_are_unsaid_and_sets_that_are_unused_are_told() -> None:
    """A section always says a role, and a set without vectors has none."""
    assert told_of(of_one_part(SET, [0, 1], Role.UNSAID)) == {
        "roles of blocks": 2,
        "laser parameters": 1,
    }


def test_facts_that_sections_have_no_field_for_are_told() -> None:
    """They are counted once, however many sections there are."""
    path = of_one_part(SET, [0, 1, 2])
    facts = dataclasses.replace(path.facts, layer_mm=0.03, hatch_mm=0.1, name="job")
    assert told_of(dataclasses.replace(path, facts=facts)) == {
        "layer thickness": 1,
        "hatch distance": 1,
        "name of the job": 1,
    }


def test_beyond_many_sections_exposures_share_one_and_are_told() -> None:
    """A file with another state for every line is no archive of as many sections."""
    many = tuple(Exposure(power_w=100.0 + n) for n in range(SECTIONS_MAX + 2))
    path = of_one_part(many, list(range(len(many))))
    assert len(read(write_ilt(path).data).exposures) == SECTIONS_MAX
    assert told_of(path)["laser parameters"] == 2


@needs_corpus
def test_a_real_file_with_states_keeps_them() -> None:
    """CLI+ of a published file: each of 910 lines has its power and speed after it was ILT."""
    data = (REAL / "marking_params__Box_support_solid_ascii_with_params.cli").read_bytes()
    path = read_cli(data, LIMITS)
    back = read(write_ilt(path).data)

    def said(one: Toolpath) -> list[tuple[float, ...]]:
        rows = [(each.power_w, each.speed_mm_s, each.focus_mm) for each in one.exposures]
        exposed = np.array(rows)[one.blocks.block_exposure]
        firsts = one.blocks.points_mm[one.blocks.block_offsets[:-1]].round(3)
        counts = np.diff(one.blocks.layer_offsets)
        heights = np.repeat(one.blocks.layer_z_mm, counts).round(3)[:, None]
        return sorted(map(tuple, np.hstack((heights, firsts, exposed)).tolist()))

    assert len(back.blocks.block_shape) == 910
    assert said(back) == said(path)
    assert "laser parameters" not in told_of(path)


def test_what_a_section_cannot_hold_is_counted() -> None:
    """Blocks that take turns are told as left out."""
    path = small_path(2)
    first = path.blocks.block_exposure.copy()
    first[:] = [0, 1, 2, 1, 0, 2]
    blocks = dataclasses.replace(
        path.blocks,
        block_exposure=first,
        block_role=np.full(6, Role.CORE, dtype=np.uint8),
        block_part=np.zeros(6, dtype=np.int32),
    )
    assert told_of(dataclasses.replace(path, blocks=blocks))["order within layers"] == 1
