"""Faults planted in real parts: how many are found where they are, and how many false alarms.

    python -m benchmarks seeded-faults [--seeds 0 1 2] [--json | --write docs/seeded-faults.md]

The kinds of fault, how they are planted and how findings are judged are in `tests/seeded`. A row
per kind: planted, found (an expected code at the planted place), missed, false alarms. Recall is
found / planted; precision is found / (found + false alarms). The clean parts are rows too: what
they tell is known beforehand, and none of it may be an error.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks._rows import recall_and_precision
from tests.seeded import hosts
from tests.seeded.catalogue import KINDS
from tests.seeded.kinds import Kind
from tests.seeded.verdict import Verdict, judge, known_findings, seeded

Row = dict[str, Any]
_SHARES = ("recall", "precision")
_HEAD = """# Seeded faults

Faults of known kinds are planted at seeded places in clean real parts, each file is checked as a
user would check it, and every finding is judged. This page is written by

```
python -m benchmarks seeded-faults --write docs/seeded-faults.md
```

- *found*: a finding with an expected code whose box meets the place of the fault (or, for a file
  that cannot be read, its refusal with an expected code);
- *false alarm*: an error or a warning that is neither a finding of the clean part, nor expected,
  nor a documented consequence of the fault (`brings` in `tests/seeded`: the roof of a cavity
  hangs, a second body is a second body);
- recall = found / planted; precision = found / (found + false alarms).

Faults that change the whole part (its unit, its size, the foot it stands on) may bring any finding
that is true of the changed part; of them only recall is counted.
"""


def main(arguments: list[str] | None = None) -> None:
    """Print the table, write it, or with ``--json`` print one document."""
    chosen = _parser().parse_args(arguments)
    verdicts = []
    for verdict in _verdicts(chosen):
        verdicts.append(verdict)
        if not verdict.hit or verdict.false_alarms:
            print(_remark(verdict), file=sys.stderr, flush=True)
    rows = [*_rows(verdicts), _total(verdicts)]
    clean = [_clean(name) for name in chosen.parts]
    if chosen.json:
        print(json.dumps({"rows": rows, "clean": clean}, indent=2))
    elif chosen.write is not None:
        chosen.write.write_text(f"{_HEAD}\n{_table(rows)}\n\n{_clean_table(clean)}\n")
    else:
        print(f"{_table(rows)}\n\n{_clean_table(clean)}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks seeded-faults",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--parts", nargs="+", choices=sorted(hosts.REAL), default=[*hosts.REAL])
    parser.add_argument("--kinds", nargs="+", metavar="WORD", help="only kinds with such a word")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", type=Path, metavar="PAGE.md")
    return parser


def _verdicts(chosen: argparse.Namespace) -> Iterator[Verdict]:
    for name in chosen.parts:
        for seed in chosen.seeds:
            host = hosts.real(name, seed)
            for kind in _kinds(chosen.kinds):
                planted = kind.plant(host, seeded(kind, host))
                if planted is not None:
                    yield judge(kind, host, planted)


def _kinds(words: list[str] | None) -> list[Kind]:
    return [kind for kind in KINDS if not words or any(word in kind.name for word in words)]


def _remark(verdict: Verdict) -> str:
    what = "found" if verdict.hit else "MISSED"
    alarms = f", false: {' '.join(verdict.false_alarms)}" if verdict.false_alarms else ""
    told = " ".join(verdict.told) or "nothing"
    return f"{verdict.host}: {verdict.kind} {what}; told: {told}{alarms}"


def _rows(verdicts: list[Verdict]) -> Iterator[Row]:
    for kind in KINDS:
        own = [verdict for verdict in verdicts if verdict.kind == kind.name]
        if own:
            yield {"codes": sorted(kind.expects), **_counts(kind.name, own)}


def _total(verdicts: list[Verdict]) -> Row:
    return {"codes": [], **_counts("all kinds", verdicts)}


def _counts(name: str, verdicts: list[Verdict]) -> Row:
    found = sum(verdict.hit for verdict in verdicts)
    alarms = sum(len(verdict.false_alarms) for verdict in verdicts)
    return {
        "name": name,
        "planted": len(verdicts),
        "parts": len({verdict.host for verdict in verdicts}),
        "found": found,
        "missed": len(verdicts) - found,
        "false_alarms": alarms,
        **recall_and_precision(len(verdicts), found, alarms),
    }


def _clean(name: str) -> Row:
    host = hosts.real(name)
    findings = known_findings(host)
    return {
        "name": name,
        "triangles": len(host.triangles),
        "errors": sum(finding.severity == "error" for finding in findings),
        "told": sorted({finding.code for finding in findings}),
    }


def _table(rows: list[Row]) -> str:
    head = ("fault", "expected", "parts", "planted", "found", "false alarms")
    lines = [_line(head), _line(["---"] * len(head))]
    for row in rows:
        codes = " or ".join(f"`{code}`" for code in row["codes"])
        counts = [row["parts"], row["planted"], row["found"], row["false_alarms"]]
        lines.append(_line([row["name"], codes, *counts]))
    total = rows[-1]
    shares = [f"{total[key]:.1%}" if total[key] is not None else "-" for key in _SHARES]
    return "\n".join([*lines, "", f"Recall {shares[0]}, precision {shares[1]}."])


def _clean_table(rows: list[Row]) -> str:
    head = ("clean part", "triangles", "errors", "told")
    lines = [_line(head), _line(["---"] * len(head))]
    for row in rows:
        told = ", ".join(f"`{code}`" for code in row["told"]) or "nothing"
        lines.append(_line([row["name"], row["triangles"], row["errors"], told]))
    return "\n".join(lines)


def _line(cells: Any) -> str:  # noqa: ANN401  words and numbers
    return f"| {' | '.join(str(cell) for cell in cells)} |"


if __name__ == "__main__":
    main()
