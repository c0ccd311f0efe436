"""A report as a tagged PDF."""

import dataclasses
import io
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader

from slicer_checks import check, estimate, slice_part
from slicer_checks.reports import pdf_of, report_pdf
from slicer_checks.texts import LANGUAGES
from tests.known_parts import box_triangles
from tests.slicer_checks.checked import LAYER_MM, part_of, process
from tests.slicer_checks.reports.told import clean, faulty, own_limits


def read(pdf: bytes) -> PdfReader:
    """Open a PDF."""
    return PdfReader(io.BytesIO(pdf))


def tags(node: Any) -> Iterator[Any]:  # noqa: ANN401 (a PDF's objects have no types)
    """Yield every element of a tree of tags."""
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        found = child.get_object()
        if hasattr(found, "get") and "/S" in found:
            yield found
            yield from tags(found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pdf_is_tagged_and_says_its_language(lang: str) -> None:
    """It has a tree of tags, is marked as tagged, and bears title and language."""
    reader = read(pdf_of(faulty(), lang))
    root: Any = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith(lang)
    assert reader.metadata is not None
    assert str(faulty().part["file"]) in str(reader.metadata.title)
    assert root["/StructTreeRoot"]


def test_the_limits_that_a_lab_has_set_are_told() -> None:
    """The PDF names each override with its author and its date, as the page and the text do."""
    text = "".join(page.extract_text() for page in read(pdf_of(own_limits())).pages)

    assert "Limits that the lab has set itself" in text
    assert "A. Teacher, 2026-03-14" in " ".join(text.split())


def test_headings_tables_and_pictures_are_tagged() -> None:
    """Headings stand in order, tables have heads, and every picture has a text instead."""
    root: Any = read(pdf_of(faulty())).trailer["/Root"]
    elements = list(tags(root["/StructTreeRoot"]))
    kinds = [str(element["/S"]) for element in elements]
    figures = [element for element in elements if element["/S"] == "/Figure"]

    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/Figure", "/L"} <= set(kinds)
    assert kinds.count("/H1") == 1
    assert figures
    assert all(str(figure.get("/Alt", "")) for figure in figures)


def test_the_same_report_gives_the_same_pdf() -> None:
    """No time of writing stands in the file."""
    assert pdf_of(clean()) == pdf_of(clean())


def test_the_pdf_tells_verdict_and_file() -> None:
    """The first page bears the verdict, the last the file's fingerprint."""
    reader = read(pdf_of(faulty()))

    assert "Cannot be printed yet: 1 error" in reader.pages[0].extract_text()
    told = "".join(page.extract_text() for page in reader.pages).replace("\n", "")
    assert str(faulty().part["sha256"]) in told


def test_letters_that_are_not_known_do_not_stop_the_pdf() -> None:
    """A name in another script is told with signs in place of its letters."""
    subject = dataclasses.replace(clean(), part={**clean().part, "file": "部品 #1 [x] $y$.stl"})

    assert read(pdf_of(subject)).pages


def test_a_report_is_drawn_and_written_in_one_call() -> None:
    """From a report to a PDF; the process is the usual one unless given."""
    box = part_of(box_triangles(20, 20, 20))
    layers = slice_part(box, LAYER_MM)
    pdf = report_pdf(check(box, process(), layers), estimate(layers, process()), lang="de")

    assert pdf.startswith(b"%PDF-")
