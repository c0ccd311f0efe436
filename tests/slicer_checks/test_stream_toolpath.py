"""stream_toolpath: the same layers as read_toolpath, a few at a time, in memory for these alone."""

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from math import isnan
from pathlib import Path

import pytest

from slicer_checks import Toolpath, read_toolpath, stream_toolpath, write_toolpath
from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.blockpicks import layers_between
from slicer_checks.errors import UnreadableFile
from slicer_checks.limits import ReadLimits
from slicer_checks.toolpath import Shape
from tests.known_parts import CORPUS, NO_CORPUS
from tests.known_paths import hatches, small_path
from tests.ovf_files import Plane, block, ovf_bytes, whole
from tests.threemf_paths import (
    OBJECT,
    layer_xml,
    model_of,
    package_of,
    profile_xml,
    segment_xml,
    toolpath_xml,
)

FORMATS = ("cli", "cli-ascii", "ilt", "ovf", "3mf-slices", "3mf", "3mf-2019")


def facts_of(toolpath: Toolpath) -> Iterator[str]:
    """Yield what each layer holds: its height, and of each block its points and what it is of."""
    blocks = toolpath.blocks
    for layer in toolpath.layers():
        yield f"layer at {layer.z_mm!r}"
        for number, (shape, points) in enumerate(zip(layer.shapes, layer.points_mm, strict=True)):
            block = layer.first_block + number
            exposure, part = int(blocks.block_exposure[block]), int(blocks.block_part[block])
            of = (
                toolpath.exposures[exposure] if exposure >= 0 else None,
                toolpath.parts[part] if part >= 0 else None,
                int(blocks.block_role[block]),
                int(blocks.block_direction[block]),
                int(blocks.block_laser[block]),
            )
            yield f"{shape.name} {of!r} {points.tolist()!r}"


def together(source: Path | bytes, layers: int) -> list[str]:
    """Return what all pieces hold, after one another."""
    return [fact for piece in stream_toolpath(source, layers=layers) for fact in facts_of(piece)]


@pytest.mark.parametrize("layers", [1, 2, 3, 99])
@pytest.mark.parametrize("file_format", FORMATS)
def test_pieces_together_are_the_whole(file_format: str, layers: int, tmp_path: Path) -> None:
    """From a path and from bytes, however many layers a piece has; the last has what is left."""
    data = write_toolpath(small_path(7), file_format).data
    path = tmp_path / "part.bin"
    path.write_bytes(data)
    whole = list(facts_of(read_toolpath(data)))

    assert together(path, layers) == whole
    assert together(data, layers) == whole
    sizes = [len(piece) for piece in stream_toolpath(path, layers=layers)]
    assert sizes == [min(layers, 7 - first) for first in range(0, 7, layers)]


@pytest.mark.skipif(not (CORPUS / "toolpaths").is_dir(), reason=NO_CORPUS)
def test_real_files_are_streamed_as_they_are_read() -> None:
    """Every public file, whatever its format."""
    suffixes = {".cli", ".ilt", ".ovf", ".3mf"}
    paths = [path for path in (CORPUS / "toolpaths").rglob("*.*") if path.suffix in suffixes]
    for path in paths:
        whole = read_toolpath(path)
        if whole.vectors < 200_000:
            assert together(path, 7) == list(facts_of(whole)), path.name
    assert len(paths) > 10


def test_a_state_that_was_said_before_a_piece_holds_in_it() -> None:
    """CLI+ says power once; every later layer is exposed with it, until it says another."""
    layers = "".join(
        f"$$LAYER/{n + 1}\n{'$$POWER/250' if n == 3 else ''}\n$$POLYLINE/1,2,2,0,0,1,{n}\n"
        for n in range(5)
    )
    text = (
        "$$HEADERSTART\n$$ASCII\n$$UNITS/1\n$$HEADEREND\n"
        f"$$GEOMETRYSTART\n$$POWER/200\n$$SPEED/800\n{layers}$$GEOMETRYEND\n"
    )
    pieces = list(stream_toolpath(text.encode(), layers=1))

    assert [piece.exposures[0].power_w for piece in pieces] == [200, 200, 200, 250, 250]
    assert {piece.exposures[0].speed_mm_s for piece in pieces} == {800}


def test_layers_in_a_remark_are_none() -> None:
    """What stands between double slashes is no command, also where it looks like a layer."""
    text = (
        b"$$HEADERSTART\n$$ASCII\n$$UNITS/1\n$$HEADEREND\n// $$GEOMETRYEND // $$GEOMETRYSTART\n"
        b"$$LAYER/1\n// $$LAYER/9\n $$GEOMETRYEND //$$POLYLINE/1,2,2,0,0,1,1\n"
        b"$$LAYER/2\n$$POLYLINE/1,2,2,0,0,1,1\n$$GEOMETRYEND\n"
    )

    assert together(text, 1) == list(facts_of(read_toolpath(text)))
    assert [len(piece) for piece in stream_toolpath(text, layers=1)] == [1, 1]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"$$LAYER/4\n$$POLYLINE/1,2,2", b"$$LAYER/4\n$$POLYLINE/1,2,3", "cli-count-mismatch"),
        (b"$$LAYER/4\n$$POLYLINE/1,2,2", b"$$LAYER/4\n$$POLYLINE/1,2,x", "cli-number"),
        (b"$$LAYER/4\n$$POLYLINE/1,2,2", b"$$LAYER/4\n$$POLYLINE/1,7,2", "cli-direction"),
        (b"$$GEOMETRYEND", b"", "cli-no-end"),
        (b"$$LAYERS/5", b"$$LAYERS/6", "cli-layers"),
    ],
)
def test_what_is_wrong_is_told_as_of_the_whole(old: bytes, new: bytes, code: str) -> None:
    """The pieces before the fault are read; the error names the line or byte of the file."""
    layers = b"".join(b"$$LAYER/%d\n$$POLYLINE/1,2,2,0,0,1,%d\n" % (n, n) for n in range(1, 6))
    text = (
        b"$$HEADERSTART\n$$ASCII\n$$UNITS/1\n$$LAYERS/5\n$$HEADEREND\n"
        b"$$GEOMETRYSTART\n" + layers + b"$$GEOMETRYEND\n"
    )
    broken = text.replace(old, new)
    read: list[Toolpath] = []
    with pytest.raises(UnreadableFile) as whole:
        read_toolpath(broken)
    with pytest.raises(UnreadableFile) as streamed:
        read.extend(stream_toolpath(broken, layers=1))

    assert streamed.value.code == whole.value.code == code
    assert str(streamed.value) == str(whole.value)
    assert len(read) >= 3


