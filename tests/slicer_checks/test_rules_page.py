"""The page on a lab's own limits is true: its example is read, used, and told as it says."""

import dataclasses
import re
from pathlib import Path

import pytest

from slicer_checks import check, check_toolpath, default_process, load_rules
from slicer_checks.reports.subject import process_facts
from tests.known_parts import box_triangles
from tests.known_paths import small_path
from tests.slicer_checks.checked import LAYER_MM, findings, part_of, process

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "rules.md").read_text("utf-8")
EXAMPLE, _, TOLD = re.findall(r"```(?:toml)?\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.fixture
def rules_file(tmp_path: Path) -> Path:
    """Write the page's example to a file."""
    path = tmp_path / "our-lab.toml"
    path.write_text(EXAMPLE, encoding="utf-8")
    return path


def test_the_example_holds_for_material_and_machine(rules_file: Path) -> None:
    """The machine's row wins, then the material's, then the general one."""
    rules = load_rules(rules_file)

    assert rules.limit("slender-warning", "316L", "small-125").value == 12.0
    assert rules.limit("slender-warning", "316L", "twin-280").value == 8.0
    assert rules.limit("wall-min-error", "316L", "small-125").level == "warning"
    assert rules.limit("wall-min-error", "Ti6Al4V").value == 0.4
    assert rules.limit("overhang-angle-safe").value == 40.0


def test_a_machines_row_holds_when_the_part_is_for_that_machine(rules_file: Path) -> None:
    """A rod of ten widths is a warning, but not on the machine with the soft recoater."""
    rod = box_triangles(2.0, 2.0, 20.0)
    any_machine = dataclasses.replace(process(), rules=load_rules(rules_file))
    one = dataclasses.replace(any_machine, machines=(process().machine("small-125"),))

    assert len(findings("slender", rod, held=any_machine)) == 1
    assert findings("slender", rod, held=one) == []


def test_the_report_tells_what_was_changed_as_the_page_says(rules_file: Path) -> None:
    """Each limit that holds here is told with its author, date and source, and no other."""
    held = dataclasses.replace(
        default_process("316L", layer_mm=LAYER_MM),
        rules=load_rules(rules_file),
        machines=(process().machine("small-125"),),
    )
    report = check(part_of(box_triangles(10.0, 10.0, 5.0)), held)
    other = check(report.part, dataclasses.replace(held, machines=process().machines))

    assert TOLD.strip() in report.summary()
    assert [one.limit.id for one in other.overrides] == ["overhang-angle-safe", "wall-min-error"]
    documents = report.to_dict("nl")["overrides"]
    assert isinstance(documents, list)
    assert documents[2] == {
        "limit": "slender-warning",
        "value": 12.0,
        "unit": "widths",
        "level": "warning",
        "was": 8.0,
        "was_level": "warning",
        "material": "",
        "machine": "small-125",
        "author": "B. Operator",
        "date": "2026-03-20",
        "note": "",
        "sources": ["Example lab, B. Operator"],
    }


def test_without_a_file_of_its_own_a_lab_has_changed_nothing() -> None:
    """The built-in pack has no overrides, and the report does not speak of them."""
    report = check(part_of(box_triangles(10.0, 10.0, 5.0)), process())

    assert report.overrides == ()
    assert "overrides" not in report.to_dict()
    assert "has set itself" not in report.summary()


def test_limits_of_parts_and_of_toolpaths_are_told_where_they_hold(tmp_path: Path) -> None:
    """A part's report is silent on a lab's limits of toolpaths, and a toolpath's on those of parts.

    So is the list of all limits that a written report of a part carries.
    """
    head = 'schema = "printlab/rule-pack/1"\nname = "Both"\nversion = "1"\n'
    head += 'author = "A. Visser"\ndate = 2026-11-02\n'
    rows = "[limits.slender-warning]\nvalue = 12.0\n"
    rows += "[limits.path-power-machine-max]\nvalue = 400.0\n"
    path = tmp_path / "both.toml"
    path.write_text(head + rows, encoding="utf-8")
    held = dataclasses.replace(process(), rules=load_rules(path))
    part = check(part_of(box_triangles(10.0, 10.0, 5.0)), held)
    toolpath = check_toolpath(small_path(4), process=held)

    assert [one.limit.id for one in part.overrides] == ["slender-warning"]
    assert [one.limit.id for one in toolpath.overrides] == ["path-power-machine-max"]
    rules = process_facts(held)["rules"]
    assert isinstance(rules, dict)
    listed = {row["id"] for row in rules["limits"]}
    assert "slender-warning" in listed
    assert not any(name.startswith("path-") for name in listed)
