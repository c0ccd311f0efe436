"""Read files as toolpaths in a process that has little memory and time; tell what came of each.

    python -m tests.slicer_checks.hostile_paths FILE...

Prints a line of JSON for each file: its name, and the code it is refused with or its layers.
"""

import json
import resource
import sys
from pathlib import Path

from slicer_checks import SlicerChecksError, read_toolpath

MEMORY_BYTES = 1 << 30
"""So much more than at the start may be taken."""

CPU_S = 120
"""For all files together."""


def main(names: list[str]) -> None:
    """Bound this process, then read each file."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    for name in names:
        path = Path(name)
        told: dict[str, object] = {"file": path.name}
        try:
            told["layers"] = len(read_toolpath(path.read_bytes(), name=path.name))
        except SlicerChecksError as error:
            told |= {"code": error.code, "message": error.message}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