def test_a_block_that_two_layers_name_is_refused_before_any_is_read() -> None:
    """No bytes of an OVF file are read again and again, however few layers a piece has."""
    line = block(1, 0, 0, 1, 1)
    data = ovf_bytes([Plane(blocks=[line]), Plane(blocks=[line], positions=[20])])
    with pytest.raises(UnreadableFile) as refused:
        next(stream_toolpath(data, layers=1))

    assert refused.value.code == "ovf-overlap"


def peak_of(path: Path) -> int:
    """Return how many bytes streaming a file takes at most."""
    tracemalloc.start()
    for _ in stream_toolpath(path, layers=2):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize("file_format", ["cli", "cli-ascii", "ovf"])
def test_memory_is_that_of_a_piece(file_format: str, tmp_path: Path) -> None:
    """Ten times as many layers take hardly more; read whole, they take ten times as much."""
    paths = []
    for layers in (20, 200):
        draft = BlockDraft()
        for layer in range(layers):
            draft.layer((layer + 1) * 0.03)
            draft.block(hatches(2000), Tag(shape=Shape.HATCHES, part=0))
        path = tmp_path / f"{layers}.bin"
        path.write_bytes(
            write_toolpath(replace(small_path(), blocks=draft.blocks()), file_format).data
        )
        paths.append(path)
    few, many = paths
    peak_of(few)  # compiles

    assert peak_of(many) < 1.5 * peak_of(few)


def test_a_file_may_be_larger_than_what_is_loaded(tmp_path: Path) -> None:
    """The bound on bytes is asked of files that are loaded, not of those that are streamed."""
    path = tmp_path / "part.cli"
    path.write_bytes(write_toolpath(small_path(9), "cli").data)
    narrow = ReadLimits(bytes_max=1000)
    with pytest.raises(UnreadableFile, match="bytes"):
        read_toolpath(path, limits=narrow)

    assert sum(len(piece) for piece in stream_toolpath(path, limits=narrow)) == 9


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "file-empty"), (b"solid part", "toolpath-type-unknown")]
)
def test_what_is_no_toolpath_is_refused(data: bytes, code: str, tmp_path: Path) -> None:
    """An empty file, and one of another kind, from a path as from bytes."""
    path = tmp_path / "part.bin"
    path.write_bytes(data)
    for source in (path, data):
        with pytest.raises(UnreadableFile) as refused:
            next(stream_toolpath(source))
        assert refused.value.code == code
    with pytest.raises(UnreadableFile) as missing:
        next(stream_toolpath(tmp_path / "none.cli"))
    assert missing.value.code == "file-not-found"


def test_a_piece_has_a_layer_at_least() -> None:
    """No layers at a time is no way to read."""
    with pytest.raises(ValueError, match="one layer"):
        next(stream_toolpath(b"", layers=0))


def test_layers_are_cut_out_of_a_toolpath() -> None:
    """Some layers of a toolpath hold what they held in it, and know all its parts."""
    whole = small_path(5)
    some = layers_between(whole, 1, 3)

    assert list(facts_of(some)) == list(facts_of(whole))[4:12]
    assert some.parts == whole.parts


def test_what_one_layer_says_of_lasers_holds_for_all() -> None:
    """A block without a laser is of laser 0 where another of the file names one, in any piece."""
    line = block(1, 0, 0, 1, 1)
    data = ovf_bytes([Plane(blocks=[line]), Plane(blocks=[line + whole(53, 1)])])
    lasers = read_toolpath(data).blocks.block_laser.tolist()
    pieces = [piece.blocks.block_laser.tolist() for piece in stream_toolpath(data, layers=1)]

    assert pieces == [[lasers[0]], [lasers[1]]]


def test_the_highest_power_of_a_piece_is_its_own() -> None:
    """What one layer of a 3MF toolpath reaches along its vectors is said of no other piece."""
    layers = "".join(f'<tp:toolpathlayer ztop="{n}" path="/2D/{n}.xml"/>' for n in (1, 2))
    modifier = (
        '<tp:modifier attribute="laserpower" type="linear" factor="f" '
        'minvalue="100" maxvalue="300"/>'
    )
    steady = '<hatch x1="0" y1="0" x2="1" y2="0"/>'
    changing = '<hatch x1="0" y1="0" x2="1" y2="0" f="0.5"/>'
    for order, peaks in (((changing, steady), [200, None]), ((steady, changing), [None, 200])):
        members = {
            f"2D/{n}.xml": layer_xml(segment_xml("hatch", vectors))
            for n, vectors in enumerate(order, 1)
        }
        model = model_of(toolpath_xml(profile_xml(modifier), layers=layers) + OBJECT)
        data = package_of(model, members)
        found = [piece.exposures[0].most_power_w for piece in stream_toolpath(data, layers=1)]
        assert [None if isnan(one) else one for one in found] == peaks
