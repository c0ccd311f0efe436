"""The tree of boxes against every face looked at one by one."""

import numpy as np

from slicer_checks.boxtree import Ray, _enters, _slope, all_hits, box_tree, first_hit


def _mesh(count: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    points = (rng.random((count, 1, 3)) * 10 + rng.normal(size=(count, 3, 3)) * 0.9).reshape(-1, 3)
    return points, np.arange(3 * count, dtype=np.int32).reshape(-1, 3)


def test_every_node_holds_its_children() -> None:
    """A node's box holds the boxes of both its children, and the root holds all points."""
    points, faces = _mesh(57)
    tree = box_tree(points, faces)
    for node in range(tree.leaves - 1):
        for child in (2 * node + 1, 2 * node + 2):
            assert (tree.boxes[node, :3] <= tree.boxes[child, :3]).all()
            assert (tree.boxes[node, 3:] >= tree.boxes[child, 3:]).all()
    assert (tree.boxes[0, :3] == points.min(axis=0)).all()
    assert (tree.boxes[0, 3:] == points.max(axis=0)).all()
    assert sorted(tree.order.tolist()) == list(range(57))


def test_a_ray_meets_the_face_that_a_search_of_all_finds() -> None:
    """The nearest hit through the tree is the nearest hit of all faces tried one by one."""
    points, faces = _mesh(400)
    tree = box_tree(points, faces)
    alone = [box_tree(points, faces[face : face + 1]) for face in range(len(faces))]
    rng = np.random.default_rng(6)
    hits = 0
    for _ in range(60):
        way = rng.normal(size=3)
        ray = Ray(*(rng.random(3) * 10), *(way / np.linalg.norm(way)))
        found = first_hit(tree, ray, 1e-9, np.inf)
        one_by_one = [first_hit(one, ray, 1e-9, np.inf).distance for face, one in enumerate(alone)]
        assert found.distance == min(one_by_one)
        if found.face >= 0:
            hits += 1
            assert one_by_one[found.face] == found.distance
    assert hits > 20


def test_a_ray_along_an_axis_passes_flat_boxes() -> None:
    """A ray along z meets a level face whose box has no height, and nothing beyond its range."""
    points = np.array([[0.0, 0, 2], [4, 0, 2], [0, 4, 2]])
    faces = np.array([[0, 1, 2]], dtype=np.int32)
    tree = box_tree(points, faces)
    ray = Ray(1.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    assert first_hit(tree, ray, 0.0, np.inf) == (2.0, 0)
    assert first_hit(tree, ray, 0.0, 1.5) == (1.5, -1)
    assert first_hit(tree, ray, 2.0, np.inf) == (np.inf, -1)


def test_all_hits_come_sorted_and_the_nearest_are_kept() -> None:
    """A ray's hits are those found face by face, nearest first, also where there is little room."""
    points, faces = _mesh(400)
    tree = box_tree(points, faces)
    alone = [box_tree(points, faces[face : face + 1]) for face in range(len(faces))]
    ray = Ray(5.0, 5.0, -5.0, 0.0, 0.0, 1.0)
    one_by_one = np.sort([first_hit(one, ray, 1e-9, 1e9).distance for one in alone])
    expected = one_by_one[one_by_one < 1e9]
    for room in (2, 400):
        distances, hits = np.full(room, 1e9), np.empty(room, dtype=np.int32)
        count = all_hits(tree, ray, 1e-9, distances, hits)
        assert distances[:count].tolist() == expected[:room].tolist()
    assert len(expected) > 2


def test_a_ray_enters_no_empty_node() -> None:
    """The padding of a tree whose faces do not fill it costs nothing: no ray enters its boxes."""
    tree = box_tree(*_mesh(17))
    empty = np.flatnonzero(tree.boxes[:, 0] > tree.boxes[:, 3])
    assert len(empty) > 0
    for way in ((1.0, 0, 0), (0, -1.0, 0), (0.6, 0, -0.8)):
        ray = Ray(1.0, 1.0, 1.0, *(float(step) for step in way))
        slopes = (_slope(ray.dx), _slope(ray.dy), _slope(ray.dz))
        assert not any(_enters(tree.boxes, node, ray, slopes, 1e9) for node in empty.tolist())
