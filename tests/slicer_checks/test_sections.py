"""Which planes lie below a height, to the last bit."""

from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks.sections import plane_z, planes_up_to


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 100_000), st.sampled_from([0.02, 0.03, 0.1, 0.37, 1 / 3]), st.integers(-3, 3))
def test_a_plane_counts_from_its_own_height_on(layer: int, layer_mm: float, steps: int) -> None:
    """A height counts exactly the planes at or below it, however the division rounds."""
    z = plane_z(layer, layer_mm)
    z += steps * 2.0**-52 * z
    count = planes_up_to.py_func(z, layer_mm)

    assert count == planes_up_to(z, layer_mm)
    assert count == 0 or plane_z(count - 1, layer_mm) <= z
    assert plane_z(count, layer_mm) > z


def test_no_plane_lies_below_the_plate() -> None:
    """Heights below the first plane count none."""
    assert [planes_up_to(z, 0.1) for z in (-5.0, 0.0, 0.049, 0.05)] == [0, 0, 0, 1]
