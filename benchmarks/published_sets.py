"""The densest published setting of each paper, from a collection of samples.

``python -m benchmarks published-sets SAMPLES.xlsx [--write FILE]``

The collection is that of Scientific Data 12:375 (2025), https://doi.org/10.1038/s41597-025-04576-x.
Of each paper and material only the densest sample is kept, where it is at least 99 % dense.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from benchmarks._workbooks import tables

LEAST_PERCENT = 99.0
LAYER_MAX_MM = 0.2
"""One paper is there with layers of 0.4 mm at 19 mm/s: no powder bed is laid so."""
MATERIALS = {"18Ni300": "1.2709"}
"""What the collection calls otherwise than the built-in materials."""

NO_NAME = "SDE"
"""What the collection writes of a machine that its users built."""

_NUMBERS = ("power_w", "speed_mm_s", "hatch_mm", "layer_mm", "density_percent")
_COLUMNS = ("Laser Power (W)", "Scan Speed (mm/s)", "Hatch space (mm)", "Layer thickness (mm)")
_HEAD = """\
# The densest sample of each paper and material that is at least 99 % dense, in the collection of
# Scientific Data 12:375 (2025), https://doi.org/10.1038/s41597-025-04576-x: power, speed, hatch
# distance, layer, relative density, machine and paper. Written by
# `python -m benchmarks published-sets`.
"""


def densest(workbook: Path) -> list[dict[str, float | str]]:
    """Return the densest dense sample of each paper and material, by material and paper."""
    head, *rows = tables(workbook)["data"]
    columns = [head.index(name) for name in (*_COLUMNS, "RD (%)")]
    material, machine, paper = (head.index(name) for name in ("Material", "Printer Model", "DOI"))
    best: dict[tuple[str, str], dict[str, float | str]] = {}
    for row in rows:
        numbers = [row[column] for column in columns]
        if not all(isinstance(number, int | float) and number > 0 for number in numbers):
            continue
        if numbers[_NUMBERS.index("layer_mm")] > LAYER_MAX_MM:
            continue
        name = MATERIALS.get(str(row[material]), str(row[material]))
        doi = _doi(str(row[paper]))
        known = best.get((name, doi))
        if numbers[-1] >= LEAST_PERCENT and (
            known is None or numbers[-1] > float(known["density_percent"])
        ):
            said = {
                key: float(f"{number:.6g}") for key, number in zip(_NUMBERS, numbers, strict=True)
            }
            best[name, doi] = {
                "material": name,
                **said,
                "machine": "" if row[machine] == NO_NAME else " ".join(str(row[machine]).split()),
                "doi": doi,
            }
    return [best[key] for key in sorted(best)]


def _doi(text: str) -> str:
    """Return the DOI in an address; Scientific.Net's are its own addresses behind a number."""
    found = re.search(r"10\.[0-9]{4,9}/\S+", text)
    if found is not None:
        return found[0].lower()
    return re.sub(r"^https?://(?=www\.scientific\.net/)", "10.4028/", text.strip())


def written(sets: list[dict[str, float | str]]) -> str:
    """Return the sets as TOML, a table each."""
    lines = [_HEAD]
    for one in sets:
        lines.append("[[sets]]")
        lines += [
            f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value!r}"
            for key, value in one.items()
        ]
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    """Print the sets, or write them to a file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks published-sets")
    parser.add_argument("samples", type=Path)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    text = written(densest(asked.samples))
    if asked.write is None:
        sys.stdout.write(text)
    else:
        asked.write.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
