"""A limited child answers, is refused, or is stopped; the parent lives on either way."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from printlab.child_server import ChildServer
from printlab.errors import ChildCrashed, LimitExceeded, PrintlabError, Stopped, Unreadable
from printlab.limited import run_limited, scratch_folder
from printlab.records import JsonObject
from printlab.settings import ChildLimits, Settings

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limited children need POSIX")

LIMITS = ChildLimits(
    memory_bytes=256 << 20, cpu_s=1.0, wall_s=20.0, file_bytes=8 << 20, result_bytes=1 << 20
)


@pytest.fixture(scope="module")
def server() -> Iterator[ChildServer]:
    """Return a fork server that has imported nothing heavy."""
    plain = ChildServer(None)
    yield plain
    plain.stop()


def ask(server: ChildServer, job: str, **request: object) -> JsonObject:
    """Have a test job done in a child."""
    return run_limited(f"tests.printlab.child_jobs:{job}", request, LIMITS, server=server)


def gone(pid: int) -> bool:
    """Return whether a process has ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def wait_for(path: Path, patience_s: float = 10.0) -> str:
    """Return a file's text once it has some."""
    end_s = time.monotonic() + patience_s
    while time.monotonic() < end_s:
        if path.exists() and path.read_text():
            return path.read_text()
        time.sleep(0.02)
    pytest.fail(f"{path} never came")


def test_a_child_answers(server: ChildServer) -> None:
    """The answer is what the function returned, worked out in the scratch folder."""
    answer = ask(server, "echo", say="é\u0000")

    assert answer["said"] == "é\u0000"
    assert not Path(answer["in"]).exists()


def test_progress_is_heard(server: ChildServer) -> None:
    """Each stage's first and last step is heard."""
    heard: list[tuple[str, int, int]] = []
    run_limited(
        "tests.printlab.child_jobs:echo",
        {"say": "x"},
        LIMITS,
        lambda stage, done, total: heard.append((stage, done, total)),
        server=server,
    )

    assert heard == [("thinking", 1, 2), ("thinking", 2, 2)]


@pytest.mark.parametrize(
    ("job", "code"),
    [
        ("eat_at_once", "child-memory"),
        ("eat_slowly", "child-memory"),
        ("spin", "child-time"),
        ("answer_too_much", "child-output"),
        ("write_too_much", "child-output"),
    ],
)
def test_a_greedy_child_is_told_so(server: ChildServer, job: str, code: str) -> None:
    """Going over a limit ends the child and names the limit."""
    with pytest.raises(LimitExceeded) as caught:
        ask(server, job)

    assert caught.value.code == code


def test_a_child_that_takes_too_long_is_ended(server: ChildServer) -> None:
    """The wall limit holds for a child that uses no processor time."""
    limits = ChildLimits(wall_s=0.5)
    started_s = time.monotonic()
    with pytest.raises(LimitExceeded) as caught:
        run_limited("tests.printlab.child_jobs:sleep", {"seconds": 60}, limits, server=server)

    assert caught.value.code == "child-time"
    assert time.monotonic() - started_s < 5.0


@pytest.mark.parametrize(
    ("job", "how"),
    [
        ("fall", "SIGSEGV"),
        ("be_killed", "SIGKILL"),
        ("leave", "no answer"),
        ("err", "ZeroDivisionError"),
        ("answer_not_a_number", "ValueError"),
        ("no_such_job", "AttributeError"),
    ],
)
def test_a_broken_child_is_an_error(server: ChildServer, job: str, how: str) -> None:
    """However a child breaks, the parent gets one typed error that tells how."""
    with pytest.raises(ChildCrashed, match=how):
        ask(server, job)


def test_a_refusal_crosses_whole(server: ChildServer) -> None:
    """A library's code, sentence and parameters arrive as they were."""
    with pytest.raises(Unreadable) as caught:
        run_limited("tests.printlab.refusing_job:refuse", {}, ChildLimits(), server=server)

    error = caught.value
    assert (error.code, error.message) == ("file-empty", "The file is empty.")
    causes = [{"code": "a", "params": {"at": "(3,)"}}]
    assert error.params == {"bytes": 0, "where": "(1, 2)", "causes": causes}


