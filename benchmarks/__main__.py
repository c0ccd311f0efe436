"""The menu of benchmarks: ``python -m benchmarks NAME [ARGUMENTS]``."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

NAMES = sorted(
    file.stem.replace("_", "-")
    for file in Path(__file__).parent.glob("*.py")
    if not file.stem.startswith("_")
)


def main() -> int:
    """Run the benchmark named first on the command line with the arguments behind it."""
    if len(sys.argv) < 2 or sys.argv[1] not in NAMES:  # noqa: PLR2004 (program and name)
        print(f"usage: python -m benchmarks {{{'|'.join(NAMES)}}} [arguments]", file=sys.stderr)
        return 2
    name = sys.argv.pop(1)
    runpy.run_module(f"benchmarks.{name.replace('-', '_')}", run_name="__main__", alter_sys=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
