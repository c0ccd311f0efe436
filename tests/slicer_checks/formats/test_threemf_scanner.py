"""The quick reading of regular 3MF models agrees with the parser, number for number."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks import read
from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.threemf import read_model, read_model_slowly
from slicer_checks.formats.threemf_blocks import cut_blocks
from tests.mesh_files import (
    BOX_FACES,
    box_points,
    model_xml,
    object_xml,
    threemf_bytes,
    vertices_xml,
)
from tests.slicer_checks.formats.test_threemf import BOX, ITEM, LIMITS


def test_runs_inside_comments_are_no_runs() -> None:
    """A mesh that only looks like one, inside a remark, is not read."""
    hidden = f"<!-- {object_xml(1, box_points(99, 99, 99))} -->".replace("--", "- ").replace(
        "<!- ", "<!--"
    )
    model = model_xml(hidden.replace("- >", "-->") + BOX, ITEM)

    assert read(threemf_bytes(model)).volume_mm3 == pytest.approx(1000)


def both(objects: str) -> tuple[Any, Any]:
    """Return what the scanner with the parser, and the parser alone, make of a model."""
    text = model_xml(objects, ITEM).encode()
    return _outcome(read_model, text), _outcome(read_model_slowly, text)


def _outcome(reader: Any, text: bytes) -> Any:  # noqa: ANN401 - arrays or a code, compared as lists
    try:
        found = reader(text, LIMITS).objects["1"]
    except UnreadableFile as error:
        return error.code, dict(error.params)
    rows = (found.points, found.triangles)
    return [None if row is None else np.asarray(row).tolist() for row in rows]


NUMBERS = st.one_of(
    st.floats(-1e30, 1e30).map(repr),
    st.decimals(-1000, 1000, places=6).map(str),
    st.from_regex(r"\A[+-]?[0-9]{0,20}\.?[0-9]{0,20}([eE][+-]?[0-9]{1,3})?\Z"),
    st.sampled_from(["nan", "1_0", "", ".", "-", "1e", "\u0663", " 1 ", "1 2", "0x1", "1,5"]),
)


SPACES = st.sampled_from([" ", "  ", "\n", "\t", "\r\n", ""])


SHAPES = st.sampled_from(
    ['<vertex x="{0}" y="{1}" z="{2}"/>'] * 6
    + ["<vertex x='{0}' z='{2}' y='{1}'  />", '<vertex x="{0}" y="{1}"/>']
    + ['<vertex x="{0}" y="{1}" z="{2}"></vertex>', '<vertex x="{0}" x="{1}" z="{2}"/>']
    + ['<vertex x="{0}"y="{1}" z="{2}"/>', '<vertex x="{0}" y="{1}" z="{2}" w="1"/>']
    + ["<!-- x --><vertex x='{0}' y='{1}' z='{2}'/>", '<a x="{0}"/>', '<vertexx x="1"/>'],
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(SHAPES, NUMBERS, NUMBERS, NUMBERS, SPACES), max_size=6))
def test_scanner_and_parser_agree_on_vertices(rows: list[tuple[str, str, str, str, str]]) -> None:
    """Whatever stands in a run of vertices, both ways give the same numbers or the same refusal."""
    run = "".join(shape.format(x, y, z) + space for shape, x, y, z, space in rows)
    quick, slow = both(f'<object id="1"><mesh><vertices>{run}</vertices></mesh></object>')

    assert quick == slow


INDICES = st.one_of(
    st.integers(0, 10**12).map(str), st.sampled_from(["", "-1", "1.0", "+1", "007", "1 ", "\u0661"])
)


TRIANGLES = st.sampled_from(
    ['<triangle v1="{0}" v2="{1}" v3="{2}"/>'] * 5
    + ['<triangle v3="{2}" v1="{0}" v2="{1}" p1="3" pid="1" />', '<triangle v1="{0}" v2="{1}"/>']
    + ['<triangle v1="{0}" v2="{1}" v3="{2}" pid="&#49;"/>', '<triangle v1="{0}" pid="{1}"/>']
    + ['<triangle v1="{0}" v1="{1}" v2="1" v3="{2}"/>', '<triangle v1="{0}" v2="{1}" v3="{2}">']
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(TRIANGLES, INDICES, INDICES, INDICES, SPACES), max_size=6))
def test_scanner_and_parser_agree_on_triangles(rows: list[tuple[str, str, str, str, str]]) -> None:
    """Whatever stands in a run of triangles, both ways give the same numbers or refusal."""
    run = "".join(shape.format(a, b, c) + space for shape, a, b, c, space in rows)
    quick, slow = both(f'<object id="1"><mesh><triangles>{run}</triangles></mesh></object>')

    assert quick == slow


def test_regular_models_take_the_quick_way() -> None:
    """A plain model leaves a short skeleton; an unusual one is left whole."""
    text = model_xml(BOX, ITEM).encode()
    cut = cut_blocks(text)

    assert cut is not None
    assert [block.values.shape for block in cut[1]] == [(8, 3), BOX_FACES.shape]
    assert len(cut[0]) < 350
    assert cut_blocks(text.replace(b"<vertex ", b"<vertex a='1' ", 1)) is None


def test_random_floats_are_read_to_the_last_bit() -> None:
    """The scanner gives the double nearest to each decimal, as Python does."""
    random = np.random.default_rng(7)
    values = random.normal(size=(4000, 3)) * 10.0 ** random.integers(-25, 25, size=(4000, 1))
    found, _ = both(f'<object id="1"><mesh>{vertices_xml(values)}</mesh></object>')

    assert found[0] == values.tolist()
