"""Edges, orientation, shells, duplicates: counted and placed."""

import numpy as np
import pytest

from slicer_checks.copies import copied_bodies
from slicer_checks.edges import find_edges, pair_half_edges
from slicer_checks.part import Part
from slicer_checks.read import read
from slicer_checks.topology import measure_topology
from tests.known_parts import (
    Triangles,
    box_triangles,
    cube,
    fan,
    hollow_box,
    inverted,
    moved,
    open_box,
    rotated,
    sphere,
    stl_bytes,
    torus,
    two_islands,
)


def part_of(triangles: Triangles) -> Part:
    """Read triangles as a part."""
    return read(stl_bytes(triangles))


def test_a_clean_part_has_no_faults() -> None:
    """A torus is one watertight, consistently oriented shell."""
    topology = part_of(torus(8, 3).triangles).topology

    assert topology.watertight
    assert (topology.boundary_edges, topology.nonmanifold_edges) == (0, 0)
    assert topology.shells == 1
    assert topology.shell_volumes_mm3[0] > 0
    assert (topology.degenerate_faces, topology.duplicate_faces) == (0, 0)


def test_an_open_box_names_its_rim() -> None:
    """A box without a lid has four boundary edges, on the four faces under them."""
    topology = part_of(open_box()).topology

    assert topology.boundary_edges == 4
    assert not topology.watertight
    assert topology.shell_open.tolist() == [True]
    assert len(topology.boundary_where) == 4


def test_a_flipped_face_names_its_neighbours() -> None:
    """One face turned around disagrees along its three edges."""
    triangles = cube().triangles.copy()
    triangles[5] = triangles[5, ::-1]
    topology = part_of(triangles).topology

    assert topology.misoriented_edges == 3
    assert not topology.watertight
    assert 5 in topology.misoriented_where


def test_boxes_that_share_an_edge() -> None:
    """Two boxes that touch in one edge have one edge with four faces and form one shell."""
    topology = part_of(
        np.concatenate((box_triangles(10, 10, 10), moved(box_triangles(10, 10, 10), 10, 10)))
    ).topology

    assert (topology.nonmanifold_edges, topology.shells) == (1, 1)
    assert len(topology.nonmanifold_where) == 4


def test_shells_are_surfaces() -> None:
    """A hollow box has an outer shell and an inner one of negative volume."""
    topology = part_of(hollow_box().triangles).topology

    assert topology.shells == 2
    assert topology.shell_volumes_mm3 == pytest.approx([8000, -1000])
    assert topology.shell_of_face.tolist() == [0] * 12 + [1] * 12


def test_duplicate_and_degenerate_faces() -> None:
    """A face given twice is a duplicate once, in either direction; a line is degenerate."""
    triangles = cube().triangles
    line = np.array([[[0.0, 0, 0], [5, 0, 0], [10, 0, 0]]])
    point = np.array([[[0.0, 0, 0], [0, 0, 0], [10, 0, 0]]])
    part = part_of(np.concatenate((triangles, triangles[:1], triangles[1:2, ::-1], line, point)))

    assert part.topology.duplicate_where.tolist() == [12, 13]
    assert part.topology.degenerate_where.tolist() == [14, 15]
    assert part.topology.collapsed_faces == 1
    assert part.topology.shell_of_face[15] == -1
    assert part.volume_mm3 == pytest.approx(1000)


def test_a_hundred_copies_weigh_as_one() -> None:
    """A part whose every facet is given a hundred times has the volume of one."""
    part = part_of(np.repeat(cube().triangles, 100, axis=0))

    assert part.topology.duplicate_faces == 12 * 99
    assert part.topology.nonmanifold_edges == 18
    assert part.volume_mm3 == pytest.approx(1000)


def test_only_collapsed_faces() -> None:
    """Faces that have all collapsed have no edges and no shells."""
    faces = np.zeros((4, 3), dtype=np.int32)
    topology = measure_topology(np.zeros((1, 3)), faces)

    assert (topology.shells, topology.boundary_edges, topology.collapsed_faces) == (0, 0, 4)


def test_a_large_fan_is_measured() -> None:
    """Facets on one edge cost no more than as many elsewhere: not 80 billion pairs of them."""
    count = 400_000
    topology = part_of(fan(count)).topology

    assert topology.nonmanifold_edges == 1
    assert topology.boundary_edges == 2 * count


