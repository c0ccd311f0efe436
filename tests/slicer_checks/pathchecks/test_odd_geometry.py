"""Every check of vectors bears whatever geometry readers let pass."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.check_toolpath import check_toolpath
from slicer_checks.texts import LANGUAGES, render
from slicer_checks.toolpath import Direction, FileFacts, Role, Shape, Toolpath
from tests.slicer_checks.pathdrawn import limited

NUMBERS = st.one_of(
    st.integers(-3, 3).map(float),
    st.sampled_from([0.0005, 0.05, 150.0, 655.35, 1e4, -1e4]),
)
POINTS = st.lists(st.tuples(NUMBERS, NUMBERS), max_size=12)
TAGS = st.builds(
    Tag,
    shape=st.sampled_from(Shape),
    role=st.sampled_from(Role),
    direction=st.sampled_from(Direction),
    laser=st.integers(-1, 1),
)


@st.composite
def blocks(draw: st.DrawFn) -> tuple[list[tuple[float, float]], Tag]:
    """Draw a block of any points; every other one closed, hatches with both ends."""
    points, tag, shut = draw(st.tuples(POINTS, TAGS, st.booleans()))
    if tag.shape == Shape.HATCHES:
        points = points[: len(points) // 2 * 2]
    elif points and shut:
        points = [*points, points[0]]
    return points, tag


@st.composite
def toolpaths(draw: st.DrawFn) -> Toolpath:
    """Draw a toolpath of a few layers of anything."""
    draft = BlockDraft()
    for layer in draw(st.lists(st.lists(blocks(), max_size=6), max_size=5)):
        draft.layer(draw(NUMBERS))
        for points, tag in layer:
            draft.block(np.array(points, dtype=np.float64).reshape(-1, 2), tag)
    facts = FileFacts(
        file_format="cli-binary",
        unit_mm=draw(st.sampled_from([0.001, 0.01, 1.0])),
        hatch_mm=draw(st.sampled_from([float("nan"), 0.1])),
        box_mm=draw(st.sampled_from([None, ((0.0, 0.0, 0.0), (3.0, 3.0, 3.0))])),
        short=(True, True, True),
    )
    return Toolpath(blocks=draft.blocks(), exposures=(), parts=(), facts=facts)


@settings(max_examples=150, deadline=None)
@given(toolpaths())
def test_whatever_is_drawn_is_judged_and_told(path: Toolpath) -> None:
    """No check fails or warns of numbers, and every finding has its sentence in each language."""
    process = limited("path-gas-flow-direction", value=90.0, level="steers")
    for finding in check_toolpath(path, None, process).findings:
        for lang in LANGUAGES:
            text = render(finding, lang)
            assert "…" not in text.title + text.why + text.fix
