"""A report as one page of HTML that needs nothing else: styles, pictures and all."""

import base64
from importlib import resources

import jinja2

from slicer_checks.estimate import Estimate
from slicer_checks.materials import default_process
from slicer_checks.pictures.gallery import gallery
from slicer_checks.process import Process
from slicer_checks.report import Report
from slicer_checks.reports.content import content_of
from slicer_checks.reports.heights import chart_of
from slicer_checks.reports.subject import Subject, subject_of


def report_html(
    report: Report, estimate: Estimate, process: Process | None = None, *, lang: str = "en"
) -> str:
    """Write a report as a page of HTML, its pictures drawn now.

    Parameters
    ----------
    process
        What the report was made for; by default 316L on the example machines.
    lang
        English (en), Dutch (nl) or German (de).
    """
    process = process or default_process(layer_mm=report.layers.layer_mm)
    pictures = tuple(gallery(report, process, lang=lang))
    return html_of(subject_of(report, estimate, process, pictures), lang)


def html_of(subject: Subject, lang: str = "en") -> str:
    """Write what is known of a report as a page of HTML."""
    folder = resources.files("slicer_checks").joinpath("data/report")
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    template = environment.from_string(folder.joinpath("report.html").read_text("utf-8"))
    images = {f"{p.name}.png": _data("image/png", p.png["light"]) for p in subject.pictures}
    images["chart.svg"] = _data("image/svg+xml", chart_of(subject, lang).svg().encode())
    return template.render(
        content_of(subject, lang),
        style=folder.joinpath("report.css").read_text("utf-8"),
        images=images,
    )


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
