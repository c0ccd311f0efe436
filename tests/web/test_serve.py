"""``printlab serve``: one address, a sentence when it is taken, a clean end."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from printlab.errors import Unavailable
from web.serve import _bind, _is_loopback

WAIT_S = 60


@contextmanager
def served(home: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Serve a lab on a free port without workers, until the block ends."""
    command = [sys.executable, "-m", "printlab", "serve", "--port", "0", "--workers", "0"]
    environment = {
        **os.environ,
        "PRINTLAB_HOME": str(home),
        "PRINTLAB_SECRET_KEY": "a key for tests only",
    }
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("printlab serves at http://127.0.0.1:")
        try:
            yield process, line.split()[-1]
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_stop(prepared: Path, number: signal.Signals) -> None:
    """It prints its address, answers there, and ends with 0 on a signal."""
    with served(prepared) as (process, address):
        with urllib.request.urlopen(f"{address}/sign-in", timeout=WAIT_S) as answer:  # noqa: S310
            assert answer.status == 200
            assert "printlab" in answer.read().decode()
        process.send_signal(number)
        assert process.wait(timeout=WAIT_S) == 0


def test_a_taken_port_is_one_sentence() -> None:
    """Who listens already keeps the port; the sentence names it and the way out."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Unavailable) as refusal:
            _bind("127.0.0.1", port)

    assert refusal.value.code == "address-taken"
    assert str(port) in refusal.value.message
    assert refusal.value.exit_code == 2


def test_an_address_that_is_not_ours_is_one_sentence() -> None:
    """An address of another machine cannot be listened on."""
    with pytest.raises(Unavailable) as refusal:
        _bind("192.0.2.1", 0)

    assert "Cannot listen on 192.0.2.1" in refusal.value.message


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 (the address to be told apart)
        ("lab.example", False),
    ],
)
def test_only_this_machine_s_own_addresses_are_served_without_https(host: str, own: bool) -> None:
    """Elsewhere the session cookie is marked for https only."""
    assert _is_loopback(host) is own
