"""A report as a tagged PDF (PDF/UA-1): headings, tables, alternative texts and its language."""

import base64
import functools
import json
import struct
from importlib import resources
from typing import Any, Final

import typst
from matplotlib.ft2font import FT2Font

from slicer_checks.estimate import Estimate
from slicer_checks.materials import default_process
from slicer_checks.pictures.gallery import gallery
from slicer_checks.process import Process
from slicer_checks.report import Report
from slicer_checks.reports.content import Content, content_of
from slicer_checks.reports.heights import chart_of
from slicer_checks.reports.subject import Subject, subject_of

UNKNOWN_LETTER: Final = "\u25a1"
"""Stands for a letter that our typeface lacks; a PDF that can be read aloud must have them all."""

_DATA: Final = resources.files("slicer_checks").joinpath("data")


def report_pdf(
    report: Report, estimate: Estimate, process: Process | None = None, *, lang: str = "en"
) -> bytes:
    """Write a report as a PDF, its pictures drawn now; parameters as of :func:`report_html`."""
    process = process or default_process(layer_mm=report.layers.layer_mm)
    pictures = tuple(gallery(report, process, lang=lang))
    return pdf_of(subject_of(report, estimate, process, pictures), lang)


def pdf_of(subject: Subject, lang: str = "en") -> bytes:
    """Write what is known of a report as a PDF; the same report gives the same bytes."""
    files: Any = {
        "main.typ": _DATA.joinpath("report/report.typ").read_bytes(),
        "report.json": _with_known_letters(content_of(subject, lang)),
        "chart.svg": chart_of(subject, lang).svg().encode(),
        **{
            f"{picture.name}.png.svg": _as_svg(picture.png["light"]) for picture in subject.pictures
        },
    }
    pdf: bytes = typst.compile(
        files,
        format="pdf",
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        font_paths=[str(_DATA.joinpath("fonts"))],
        timestamp=0,
    )
    return pdf


def _as_svg(png: bytes) -> bytes:
    """Wrap a PNG in text, which the typesetter takes; its size stands in its head."""
    width, height = struct.unpack(">II", png[16:24])
    data = base64.b64encode(png).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    ).encode()


def _with_known_letters(content: Content) -> bytes:
    text = json.dumps(content, ensure_ascii=False)
    letters = _letters()
    return "".join(c if c in letters or c == "\n" else UNKNOWN_LETTER for c in text).encode()


@functools.cache
def _letters() -> frozenset[str]:
    font = FT2Font(str(_DATA.joinpath("fonts/Inter-Regular.otf")))
    return frozenset(chr(code) for code in font.get_charmap())
