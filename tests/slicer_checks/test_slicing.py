"""Slices of solids with known answers."""

from functools import reduce
from math import ceil
from random import Random

import numpy as np
import pytest
import shapely
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from slicer_checks.errors import NotAskable
from slicer_checks.layerstack import LayerStack
from slicer_checks.read import read
from slicer_checks.slicing import LAYERS_MAX, layer_count, slice_part
from tests import known_parts, strategies
from tests.known_parts import KnownPart, Triangles, stl_bytes

FEW = settings(max_examples=25, deadline=None)


def sliced(triangles: Triangles, layer_mm: float = 0.1) -> LayerStack:
    """Read triangles and slice them."""
    return slice_part(read(stl_bytes(triangles), "mm"), layer_mm)


def area_of(section: trimesh.path.Path3D | None) -> float:
    """Return the area that trimesh's loops enclose, by the even-odd rule."""
    assert section is not None
    loops = [shapely.Polygon(loop[:, :2]) for loop in section.discrete]
    return float(reduce(shapely.symmetric_difference, loops).area)


class TestLayers:
    """Which layers there are."""

    @pytest.mark.parametrize(
        ("height", "layer", "count"),
        [
            (10, 0.03, 333),
            (10, 0.1, 100),
            (0.05, 0.03, 2),
            (0.1, 0.2, 0),
            (0.11, 0.2, 1),
            (9.97, 1, 10),
        ],
    )
    def test_a_layer_needs_its_middle(self, height: float, layer: float, count: int) -> None:
        """A remainder of more than half a layer is a layer, one of less is none."""
        if count == 0:
            with pytest.raises(NotAskable) as caught:
                layer_count(height, layer)
            assert caught.value.code == "layer-too-thick"
        else:
            assert layer_count(height, layer) == count

    def test_planes_are_mid_layer_from_the_bottom(self) -> None:
        """Heights count from the part's bottom, wherever that lies in the file."""
        stack = sliced(known_parts.moved(known_parts.cube().triangles, z=-123.5), 0.25)

        assert len(stack) == 40
        assert stack.z_mm[:2] == pytest.approx([0.125, 0.375])
        assert stack.bottom_mm == -123.5
        assert stack.height_mm == pytest.approx(10)

    @pytest.mark.parametrize(
        ("layer", "limit", "code"),
        [
            (0.0, 45, "layer-not-positive"),
            (-1.0, 45, "layer-not-positive"),
            (float("nan"), 45, "layer-not-positive"),
            (float("inf"), 45, "layer-not-positive"),
            (1e-6, 45, "too-many-layers"),
            (30.0, 45, "layer-too-thick"),
            (0.1, 0, "overhang-limit-invalid"),
            (0.1, 90, "overhang-limit-invalid"),
        ],
    )
    def test_questions_that_make_no_sense(self, layer: float, limit: float, code: str) -> None:
        """An impossible layer or overhang limit is refused with its own code."""
        with pytest.raises(NotAskable) as caught:
            slice_part(
                read(stl_bytes(known_parts.cube().triangles)), layer, overhang_limit_deg=limit
            )

        assert caught.value.code == code

    def test_progress_is_told(self) -> None:
        """Cutting contours tells its progress about every 50 layers, and ends at all of them."""
        told: list[tuple[int, int]] = []
        stack = slice_part(read(stl_bytes(known_parts.cube().triangles)), 0.03)
        stack.trace(lambda done, total: told.append((done, total)))

        assert told[:2] == [(50, 333), (100, 333)]
        assert told[-1] == (333, 333)

    def test_the_most_layers_are_many(self) -> None:
        """The limit leaves room for the tallest machine at its finest layer."""
        assert LAYERS_MAX * 0.02 > 1000


