"""What a lab file sets up reaches the site's check as it reaches the command line's."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import slicer_checks
from printlab.actor import Actor
from printlab.cli import main
from printlab.commands.chosen_process import chosen
from printlab.convert.problem import ask
from printlab.convert.process import process_document, process_from, process_of_lab_file
from printlab.errors import PrintlabError
from printlab.labfile import read_lab_file
from printlab.services import lab, lab_load, parts, prices, submissions
from printlab.services.shop_floor import shop_floor
from slicer_checks import Process, SlicerChecksError
from slicer_checks.calibration import Calibration
from slicer_checks.slicing import slice_for
from slicer_checks.supports import supports_of
from tests.known_parts import stl_bytes, table
from tests.printlab.workshop import ROOT, Workshop, copied

TABLE = stl_bytes(table(width=20.0, leg=2.0, height=12.0).triangles)
RULES = """
schema = "printlab/rule-pack/1"
name = "Our lab"
version = "1"
author = "A. Teacher"
date = 2026-03-14

[limits.overhang-angle-safe]
value = 40.0

[materials.AlSi10Mg.wall-min-warning]
value = 0.6
"""
CALIBRATION = Calibration(
    material="AlSi10Mg",
    parameters="AlSi10Mg 30 µm",
    layer_mm=0.03,
    recoat_s=17.0,
    laser_factor=1.2,
    seen_s=(0.5, 60.0),
    bend=(),
    variance=(0.01, 0.0, 1e-4),
    residual_s=0.1,
    layers=400,
    machine="Small 125",
)


@pytest.fixture
def lab_file(tmp_path: Path) -> Path:
    """Write the example lab with a rule pack, a calibration and other settings of its own."""
    text = (ROOT / "examples" / "lab.toml").read_text(encoding="utf-8")
    own = 'rules = "rules.toml"\ncalibrations = ["small.json"]\n\n[lab]\n'
    text = text.replace("\n[lab]\n", "\n" + own, 1)
    text = text.replace("sheet_rate_mm3_s = 5.1", "sheet_rate_mm3_s = 4.0\nstripe_mm = 6.0")
    text = text.replace(
        'machine_class = "small"', 'machine_class = "small"\nrecoater_axis = "y"\nsetup_eur = 200.0'
    )
    fields = "lasers = 2\nlaser_fields_mm = [[0, 0, 160, 280], [120, 0, 280, 280]]"
    text = text.replace("lasers = 2", fields)
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    (tmp_path / "small.json").write_text(json.dumps(CALIBRATION.to_dict()), encoding="utf-8")
    path = tmp_path / "lab.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def own(empty_lab: Path, tmp_path: Path, lab_file: Path) -> Iterator[Workshop]:
    """Open a lab that has loaded this file."""
    shop = copied(empty_lab, tmp_path / "lab")
    with shop.lab.write(Actor.system()) as desk:
        lab_load.load(desk, read_lab_file(lab_file))
    yield shop
    shop.lab.close()


def _site_process(shop: Workshop, material: str) -> Process:
    """Return what the site's child is asked to check with."""
    with shop.lab.read(Actor.system()) as desk:
        found = next(row for row in lab.materials(desk) if row.name == material)
        parameters = lab.parameter_set_for(desk, found.id, None)
        assert parameters is not None
        machines = lab.machines_for(desk, parameters, None)
        document = process_document(parameters, machines, lab.terms(desk), lab.learnt(desk))
    return process_from(json.loads(json.dumps(document)))


@pytest.mark.parametrize("material", ["316L", "AlSi10Mg", "Ti6Al4V", "IN718", "1.2709"])
def test_site_and_command_line_print_with_the_same(
    own: Workshop, lab_file: Path, material: str
) -> None:
    """Material, parameters, machines, rules, calibrations and prices are equal, for each powder."""
    assert _site_process(own, material) == process_of_lab_file(read_lab_file(lab_file), material)


