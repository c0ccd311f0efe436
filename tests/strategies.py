"""What property tests draw from: solids of random size, places, and layers."""

from hypothesis import strategies as st

from tests import known_parts
from tests.known_parts import KnownPart

sizes_mm = st.floats(min_value=2.0, max_value=20.0, allow_nan=False).map(lambda v: round(v, 3))
layers_mm = st.sampled_from([0.02, 0.03, 0.05, 0.1, 0.37])
offsets_mm = st.floats(min_value=-100.0, max_value=100.0).map(lambda v: round(v, 2))
degrees = st.floats(min_value=0.0, max_value=360.0)
sides = st.integers(min_value=3, max_value=40)


def boxes() -> st.SearchStrategy[KnownPart]:
    """Boxes of any proportion."""
    return st.builds(known_parts.box, sizes_mm, sizes_mm, sizes_mm)


def cylinders() -> st.SearchStrategy[KnownPart]:
    """Upright prisms over regular polygons."""
    return st.builds(known_parts.cylinder, sizes_mm, sizes_mm, sides)


def tubes() -> st.SearchStrategy[KnownPart]:
    """Upright tubes with a wall of at least a tenth of the radius."""
    return st.builds(
        lambda outer, share, height, count: known_parts.tube(outer, outer * share, height, count),
        sizes_mm,
        st.floats(min_value=0.2, max_value=0.9),
        sizes_mm,
        st.integers(min_value=8, max_value=40),
    )


def frustums() -> st.SearchStrategy[KnownPart]:
    """Cones cut off at the top, widening or narrowing."""
    return st.builds(known_parts.frustum, sizes_mm, sizes_mm, sizes_mm, sides)


def islands() -> st.SearchStrategy[KnownPart]:
    """Two columns apart."""
    return st.builds(known_parts.two_islands, sizes_mm, sizes_mm, sizes_mm)


def upright_solids() -> st.SearchStrategy[KnownPart]:
    """Solids whose sections have the same area at every height."""
    return st.one_of(boxes(), cylinders(), tubes(), islands())


def solids() -> st.SearchStrategy[KnownPart]:
    """Every kind of solid with a known volume."""
    return st.one_of(upright_solids(), frustums())