class TestStatistics:
    """Area, perimeter, centroid, islands and holes."""

    def test_a_cube(self) -> None:
        """Every layer of a cube is its square."""
        stack = sliced(known_parts.moved(known_parts.cube().triangles, 5, -7))

        assert stack.area_mm2 == pytest.approx(np.full(100, 100.0))
        assert stack.perimeter_mm == pytest.approx(np.full(100, 40.0))
        assert stack.centroid_mm == pytest.approx(np.tile([10.0, -2.0], (100, 1)))
        assert stack.bounds_mm == pytest.approx(np.tile([5.0, -7.0, 15.0, 3.0], (100, 1)))
        assert set(stack.islands.tolist()) == {1}
        assert not stack.holes.any()
        assert len(stack.rings(50)[0]) == 4

    def test_a_tube(self) -> None:
        """A tube is one island with one hole, its perimeter both rings."""
        stack = sliced(known_parts.tube(8, 6, 10, 32).triangles)
        area = 32 / 2 * (64 - 36) * np.sin(2 * np.pi / 32)

        assert stack.area_mm2 == pytest.approx(np.full(100, area), rel=1e-6)
        assert stack.perimeter_mm[50] == pytest.approx(64 * 14 * np.sin(np.pi / 32), rel=1e-6)
        assert (stack.islands == 1).all()
        assert (stack.holes == 1).all()
        areas = [area for block in stack.contours() for area in block.ring_area_mm2.tolist()]
        assert sum(area < 0 for area in areas) == 100

    def test_two_islands(self) -> None:
        """Two columns are two islands on every layer, and both stand on the plate."""
        stack = sliced(known_parts.two_islands().triangles)

        assert (stack.islands == 2).all()
        assert not stack.new_island_mm2.any()

    def test_a_cavity_is_a_hole_where_it_is(self) -> None:
        """A hollow box has a hole on the layers of its cavity only."""
        stack = sliced(known_parts.hollow_box().triangles)

        assert stack.holes.tolist() == [0] * 50 + [1] * 100 + [0] * 50
        assert stack.area_mm2[100] == pytest.approx(300)

    def test_nested_islands(self) -> None:
        """A column inside a tube is an island of its own inside the hole."""
        column = known_parts.cylinder(2, 10)
        stack = sliced(np.concatenate((known_parts.tube(8, 6, 10).triangles, column.triangles)))

        assert (stack.islands == 2).all()
        assert (stack.holes == 1).all()
        assert not stack.overlaps.any()
        assert [len(p.interiors) for p in stack.polygons(5).geoms] in ([0, 1], [1, 0])

    def test_overlapping_bodies_are_flagged(self) -> None:
        """A body inside another counts twice in the area, once in the polygons, and is flagged."""
        inner = known_parts.moved(known_parts.box_triangles(4, 4, 10), 3, 3)
        stack = sliced(np.concatenate((known_parts.cube().triangles, inner)))

        assert (stack.overlaps == 1).all()
        assert (stack.islands == 1).all()
        assert stack.area_mm2[0] == pytest.approx(116)
        assert stack.polygons(0).area == pytest.approx(100)

    def test_crossing_bodies_are_united_in_polygons(self) -> None:
        """Two bodies that overlap in part give polygons of their union."""
        other = known_parts.moved(known_parts.box_triangles(10, 10, 10), 5, 5)
        stack = sliced(np.concatenate((known_parts.cube().triangles, other)))

        assert stack.area_mm2[3] == pytest.approx(200)
        assert stack.polygons(3).area == pytest.approx(175)
        assert stack.polygons(3).is_valid

    def test_inverted_parts_slice_as_good_ones(self) -> None:
        """A part inside out has the area of the good one, never a negative one."""
        stack = sliced(known_parts.inverted_cube().triangles)

        assert stack.area_mm2 == pytest.approx(np.full(100, 100.0))

    def test_islands_in_mid_air(self) -> None:
        """A block that floats above another is a new island where it begins, and only there."""
        floating = known_parts.moved(known_parts.box_triangles(3, 4, 5), 20, 0, 5)
        stack = sliced(np.concatenate((known_parts.cube().triangles, floating)))

        assert np.flatnonzero(stack.new_island_mm2).tolist() == [50]
        assert stack.new_island_mm2[50] == pytest.approx(12)

    def test_hundreds_of_islands_that_touch_along_edges_are_new(self) -> None:
        """Cubes like the dark fields of a board in space carry nothing, so each is new."""
        dark = [place for place in np.ndindex(16, 16, 8) if sum(place) % 2 == 0]
        cubes = [known_parts.moved(known_parts.box_triangles(1, 1, 1), *place) for place in dark]
        stack = sliced(np.concatenate(cubes), 0.25)

        assert stack.new_island_mm2.tolist() == pytest.approx(([0.0] * 4) + [128, 0, 0, 0] * 7)

    @pytest.mark.parametrize("degrees", [0.0, 10.0, 30.0, 77.0])
    def test_an_island_that_only_touches_what_is_below_is_new(self, degrees: float) -> None:
        """A block beside and above another shares a part of a side, and after rounding some nm."""
        beside = known_parts.moved(known_parts.box_triangles(4, 10, 5), 10, 3, 10)
        pair = np.concatenate((known_parts.cube().triangles, beside))
        stack = sliced(known_parts.rotated(pair, degrees))

        assert np.flatnonzero(stack.new_island_mm2).tolist() == [100]
        assert stack.new_island_mm2[100] == pytest.approx(40, rel=1e-6)

    @pytest.mark.parametrize("degrees", [0.0, 45.0])
    def test_a_ledge_is_not_an_island(self, degrees: float) -> None:
        """What widens over the layer below is carried by it, however far it sticks out."""
        ring = known_parts.polygon(4, 20) + 30.0
        cap = known_parts.moved(known_parts.prism(ring, 2.0), z=10)
        post = known_parts.moved(known_parts.prism(known_parts.polygon(4, 1.0) + 12.0, 10.02))
        stack = sliced(known_parts.rotated(np.concatenate((post, cap)), degrees), 0.03)

        assert stack.new_island_mm2.sum() == pytest.approx(
            0 if stack.overlaps.any() else 800, rel=1e-3
        )

    def test_a_table_top_joins_its_legs(self) -> None:
        """Two legs are joined by a ceiling: no new island, and the ceiling is overhang."""
        stack = sliced(known_parts.table().triangles)

        assert stack.islands.tolist() == [2] * 80 + [1] * 20
        assert not stack.new_island_mm2.any()
        assert stack.overhang_mm2[80] == pytest.approx(160)
        assert stack.overhang_mm2.sum() == pytest.approx(160)