def test_every_setting_of_the_lab_arrives(own: Workshop) -> None:
    """Stripes, data sheet, recoater, labour, set-up, limits and calibration are the lab's."""
    process = _site_process(own, "AlSi10Mg")
    small = process.machine("Small 125")

    assert (process.parameters.stripe_mm, process.parameters.sheet_rate_mm3_s) == (6.0, 4.0)
    assert small.recoater_axis == "y"
    assert (small.setup_eur, process.machine("Twin 280").setup_eur) == (200.0, 0.0)
    twin = ((0, 0), (160, 280)), ((120, 0), (280, 280))
    assert process.machine("Twin 280").laser_fields_mm == twin
    assert (process.labour_eur_per_h, process.setup_eur) == (45.0, 60.0)
    assert process.limit("overhang-angle-safe").value == 40.0
    assert process.limit("wall-min-warning").value == 0.6
    assert process.calibration_for(small) == CALIBRATION
    assert process.calibration_for(process.machine("Twin 280")) is None


def test_a_checked_part_tells_the_same_both_ways(
    own: Workshop,
    lab_file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A table's findings, overrides, time and cost agree; the price counts taking supports off."""
    monkeypatch.setenv("PRINTLAB_LAB", str(lab_file))
    path = tmp_path / "cube.stl"
    path.write_bytes(TABLE)
    told = json.loads(_ran(capsys, "check", str(path), "--material", "AlSi10Mg", "--json")[1])
    with own.lab.read(Actor.system()) as desk:
        chosen = next(row.id for row in lab.materials(desk) if row.name == "AlSi10Mg")
    submission_id = own.upload("company", TABLE, material_id=chosen)
    assert own.work() == ["done"]
    with own.lab.read(own.people["company"]) as desk:
        submission = submissions.get(desk, submission_id)
        revision = submission.part_revision
        report: Any = parts.report(desk, revision.id)
        price = prices.price_for(desk, submission)

    assert _codes(report) == _codes(told)
    assert report["overrides"] == told["overrides"]
    assert {row["limit"] for row in report["overrides"]} == {
        "overhang-angle-safe",
        "wall-min-warning",
    }
    for name in ("time_s", "time_high_s", "removal_s", "cost_eur"):
        assert report["estimate"][name] == told["estimate"][name]
    width = report["estimate"]["width"]
    assert width["code"] == told["estimate"]["width"]["code"] == "calibrated"
    assert revision.removal_s is not None
    assert revision.removal_s == pytest.approx(told["estimate"]["removal_s"])
    assert price is not None
    (line,) = (line for line in price.lines if line.code == "support-removal")
    hours = revision.removal_s * submission.quantity / 3600
    assert line.cents == round(4500 * hours)
    assert revision.planned_laser_s == pytest.approx(_untaught_laser_s(lab_file, path))


def test_a_plan_counts_with_what_was_measured(own: Workshop) -> None:
    """The machine of the log recoats as measured and its laser takes longer; others as before."""
    with own.lab.read(Actor.system()) as desk:
        chosen = next(row.id for row in lab.materials(desk) if row.name == "AlSi10Mg")
    submission_id = own.upload("student", TABLE, material_id=chosen)
    assert own.work() == ["done"]
    own.approve(submission_id, knows_errors=True)
    with own.lab.read(own.people["manager"]) as desk:
        floor = shop_floor(desk)
        problem = ask(floor).problem
        laser_s = submissions.get(desk, submission_id).part_revision.planned_laser_s
    assert laser_s is not None
    (part,) = problem.parts
    named = {row.id: row for row in floor.machines}
    for machine in problem.machines:
        row = named[machine.id]
        mine = row.name == "Small 125"
        assert machine.recoat_s == (17.0 if mine else row.recoat_s)
        if machine.id in part.scan_s:
            expected = (1.2 if mine else 1.0) * laser_s / row.lasers
            assert part.scan_s[machine.id] == pytest.approx(expected)
    assert {named[name].name for name in part.scan_s} > {"Small 125"}


def test_filling_an_empty_machine_takes_its_own_time(shop: Workshop, tmp_path: Path) -> None:
    """A change without a powder before it is into an empty machine, in the plan's question too."""
    text = (ROOT / "examples" / "lab.toml").read_text(encoding="utf-8")
    known = '{ from_material = "'
    assert known in text
    filled = '{ to_material = "316L", time_min = 17 },\n    ' + known
    path = tmp_path / "lab.toml"
    path.write_text(text.replace(known, filled, 1), encoding="utf-8")
    with shop.lab.write(Actor.system()) as desk:
        lab_load.load(desk, read_lab_file(path))
    with shop.lab.read(shop.people["manager"]) as desk:
        machines = ask(shop_floor(desk)).problem.machines
    changes = [change for machine in machines for change in machine.powder_changes]
    told = {(one.from_material, one.to_material): one.time_s for one in changes}
    assert told[None, "316L"] == 17 * 60.0


def _untaught_laser_s(lab_file: Path, path: Path) -> float:
    """Return the seconds of one laser without what the logs of one machine taught."""
    process = process_of_lab_file(read_lab_file(lab_file), "AlSi10Mg")
    part = slicer_checks.read(path)
    cost = slicer_checks.estimate(
        slice_for(part, process),
        dataclasses.replace(process, calibrations=()),
        supports=supports_of(part, process),
    )
    return cost.scan_time_s * process.machines[0].lasers


def _codes(report: Any) -> list[tuple[str, float]]:  # noqa: ANN401 (any JSON)
    return [(row["code"], row["value"]) for row in report["findings"]]


def test_orient_and_calibrate_know_the_labs_machines(
    lab_file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both obey PRINTLAB_LAB, as check does: its machines by name, and no others."""
    monkeypatch.setenv("PRINTLAB_LAB", str(lab_file))
    part, log, areas = tmp_path / "table.stl", tmp_path / "log.csv", tmp_path / "areas.csv"
    part.write_bytes(TABLE)
    rows = range(40)
    log.write_text("layer,seconds\n" + "".join(f"{i},{9 + i}\n" for i in rows), encoding="utf-8")
    areas.write_text(
        "layer,area_mm2\n" + "".join(f"{i},{100 + 50 * i}\n" for i in rows), encoding="utf-8"
    )
    chosen = ["--material", "AlSi10Mg", "--machine", "Twin 280", "--json"]
    ran = [
        _ran(capsys, "orient", str(part), *chosen),
        _ran(capsys, "calibrate", str(log), str(areas), *chosen),
        _ran(capsys, "orient", str(part), "--material", "316L", "--machine", "small-150"),
    ]

    assert [code for code, _ in ran] == [0, 0, 2]
    assert {row["machine"] for row in json.loads(ran[0][1])["orientations"]} == {"Twin 280"}
    learnt = json.loads(ran[1][1])
    assert (learnt["machine"], learnt["lasers"]) == ("Twin 280", 2)
    assert learnt["parameters"] == "AlSi10Mg 30 µm"


def _ran(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0), capsys.readouterr().out


@pytest.fixture
def at_home(own: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """Let commands find this lab by its folder."""
    monkeypatch.setenv("PRINTLAB_HOME", str(own.lab.settings.home))
    return own


def test_commands_print_with_what_the_lab_in_the_folder_has(at_home: Workshop) -> None:
    """The folder's lab gives what the site checks with; another layer keeps its speeds."""
    found = chosen("AlSi10Mg", None, None)
    thicker = chosen("AlSi10Mg", 0.05, "Twin 280").process

    assert found.process == _site_process(at_home, "AlSi10Mg")
    assert found.lab == "Example metal lab"
    assert thicker.parameters.layer_mm == 0.05
    assert thicker.parameters.hatch_speed_mm_s == found.process.parameters.hatch_speed_mm_s
    assert [machine.name for machine in thicker.machines] == ["Twin 280"]


def test_what_the_lab_in_the_folder_cannot_do_is_refused(at_home: Workshop) -> None:
    """A powder that the lab has not, and a layer that is none, have a code of their own."""
    del at_home
    with pytest.raises(PrintlabError) as unknown:
        chosen("Unobtainium", None, None)
    with pytest.raises(SlicerChecksError) as thin:
        chosen("316L", -0.03, None)

    assert (unknown.value.code, thin.value.code) == ("material-unknown", "layer-not-positive")


def test_a_folder_without_a_lab_leaves_the_examples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is made in it, and the built-in examples are nobody's."""
    monkeypatch.setenv("PRINTLAB_HOME", str(tmp_path / "none"))

    assert chosen("316L", None, None).lab == ""
    assert not (tmp_path / "none").exists()
