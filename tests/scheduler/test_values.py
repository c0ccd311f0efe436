"""Values check themselves and each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError

import pytest

from scheduler import Limits, Orientation, Platform, PowderChange, Setting, Window
from scheduler.errors import InvalidProblemError
from scheduler.problem import Weights
from scheduler.ring import Ring
from tests.scheduler.problems import STEEL, fixed, machine, part, placement, problem

BOX = Orientation(id="up", width_mm=10.0, depth_mm=20.0, height_mm=5.0)
FAR = placement(copy=2)

SQUARE: Ring = ((0, 0), (9, 0), (9, 9), (0, 9))
BOW: Ring = ((0, 0), (9, 9), (9, 0), (0, 9))
CROSSED_AT_A_CORNER: Ring = ((0, 0), (4, 4), (9, 9), (9, 0), (4, 4), (0, 9))
TWICE_ROUND: Ring = ((0, 0), (9, 0), (9, 9), (0, 9), (0, 1), (8, 1), (8, 8), (0, 8))
LINE: Ring = ((0, 0), (9, 9), (4, 4))
TOUCHING: Ring = ((0, 0), (9, 0), (4, 4), (9, 9), (0, 9), (4, 4))
SLIPPED: Ring = ((0, 0), (9, 0), (9, 9), (0, 9), (0, 1), (1e-6, 0.9))


def shaped(polygon: Ring, *holes: Ring) -> Orientation:
    """Return an orientation with a shadow in a box of 9 by 9 mm."""
    return Orientation(
        id="o", width_mm=9, depth_mm=9, height_mm=1, polygon=polygon, holes=tuple(holes)
    )


def keeping_out(ring: Ring) -> Platform:
    """Return a platform of which a place is kept free."""
    return Platform(width_mm=9.0, depth_mm=9.0, keep_outs=(ring,))


FAULTS: tuple[tuple[str, Callable[[], object]], ...] = (
    ("window-empty", lambda: Window(start=5, end=5)),
    ("window-heads", lambda: Window(start=0, end=5, heads=0)),
    ("setting-layer", lambda: Setting(id="s", material="316L", layer_mm=0.0)),
    ("setting-layer", lambda: Setting(id="s", material="316L", layer_mm=1e-9)),
    ("orientation-size", lambda: Orientation(id="o", width_mm=-1, depth_mm=1, height_mm=1)),
    ("orientation-size", lambda: Orientation(id="o", width_mm=1, depth_mm=1, height_mm=0)),
    (
        "orientation-polygon",
        lambda: Orientation(
            id="o", width_mm=1, depth_mm=1, height_mm=1, polygon=((0, 0), (2, 0), (0, 1))
        ),
    ),
    (
        "orientation-polygon",
        lambda: Orientation(id="o", width_mm=1, depth_mm=1, height_mm=1, polygon=((0, 0), (1, 0))),
    ),
    ("orientation-polygon-crossed", lambda: shaped(BOW)),
    ("orientation-polygon-crossed", lambda: shaped(CROSSED_AT_A_CORNER)),
    ("orientation-polygon-crossed", lambda: shaped(TWICE_ROUND)),
    ("orientation-polygon-crossed", lambda: shaped(LINE)),
    ("orientation-polygon-crossed", lambda: shaped(SQUARE, BOW)),
    ("platform-keep-out-crossed", lambda: keeping_out(BOW)),
    ("platform-keep-out-crossed", lambda: keeping_out(LINE)),
    ("part-copies", lambda: part(copies=0)),
    ("part-weight", lambda: part(weight=-1.0)),
    ("part-orientations", lambda: part(orientations=())),
    ("part-scan", lambda: part(scan_s={"M1": -1.0})),
    (
        "part-footprint",
        lambda: part(orientations=(Orientation(id="o", width_mm=0, depth_mm=0, height_mm=1),)),
    ),
    ("part-area", lambda: part(area_mm2=0.0)),
    ("platform-size", lambda: Platform(width_mm=10.0, depth_mm=10.0, margin_mm=5.0)),
    ("platform-size", lambda: Platform(shape="circle", diameter_mm=0.0)),
    ("platform-size", lambda: Platform(width_mm=10.0, depth_mm=10.0, margin_mm=-1.0)),
    ("powder-change-time", lambda: PowderChange(from_material=None, to_material="x", time_s=-1)),
    ("machine-height", lambda: machine(height_mm=0.0)),
    ("machine-times", lambda: machine(unload_s=-1.0)),
    ("fixed-powder-change", lambda: fixed(powder_change_start=400)),
    ("fixed-times", lambda: fixed(end=499)),
    ("fixed-times", lambda: fixed(powder_change_start=400, powder_change_end=501)),
    ("weights-negative", lambda: Weights(occupancy=-1.0)),
    ("tick-size", lambda: problem(tick_s=0)),
    ("horizon-past", lambda: problem(now=5, horizon=5)),
    ("now-negative", lambda: problem(now=-1)),
    ("copies-too-many", lambda: problem(parts=(part(copies=3000), part("q", copies=3000)))),
    ("gap-negative", lambda: problem(part_gap_mm=-1.0)),
    ("limit-time", lambda: Limits(time_s=0.0)),
    ("limit-workers", lambda: Limits(workers=0)),
    ("limit-processes", lambda: Limits(processes=0)),
    ("limit-iterations", lambda: Limits(iterations=-1)),
    ("id-twice", lambda: problem(parts=(part(), part()))),
    ("id-twice", lambda: problem(machines=(machine(), machine()))),
    ("id-twice", lambda: problem(settings=(STEEL, STEEL))),
    ("id-twice", lambda: problem(parts=(part(orientations=(BOX, BOX)),))),
    ("part-setting-unknown", lambda: problem(parts=(part(setting="glass"),))),
    ("part-machine-unknown", lambda: problem(parts=(part(scan_s={"M7": 1.0}),))),
    ("job-disagrees", lambda: problem(parts=(part("a", job="j"), part("b", job="j", due=5)))),
    ("fixed-setting-unknown", lambda: problem(fixed=(fixed(setting="glass"),))),
    ("fixed-machine-unknown", lambda: problem(fixed=(fixed(machine="M7"),))),
    ("fixed-part", lambda: problem(fixed=(fixed(placements=(placement("x"),)),))),
    ("fixed-part", lambda: problem(fixed=(fixed(placements=(FAR,)),))),
    ("fixed-part", lambda: problem(fixed=(fixed(placements=(placement(), placement())),))),
    (
        "fixed-overlap",
        lambda: problem(fixed=(fixed(), fixed(id="other", start=599, end=700, placements=()))),
    ),
)


@pytest.mark.parametrize(("code", "fault"), FAULTS)
def test_a_value_that_contradicts_itself_is_refused(code: str, fault: Callable[[], object]) -> None:
    """Each contradiction has a code and one sentence."""
    with pytest.raises(InvalidProblemError) as error:
        fault()
    assert error.value.code == code
    assert str(error.value).endswith(".")


@pytest.mark.parametrize("ring", [SQUARE, SQUARE[::-1], TOUCHING, SLIPPED])
def test_a_ring_may_touch_itself(ring: Ring) -> None:
    """Two lobes that meet in a point, either way round, and slips of rounding are no crossing."""
    assert shaped(ring).polygon == ring
    assert keeping_out(ring).keep_outs == (ring,)


def test_values_do_not_change() -> None:
    """A problem's values are frozen, their mappings too."""
    with pytest.raises(FrozenInstanceError):
        part().copies = 3  # type: ignore[misc]
    with pytest.raises(TypeError):
        part().scan_s["M1"] = 0.0  # type: ignore[index]


def test_a_powder_change_is_named_or_general() -> None:
    """A pair that the machine names has its own time, others the general one."""
    own = PowderChange(from_material="Ti64", to_material="316L", time_s=60.0)
    lab = machine(powder_changes=(own,))
    assert lab.change_s("Ti64", "316L") == 60.0
    assert lab.change_s("316L", "Ti64") == 3600.0
    assert lab.change_s(None, "Ti64") == 3600.0
    assert lab.change_s("Ti64", "Ti64") == 0.0


def test_a_fixed_build_may_leave_out_what_is_not_known() -> None:
    """Without set-up and unloading, a fixed build holds its machine from start to end."""
    build = fixed().as_build()
    assert (build.occupied_from, build.unload_end) == (500, 600)
    full = fixed(powder_change_start=300, powder_change_end=400, setup_start=450, unload_end=620)
    assert (full.as_build().occupied_from, full.as_build().unload_end) == (300, 620)