class TestExactness:
    """What holds for every solid."""

    @FEW
    @given(strategies.upright_solids(), strategies.layers_mm)
    def test_upright_solids_have_their_volume(self, known: KnownPart, layer_mm: float) -> None:
        """Layers of an upright solid sum to its base times the height of its layers."""
        stack = sliced(known.triangles, layer_mm)
        height = read(stl_bytes(known.triangles)).size_mm[2]

        assert stack.volume_mm3 == pytest.approx(
            known.volume_mm3 * stack.height_mm / height, rel=1e-5
        )
        assert len(stack) == ceil(height / layer_mm - 0.5 - 1e-9)

    @FEW
    @given(strategies.frustums())
    def test_sloping_solids_have_their_volume(self, known: KnownPart) -> None:
        """Mid-layer slices integrate a cone to second order in the layer."""
        stack = sliced(known.triangles, 0.05)
        lost = stack.area_mm2.max() * abs(stack.height_mm - np.ptp(known.triangles[:, :, 2]))

        assert abs(stack.volume_mm3 - known.volume_mm3) <= lost + 2e-3 * known.volume_mm3

    @FEW
    @given(
        strategies.solids(),
        strategies.degrees,
        strategies.offsets_mm,
        strategies.offsets_mm,
        st.randoms(),
    )
    def test_place_and_order_do_not_matter(
        self, known: KnownPart, degrees: float, x: float, z: float, random: Random
    ) -> None:
        """Turning about z, moving and shuffling facets leaves every statistic as it was."""
        order = list(range(len(known.triangles)))
        random.shuffle(order)
        turned = known_parts.rotated(known.triangles, degrees)[order]
        before, after = sliced(known.triangles), sliced(known_parts.moved(turned, x, -x, z))
        count = min(len(before), len(after))

        assert abs(len(before) - len(after)) <= 1
        for name in ("area_mm2", "perimeter_mm"):
            assert getattr(after, name)[:count] == pytest.approx(
                getattr(before, name)[:count], rel=2e-3, abs=1e-3
            )
        assert after.islands[:count].tolist() == before.islands[:count].tolist()
        assert after.holes[:count].tolist() == before.holes[:count].tolist()

    @pytest.mark.parametrize("name", known_parts.SOLIDS)
    def test_sections_agree_with_trimesh(self, name: str) -> None:
        """Areas of all known solids agree with trimesh's sections to one part in a million."""
        part = read(stl_bytes(known_parts.SOLIDS[name]().triangles))
        stack = slice_part(part, 0.37)
        mesh = trimesh.Trimesh(part.vertices_mm, part.solid.faces, process=False)
        for layer in range(0, len(stack), 5):
            height = part.bounds_mm[0][2] + stack.z_mm[layer]
            area = area_of(mesh.section([0, 0, 1], [0, 0, height]))

            assert stack.area_mm2[layer] == pytest.approx(area, rel=1e-6)
            assert stack.polygons(layer).area == pytest.approx(area, rel=1e-6)

    def test_planes_through_vertices_and_faces(self) -> None:
        """A plane through vertices or along faces counts them as above it."""
        low, high = known_parts.box_triangles(10, 10, 5), known_parts.box_triangles(6, 6, 5)
        stack = sliced(np.concatenate((low, known_parts.moved(high, 2, 2, 5.0))), 2.0)
        steps = sliced(
            known_parts.loft([(known_parts.polygon(4, r), z) for r, z in ((5, 0), (9, 3), (2, 9))]),
            2.0,
        )

        assert stack.z_mm[2] == 5.0
        assert stack.area_mm2 == pytest.approx([100, 100, 100, 36, 36])
        assert steps.area_mm2[1] == pytest.approx(162)
        assert not stack.open_chains.any()
        assert not steps.open_chains.any()


