"""A layer as DXF: what a reader of group codes finds in it is the layer."""

from itertools import pairwise

import pytest

from slicer_checks.errors import NotAskable
from slicer_checks.formats.layer_dxf import write_layer_dxf
from tests.drawn_layers import SQUARE, hatches, many_kinds

Pair = tuple[int, str]
Entity = list[Pair]
R12_NAME = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789$-_")


def pairs_of(data: bytes) -> list[Pair]:
    """Return the group codes and values of a file."""
    lines = data.decode("ascii").split("\n")
    assert lines.pop() == ""
    assert len(lines) % 2 == 0
    return [(int(code), value) for code, value in zip(lines[::2], lines[1::2], strict=True)]


def records_of(data: bytes, section: str) -> list[Entity]:
    """Return the records of a section, each from its group 0 on."""
    pairs = pairs_of(data)
    begin = pairs.index((2, section)) + 1
    records: list[Entity] = []
    for pair in pairs[begin : pairs.index((0, "ENDSEC"), begin)]:
        if pair[0] == 0:
            records.append([])
        if records:
            records[-1].append(pair)
    return records


def place(entity: Entity, which: int = 0) -> list[float]:
    """Return the place in groups 10, 20 and 30, or 11, 21 and 31."""
    values = dict(entity)
    return [float(values[code + which]) for code in (10, 20, 30)]


def of_layer(data: bytes, layer: str, kind: str) -> list[Entity]:
    """Return the entities of a kind on a layer."""
    return [
        entity
        for entity in records_of(data, "ENTITIES")
        if entity[0] == (0, kind) and entity[1] == (8, layer)
    ]


def test_the_file_is_of_release_12() -> None:
    """Sections come in their order, each ended, in plain ASCII with the unit in a comment."""
    data = write_layer_dxf(many_kinds(), 0)
    pairs = pairs_of(data)

    assert pairs[0] == (999, "A layer of a toolpath, in millimetres.")
    assert [value for code, value in pairs if (code, value) in {(0, "SECTION"), (0, "ENDSEC")}] == [
        "SECTION",
        "ENDSEC",
    ] * 3
    assert [b for a, b in pairwise(pairs) if a == (0, "SECTION")] == [
        (2, "HEADER"),
        (2, "TABLES"),
        (2, "ENTITIES"),
    ]
    assert pairs[pairs.index((9, "$ACADVER")) + 1] == (1, "AC1009")
    assert pairs[pairs.index((9, "$EXTMAX")) + 1 :][:3] == [
        (10, "12.0000"),
        (20, "13.0000"),
        (30, "0.2000"),
    ]
    assert pairs[-1] == (0, "EOF")
    assert "INSUNITS" not in data.decode()


def test_each_role_and_shape_has_its_layer() -> None:
    """Every layer that an entity names is in the table, with a name that R12 allows."""
    data = write_layer_dxf(many_kinds(), 0)
    named = [dict(record)[2] for record in records_of(data, "TABLES") if record[0] == (0, "LAYER")]
    used = {dict(entity)[8] for entity in records_of(data, "ENTITIES")}

    assert named == [
        "JUMP",
        "CORE-HATCH",
        "UP-SKIN-HATCH",
        "CONTOUR",
        "CORE-CONTOUR",
        "DOWN-SKIN-CONTOUR",
        "SUPPORT-CONTOUR",
        "POINT",
    ]
    assert used == set(named)
    assert all(len(name) <= 31 and set(name) <= R12_NAME for name in named)


def test_contours_are_polylines() -> None:
    """A ring is closed and names no corner twice; a line is open; each ends with SEQEND."""
    data = write_layer_dxf(many_kinds(), 0)
    entities = records_of(data, "ENTITIES")
    begin = entities.index(of_layer(data, "CORE-CONTOUR", "POLYLINE")[0])

    assert dict(entities[begin])[70] == "1"
    assert [entity[0][1] for entity in entities[begin : begin + 6]] == [
        "POLYLINE",
        *["VERTEX"] * 4,
        "SEQEND",
    ]
    assert [place(entity)[:2] for entity in entities[begin + 1 : begin + 5]] == SQUARE[:4].tolist()
    assert [dict(one)[70] for one in of_layer(data, "SUPPORT-CONTOUR", "POLYLINE")] == ["0", "0"]
    assert [place(one) for one in of_layer(data, "JUMP", "VERTEX")] == [
        [12, 11, 0.2],
        [-3, 13, 0.2],
        [-3, -2, 0.2],
    ]


def test_hatches_are_lines_and_points_are_points() -> None:
    """Each hatch is a LINE from end to end, each point a POINT, at the height of the layer."""
    data = write_layer_dxf(many_kinds(), 0)
    lines = of_layer(data, "UP-SKIN-HATCH", "LINE")

    ends = [end for line in lines for end in (place(line)[:2], place(line, 1)[:2])]
    assert ends == hatches(4.0, 6.5).tolist()
    assert {place(line, 1)[2] for line in lines} == {0.2}
    assert [place(one) for one in of_layer(data, "POINT", "POINT")] == [
        [-1, 0, 0.2],
        [-1, 1, 0.2],
        [-1, 0, 0.2],
    ]
    assert b"-0.0000" not in data


def test_an_empty_layer_is_an_empty_drawing() -> None:
    """A layer without blocks has no entities, and is still a drawing."""
    assert records_of(write_layer_dxf(many_kinds(), 1), "ENTITIES") == []


def test_the_same_layer_is_the_same_bytes() -> None:
    """A drawing says nothing of when it was made."""
    assert write_layer_dxf(many_kinds(), 0) == write_layer_dxf(many_kinds(), 0)


def test_a_layer_that_is_not_there() -> None:
    """Without such a layer there is no drawing."""
    with pytest.raises(NotAskable, match="no layer -1"):
        write_layer_dxf(many_kinds(), -1)
