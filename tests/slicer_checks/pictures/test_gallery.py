"""All pictures of a report."""

from slicer_checks import Finding, check
from slicer_checks.pictures.gallery import PLACES_DRAWN, drawn_findings, gallery
from tests.known_parts import box_triangles, moved
from tests.slicer_checks.checked import part_of, process

TABLE = part_of(box_triangles(4, 4, 10), moved(box_triangles(20, 20, 0.3), -8, -8, 10.0))


def test_each_finding_is_drawn_from_its_side_and_in_its_layer() -> None:
    """A table with a thin top has the part, both maps, and two pictures of its findings."""
    report, seen = check(TABLE, process()), []
    pictures = list(
        gallery(
            report,
            process(),
            themes=("light", "dark"),
            progress=lambda done, total: seen.append((done, total)),
        )
    )
    names = [picture.name for picture in pictures]

    assert names[:3] == ["part", "overhang", "thickness"]
    assert {name.split("-")[-1] for name in names[3:]} == {"side", "layer"}
    assert len(names) == len(set(names))
    assert all(p.png["light"] != p.png["dark"] for p in pictures)
    assert seen[-1][0] == seen[-1][1]


def test_a_clean_part_has_one_picture() -> None:
    """A plain box is drawn once: nothing hangs, and nothing was found."""
    box = part_of(box_triangles(20, 20, 20))
    pictures = list(gallery(check(box, process()), process()))

    assert [picture.name for picture in pictures] == ["part"]


def test_many_findings_of_one_kind_are_drawn_twice() -> None:
    """Of one kind the first two places are drawn."""
    many = [Finding(code="overhang", severity="warning")] * 5
    other = Finding(code="thin-wall", severity="error")

    assert drawn_findings([*many, other]) == [*range(PLACES_DRAWN), 5]
