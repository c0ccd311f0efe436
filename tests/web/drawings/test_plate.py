"""The drawing of a platform: to scale, labelled, and silent about who is reserved."""

from dataclasses import replace
from xml.etree import ElementTree as ET

from web.drawings.plate import PAD_LEFT, PAD_TOP, SIDE_PX, PlacedPart, PlateWords, Platform, plate

WORDS = PlateWords(title="Plate of B-0001", description="One part & its place")
SQUARE = Platform(shape="rectangle", width_mm=360, depth_mm=180, margin_mm=5)
ROUND = Platform(shape="circle", width_mm=100, depth_mm=100, margin_mm=4)


def part(**changes: object) -> PlacedPart:
    """Make a part of 100 by 50 mm at (10, 20)."""
    values: dict[str, object] = {
        "label": "J-0001",
        "mark": "1",
        "name": "J-0001 <bracket>",
        "x_mm": 10,
        "y_mm": 20,
        "width_mm": 100,
        "depth_mm": 50,
    }
    return PlacedPart(**(values | changes))  # type: ignore[arg-type]


def of_class(drawn: str, word: str) -> list[ET.Element]:
    """Give every element of the drawing that carries a class."""
    root = ET.fromstring(drawn)  # noqa: S314  our own drawing
    return [node for node in root.iter() if word in (node.get("class") or "").split()]


def test_a_part_lies_where_it_is_placed() -> None:
    """One millimetre a pixel: the part's upper edge is 180 - 20 - 50 mm below the platform's."""
    box = of_class(plate(SQUARE, [part()], words=WORDS), "plate-part-outline")[0]

    assert SIDE_PX == 360
    assert float(box.get("x", "")) == PAD_LEFT + 10
    assert float(box.get("y", "")) == PAD_TOP + 110
    assert (box.get("width"), box.get("height")) == ("100", "50")


def test_the_sizes_carry_their_unit() -> None:
    """Width and depth are written on dimension lines, in millimetres."""
    texts = of_class(plate(SQUARE, [], words=WORDS), "plate-dimension-text")

    assert [node.text for node in texts] == ["360 mm", "180 mm"]


def test_a_round_platform_is_a_circle_with_a_diameter() -> None:
    """A circle is drawn as such, its margin inside it, its size as a diameter."""
    drawn = plate(ROUND, [], words=WORDS)

    assert [float(node.get("r", "")) for node in of_class(drawn, "plate-margin")] == [46 * 3.6]
    assert [node.text for node in of_class(drawn, "plate-dimension-text")] == ["⌀ 100 mm"]


def test_an_outline_is_drawn_inside_its_box() -> None:
    """A part with a polygon shows it, and its bounding box as a thin line."""
    drawn = plate(SQUARE, [part(outline_mm=[[(10, 20), (110, 20), (60, 70)]])], words=WORDS)

    assert len(of_class(drawn, "plate-part-box")) == 1
    assert of_class(drawn, "plate-part-outline")[0].get("d") == "M24 174L124 174L74 124Z"


def test_a_label_turns_or_becomes_a_mark_where_it_has_no_room() -> None:
    """Wide parts read across, tall ones upright, and small ones show their number in the table."""
    parts = [part(), part(width_mm=15), part(width_mm=16, depth_mm=16)]
    labels = of_class(plate(SQUARE, parts, words=WORDS), "plate-label")

    assert [node.text for node in labels] == ["J-0001", "J-0001", "1"]
    assert [node.get("transform") is not None for node in labels] == [False, True, False]


def test_a_tiny_part_has_its_mark_beside_it() -> None:
    """A mark that would cover its part stands at the part's right."""
    drawn = plate(SQUARE, [part(width_mm=6, depth_mm=6)], words=WORDS)

    assert of_class(drawn, "plate-label") == []
    mark = of_class(drawn, "plate-mark")[0]
    assert (mark.text, float(mark.get("x", ""))) == ("1", PAD_LEFT + 10 + 6 + 2)


def test_a_part_with_a_page_is_a_link_and_the_drawing_lets_it_through() -> None:
    """Links inside an image would be hidden from a reader; the drawing is then a group."""
    drawn = plate(SQUARE, [part(href="/parts/1")], words=WORDS)

    assert of_class(drawn, "plate-part")[0].get("aria-label") == "1: J-0001 <bracket>"
    assert of_class(drawn, "plate")[0].get("role") == "group"
    assert of_class(plate(SQUARE, [part()], words=WORDS), "plate")[0].get("role") == "img"


def test_a_reserved_place_says_nothing_more() -> None:
    """Another company's part is a broken outline with the word it was given."""
    hidden = part(label="reserved", name="reserved", reserved=True)
    node = of_class(plate(SQUARE, [hidden], words=WORDS), "plate-part-reserved")[0]

    assert "".join(node.itertext()) == "reservedreserved"


def test_nothing_carries_a_style_attribute() -> None:
    """The drawing stands under a policy without inline styles."""
    assert "style=" not in plate(ROUND, [part(width_mm=15)], words=WORDS)


def test_what_is_kept_free_is_drawn() -> None:
    """A screw in the lower left corner is a ring under the parts, where it is."""
    kept = replace(SQUARE, keep_outs=(((0, 0), (20, 0), (20, 20), (0, 20)),))

    (ring,) = of_class(plate(kept, [part()], words=WORDS), "plate-keep-out")

    left, bottom = PAD_LEFT, PAD_TOP + 180
    assert ring.get("d", "").startswith(f"M{left:g} {bottom:g}L{left + 20:g} {bottom:g}L")