class TestBrokenMeshes:
    """Meshes that do not close still slice, and say so."""

    def test_an_open_box_is_closed_by_its_chord(self) -> None:
        """A box without one side has one open chain a layer, closed over the missing side."""
        triangles = known_parts.cube().triangles
        open_side = triangles[~(triangles[:, :, 0] == 10).all(axis=1)]
        stack = sliced(open_side)

        assert (stack.open_chains == 1).all()
        assert stack.gap_mm == pytest.approx(np.full(100, 10.0))
        assert stack.area_mm2 == pytest.approx(np.full(100, 100.0))

    def test_cracked_meshes_keep_their_volume(self) -> None:
        """Facets that all stand a little apart are joined to rings of the right area."""
        known = known_parts.sphere(6)
        noise = np.random.default_rng(2).normal(scale=1e-3, size=known.triangles.shape)
        stack = sliced(known.triangles + noise)

        assert stack.open_chains.min() > 3
        assert stack.volume_mm3 == pytest.approx(known.volume_mm3, rel=0.01)

    @pytest.mark.parametrize("count", [50, 20_000])
    def test_fans_enclose_nothing(self, count: int) -> None:
        """Facets around one edge are all open chains; they enclose next to nothing."""
        stack = sliced(known_parts.fan(count), 1.0)

        assert stack.open_chains.sum() >= count
        assert (stack.area_mm2 >= 0).all()

    def test_soup_does_not_hang(self) -> None:
        """Random triangles give layers with finite numbers in bounded time."""
        soup = np.random.default_rng(3).uniform(0, 20, size=(3000, 3, 3))
        stack = sliced(soup, 1.0)

        assert np.isfinite(stack.area_mm2).all()
        assert np.isfinite(stack.perimeter_mm).all()
        assert (stack.area_mm2 >= 0).all()

    def test_empty_layers_between_bodies(self) -> None:
        """A gap between two bodies gives empty layers, not errors."""
        cube = known_parts.cube().triangles
        stack = sliced(np.concatenate((cube, known_parts.moved(cube, z=20))))

        assert not stack.area_mm2[100:200].any()
        assert np.isnan(stack.centroid_mm[150]).all()
        assert np.isnan(stack.bounds_mm[150]).all()
        assert stack.polygons(150).is_empty
        assert stack.new_island_mm2[200] == pytest.approx(100)
