"""Published scheduling instances: read as their authors meant them, set beside their values."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

import scheduler
from benchmarks import _sparrow, nesting
from benchmarks._shadows import orientation, projections, strip, verified
from scheduler.nesting.skyline import Spot

pytest.importorskip("openpyxl", reason="the published workbooks need openpyxl")
from benchmarks import nascimento, uamsp

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "scheduling"
needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the published instances are not here"
)


@needs_corpus
def test_a_makespan_instance_has_its_published_optimum() -> None:
    """Ten parts on two machines: the value that the authors proved, and none of theirs denied."""
    folder = CORPUS / "uamsp"
    problems = uamsp.sheets(folder / "Data" / "data_output_2_10.xlsx")
    known = uamsp.published(folder / "Results" / "lbbd_results-V1-2-10.xlsx")
    assert len(problems) == len(known) == 5
    row = {"name": "Sheet_5", **uamsp.measure(problems["Sheet_5"], 20.0, 0)}
    (beside,) = uamsp.beside([row], {"Sheet_5": known[4]})
    assert beside["ratio"] == pytest.approx(1.0, abs=1e-4)
    assert beside["contradicts"] is False
    assert beside["verified"] is True


def test_the_order_of_sheets_that_contradicts_least_is_taken() -> None:
    """Results stand in the order of the names, or of the workbook; bounds tell which."""

    def known(value: float) -> uamsp.Published:
        return uamsp.Published(objective=value, bound=value, time_s=1.0, optimal=True)

    ours: list[dict[str, object]] = [
        {"name": "Sheet_3", "objective": 30.0, "bound": 30.0},
        {"name": "Sheet_1", "objective": 10.0, "bound": 10.0},
    ]
    names = ["Sheet_3", "Sheet_1"]
    for order in ((10.0, 30.0), (30.0, 10.0)):
        rows = uamsp.matched(ours, names, [known(value) for value in order])
        assert [row["ratio"] for row in rows] == [1.0, 1.0]


def test_each_seed_has_its_verdict() -> None:
    """How many makespans are no worse than published, their mean, and the proofs of both."""
    rows: list[dict[str, object]] = [
        {"seed": 0, "ratio": 0.9, "optimal": False, "published_optimal": False},
        {"seed": 0, "ratio": 1.1, "optimal": True, "published_optimal": True},
        {"seed": 1, "ratio": 1.0005, "optimal": True, "published_optimal": False},
    ]
    assert uamsp.verdicts(rows).splitlines() == [
        "seed 0: no worse on 1 of 2, mean ratio 1.0000; proven 1, published 1",
        "seed 1: no worse on 1 of 1, mean ratio 1.0005; proven 1, published 0",
    ]


@needs_corpus
def test_a_tardiness_instance_is_read_whole() -> None:
    """Every sheet has its parts with their polygons, and its published value."""
    folder = CORPUS / "nascimento_lbbd"
    found = list(nascimento.instances(folder / "Data", folder / "Results", [15], [2]))
    assert len(found) == 27 * 5
    problem = found[0].problem()
    assert len(problem.parts) == 15
    first = problem.parts[0].orientations[0]
    assert (first.height_mm, problem.parts[0].due) == (5.0, 4)
    assert first.polygon is not None
    assert first.width_mm == pytest.approx(10.17856, abs=1e-4)
    assert found[0].published == 6


def test_a_summary_tells_instances_above_zero_apart() -> None:
    """What is late anyway is the harder half."""
    rows: list[dict[str, object]] = [
        {"seed": 0, "objective": 0.0, "published": 0},
        {"seed": 0, "objective": 3.0, "published": 2},
        {"seed": 0, "objective": 2.0, "published": 2},
        {"seed": 1, "objective": 2.0, "published": 2},
    ]
    told = nascimento.summary(rows)
    assert "seed 0, all: 2 of 3" in told
    assert "seed 0, published above 0: 1 of 2" in told
    assert "seed 1, all: 1 of 1" in told


@needs_corpus
def test_more_shadows_than_boxes_share_a_platform() -> None:
    """Of real parts at least 15 % more fit when their shadows are nested, and shapely agrees."""
    shadows = projections(CORPUS / "luzedi" / "part_machine_data" / "projection.txt")
    assert len(shadows) == 100
    parts = [orientation(str(number), shadow) for number, shadow in enumerate(shadows)]
    small = [part for part in parts if max(part.width_mm, part.depth_mm) <= 150.0]
    row = nesting.plates(small, (250.0, 3.0), 0)
    assert row["verified"] is True
    assert float(str(row["ratio"])) >= 1.15


@needs_corpus
def test_a_strip_is_packed_without_overlap() -> None:
    """A published strip instance is read, packed, and measured by the checker of plans."""
    width_mm, pieces = strip(CORPUS / "irregular" / "albano.json")
    assert (width_mm, len(pieces)) == (4900.0, 24)
    assert {piece.turns_deg for piece in pieces} == {(0, 180)}
    row = nesting.strips(CORPUS / "irregular" / "albano.json", 0.5, 0)
    assert row["verified"] is True
    assert 0.5 < float(str(row["objective"])) < 1.0


def test_an_overlap_is_seen() -> None:
    """The same spot for two pieces is no packing."""
    piece = scheduler.Orientation(id="up", width_mm=10.0, depth_mm=10.0, height_mm=1.0)
    spot = Spot(0.0, 0.0, 0)
    assert verified((30.0, 30.0), 0.0, [(piece, spot)])
    assert not verified((30.0, 30.0), 0.0, [(piece, spot), (piece, spot)])


def test_sparrow_lies_where_the_checker_of_plans_agrees() -> None:
    """What the peer lays is turned, mirrored and shifted into our own coordinates."""
    if not _sparrow.installed():
        pytest.skip("spyrrow is not installed")
    square = scheduler.Orientation(id="square", width_mm=10.0, depth_mm=10.0, height_mm=1.0)
    corner = ((0.0, 0.0), (10.0, 0.0), (10.0, 5.0), (5.0, 5.0), (5.0, 20.0), (0.0, 20.0))
    angle = orientation("angle", shapely.Polygon(corner))
    pieces = [square, square, angle, angle]
    length_mm, spots = _sparrow.pack(pieces, (32.0, 2.0), 1, 0)
    laid = list(zip(pieces, spots, strict=True))
    assert verified((32.0, length_mm + nesting.EDGE_MM), 2.0, laid)
    assert not verified((32.0, length_mm - 0.1), 2.0, laid)
