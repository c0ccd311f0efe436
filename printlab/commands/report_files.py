"""The files that ``printlab check`` writes on request: a page, a PDF, a folder of pictures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from printlab.errors import Unavailable
from printlab.progress_bar import Progress
from slicer_checks import Estimate, Process, Report
from slicer_checks.pictures.gallery import Picture, gallery
from slicer_checks.reports import html_of, pdf_of, subject_of
from slicer_checks.reports.heights import chart_of

__all__ = ["Wanted", "write_files"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Where to write what; None for what nobody asked for."""

    html: Path | None = None
    pdf: Path | None = None
    png: Path | None = None

    @property
    def anything(self) -> bool:
        """Whether there is something to write, so that it is worth drawing."""
        return any(path is not None for path in (self.html, self.pdf, self.png))


def write_files(
    wanted: Wanted,
    found: tuple[Report, Estimate, Process],
    *,
    lang: str,
    tell: Progress,
) -> list[Path]:
    """Draw once, write all that was asked for, and return what was written."""
    if not wanted.anything:
        return []
    report, cost, process = found
    pictures = tuple(
        gallery(report, process, lang=lang, progress=lambda *share: tell("drawing", *share))
    )
    tell("writing", 0, 0)
    subject = subject_of(report, cost, process, pictures)
    works: list[tuple[Path | None, Callable[[], bytes]]] = [
        (wanted.html, lambda: html_of(subject, lang).encode()),
        (wanted.pdf, lambda: pdf_of(subject, lang)),
    ]
    written = [_write(path, work()) for path, work in works if path is not None]
    if wanted.png is not None:
        chart = chart_of(subject, lang).png()
        written += _write_pictures(wanted.png, pictures, chart)
    return written


def _write_pictures(folder: Path, pictures: Sequence[Picture], chart: bytes) -> list[Path]:
    """Write every picture under its name, beside the charts over the height."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder) from error
    for picture in pictures:
        _write(folder / f"{picture.name}.png", picture.png["light"])
    _write(folder / "layers.png", chart)
    return [folder]


def _write(path: Path, content: bytes) -> Path:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise _unwritable(path) from error
    return path


def _unwritable(path: Path) -> Unavailable:
    sentence = f"The file {path} cannot be written."
    return Unavailable("report-unwritable", sentence, {"file": str(path)})
