"""The lab file: read whole, or refused with the place of the first mistake."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from printlab.errors import Unreadable
from printlab.labfile import lab_schema, read_lab_file

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "lab.toml"
SCHEMA = ROOT / "printlab" / "schemas" / "lab.schema.json"

MISTAKES = [
    ("height_mm = 285.0", "height_mm = -1", "machines[2].height_mm", "greater than 0"),
    ("height_mm = 285.0", "height_m = 285.0", "machines[2].height_m", "perhaps height_mm is meant"),
    ("height_mm = 285.0\n", "", "machines[2].height_mm", "field required"),
    ("lasers = 2", "lasers = 2\nmirrors = 1", "machines[3].mirrors", "known are name, "),
    (
        "lasers = 2",
        "lasers = 2\nlaser_fields_mm = [[0, 0, 280, 280]]",
        "machines[3]",
        "a field for each of 2 lasers",
    ),
    (
        "lasers = 2",
        "lasers = 2\nlaser_fields_mm = [[0, 0, 280, 280], [280, 0, 0, 280]]",
        "machines[3]",
        "lower left corner",
    ),
    (
        "margin_mm = 2.0",
        "margin = 2.0",
        "machines[0].platform.margin",
        "perhaps margin_mm is meant",
    ),
    ('loaded = "Ti6Al4V"', 'loaded = "316L"', "machines[3]", "not one of its materials"),
    (
        "diameter_mm = 98.0, margin_mm = 2.0",
        "margin_mm = 2.0",
        "machines[0].platform",
        "a circle needs diameter_mm",
    ),
    (
        "margin_mm = 2.0 }",
        "margin_mm = 2.0, keep_outs = [[[0, 0], [9, 9], [9, 0], [0, 9]]] }",
        "machines[0].platform.keep_outs",
        "sides that cross",
    ),
    ('materials = ["AlSi10Mg", "Ti6Al4V"]', 'materials = ["Ti6Al4V", "Cu"]', "", "machines[3]"),
    ('name = "Twin 280"', 'name = "Small 125"', "", "machines names Small 125 twice"),
    ("Europe/Amsterdam", "Europe/Enschede", "lab.time_zone", "is not a time zone"),
    ('weekdays = ["monday", "wednesday", "friday"]', "weekdays = []", "shifts[1].weekdays", ""),
    ("day = 2027-04-27", "day = 2027-04-31", "", ""),
    ('kind = "platform"', 'kind = "part"\ncapacity = 3', "stations[1]", "holds one at a time"),
    ('name = "Wire EDM"', 'name = "Argon furnace"', "", "stations names Argon furnace twice"),
    ('kind = "batch"\ncapacity = 2', 'kind = "part"', "stations[0]", "a programme is what a batch"),
    ("time_min = 5, ", 'materials = ["Cu"], ', "", "stations[1] names the unknown material Cu"),
    (
        'materials = ["AlSi10Mg"], programme',
        'materials = ["316L"], programme',
        "stations[0]",
        "its work names 316L twice",
    ),
    (
        'name = "Blasting cabin"\nkind = "part"',
        (
            'name = "Blasting cabin"\nkind = "part"\nwork = [{ time_min = 6 }]\n\n'
            '[[stations]]\nname = "Late EDM"\nkind = "platform"'
        ),
        "",
        "stations has Late EDM, for whole platforms, after Blasting cabin",
    ),
    (
        'skill = "wire-edm"',
        'skill = "laser"',
        "",
        "stations[1] asks for the skill laser, which no shift there has",
    ),
    ("recoat_s = 8.0", 'recoat_s = 8.0\nsetup_skill = "cnc"', "", "machines[0] asks for the skill"),
    (
        "recoat_s = 8.0",
        (
            "recoat_s = 8.0\nreserved = [{ starts = 2027-02-01T08:00:00, "
            'ends = 2027-02-02T08:00:00, organisations = ["Nobody"] }]'
        ),
        "",
        "machines[0] is reserved for the unknown organisation Nobody",
    ),
    (
        "capacity = 2",
        (
            "capacity = 2\ndowntimes = [{ starts = 2027-02-02T08:00:00, "
            "ends = 2027-02-01T08:00:00 }]"
        ),
        "stations[0].downtimes[0]",
        "it ends before it starts",
    ),
    (
        "capacity = 2",
        (
            "capacity = 2\ndowntimes = [{ starts = 2027-02-01T08:00:00, "
            "ends = 2027-02-02T08:00:00Z }]"
        ),
        "stations[0].downtimes[0]",
        "an offset both, or neither",
    ),
    (
        "capacity = 2",
        (
            "capacity = 2\ndowntimes = [{ starts = 2027-03-28T02:30:00, "
            "ends = 2027-03-28T03:10:00 }]"
        ),
        "",
        "stations[0] has a stretch from 2027-03-28 02:30:00 to 2027-03-28 03:10:00",
    ),
    ("plan_horizon_days = 60", "share = 0", "lab.share", "greater than 0"),
    ("vat_percent = 21", "vat_percent = 210", "prices.vat_percent", "less than or equal"),
    ('schema = "printlab/lab/1"', 'schema = "printlab/lab/9"', "schema", "printlab/lab/1"),
]


def test_the_example_describes_a_lab() -> None:
    """Four machines, five materials with parameter sets, operators with hours, organisations."""
    file = read_lab_file(EXAMPLE)

    assert len(file.machines) == 4
    assert len(file.materials) == 5
    assert all(material.parameter_sets for material in file.materials)
    assert {organisation.kind for organisation in file.organisations} == {"college", "company"}
    assert all(machine.source for machine in file.machines)
    assert all(entry.source for m in file.materials for entry in m.parameter_sets)


def test_the_example_says_what_follows_printing() -> None:
    """A furnace with a programme for every material, wire EDM with its skill, and blasting."""
    file = read_lab_file(EXAMPLE)
    furnace, edm, blasting = file.stations

    assert [station.kind for station in file.stations] == ["batch", "platform", "part"]
    treated = {name for work in furnace.work for name in work.materials}
    assert treated == {material.name for material in file.materials}
    assert edm.skill in file.shifts[0].skills
    assert blasting.attended
    assert all(station.source for station in file.stations)


def test_the_published_schema_is_true() -> None:
    """The schema file is what the models say, and the example keeps to it."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    example = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))

    assert schema == lab_schema()
    jsonschema.validate(json.loads(json.dumps(example, default=str)), schema)


