"""The check layer-mismatch."""

from slicer_checks import check, default_process, slice_part
from tests.known_parts import box_triangles
from tests.slicer_checks.checked import part_of


def test_layers_of_another_thickness_are_told() -> None:
    """Slices of 0.05 mm do not suit a parameter set for 0.03 mm."""
    part = part_of(box_triangles(5.0, 5.0, 5.0))
    report = check(part, default_process("316L"), slice_part(part, 0.05))
    (finding,) = report.findings

    assert (finding.code, finding.severity) == ("layer-mismatch", "warning")
    assert finding.value == 0.05
    assert finding.params["expected_mm"] == 0.03


def test_layers_of_the_same_thickness_are_not() -> None:
    """Slices of the parameter set's thickness say nothing."""
    part = part_of(box_triangles(5.0, 5.0, 5.0))

    assert check(part, default_process("316L"), slice_part(part, 0.03)).findings == ()
