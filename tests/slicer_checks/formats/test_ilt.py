"""ILT: sections read as one toolpath, and written back the same."""

import dataclasses
import math
import random

import numpy as np
import pytest

from slicer_checks.errors import NotAskable, UnreadableFile
from slicer_checks.formats.archive import open_archive, pack
from slicer_checks.formats.cli_writer import write_cli
from slicer_checks.formats.ilt import HEADINGS_MAX, PARAMETERS, Section, is_ilt, read_ilt
from slicer_checks.formats.ilt_writer import write_ilt
from slicer_checks.limits import ReadLimits
from slicer_checks.toolpath import NOBODY, PathPart, Role, Shape, Toolpath
from tests.known_parts import CORPUS, NO_CORPUS
from tests.known_paths import Points, differences, hatches, small_path

LIMITS = ReadLimits()
REAL = CORPUS / "toolpaths" / "ovf_tools"
needs_corpus = pytest.mark.skipif(not REAL.is_dir(), reason=NO_CORPUS)


def read(data: bytes) -> Toolpath:
    """Return the toolpath in an archive."""
    return read_ilt(open_archive(data, LIMITS), LIMITS)


def section_file(layers: tuple[float, ...], points: Points) -> bytes:
    """Return a CLI file with the same hatches in each layer."""
    path = small_path(1)
    blocks = dataclasses.replace(
        path.blocks,
        points_mm=np.tile(points, (len(layers), 1)),
        block_offsets=np.arange(len(layers) + 1) * len(points),
        **{
            name: np.full(len(layers), value, dtype=getattr(path.blocks, name).dtype)
            for name, value in (
                ("block_shape", Shape.HATCHES),
                ("block_role", 0),
                ("block_direction", 3),
                ("block_exposure", NOBODY),
                ("block_part", NOBODY),
                ("block_laser", NOBODY),
                ("block_pause_us", 0.0),
            )
        },
        layer_offsets=np.arange(len(layers) + 1),
        layer_z_mm=np.array(layers),
    )
    return write_cli(dataclasses.replace(path, blocks=blocks, parts=())).data


SQUARE_IN_HATCHES = np.array(
    [(0, 0), (5, 0), (5, 0), (5, 5), (5, 5), (0, 5), (0, 5), (0, 0)], dtype=float
)


def archive(sections: dict[str, bytes], parameters: str = "") -> bytes:
    """Return an archive of sections by the end of their names."""
    members = {f"modelsection_{name}.cli": data for name, data in sections.items()}
    return pack({**members, PARAMETERS: parameters.encode("latin-1")})


def test_sections_are_merged_by_height_and_told_apart() -> None:
    """Layers of all sections are one each; part, role and exposure come from the names."""
    parameters = (
        "; remark\r\n[modelsection_001_s1_vs.cli]\r\nLaserSpeed = 0.8 m/s\r\n"
        "LaserPower = 200 watt\r\nFocusShift = 0.1 mm\r\nPointDistance = 60 \xb5m\r\n"
        "ExposureTime = 40 \xb5s\r\nShine = 3\r\n"
    )
    data = archive(
        {
            "001_s1_vs": section_file((0.05, 0.1), hatches(3)),
            "001_s1_vk": section_file((0.05, 0.1), SQUARE_IN_HATCHES),
            "002_s1_us": section_file((0.1,), hatches(2)),
            "002_st_sx": section_file((0.02, 0.05), hatches(1)),
            "003_s1_skin": section_file((0.1,), hatches(2)),
        },
        parameters,
    )
    path = read(data)

    assert path.blocks.layer_z_mm == pytest.approx([0.02, 0.05, 0.1])
    assert np.diff(path.blocks.layer_offsets).tolist() == [1, 3, 4]
    top = path.layer(2)
    roles = path.blocks.block_role[top.first_block :].tolist()
    assert roles == [Role.CORE, Role.CORE, Role.DOWN_SKIN, Role.UP_SKIN]
    assert [part.number for part in path.parts] == [1, 2, 3]
    known = ("power_w", "speed_mm_s", "focus_mm", "point_distance_um", "point_time_us")
    assert path.exposures[0].name == "modelsection_001_s1_vs"
    assert [getattr(path.exposures[0], name) for name in known] == [200.0, 800.0, 0.1, 60.0, 40.0]
    assert math.isnan(path.exposures[0].jump_speed_mm_s)
    assert math.isnan(path.exposures[1].power_w)
    assert [(one.content, one.count) for one in path.unread] == [
        ("parameters of other programs", 1)
    ]


