"""The command lab load: what it makes of a lab file, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from printlab.actor import Actor
from printlab.bell import SilentBell
from printlab.database import open_engine
from printlab.lab import Lab
from printlab.migrate import upgrade
from printlab.records import Machine
from printlab.services import lab as lab_services
from printlab.settings import Settings
from tests.printlab.command_runs import Run

LAB_FILE = Path(__file__).resolve().parents[2] / "examples" / "lab.toml"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Prepare an empty lab and point the environment at it."""
    folder = tmp_path / "lab"
    folder.mkdir()
    engine = open_engine(Settings.in_folder(folder).database_url)
    upgrade(engine)
    engine.dispose()
    monkeypatch.setenv("PRINTLAB_HOME", str(folder))
    return folder


def test_lab_load_twice_is_once(run: Run, home: Path) -> None:
    """Loading again brings up to date by name, and leaves the powder to the shop floor."""
    first = run("lab", "load", LAB_FILE)
    lab = Lab.open(Settings.in_folder(home), bell=SilentBell())
    with lab.write(Actor.system()) as desk:
        machine = next(m for m in lab_services.machines(desk) if m.name == "Twin 280")
        machine.loaded_material_id = None
        before = {m.id: m.name for m in lab_services.machines(desk)}
    text = LAB_FILE.read_text(encoding="utf-8").replace("height_mm = 350.0", "height_mm = 340.0")
    changed = home / "changed.toml"
    changed.write_text(text, encoding="utf-8")
    second = run("lab", "load", changed)

    assert first.out == second.out
    assert "4 machines, 5 materials with 5 parameter sets" in first.out
    with lab.read(Actor.system()) as desk:
        assert {m.id: m.name for m in lab_services.machines(desk)} == before
        twin = desk.session.get_one(Machine, machine.id)
        assert (twin.height_mm, twin.loaded_material_id) == (340.0, None)
        assert len(lab_services.shifts(desk)) == 8
        assert len(lab_services.closures(desk)) == 6
        terms = lab_services.terms(desk)
        assert (terms.setup_cents, terms.handling_cents_per_part) == (6000, 1250)
        assert lab_services.lab_organisation(desk).name == "Example metal lab"
    lab.close()


def test_lab_load_refuses_a_wrong_file_whole(run: Run, home: Path) -> None:
    """A mistake exits with 2 and its place, and nothing of the file is in the lab."""
    text = LAB_FILE.read_text(encoding="utf-8").replace("height_mm = 350.0", "height_mm = 0")
    wrong = home / "wrong.toml"
    wrong.write_text(text, encoding="utf-8")

    ran = run("lab", "load", wrong)

    assert ran.code == 2
    assert "machines[3].height_mm" in ran.err
    lab = Lab.open(Settings.in_folder(home), bell=SilentBell())
    with lab.read(Actor.system()) as desk:
        assert lab_services.machines(desk) == []
    lab.close()
