"""How well a build's time is told: calibrated on few layers, on its beginning, and not at all.

    python -m benchmarks buildtime LOG AREAS.csv [--draws 200] [--json]

LOG is a machine's log with a clock time per layer, AREAS.csv the area of each layer. Errors are of
the whole build's time without stops (a layer that takes three times the median is a stop).

* *20 classes*: one layer drawn from each of 20 classes of area, with as many layers in each class
  (or as wide each); mean, 95th percentile and worst error over the draws. The peer is ordinary
  least squares on the same layers, t = recoat + area x rate.
* *first 10 %*: only the first tenth of the layers was seen. The peer is least squares on it.
* *uncalibrated*: constants from published sources alone. The peer is the volume-rate method,
  volume / rate + layers x recoating, with the rate of the same parameter set.

``ours`` and ``peer`` are absolute errors in percent; ``ratio`` is peer over ours. ``covered`` is
the share of draws whose interval holds the truth, ``half_width`` half the interval's mean width.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from slicer_checks import Process, default_process
from slicer_checks.calibrate import calibrate
from slicer_checks.calibration import Calibration
from slicer_checks.formats.build_log import read_build_log, read_layer_areas
from slicer_checks.layertime import layer_times, shapes_of_areas
from slicer_checks.machine import Machine
from slicer_checks.spread import uncalibrated

Floats = NDArray[np.float64]
Row = dict[str, object]

CLASSES = 20
STOP = 3.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Build:
    """A real build: seconds and area of each layer whose end is known, and how it was printed."""

    seconds: Floats
    area_mm2: Floats
    process: Process
    machine: Machine

    @property
    def steady(self) -> NDArray[np.bool_]:
        """Layers without a stop."""
        return np.asarray(self.seconds < STOP * np.median(self.seconds))

    @property
    def computed_s(self) -> Floats:
        """Laser seconds of each layer by the physics alone."""
        shapes = shapes_of_areas(self.area_mm2)
        return layer_times(shapes, self.process.parameters, self.machine).laser_s

    def learnt(self, layers: Floats) -> Calibration:
        """Calibrate on some of the layers."""
        return calibrate(
            self.seconds[layers], self.area_mm2[layers], self.process, machine=self.machine
        )

    def line(self, layers: Floats) -> Floats:
        """Return the seconds of all layers by least squares on some of them."""
        columns = np.column_stack((np.ones(len(self.area_mm2)), self.area_mm2))
        fitted = np.linalg.lstsq(columns[layers], self.seconds[layers], rcond=None)[0]
        return np.asarray(columns @ fitted)

    def error(self, seconds: Floats) -> float:
        """Return the error of the total in percent."""
        steady = self.steady
        return 100 * float(seconds[steady].sum() / self.seconds[steady].sum() - 1)


def load(log: Path, areas: Path, material: str, layer_mm: float) -> Build:
    """Read a log and its areas."""
    seconds = read_build_log(log.read_bytes()).seconds
    area_mm2 = read_layer_areas(areas.read_bytes()).area_mm2
    count = min(len(seconds), len(area_mm2))
    known = np.isfinite(seconds[:count])
    process = default_process(material, layer_mm)
    return Build(
        seconds=seconds[:count][known],
        area_mm2=area_mm2[:count][known],
        process=process,
        machine=process.machine("standard-250"),
    )


def classes_of(area_mm2: Floats, *, by: str) -> list[NDArray[np.intp]]:
    """Return the layers of each class that is not empty, equal in layers or in width."""
    shares = np.linspace(0, 1, CLASSES + 1)[1:-1]
    low, high = area_mm2.min(), area_mm2.max()
    edges = np.quantile(area_mm2, shares) if by == "layers" else low + shares * (high - low)
    group = np.searchsorted(edges, area_mm2, side="right")
    return [np.flatnonzero(group == number) for number in np.unique(group)]


def drawn(build: Build, by: str, draws: int, seed: int) -> list[Row]:
    """Return the rows of mean, 95th percentile and worst over the draws."""
    classes = classes_of(build.area_mm2, by=by)
    ours, peer, covered, widths = [], [], [], []
    steady, computed_s = build.steady, build.computed_s
    truth_s = build.seconds[steady].sum()
    for draw in range(draws):
        rng = np.random.default_rng(seed + draw)
        layers = np.array([rng.choice(members) for members in classes])
        learnt = build.learnt(layers)
        ours.append(abs(build.error(learnt.layer_s(computed_s))))
        peer.append(abs(build.error(build.line(layers))))
        low_s, high_s = learnt.interval_s(computed_s[steady])
        covered.append(low_s <= truth_s <= high_s)
        widths.append(50 * (high_s - low_s) / truth_s)
    name = f"{len(classes)} classes equal in {by}"
    shared = {"covered": float(np.mean(covered)), "half_width": float(np.mean(widths))}
    return [
        _row(f"{name}, mean", float(np.mean(ours)), float(np.mean(peer)), **shared),
        _row(f"{name}, p95", float(np.quantile(ours, 0.95)), float(np.quantile(peer, 0.95))),
        _row(f"{name}, worst", max(ours), max(peer)),
    ]


def beginning(build: Build) -> Row:
    """Return the row of a calibration on the first tenth of the layers."""
    layers = np.arange(len(build.seconds) // 10)
    learnt = build.learnt(layers)
    steady, computed_s = build.steady, build.computed_s
    truth_s = build.seconds[steady].sum()
    low_s, high_s = learnt.interval_s(computed_s[steady])
    return _row(
        "first 10 %",
        abs(build.error(learnt.layer_s(computed_s))),
        abs(build.error(build.line(layers))),
        covered=float(low_s <= truth_s <= high_s),
        half_width=50 * (high_s - low_s) / truth_s,
        code=learnt.code_for(computed_s),
    )


def from_sources(build: Build) -> Row:
    """Return the row of the estimate that knows nothing of the machine."""
    laser, machine, steady = build.process.parameters, build.machine, build.steady
    shapes = shapes_of_areas(build.area_mm2)
    times = layer_times(shapes, laser, machine)
    total_s = float(times.total_s[steady].sum())
    shares = ("recoat_s", "scan_s", "jump_s", "delay_s", "support_s")
    interval = uncalibrated({name: float(getattr(times, name)[steady].sum()) for name in shares})
    by_volume_s = build.area_mm2 * laser.layer_mm / laser.volume_rate_mm3_s + machine.recoat_s
    truth_s = float(build.seconds[steady].sum())
    low_s, high_s = total_s - interval.below_s, total_s + interval.above_s
    return _row(
        "uncalibrated",
        abs(build.error(times.total_s)),
        abs(build.error(by_volume_s)),
        covered=float(low_s <= truth_s <= high_s),
        half_width=50 * (high_s - low_s) / truth_s,
        code=interval.code,
    )


def _row(name: str, ours: float, peer: float, **more: object) -> Row:
    return {"name": name, "ours": ours, "peer": peer, "ratio": peer / max(ours, 1e-9), **more}


def build_parser(name: str, doc: str) -> argparse.ArgumentParser:
    """Return the arguments of a benchmark on a real build: its log, areas, material and layer."""
    parser = argparse.ArgumentParser(
        prog=f"python -m benchmarks {name}",
        description=doc,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("log", type=Path)
    parser.add_argument("areas", type=Path)
    parser.add_argument("--material", default="316L")
    parser.add_argument("--layer-mm", type=float, default=0.03)
    parser.add_argument("--json", action="store_true")
    return parser


def main(arguments: list[str] | None = None) -> None:
    """Print the table, or with ``--json`` one document."""
    parser = build_parser("buildtime", __doc__)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    build = load(chosen.log, chosen.areas, chosen.material, chosen.layer_mm)
    rows = [
        *drawn(build, "layers", chosen.draws, chosen.seed),
        *drawn(build, "width", chosen.draws, chosen.seed),
        beginning(build),
        from_sources(build),
    ]
    print(json.dumps({"rows": rows}, indent=2) if chosen.json else _table(build, rows))


def _table(build: Build, rows: list[Row]) -> str:
    """Lay the rows out; an error is in percent of the build's time without stops."""
    whole_h = build.seconds.sum() / 3600
    steady_h = build.seconds[build.steady].sum() / 3600
    title = f"{len(build.seconds)} layers, {whole_h:.3f} h, {steady_h:.3f} h without stops"
    lines = [
        f"{title}; {build.process.parameters.name} on {build.machine.name}",
        f"{'error of the total in %':34}{'ours':>9}{'peer':>9}{'ratio':>8}{'interval':>10}  holds",
    ]
    for row in rows:
        width = f"+-{row['half_width']:.1f} %" if "half_width" in row else ""
        holds = f"{row['covered']:.0%} {row.get('code', '')}" if "covered" in row else ""
        numbers = f"{row['ours']:9.2f}{row['peer']:9.2f}{row['ratio']:8.1f}"
        lines.append(f"{row['name']!s:34}{numbers}{width:>10}  {holds}".rstrip())
    return "\n".join(lines)


if __name__ == "__main__":
    main()