def test_contours_written_as_hatches_are_polylines() -> None:
    """A chain of hatches in a contour section is one ring; hatches apart stay hatches."""
    apart = np.array([(7.0, 7.0), (8.0, 8.0)])
    mixed = np.concatenate((apart, SQUARE_IN_HATCHES, apart, apart + 0.5))
    path = read(archive({"001_s1_vk": section_file((0.05,), mixed)}))

    assert path.blocks.block_shape.tolist() == [Shape.HATCHES, Shape.POLYLINE, Shape.HATCHES]
    assert path.layer(0).points_mm[1].tolist() == [[0, 0], [5, 0], [5, 5], [0, 5], [0, 0]]
    assert path.vectors == 7
    hatched = read(archive({"001_s1_vs": section_file((0.05,), SQUARE_IN_HATCHES)}))
    assert hatched.blocks.block_shape.tolist() == [Shape.HATCHES]


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ("[modelsection_001_s1_vs.cli]\nLaserSpeed = fast mm/s", "ilt-parameters"),
        ("[modelsection_001_s1_vs.cli]\nLaserSpeed = 3 knots", "ilt-parameters"),
        ("[modelsection_001_s1_vs.cli]\nLaserPower = 1e999 watt", "ilt-parameters"),
    ],
)
def test_parameters_that_cannot_be_are_refused(parameters: str, code: str) -> None:
    """A value that is no number, or in a unit that nobody knows, is refused by its line."""
    data = archive({"001_s1_vs": section_file((0.05,), hatches(1))}, parameters)
    with pytest.raises(UnreadableFile, match="Line 2") as error:
        read(data)
    assert error.value.code == code


def test_layers_of_a_section_rise() -> None:
    """Sections are merged by height, so one whose layers fall or repeat is refused."""
    for layers in ((0.1, 0.05), (0.05, 0.05)):
        with pytest.raises(UnreadableFile, match="do not rise") as error:
            read(archive({"001_s1_vs": section_file(layers, hatches(1))}))
        assert error.value.code == "ilt-layer-order"


def test_a_section_is_named_by_part_area_and_class() -> None:
    """Names are told apart from others; an archive without any section is no ILT."""
    section = Section.of("modelsection_012_st_sx.cli")
    assert section == Section(number=12, area="st", kind="sx")
    assert section.member == "modelsection_012_st_sx.cli"
    assert section.role == Role.SUPPORT
    assert Section.of("modelsection_param.txt") is None
    assert not is_ilt(open_archive(pack({"a.txt": b"x"}), LIMITS))


def test_any_toolpath_is_written_in_sections() -> None:
    """Blocks go to sections by part, role and shape, with their parameters, and come back."""
    path = small_path(3)
    written = write_ilt(path)
    back = read(written.data)

    assert sorted(one.name for one in back.exposures) == [
        "modelsection_001_s1_vk",
        "modelsection_001_s1_vs",
        "modelsection_002_st_sx",
    ]
    assert [one.power_w for one in back.exposures] == [150.0, 200.0, 100.0]
    assert {one.content: one.count for one in written.left_out} == {
        "laser parameters": 3,
        "names of exposures": 3,
        "names of parts": 2,
    }
    assert differences(path.blocks, back.blocks, 1e-6) == []


