"""How numba compiles code that is called very often."""

from __future__ import annotations

from typing import Any, Final

BARE: Final[dict[str, Any]] = {"cache": True, "_nrt": False}
"""How numba compiles what works on tuples of arrays, makes no array and returns none: it counts no
references to them, which takes as long as the work (an option its documentation leaves out)."""

INNER: Final[dict[str, Any]] = {
    **BARE,
    "forceinline": True,
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
}
"""How numba compiles what only such code calls: into its callers, and with no way in from Python,
which takes longer to compile than most of them (more options its documentation leaves out)."""