@pytest.mark.parametrize(("right", "wrong", "place", "reason"), MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_is_one_sentence_with_its_place(
    tmp_path: Path, right: str, wrong: str, place: str, reason: str
) -> None:
    """Whatever is wrong, one sentence names the file, the place and what was expected."""
    text = EXAMPLE.read_text(encoding="utf-8")
    assert right in text
    path = tmp_path / "lab.toml"
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")

    with pytest.raises(Unreadable) as refusal:
        read_lab_file(path)

    message = refusal.value.message
    assert refusal.value.exit_code == 2
    assert place in message
    assert reason in message
    assert message.endswith(".")
    assert "\n" not in message


def test_a_site_where_nobody_works_is_told(tmp_path: Path) -> None:
    """A machine stands where some shift works, else it could never be set up."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for skills in ('["furnace", "wire-edm"]', '["furnace"]'):
        text = text.replace(f"skills = {skills}", 'sites = ["Main hall"]', 1)
    text = text.replace("recoat_s = 8.0", 'recoat_s = 8.0\nsite = "Annexe"', 1)
    path = tmp_path / "lab.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(Unreadable, match=r"machines\[0\] stands at Annexe, where no shift works"):
        read_lab_file(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A missing file and one that is no text are told in a sentence."""
    with pytest.raises(Unreadable, match=r"nothing\.toml cannot be read"):
        read_lab_file(tmp_path / "nothing.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Unreadable, match="is not TOML"):
        read_lab_file(tmp_path / "binary.toml")


def told(tmp_path: Path, *changes: tuple[str, str]) -> str:
    """Return how the example is refused after some changes, without the file's name."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for right, wrong in changes:
        assert right in text
        text = text.replace(right, wrong, 1)
    path = tmp_path / "lab.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable) as refusal:
        read_lab_file(path)
    return refusal.value.message.removeprefix(f"The lab file {path} is wrong")


def test_a_misspelt_key_is_one_mistake(tmp_path: Path) -> None:
    """It is told before what else is wrong, and its right name is not missing on top."""
    height = ("height_mm = 285.0", "height_m = 285.0")
    known = "this key is not known; perhaps"
    assert told(tmp_path, height) == f" at machines[2].height_m: {known} height_mm is meant."
    change = ("powder_change_min = 180", "powder_change_mins = 180")
    assert told(tmp_path, change).endswith(
        f".powder_change_mins: {known} powder_change_min is meant."
    )
    both = told(tmp_path, ("part_gap_mm = ", "part_gap_mm = -"), height)
    assert both == f" at machines[2].height_m: {known} height_mm is meant (and 1 more)."


def test_a_mistake_of_the_whole_file_stands_behind_a_colon(tmp_path: Path) -> None:
    """Where no one place is to blame, the sentence is whole all the same."""
    unknown = told(tmp_path, ('skill = "wire-edm"', 'skill = "magic"'))
    assert unknown == ": stations[1] asks for the skill magic, which no shift there has."
