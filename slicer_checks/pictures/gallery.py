"""All pictures of a report: the part, and each finding from its side and in its layer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from slicer_checks.checks.narrow_places import measured
from slicer_checks.finding import Finding, Param
from slicer_checks.narrow import thickness_mm
from slicer_checks.pictures.finding_picture import FindingPicture
from slicer_checks.pictures.layer_picture import layer_of, layer_picture
from slicer_checks.pictures.maps import overhang_deg, overhang_maps, thickness_maps
from slicer_checks.pictures.model import Model, model_of
from slicer_checks.pictures.part_picture import part_pictures
from slicer_checks.pictures.spot import spot_of
from slicer_checks.pictures.theme import ThemeName
from slicer_checks.pictures.viewpoint import Watch
from slicer_checks.process import Process
from slicer_checks.report import Report

PLACES_DRAWN: Final = 2
"""How many findings of one kind (code and severity) are drawn from near."""
FINDINGS_DRAWN: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """A picture in some themes.

    Parameters
    ----------
    name
        Unique within the gallery: ``part``, ``overhang``, ``thickness``, ``finding-3-side``,
        ``finding-3-layer``; findings are counted from 0 in the report's order.
    finding
        The number of the finding it shows, or -1.
    code, params
        What it shows: a name of the texts, and the numbers that they mention.
    png
        Its bytes in each theme that was asked for.
    """

    name: str
    finding: int
    code: str
    params: Mapping[str, Param] = field(default_factory=dict)
    png: Mapping[ThemeName, bytes]


def gallery(
    report: Report,
    process: Process,
    *,
    themes: Sequence[ThemeName] = ("light",),
    lang: str = "en",
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Picture]:
    """Draw a report's pictures, one after another.

    Parameters
    ----------
    lang
        How numbers are written in the few pictures that hold some.
    progress
        Called with the number of pictures done and to do, about.
    """
    model = model_of(report.part)
    shown = drawn_findings(report.findings)
    yield _part(report, themes, lang)
    if (overhang_deg(model) < process.limit("overhang-angle-safe").value).any():
        yield _overhang(model, process, themes)
    yield from _thickness(report, model, process, themes)
    watch = Watch(model)
    for done, number in enumerate(shown, start=1):
        finding = report.findings[number]
        yield from _side(model, watch, finding, number, themes)
        yield from _layer(report, finding, number, themes)
        if progress is not None:
            progress(done, len(shown))


def _part(report: Report, themes: Sequence[ThemeName], lang: str) -> Picture:
    png = part_pictures(report.part, report.findings, themes, lang=lang)
    return Picture(name="part", finding=-1, code="picture-part", png=png)


def _overhang(model: Model, process: Process, themes: Sequence[ThemeName]) -> Picture:
    never = process.limit("overhang-angle-never").value
    safe = process.limit("overhang-angle-safe").value
    return Picture(
        name="overhang",
        finding=-1,
        code="picture-overhang",
        params={"never": never, "safe": safe},
        png=overhang_maps(model, (never, safe), themes),
    )


def _thickness(
    report: Report, model: Model, process: Process, themes: Sequence[ThemeName]
) -> Iterator[Picture]:
    """Draw where metal is thin, if it is anywhere."""
    limits_mm = tuple(process.limit(f"wall-min-{level}").value for level in ("error", "warning"))
    metal = measured(report.part, process, inward=True)
    thin_mm = thickness_mm(report.part, metal)[model.face_numbers]
    if limits_mm[0] < limits_mm[1] and (thin_mm < limits_mm[1]).any():
        yield Picture(
            name="thickness",
            finding=-1,
            code="picture-thickness",
            params={"least": limits_mm[0], "safe": limits_mm[1]},
            png=thickness_maps(model, thin_mm, limits_mm, themes),
        )


def _side(
    model: Model, watch: Watch, finding: Finding, number: int, themes: Sequence[ThemeName]
) -> Iterator[Picture]:
    spot = spot_of(finding, model)
    if spot is not None:
        drawing = FindingPicture(model, finding, spot, watch.best(spot))
        yield Picture(
            name=f"finding-{number}-side",
            finding=number,
            code=f"picture-{drawing.point.code}",
            png={theme: drawing.png(theme) for theme in themes},
        )


def _layer(
    report: Report, finding: Finding, number: int, themes: Sequence[ThemeName]
) -> Iterator[Picture]:
    layer = layer_of(finding, report.layers)
    drawn = {t: layer_picture(report.part, report.layers, finding, theme=t) for t in themes}
    png = {theme: content for theme, content in drawn.items() if content is not None}
    if layer is not None and png:
        yield Picture(
            name=f"finding-{number}-layer",
            finding=number,
            code="picture-layer",
            params={"layer": layer + 1, "z_mm": float(report.layers.z_mm[layer])},
            png=png,
        )


def drawn_findings(findings: Sequence[Finding]) -> list[int]:
    """Choose the findings to draw: the first two of each kind, and not too many."""
    chosen: dict[tuple[str, str], list[int]] = {}
    for number, finding in enumerate(findings):
        chosen.setdefault((finding.code, finding.severity), []).append(number)
    kept = [number for numbers in chosen.values() for number in numbers[:PLACES_DRAWN]]
    return sorted(kept)[:FINDINGS_DRAWN]
