"""Check a part: python examples/check_part.py [PART.stl]."""

import sys
from pathlib import Path

import slicer_checks

EXAMPLE = Path(__file__).parent / "parts" / "faulty-bracket.stl"

part = slicer_checks.read(sys.argv[1] if len(sys.argv) > 1 else EXAMPLE)
process = slicer_checks.default_process("316L")
layers = slicer_checks.slice_part(part, process.layer_mm)
report = slicer_checks.check(part, process, layers)

print(f"{part.name}: {'accepted' if report.accepted else 'not accepted'}")
for finding in report.findings:
    print(f"{finding.severity:8}{finding.code:20}{slicer_checks.render(finding).title}")
