"""The quick reading of regular toolpath layers agrees with the parser, number for number."""

from dataclasses import fields
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.threemf_layer import Layer, read_layer, read_layer_slowly
from slicer_checks.formats.threemf_segment_scan import scan_segments
from slicer_checks.formats.threemf_segments import Segments
from tests.threemf_paths import HATCHES, LIMITS, layer_xml, segment_xml


def outcome(read: Any, text: str) -> Any:  # noqa: ANN401 - a layer or a code, compared as lists
    """Return what a reader makes of a layer, or the code it refuses it with."""
    try:
        layer: Layer = read(text.encode(), LIMITS)
    except UnreadableFile as error:
        return error.code
    segments = layer.segments
    columns = [np.asarray(getattr(segments, one.name)).tolist() for one in fields(Segments)]
    return [columns, layer.parts, layer.profiles, layer.unread]


def scanned(text: str) -> bool:
    """Tell whether the segments of a layer are regular."""
    begin = text.index("<segments>") + len("<segments>")
    return scan_segments(text.encode(), begin, text.index("</segments", begin)) is not None


WHOLES = st.one_of(
    st.integers(-(2**31) - 2, 2**31 + 2).map(str),
    st.sampled_from(["", "-", "+5", "007", "-0", "1.5", " 1 ", "1e3", "\u0663", "1_0"]),
)
FACTORS = st.one_of(
    st.floats(0, 1).map(lambda value: f"{value:.6f}"),
    st.floats(0, 1).map(repr),
    st.sampled_from(["0", "1", "1.0000001", "-0.1", "", "nan", ".5", "1.", "5e-1", "0.5x"]),
)
SPACES = st.sampled_from([" ", "  ", "\n\t", "\r\n"])
VECTORS = st.sampled_from(
    ['<hatch x1="{0}" y1="1" x2="{1}" y2="2"/>'] * 4
    + ['<hatch x1="{0}" y1="1" x2="{1}" y2="2" f="{2}"/>'] * 2
    + ['<hatch x1="{0}" y1="1" x2="{1}" y2="2" f1="{2}" f2="{3}"><sub t=".5" f="{2}"/></hatch>']
    + ["<hatch  y2='{0}' x1='{1}' y1='1'\tx2='4' tag='9' />", '<hatch x1="{0}" y1="1" x2="2"/>']
    + ['<point x="{0}" y="{1}"/>', '<point x="{0}" y="{1}" e="{2}" h1="{3}" h2="0"></point >']
    + ['<hatch x1="{0}" x1="{1}" y1="0" x2="0" y2="0"/>', "<!-- {0} -->", "{0}", '<v:a b="{0}"/>']
    + ['<hatch x1="{0}"y1="1" x2="{1}" y2="2"/>', '<hatch x1="1" y1="1" x2="1" y2="1" z="{0}"/>']
    + ['<hatches x1="1"/>', '<point x="{0}" y="{1}" v:a="1"/>', "<sub t='0.5'/>"]
)
HEADS = st.sampled_from(
    ['type="hatch" profileid="7" partid="4"'] * 4
    + ['type="polyline" profileid="7" partid="4"', 'partid="4" type="loop" profileid="7"']
    + ['type="hatch" profileid="7" partid="4" laserindex="2" lasersync="3" tag="1"']
    + ['type="hatch" profileid="7" partid="4" timeprediction="5" jumpprediction="6"']
    + ['type="hatched" profileid="7" partid="4"', 'type="hatch" profileid="7"']
    + ['type="hatch" profileid="-7" partid="4"', 'type="hatch" profileid="7" partid="4" v:a="1"']
)


@settings(max_examples=250, deadline=None)
@given(
    st.lists(
        st.tuples(HEADS, st.lists(st.tuples(VECTORS, WHOLES, WHOLES, FACTORS, SPACES), max_size=3)),
        max_size=3,
    )
)
def test_scanner_and_parser_agree(segments: list[Any]) -> None:
    """Whatever stands in the segments of a layer, both ways give the same arrays or refusal."""
    rows = "".join(
        f"<segment {head}>"
        + "".join(vector.format(a, b, c, c) + blank for vector, a, b, c, blank in vectors)
        + "</segment>\n"
        for head, vectors in segments
    )
    text = layer_xml(rows)
    quick, slow = outcome(read_layer, text), outcome(read_layer_slowly, text)

    if isinstance(quick, list) and isinstance(slow, list):
        np.testing.assert_allclose(quick[0].pop(2), slow[0].pop(2), rtol=1e-15)
    assert quick == slow


def test_regular_layers_are_scanned() -> None:
    """Layers as programs write them take the quick way: factors, tags and all."""
    vectors = '<hatch x1="-5" y1="0" x2="7" y2="0" f1="0.7" f2="0.30000000000000004" tag="1">'
    vectors += '\n<sub t="0.02" f="0.71"/>\n</hatch>\n'

    assert scanned(layer_xml(HATCHES + segment_xml("hatch", vectors)))
    assert scanned(layer_xml(segment_xml("loop", '<point x="1" y="2"></point>')))
    assert not scanned(layer_xml(segment_xml("hatch", vectors, 'v:mode="1"')))
    assert not scanned(layer_xml(segment_xml("hatch", vectors.replace('"7"', '"+7"'))))


def test_segments_inside_remarks_are_none() -> None:
    """Segments that only look like some, in a remark or in other programs' data, are not read."""
    remark = f"<!-- <segments>{HATCHES}</segments> -->"
    data = f"<data><segments>{HATCHES * 2}</segments></data>"
    for text in (layer_xml(HATCHES, more=remark), layer_xml(HATCHES, more=data)):
        assert outcome(read_layer, text)[0][0] == outcome(read_layer, layer_xml(HATCHES))[0][0]


def test_a_layer_in_utf_16_is_read_by_the_parser() -> None:
    """Other encodings go the slow way, to the same end."""
    text = layer_xml(HATCHES)
    layer = read_layer(text.encode("utf-16"), LIMITS)

    assert (
        layer.segments.points.tolist() == read_layer(text.encode(), LIMITS).segments.points.tolist()
    )


def test_a_layer_without_segments_is_empty() -> None:
    """A layer may have nothing to expose."""
    layer = read_layer(layer_xml("").replace("<segments></segments>", "").encode(), LIMITS)

    assert layer.segments.table.shape == (0, 6)
