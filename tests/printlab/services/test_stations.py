"""Stations, skills and sites: from the lab file into the lab."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from printlab.actor import Actor
from printlab.labfile import read_lab_file
from printlab.records import Machine, OperatorShift, Station
from printlab.services import lab, lab_load
from tests.printlab.workshop import MONDAY, ROOT, Workshop

EXAMPLE = ROOT / "examples" / "lab.toml"


def loaded(shop: Workshop, folder: Path, *changes: tuple[str, str]) -> None:
    """Load the example lab again with some words of it changed."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    path = folder / "changed.toml"
    path.write_text(text, encoding="utf-8")
    with shop.lab.write(Actor.system()) as desk:
        lab_load.load(desk, read_lab_file(path))


def test_stations_come_in_the_order_of_the_file(shop: Workshop) -> None:
    """Each has its kind, its times in seconds and what it does to which material."""
    with shop.lab.read(shop.people["manager"]) as desk:
        furnace, edm, blasting = lab.stations(desk)

    assert (furnace.name, furnace.kind, furnace.capacity) == ("Argon furnace", "batch", 2)
    assert furnace.load_s == 20 * 60
    assert furnace.work[0] == {
        "materials": ["316L"],
        "programme": "900 °C, 2 h",
        "time_s": 480 * 60,
        "s_per_cm2": 0.0,
    }
    assert edm.work == [{"materials": [], "programme": None, "time_s": 300, "s_per_cm2": 60}]
    assert (edm.skill, blasting.attended) == ("wire-edm", True)


def test_what_the_file_no_longer_names_is_out_of_use(shop: Workshop, tmp_path: Path) -> None:
    """Loaded again, a station keeps its row; one that has another name is another one."""
    with shop.lab.read(shop.people["manager"]) as desk:
        before = {row.name: row.id for row in lab.stations(desk)}

    loaded(shop, tmp_path, ('name = "Wire EDM"', 'name = "Band saw"'))

    with shop.lab.read(shop.people["manager"]) as desk:
        after = {row.name: row.id for row in lab.stations(desk)}
        gone = desk.session.scalars(select(Station).filter_by(name="Wire EDM")).one()
    assert list(after) == ["Argon furnace", "Band saw", "Blasting cabin"]
    assert after["Argon furnace"] == before["Argon furnace"]
    assert not gone.active


def test_people_bring_their_skills_into_the_hours(shop: Workshop, tmp_path: Path) -> None:
    """A staffed stretch knows what its people can do and where they work."""
    loaded(
        shop,
        tmp_path,
        ('skills = ["furnace", "wire-edm"]', 'skills = ["wire-edm"]\nsites = ["Main hall"]'),
        ("recoat_s = 8.0", 'recoat_s = 8.0\nsite = "Main hall"\nsetup_skill = "furnace"'),
        ("margin_mm = 2.0 }", "margin_mm = 2.0, keep_outs = [[[40, 0], [60, 0], [50, 10]]] }"),
        ('skills = ["furnace"]', "sites = []"),
    )

    with shop.lab.read(shop.people["manager"]) as desk:
        shifts = desk.session.scalars(select(OperatorShift).filter_by(weekday=1)).all()
        day = lab.staffed(desk, since=MONDAY, until=MONDAY.replace(hour=9))[0]
        machine = desk.session.scalars(select(Machine).filter_by(name="Compact 98")).one()
    assert [(row.skills, row.sites) for row in shifts] == [(["wire-edm"], ["Main hall"])]
    assert day.serves("wire-edm", "Main hall")
    assert day.serves(None, None)
    assert not day.serves("furnace", None)
    assert not day.serves("wire-edm", "Annexe")
    assert (machine.site, machine.setup_skill) == ("Main hall", "furnace")
    assert machine.keep_outs == [[[40, 0], [60, 0], [50, 10]]]
