"""Faults planted in toolpaths: how many are found where they are, and how many false alarms.

    python -m benchmarks seeded-paths [--kinds WORD] [--json | --write docs/seeded-path-faults.md]

The kinds of fault, the clean toolpaths and how findings are judged are in `tests/seeded_paths`. A
row per kind: planted, found (an expected code in the layers of the fault), false alarms. Recall is
found / planted; precision is found / (found + false alarms).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks._rows import recall_and_precision
from tests.seeded_paths.catalogue import KINDS
from tests.seeded_paths.hosts import HOSTS
from tests.seeded_paths.kinds import Kind, usual_process
from tests.seeded_paths.verdict import FILES, Verdict, clean_findings, verdicts

Row = dict[str, Any]
_HEAD = """# Seeded faults of toolpaths

Faults of known kinds are planted at seeded places in clean toolpaths of small solids. Each is
written in a format that holds the fault, read back, checked as a user would check it, and every
finding is judged. This page is written by

```
python -m benchmarks seeded-paths --write docs/seeded-path-faults.md
```

- *found*: a finding that the clean file has not, with an expected code, whose layers meet those of
  the fault (or, for a file that is not read, its refusal with an expected code);
- *false alarm*: an error or a warning that is neither of a code that the clean file has, nor
  expected, nor a documented consequence of the fault (`brings` in `tests/seeded_paths`: what lies
  above an emptied layer hangs);
- recall = found / planted; precision = found / (found + false alarms).
"""


def main(arguments: list[str] | None = None) -> None:
    """Print the table, write it, or with ``--json`` print one document."""
    chosen = _parser().parse_args(arguments)
    found = []
    for kind in _kinds(chosen.kinds):
        for verdict in verdicts(kind, chosen.files):
            found.append(verdict)
            if not verdict.hit or verdict.false_alarms:
                print(_remark(verdict), file=sys.stderr, flush=True)
    rows = [*_rows(found), _counts("all kinds", found)]
    clean = list(_clean())
    if chosen.json:
        print(json.dumps({"rows": rows, "clean": clean}, indent=2))
        return
    page = f"{_table(rows)}\n\n{_wrong(found)}\n\n{_clean_table(clean)}"
    if chosen.write is not None:
        chosen.write.write_text(f"{_HEAD}\n{page}\n", encoding="utf-8")
    else:
        print(page)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks seeded-paths",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--kinds", nargs="+", metavar="WORD", help="only kinds with such a word")
    parser.add_argument("--files", type=int, default=FILES, help="at most so many of each kind")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", type=Path, metavar="PAGE.md")
    return parser


def _kinds(words: list[str] | None) -> list[Kind]:
    return [kind for kind in KINDS if not words or any(word in kind.name for word in words)]


def _remark(verdict: Verdict) -> str:
    what = "found" if verdict.hit else "MISSED"
    alarms = f", false: {' '.join(verdict.false_alarms)}" if verdict.false_alarms else ""
    told = " ".join(verdict.told) or "nothing"
    return f"{verdict.kind} in {verdict.host} ({verdict.file_format}) {what}; told: {told}{alarms}"


def _rows(found: list[Verdict]) -> Iterator[Row]:
    for kind in KINDS:
        own = [verdict for verdict in found if verdict.kind == kind.name]
        if own:
            yield {**_counts(kind.name, own), "codes": sorted(kind.expects)}


def _counts(name: str, own: list[Verdict]) -> Row:
    hits = sum(verdict.hit for verdict in own)
    alarms = sum(len(verdict.false_alarms) for verdict in own)
    return {
        "name": name,
        "codes": [],
        "formats": sorted({verdict.file_format for verdict in own}),
        "planted": len(own),
        "found": hits,
        "false_alarms": alarms,
        **recall_and_precision(len(own), hits, alarms),
    }


def _clean() -> Iterator[Row]:
    for host in HOSTS:
        findings = clean_findings(host, host.file_format, usual_process, with_part=True)
        yield {
            "name": host.name,
            "format": host.file_format,
            "vectors": host.path.vectors,
            "errors": sum(finding.severity == "error" for finding in findings),
            "told": sorted({finding.code for finding in findings}),
        }


def _table(rows: list[Row]) -> str:
    head = ("fault", "expected", "formats", "planted", "found", "false alarms")
    lines = [_line(head), _line(["---"] * len(head))]
    for row in rows:
        codes = " or ".join(f"`{code}`" for code in row["codes"])
        counts = [row["planted"], row["found"], row["false_alarms"]]
        lines.append(_line([row["name"], codes, ", ".join(row["formats"]), *counts]))
    total = rows[-1]
    shares = [f"{total[key] or 0.0:.1%}" for key in ("recall", "precision")]
    return "\n".join([*lines, "", f"Recall {shares[0]}, precision {shares[1]}."])


def _wrong(found: list[Verdict]) -> str:
    """Return what was missed and which alarms were false, file by file."""
    rows = [_remark(one) for one in found if not one.hit or one.false_alarms]
    told = "\n".join(f"- {row}" for row in rows) or "Nothing."
    return f"## Missed, or told falsely\n\n{told}"


def _clean_table(rows: list[Row]) -> str:
    head = ("clean toolpath", "format", "vectors", "errors", "told")
    lines = ["## Clean toolpaths", "", _line(head), _line(["---"] * len(head))]
    for row in rows:
        told = ", ".join(f"`{code}`" for code in row["told"]) or "nothing"
        lines.append(_line([row["name"], row["format"], row["vectors"], row["errors"], told]))
    return "\n".join(lines)


def _line(cells: Any) -> str:  # noqa: ANN401  words and numbers
    return f"| {' | '.join(str(cell) for cell in cells)} |"


if __name__ == "__main__":
    main()
