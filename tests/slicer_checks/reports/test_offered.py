"""The offers of a written report: ways to lay the part, the mended file, and no false numbers."""

import dataclasses

from slicer_checks import check, estimate, orient, repair, slice_part
from slicer_checks.reports import Subject, html_of, pdf_of, subject_of
from slicer_checks.reports.content import content_of
from tests.known_parts import box_triangles
from tests.slicer_checks.checked import LAYER_MM, part_of, process
from tests.slicer_checks.reports.told import faulty


def open_box(missing: int) -> Subject:
    """Return the report of a box that lacks some triangles, with its mended file on offer."""
    part = part_of(box_triangles(10, 10, 10)[:-missing])
    layers = slice_part(part, LAYER_MM)
    report = check(part, process(), layers)
    mended = repair(part).to_dict("en")
    about = subject_of(report, estimate(layers, process()), process(), ())
    return dataclasses.replace(about, repair={"en": mended})


def test_ways_stand_side_by_side_in_the_report_s_own_numbers() -> None:
    """The present lay has the time of the estimate; every way has supports, price and height."""
    part = part_of(box_triangles(10, 10, 40))
    layers = slice_part(part, LAYER_MM)
    about = subject_of(check(part, process(), layers), estimate(layers, process()), process(), ())
    ways = [way.to_dict() for way in orient(part, process(), limit=3).choices]
    content = content_of(dataclasses.replace(about, ways=ways))

    (now,) = [way for way in content["ways"] if way["now"]]
    assert dict(now["rows"])["Printing time"] == content["total"]
    assert "as it lies now" in now["title"]
    page = html_of(dataclasses.replace(about, ways=ways))
    assert page.count('<article class="way') == len(ways)
    assert pdf_of(dataclasses.replace(about, ways=ways)).startswith(b"%PDF-")
    assert content_of(about)["ways"] == []


def test_the_mended_file_is_told() -> None:
    """Its verdict, its steps and the counts before and after."""
    about = open_box(1)
    content = content_of(about)

    assert content["repair"]["verdict"].endswith("the mesh is sound.")
    assert ["Open edges", "3", "0"] in content["repair"]["rows"]
    assert 'id="mend"' in html_of(about)
    assert pdf_of(about).startswith(b"%PDF-")
    assert content_of(dataclasses.replace(about, repair=None))["repair"] is None


def test_a_mended_file_of_two_bodies_says_so() -> None:
    """A sound mesh of two loose bodies is no single part: the report says it as `repair` does."""
    about = open_box(1)
    assert about.repair is not None
    told = dict(about.repair["en"])
    two = {"en": {**told, "after": {**told["after"], "bodies": 2}}}

    content = content_of(dataclasses.replace(about, repair=two))
    assert content["repair"]["verdict"].endswith("2 separate bodies remain.")


def test_an_open_surface_has_no_mass_and_no_price() -> None:
    """Nobody knows how much metal it is: no number, and a sentence that says so."""
    content = content_of(open_box(2))

    assert content["glance"] == []
    assert "Volume" not in dict(content["facts"])
    assert content["glance_note"].startswith("How much metal")
    assert content_of(faulty())["glance_note"].startswith("These numbers hold once")
