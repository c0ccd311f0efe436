"""Files of a planned build: every copy in place as 3MF, and the toolpath made and checked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shlex import quote

import numpy as np
import pytest
from sqlalchemy import select

from printlab.cli import main
from printlab.errors import Invalid, NotFound
from printlab.recipe import Recipe, Skin, recipe_from
from printlab.records import Build, Placement
from printlab.services import build_files, toolpaths
from printlab.services.plan_view import PlanView
from slicer_checks import make_toolpath, read, read_toolpath, write_toolpath
from slicer_checks.plate import LaidCopy, plate_part
from slicer_checks.toolpath import Role, Shape
from tests.printlab.workshop import CUBE, Workshop

Planned = tuple[Workshop, PlanView]


def a_build(shop: Workshop) -> tuple[str, list[tuple[float, float, float, float]]]:
    """Return a build and the boxes of its copies."""
    with shop.lab.read(shop.people["manager"]) as desk:
        build = desk.session.scalars(select(Build).where(Build.number.is_not(None))).first()
        assert build is not None
        boxes = [(p.x_mm, p.y_mm, p.width_mm, p.depth_mm) for p in build.placements]
        return build.id, boxes


def test_every_copy_lies_where_it_is_planned(planned: Planned) -> None:
    """The file has the metal of all copies and nothing outside their boxes."""
    shop, _ = planned
    build_id, boxes = a_build(shop)
    content, name = build_files.plate(shop.lab, shop.people["operator"], build_id)

    assert name.endswith(".3mf")
    laid = read(content, "mm")
    cube = read(CUBE, "mm")
    assert laid.volume_mm3 == pytest.approx(len(boxes) * cube.volume_mm3, rel=1e-6)
    low, high = laid.bounds_mm
    assert low[:2] == pytest.approx([min(box[axis] for box in boxes) for axis in (0, 1)], abs=1e-3)
    assert high[0] == pytest.approx(max(box[0] + box[2] for box in boxes), abs=1e-3)
    assert high[1] == pytest.approx(max(box[1] + box[3] for box in boxes), abs=1e-3)
    assert low[2] == pytest.approx(0.0, abs=1e-6)


def test_a_toolpath_is_made_of_a_build_and_checked(planned: Planned) -> None:
    """A worker makes it as the machine prints it; file, report and layers are kept."""
    shop, _ = planned
    build_id, boxes = a_build(shop)
    with shop.lab.write(shop.people["manager"]) as desk:
        path_id = build_files.make_toolpath(desk, build_id)
        assert build_files.make_toolpath(desk, build_id) == path_id
    assert shop.work() == ["done"]

    with shop.lab.write(shop.people["operator"]) as desk:
        row = toolpaths.get(desk, path_id)
        assert (row.state, row.made, row.file_format, row.error_count) == (
            "checked",
            True,
            "ovf",
            0,
        )
        content, name = toolpaths.file(desk, path_id)
        assert row.build is not None
        assert name == f"{row.build.number}.ovf"
        codes = {finding["code"] for finding in toolpaths.report(desk, path_id)["findings"]}
        assert not codes & {"path-outside-platform", "path-area-differs", "path-moved"}
    points = read_toolpath(content).blocks.points_mm
    inside = [
        ((points >= box[:2]) & (points <= (box[0] + box[2], box[1] + box[3]))).all(axis=1)
        for box in boxes
    ]
    assert all(one.any() for one in inside)
    assert sum(one.sum() for one in inside) == len(points)


def test_a_toolpath_is_made_as_its_recipe_asks(planned: Planned) -> None:
    """On a chessboard, without supports, with an up-skin of two layers and its own power."""
    shop, _ = planned
    build_id, _ = a_build(shop)
    skin = Skin(layers=2, power_w=150.0)
    recipe = Recipe(pattern="island", support_mm=0.0, up_skin=skin)
    with shop.lab.write(shop.people["manager"]) as desk:
        path_id = build_files.make_toolpath(desk, build_id, recipe)
        usual = desk.session.get_one(Build, build_id).parameter_set
        power_w, speed_mm_s = usual.power_w, usual.hatch_speed_mm_s
    assert shop.work() == ["done"]

    with shop.lab.write(shop.people["operator"]) as desk:
        row = toolpaths.get(desk, path_id)
        assert row.recipe is not None
        assert recipe_from(row.recipe) == recipe
        path = read_toolpath(toolpaths.file(desk, path_id)[0])
    blocks = path.blocks
    skinned = blocks.block_role == Role.UP_SKIN
    layer = np.repeat(np.arange(len(path)), np.diff(blocks.layer_offsets))
    assert set(layer[skinned].tolist()) == {len(path) - 2, len(path) - 1}
    known = {path.exposures[place] for place in blocks.block_exposure[skinned].tolist()}
    assert {(one.power_w, one.speed_mm_s) for one in known} == {(150.0, speed_mm_s)}
    assert power_w != 150.0
    assert not (blocks.block_role == Role.SUPPORT).any()
    cores = np.flatnonzero((blocks.block_shape == Shape.HATCHES) & ~skinned)
    first, stop = blocks.block_offsets[cores[0] : cores[0] + 2]
    ways = np.diff(blocks.points_mm[first:stop].reshape(-1, 2, 2), axis=1)[:, 0]
    turned = np.round(np.degrees(np.arctan2(ways[:, 1], ways[:, 0])) % 180.0, 0) % 180.0
    assert len(set(turned.tolist())) == 2


def test_a_toolpath_that_is_handed_in_is_held_against_the_platform(planned: Planned) -> None:
    """One of all copies agrees, one with a copy less is told; both are marked when one is lost."""
    shop, _ = planned
    build_id, boxes = a_build(shop)
    content, _name = build_files.plate(shop.lab, shop.people["operator"], build_id)
    cube = read(CUBE, "mm")
    fewer = [LaidCopy(part=cube, x_mm=box[0], y_mm=box[1]) for box in boxes[:-1]]
    assert fewer
    ids = []
    for part in (read(content, "mm"), plate_part(fewer, "fewer")):
        path = write_toolpath(make_toolpath(part), "ovf").data
        ids.append(
            toolpaths.upload(
                shop.lab,
                shop.people["operator"],
                toolpaths.Subject(build_id=build_id),
                file_name="b.ovf",
                content=path,
            )
        )
        assert shop.work() == ["done"]
    with shop.lab.read(shop.people["operator"]) as desk:
        codes = [
            {finding["code"] for finding in toolpaths.report(desk, path_id)["findings"]}
            for path_id in ids
        ]
        assert "path-area-differs" not in codes[0]
        assert "path-area-differs" in codes[1]
        assert [toolpaths.get(desk, path_id).outdated for path_id in ids] == [False, False]
    with shop.lab.write(shop.people["manager"]) as desk:
        place = desk.session.scalars(select(Placement).where(Placement.build_id == build_id))
        next(iter(place)).lost = True
    with shop.lab.read(shop.people["operator"]) as desk:
        assert [toolpaths.get(desk, path_id).outdated for path_id in ids] == [True, True]


def test_a_toolpath_of_a_build_lies_where_the_build_does(planned: Planned) -> None:
    """One that was centred anew, or raised, has the right layers and is an error all the same."""
    shop, _ = planned
    build_id, boxes = a_build(shop)
    cube = read(CUBE, "mm")
    moved = [LaidCopy(part=cube, x_mm=box[0] + 20.0, y_mm=box[1]) for box in boxes]
    path = make_toolpath(plate_part(moved, "moved"))
    raised = replace(path.blocks, layer_z_mm=path.blocks.layer_z_mm + 3.0)
    content = write_toolpath(replace(path, blocks=raised), "ovf").data
    path_id = toolpaths.upload(
        shop.lab,
        shop.people["operator"],
        toolpaths.Subject(build_id=build_id),
        file_name="moved.ovf",
        content=content,
    )
    assert shop.work() == ["done"]
    with shop.lab.read(shop.people["operator"]) as desk:
        findings = toolpaths.report(desk, path_id)["findings"]
        levels = {finding["code"]: finding["severity"] for finding in findings}
    assert levels["path-moved"] == levels["path-height"] == "error"
    assert levels["path-outside-part"] == "error"


def test_files_of_a_build_are_the_staffs(planned: Planned) -> None:
    """Who has a copy in it gets no file, and no toolpath is made for them."""
    shop, _ = planned
    build_id, _ = a_build(shop)
    for who in ("student", "company", "teacher"):
        with pytest.raises(NotFound):
            build_files.plate(shop.lab, shop.people[who], build_id)
        with shop.lab.write(shop.people[who]) as desk, pytest.raises(NotFound):
            build_files.make_toolpath(desk, build_id)


def test_an_empty_platform_has_no_files(planned: Planned) -> None:
    """When every copy was lost at a station there is nothing to lay down."""
    shop, _ = planned
    build_id, _ = a_build(shop)
    with shop.lab.write(shop.people["manager"]) as desk:
        for place in desk.session.scalars(select(Placement).where(Placement.build_id == build_id)):
            place.lost = True
    with pytest.raises(Invalid) as refusal:
        build_files.plate(shop.lab, shop.people["operator"], build_id)
    assert refusal.value.code == "build-empty"


def test_the_command_line_writes_a_build(
    planned: Planned,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """By its number, into a 3MF file, with what comes next; an unknown number is answered."""
    shop, _ = planned
    build_id, boxes = a_build(shop)
    with shop.lab.read(shop.people["manager"]) as desk:
        build = desk.session.get_one(Build, build_id)
        number, machine = str(build.number), build.machine.name
    for name, value in shop.lab.settings.to_environ().items():
        monkeypatch.setenv(name, value)
    out = tmp_path / "build.3mf"

    assert exit_code("lab", "build", number.lower(), out) == 0
    told = capsys.readouterr().out
    assert f"toolpath make {out} {out.with_suffix('.ovf')} --material 316L --layer-mm" in told
    assert f"--machine {quote(machine)} --support-mm 1" in told
    assert read(out).volume_mm3 == pytest.approx(len(boxes) * 1000.0, rel=1e-6)
    assert exit_code("lab", "build", "B-9999", out) == 2
    assert exit_code("lab", "build", number, tmp_path / "build.stl") == 2


def exit_code(*arguments: object) -> int:
    """Run a command as a shell would, and return what it exits with."""
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    return int(end.value.code or 0)
