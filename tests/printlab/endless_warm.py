"""A warm-up of a fork server that never ends, as compiling seems not to."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Never


def warm(_on_compiling: Callable[[], None]) -> Never:
    """Say in the file that the environment names who we are, and be busy for ever."""
    Path(os.environ["ENDLESS_WARM_PID"]).write_text(str(os.getpid()), encoding="ascii")
    while True:
        pass