def test_a_child_is_stopped_and_gone(server: ChildServer, settings: Settings) -> None:
    """Once it is unwanted the child ends long before its own end, and so does its folder."""
    with scratch_folder(settings) as scratch:
        unwanted = threading.Event()
        threading.Timer(0.5, unwanted.set).start()
        started_s = time.monotonic()
        with pytest.raises(Stopped):
            run_limited(
                "tests.printlab.child_jobs:sleep",
                {"seconds": 60, "scratch": str(scratch)},
                LIMITS,
                should_stop=unwanted.is_set,
                server=server,
            )

        assert time.monotonic() - started_s < 5.0
        assert gone(int((scratch / "pid").read_text()))
    assert not scratch.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_child_sees_nothing_of_the_lab(
    server: ChildServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no file of its parent's but the log, no secret, and one thread."""
    monkeypatch.setenv("PRINTLAB_SECRET_KEY", "secret")
    server.stop()
    with open(__file__, encoding="utf-8"):  # noqa: PTH123 (a file the parent holds open)
        seen = ask(server, "look_around")

    assert seen["threads"] == 1
    assert seen["variables"] == []
    assert not [link for link in seen["files"] if link.endswith((".sqlite", ".py"))]
    assert len([link for link in seen["files"] if link.startswith("socket:")]) == 1


def test_many_at_once(server: ChildServer) -> None:
    """Twelve children on twelve threads each get their own answer."""
    answers: dict[int, object] = {}

    def one(number: int) -> None:
        answers[number] = ask(server, "echo", say=number)["said"]

    threads = [threading.Thread(target=one, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == {number: number for number in range(12)}


def test_a_dead_server_is_replaced(server: ChildServer) -> None:
    """When the fork server is killed, its child ends with it and the next one gets a new server."""
    errors: list[PrintlabError] = []

    def one() -> None:
        try:
            ask(server, "sleep", seconds=60)
        except PrintlabError as error:
            errors.append(error)

    thread = threading.Thread(target=one)
    thread.start()
    time.sleep(0.5)
    server.kill()
    thread.join(timeout=10.0)

    assert [error.code for error in errors] == ["child-crashed"]
    assert ask(server, "echo", say=1)["said"] == 1


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_server_that_compiles_ends_with_its_owner(tmp_path: Path, by: signal.Signals) -> None:
    """However the one who waits for a warm server ends, the server does not work on for nobody."""
    script = (
        "import signal\n"
        # what a shell starts in the background is deaf to Ctrl-C
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from printlab.child_server import ChildServer as Server\n"
        "Server('tests.printlab.endless_warm').start()"
    )
    environment = {**os.environ, "ENDLESS_WARM_PID": str(tmp_path / "pid")}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    owner = subprocess.Popen(
        [sys.executable, "-c", script], env=environment, stderr=subprocess.PIPE
    )
    server_pid = int(wait_for(tmp_path / "pid", 60.0))

    owner.send_signal(by)
    try:
        owner.communicate(timeout=30.0)
    except subprocess.TimeoutExpired:
        os.kill(server_pid, signal.SIGKILL)
        owner.communicate()
        pytest.fail("the server, which shares its owner's stderr, works on")


def test_what_a_server_compiles_is_heard() -> None:
    """Each function that is compiled before a server is ready is told to whoever starts it."""
    heard: list[str] = []
    server = ChildServer("tests.printlab.compiling_warm")
    server.start(lambda: heard.append("compiling"))
    server.start(lambda: heard.append("again"))
    server.stop()

    assert heard == ["compiling", "compiling"]


def test_a_warm_child_starts_quickly() -> None:
    """With both libraries imported and compiled, a child has sliced a cube within 1.5 seconds."""
    warm = ChildServer("printlab.warm")
    warm.start()
    times_s = []
    for _ in range(5):
        started_s = time.monotonic()
        assert run_limited("printlab.warm:prove", {}, ChildLimits(), server=warm)["layers"] == 4
        times_s.append(time.monotonic() - started_s)
    warm.stop()

    assert min(times_s) < 1.5
