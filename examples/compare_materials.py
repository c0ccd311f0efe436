"""Estimate one part in several metals: python examples/compare_materials.py [PART.stl]."""

import sys
from pathlib import Path

import slicer_checks

EXAMPLE = Path(__file__).parent / "parts" / "nozzle.stl"
MATERIALS = ("316L", "AlSi10Mg", "Ti6Al4V", "IN718", "1.2709")

part = slicer_checks.read(sys.argv[1] if len(sys.argv) > 1 else EXAMPLE)

print(f"{part.name}, {part.volume_mm3 / 1000:.1f} cm3, one copy alone on its plate")
print(f"{'material':12}{'layers':>8}{'time (h)':>10}{'from':>7}{'to':>7}{'mass (g)':>10}{'EUR':>9}")
for name in MATERIALS:
    process = slicer_checks.default_process(name)
    layers = slicer_checks.slice_part(part, process.layer_mm)
    cost = slicer_checks.estimate(layers, process)
    hours = [seconds / 3600 for seconds in (cost.time_s, cost.time_low_s, cost.time_high_s)]
    print(
        f"{name:12}{len(layers):8}{hours[0]:10.1f}{hours[1]:7.1f}{hours[2]:7.1f}"
        f"{cost.mass_g:10.0f}{cost.cost_eur:9.2f}"
    )
