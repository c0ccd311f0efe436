"""A real lab with the example machines and people, served by `printlab serve`."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from printlab import demo
from printlab.settings import Settings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_S = 120.0


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve a lab of a new folder, without orders, and give its address until it is left."""
    demo.prepare(Settings.in_folder(home), with_parts=False)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "printlab", "serve", "--port", port, "--workers", "2"]
    environment = {**os.environ, "PRINTLAB_HOME": str(home)}
    with subprocess.Popen(command, env=environment) as server:
        try:
            _wait_until_served(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=PATIENCE_S)


def _wait_until_served(address: str) -> None:
    """Return when the server answers."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            urllib.request.urlopen(f"{address}/sign-in", timeout=5).close()  # noqa: S310 (loopback)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)
        else:
            return