def test_damaged_archives_do_no_harm() -> None:
    """An archive that is cut or changed anywhere is read or refused, never anything else."""
    draw = random.Random(3)  # noqa: S311
    whole = write_ilt(small_path(2)).data
    damaged = [whole[:end] for end in range(0, len(whole), 17)]
    for _ in range(300):
        changed = bytearray(whole)
        changed[draw.randrange(len(whole))] = draw.randrange(256)
        damaged.append(bytes(changed))
    for data in damaged:
        try:
            read(data)
        except UnreadableFile:
            continue


@needs_corpus
@pytest.mark.parametrize(
    ("name", "layers", "vectors", "parts"),
    [
        ("testcubeEasy.ilt", 10, 230, 1),
        ("Box_blocksupport.ilt", 2524, 81_377, 2),
        ("BoxPartConbtour_PyramidPartVolume_support.ilt", 2524, 308_905, 2),
    ],
)
def test_real_archives_come_back_the_same(name: str, layers: int, vectors: int, parts: int) -> None:
    """Published archives have as many vectors as their sections, and come back block by block.

    Only their contours, which were hatches, say a direction now: CLI has none that is unsaid.
    """
    path = read((REAL / name).read_bytes())
    assert (len(path), path.vectors, len(path.parts)) == (layers, vectors, parts)
    written = write_ilt(path)
    back = read(written.data)
    assert [one.content for one in written.left_out] == ["directions left unsaid"]
    assert differences(path.blocks, back.blocks) == ["block_direction"]
    assert repr(back.exposures) == repr(path.exposures)


@needs_corpus
def test_the_contours_of_a_real_archive_are_closed() -> None:
    """Its square towers have one closed contour a layer, though written as hatches."""
    path = read((REAL / "testcubeEasy.ilt").read_bytes())
    rings = [
        points
        for layer in path.layers()
        for points, shape in zip(layer.points_mm, layer.shapes, strict=True)
        if shape == Shape.POLYLINE
    ]
    assert len(rings) == 10
    assert all((ring[0] == ring[-1]).all() for ring in rings)


def test_sections_without_layers_are_an_empty_toolpath() -> None:
    """A file of nothing in an archive is a toolpath of nothing."""
    nothing = b"$$HEADERSTART\n$$BINARY\n$$UNITS/1\n$$LAYERS/0\n$$HEADEREND"
    assert len(read(archive({"001_s1_vs": nothing}))) == 0


def test_parameters_of_too_many_sections_are_refused() -> None:
    """Headings are counted, for each costs more than its bytes."""
    many = "".join(f"[s{n}]\n" for n in range(HEADINGS_MAX + 1))
    with pytest.raises(UnreadableFile) as refused:
        read(archive({"001_s1_vs": section_file((0.05,), hatches(1))}, many))
    assert refused.value.code == "ilt-parameters"


def test_what_no_section_could_be_is_not_written() -> None:
    """Layers that do not rise, or are one within rounding, and a toolpath without lines."""
    path = small_path(3)
    for heights in ([0.03, 0.03, 0.06], [0.03, 0.02, 0.06], [0.03, 0.03005, 0.06]):
        blocks = dataclasses.replace(path.blocks, layer_z_mm=np.array(heights))
        with pytest.raises(NotAskable) as refused:
            write_ilt(dataclasses.replace(path, blocks=blocks))
        assert refused.value.code == "ilt-heights"
    shapes = np.full_like(path.blocks.block_shape, Shape.POINTS)
    with pytest.raises(NotAskable) as refused:
        write_ilt(
            dataclasses.replace(path, blocks=dataclasses.replace(path.blocks, block_shape=shapes))
        )
    assert refused.value.code == "ilt-empty"


def test_parts_with_long_numbers_keep_their_sections() -> None:
    """A section has nine digits: others get a free number, which is counted."""
    path = small_path(1)
    parts = (PathPart(number=202611270001), PathPart(number=-5))
    written = write_ilt(dataclasses.replace(path, parts=parts))
    back = read(written.data)
    assert back.vectors == path.vectors
    assert len({one.number for one in back.parts}) == 2
    assert {one.content: one.count for one in written.left_out}["numbers of parts"] == 2