def test_opposites_meet_at_an_edge() -> None:
    """Each half-edge of a closed mesh has the one that runs back along its edge."""
    part = part_of(sphere(5).triangles)
    faces = np.array(part.faces)
    twin = pair_half_edges(faces, find_edges(faces))
    begin, end = faces.reshape(-1), np.roll(faces, -1, axis=1).reshape(-1)

    assert (twin[twin] == np.arange(len(twin))).all()
    assert (begin[twin] == end).all()


class TestSolid:
    """What the mesh means."""

    def test_bodies_and_cavities(self) -> None:
        """A hollow box is one body with one cavity; two islands are two bodies."""
        hollow, apart = part_of(hollow_box().triangles), part_of(two_islands().triangles)

        assert (hollow.bodies, hollow.solid.cavities) == (1, 1)
        assert (apart.bodies, apart.solid.cavities) == (2, 0)

    def test_inverted_bodies_are_turned(self) -> None:
        """A body inside out weighs what it should, alone or beside a good one."""
        good = box_triangles(10, 10, 10)
        both = np.concatenate((good, moved(inverted(good), x=20)))
        alone = part_of(inverted(good))

        assert alone.volume_mm3 == pytest.approx(1000)
        assert alone.solid.inverted_bodies == 1
        assert alone.topology.shell_volumes_mm3 == pytest.approx([-1000])
        assert part_of(both).volume_mm3 == pytest.approx(2000)
        assert part_of(both).solid.inverted_where.tolist() == list(range(12, 24))

    @pytest.mark.parametrize("sides", [(1, 1, 2), (2, 2, 1), (2, 2, 2), (3, 3, 3)])
    @pytest.mark.parametrize("times", [1, 2])
    def test_bodies_that_share_a_side_close_without_it(
        self, sides: tuple[int, int, int], times: int
    ) -> None:
        """Cubes that touch in equal triangles are one closed body, also where one is all around.

        That each is there twice, the same way around, changes nothing.
        """
        cubes = [
            moved(box_triangles(10, 10, 10), 10 * x, 10 * y, 10 * z)
            for x, y, z in np.ndindex(sides)
        ]
        solid = part_of(np.concatenate(times * cubes)).solid

        assert (solid.unpaired_edges, solid.bodies, solid.cavities) == (0, 1, 0)
        assert solid.volume_mm3 == pytest.approx(1000 * np.prod(sides))

    @pytest.mark.parametrize("first", [True, False])
    def test_a_body_that_fills_a_cavity(self, first: bool) -> None:
        """A hollow with a body of its very faces in it is full, in either order, and no copy."""
        hollow, plug = hollow_box().triangles, moved(box_triangles(10, 10, 10), 5, 5, 5)
        part = part_of(np.concatenate((plug, hollow) if first else (hollow, plug)))

        assert (part.bodies, part.solid.cavities) == (1, 0)
        assert part.volume_mm3 == pytest.approx(8000)
        assert copied_bodies(part).bodies == 0

    def test_a_cavity_that_is_there_twice_stays_one(self) -> None:
        """The same inward faces once more are a copy, and the hollow stays empty."""
        hollow = hollow_box().triangles
        part = part_of(np.concatenate((hollow, hollow[12:])))

        assert part.solid.cavities == 1
        assert part.volume_mm3 == pytest.approx(7000)
        assert copied_bodies(part).bodies == 1

    def test_a_body_and_its_mirror_face_for_face(self) -> None:
        """A cube that is there once outward and once inward is one cube."""
        part = part_of(np.concatenate((cube().triangles, inverted(cube().triangles))))

        assert part.bodies == 1
        assert part.volume_mm3 == pytest.approx(1000)
        assert copied_bodies(part).bodies == 1

    def test_a_fin_of_two_skins_encloses_nothing(self) -> None:
        """Two opposite faces on an edge of a cube add no metal and leave it closed."""
        fin = np.array([[[0.0, 0, 10], [0, 0, 20], [10, 0, 10]]])
        solid = part_of(np.concatenate((cube().triangles, fin, fin[:, ::-1]))).solid

        assert (solid.unpaired_edges, solid.open_edges) == (0, 0)
        assert solid.volume_mm3 == pytest.approx(1000)

    @pytest.mark.parametrize("degrees", [0.0, 33.0])
    def test_inside_out_hollow_boxes(self, degrees: float) -> None:
        """A cavity is found in a turned part too."""
        part = part_of(rotated(hollow_box().triangles, degrees, axis=0))

        assert (part.solid.cavities, part.solid.inverted_bodies) == (1, 0)
        assert part.volume_mm3 == pytest.approx(7000)

    def test_a_part_inside_out_keeps_its_cavities(self) -> None:
        """A hollow box with every face turned is one body with one cavity, as when it is right."""
        part = part_of(inverted(hollow_box().triangles))
        right = part_of(hollow_box().triangles)

        assert (part.bodies, part.solid.cavities, part.solid.inverted_bodies) == (1, 1, 1)
        assert part.solid.cavity_mm3 == pytest.approx(right.solid.cavity_mm3)
        assert part.volume_mm3 == pytest.approx(right.volume_mm3)
        assert len(part.solid.inverted_where) == part.triangles

    def test_a_core_in_a_cavity_of_a_part_inside_out(self) -> None:
        """Box, cavity and a loose core in it, all turned: the volume is that of box and core."""
        core = moved(box_triangles(1, 1, 1), 9.5, 9.5, 9.5)
        nested = np.concatenate((hollow_box(20, 10).triangles, core))
        part = part_of(inverted(nested))

        assert (part.bodies, part.solid.cavities, part.solid.inverted_bodies) == (2, 1, 2)
        assert part.volume_mm3 == pytest.approx(8000 - 1000 + 1)

    def test_hundreds_of_cavities_stay_cavities(self) -> None:
        """A block with 300 closed pores is one body, and none of the pores is turned."""
        pore = inverted(box_triangles(1, 1, 1))
        pores = [moved(pore, 2.0 * place + 0.5, 1.0, 1.0) for place in range(300)]
        part = part_of(np.concatenate((box_triangles(601, 3, 3), *pores)))

        assert (part.bodies, part.solid.cavities, part.solid.inverted_bodies) == (1, 300, 0)
        assert part.volume_mm3 == pytest.approx(601 * 9 - 300)

    def test_disagreeing_faces_are_turned(self) -> None:
        """A sphere with every second face turned weighs as much as before."""
        known = sphere(6)
        triangles = known.triangles.copy()
        triangles[::2] = triangles[::2, ::-1]
        part = part_of(triangles)

        assert part.topology.misoriented_edges > 0
        assert part.solid.turned_faces > 0
        assert part.volume_mm3 == pytest.approx(known.volume_mm3, rel=1e-6)

    def test_small_cracks_are_closed_and_counted(self) -> None:
        """Corners one float32 step apart are joined; `watertight` still says what the file says."""
        known = sphere(6)
        jitter = np.random.default_rng(1).integers(-1, 2, size=known.triangles.shape)
        exact = known.triangles.astype(np.float32)
        part = part_of(exact + jitter * np.spacing(np.float32(4)).astype(np.float64))

        assert not part.watertight
        assert part.topology.boundary_edges == part.solid.closed_by_weld > 1000
        assert part.solid.tolerance_welded
        assert (part.solid.open_edges, part.bodies) == (0, 1)
        assert part.volume_mm3 == pytest.approx(known.volume_mm3, rel=1e-4)

    def test_open_shells_are_left_as_they_are(self) -> None:
        """Wide cracks are not closed, and single facets are not turned by their volume."""
        known = sphere(6)
        shrunk = known.triangles.mean(axis=1, keepdims=True)
        part = part_of(shrunk + (known.triangles - shrunk) * 0.999)

        assert not part.solid.tolerance_welded
        assert part.solid.inverted_bodies == 0
        assert part.volume_mm3 == pytest.approx(known.volume_mm3, rel=0.01)

    def test_many_inside_out_bodies(self) -> None:
        """Inside-out bodies beside a part are all turned, however many."""
        tiny = inverted(box_triangles(1, 1, 1))
        row = [moved(tiny, x=2.0 * place, y=5.0) for place in range(210)]
        part = part_of(np.concatenate((box_triangles(500, 3, 3), *row)))

        assert part.solid.inverted_bodies == 210

    def test_thousands_of_inward_shells_are_turned_unprobed(self) -> None:
        """Where probing every inward shell would take minutes, all are turned and counted."""
        tiny = inverted(box_triangles(1, 1, 1))
        grid = np.array([(2.0 * a, 2.0 * b, 2.0 * c) for a, b, c in np.ndindex(20, 20, 12)])
        row = (tiny[None] + grid[:, None, None]).reshape(-1, 3, 3)
        part = part_of(np.concatenate((moved(box_triangles(100, 100, 100), z=100), row)))

        assert part.solid.inverted_bodies == 4800
        assert part.solid.cavities == 0

    def test_loose_triangles_are_no_cavities(self) -> None:
        """Single triangles that float in space enclose nothing, whichever way they face."""
        loose = np.random.default_rng(0).random((300, 3, 3)) * 50
        for triangles in (loose, inverted(loose)):
            assert part_of(triangles).solid.cavities == 0
