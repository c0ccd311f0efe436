"""What a check of a toolpath found, with its verdict, ready to print or to store."""

from dataclasses import dataclass
from typing import Final

from slicer_checks.finding import Finding
from slicer_checks.findinglist import (
    detail_lines,
    finding_document,
    gravest_first,
    override_document,
    override_lines,
    verdict_lines,
)
from slicer_checks.pathmeasures import measures_of
from slicer_checks.pathtime import LayerTimes, times_on
from slicer_checks.process import Process
from slicer_checks.rules import Override
from slicer_checks.texts import word
from slicer_checks.toolpath import Toolpath

_MM_PER_M: Final = 1000
_S_PER_MIN: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PathReport:
    """The findings about one toolpath, the gravest first; it carries its own report.

    ``top_hatch_deg`` is the direction of the topmost hatch, counter-clockwise from x, from 0 up to
    180; None where it has none or nobody looked. It changes how far a cantilever cut from its plate
    bends, by almost half (athene-forschung.unibw.de/92592).
    """

    toolpath: Toolpath
    findings: tuple[Finding, ...]
    process: Process
    layer_mm: float
    top_hatch_deg: float | None = None

    def __post_init__(self) -> None:
        """Put the gravest findings first, and keep the order of the checks within a severity."""
        object.__setattr__(self, "findings", gravest_first(self.findings))

    @property
    def accepted(self) -> bool:
        """Whether nothing was found that stops the toolpath from being sent to a machine."""
        return not any(finding.severity == "error" for finding in self.findings)

    @property
    def times(self) -> LayerTimes:
        """The time of each layer, on the first machine of the process."""
        return times_on(self.toolpath, self.process)

    @property
    def overrides(self) -> tuple[Override, ...]:
        """The limits of toolpaths that a lab had set itself; those of parts are not asked here."""
        return tuple(one for one in self.process.overrides if one.limit.judges_toolpaths)

    @property
    def scan_mm(self) -> float:
        """The length of all vectors."""
        return float(measures_of(self.toolpath).scan_mm.sum())

    @property
    def jump_mm(self) -> float:
        """The length of all jumps within layers."""
        measures = measures_of(self.toolpath)
        return float(measures.jump_mm.sum() + measures.entry_mm.sum())

    def summary(self, lang: str = "en") -> str:
        """Tell a person, top down: the verdict, what to mend first, the toolpath, the detail."""
        return "\n".join(
            [
                *verdict_lines(self.toolpath.name, self.findings, lang),
                "",
                *self.size_lines(lang),
                *override_lines(self.overrides, lang),
                "",
                *detail_lines(self.findings, lang),
            ]
        ).strip()

    def size_lines(self, lang: str = "en") -> list[str]:
        """Tell how large the toolpath is, and how long it takes."""
        (scan, scan_unit), (jump, jump_unit) = _length(self.scan_mm), _length(self.jump_mm)
        size = word(
            "path_size",
            lang,
            layers=len(self.toolpath),
            layer_mm=self.layer_mm,
            vectors=self.toolpath.vectors,
            scan=scan,
            scan_unit=scan_unit,
            jump=jump,
            jump_unit=jump_unit,
        )
        lines = [size, _time_line(self.times.total_s, lang)]
        if not self.toolpath.in_powder:
            lines.append(word("path_laid", lang))
        if self.top_hatch_deg is not None:
            lines.append(word("path_top", lang, deg=self.top_hatch_deg))
        if self.times.unknown:
            lines.append(word("path_time_unknown", lang, count=self.times.unknown))
        if self.times.changing:
            lines.append(word("path_time_changing", lang, count=self.times.changing))
        return lines

    def __str__(self) -> str:
        return self.summary()

    def to_dict(self, lang: str = "en") -> dict[str, object]:
        """Give the report as a JSON-ready document with texts in one language."""
        own = [override_document(one) for one in self.overrides]
        return {
            "toolpath": {
                "file": self.toolpath.name,
                "sha256": self.toolpath.sha256,
                "format": self.toolpath.facts.file_format,
                "layers": len(self.toolpath),
                "layer_mm": self.layer_mm,
                "vectors": self.toolpath.vectors,
                "scan_mm": self.scan_mm,
                "jump_mm": self.jump_mm,
                "time_s": self.times.total_s,
                "blocks_without_speed": self.times.unknown,
                "blocks_changing_speed": self.times.changing,
                "top_hatch_deg": self.top_hatch_deg,
                "parts": [{"number": one.number, "name": one.name} for one in self.toolpath.parts],
                "unread": [
                    {"content": one.content, "count": one.count} for one in self.toolpath.unread
                ],
            },
            "findings": [finding_document(finding, lang) for finding in self.findings],
            "accepted": self.accepted,
            **({"overrides": own} if own else {}),
        }


def _length(length_mm: float) -> tuple[float, str]:
    """Return a length and its unit: metres, but millimetres where no metre is whole."""
    return (length_mm, "mm") if length_mm < _MM_PER_M else (length_mm / _MM_PER_M, "m")


def _time_line(total_s: float, lang: str) -> str:
    """Tell how long it takes, in hours and minutes, or in seconds where no minute is whole."""
    if total_s < _S_PER_MIN:
        return word("path_time_seconds", lang, seconds=total_s)
    hours, minutes = divmod(round(total_s / _S_PER_MIN), 60)
    return word("path_time" if hours else "path_time_short", lang, hours=hours, minutes=minutes)
