"""The worker process: hears the bell on some threads, and reaps what silent workers left."""

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Mapping
from threading import Event
from types import FrameType
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from printlab.bell import open_bell
from printlab.child_server import ChildServer
from printlab.errors import PrintlabError
from printlab.handler import Handler
from printlab.lab import Lab
from printlab.limited import WARM_SERVER
from printlab.reaper import reap
from printlab.sweep import sweep
from printlab.worker import Worker

__all__ = ["consume"]

_log = logging.getLogger(__name__)

REAP_EVERY_S = 1.0
SWEEP_EVERY_S = 3600.0
ORPHAN_AGE_S = 24 * 3600.0
_HEAR_WITHIN_S = 0.25
_STOP_WITHIN_S = 10.0


def consume(
    lab: Lab,
    handlers: Mapping[str, Handler],
    *,
    threads: int = 1,
    leash: int | None = None,
    server: ChildServer = WARM_SERVER,
) -> None:
    """Do the lab's tasks in the foreground until SIGTERM or SIGINT.

    On a signal, running tasks are given back at once (their children are killed, their leases
    let go), unless they are just being stored; then this returns. ``leash`` is the reading end of
    a pipe from whoever started this worker: its end, however it came, means the same.
    """
    stopping = Event()
    if leash is not None:
        threading.Thread(target=_watch, args=(leash, stopping), daemon=True).start()
    worker = Worker(
        lab=lab,
        handlers=handlers,
        name=f"{socket.gethostname()[:40]}:{os.getpid()}",
        stopping=stopping,
        server=server,
    )
    bell = open_bell(lab.settings)
    bell.answer(worker.run)
    consumer = bell.huey.create_consumer(
        workers=threads,
        periodic=False,
        initial_delay=0.05,
        max_delay=_HEAR_WITHIN_S,
        check_worker_health=False,
    )
    server.start()
    consumer.start()
    _stop_on_signals(stopping)
    _log.info("worker %s hears on %d thread(s)", worker.name, threads)
    sweep_at_s = time.monotonic() + SWEEP_EVERY_S
    while not stopping.wait(REAP_EVERY_S):
        _tend(lab, worker)
        if time.monotonic() > sweep_at_s:
            sweep_at_s = time.monotonic() + SWEEP_EVERY_S
            _tend_files(lab)
    _stop(consumer)
    server.stop()
    _log.info("worker %s stopped", worker.name)


def _tend_files(lab: Lab) -> None:
    """Sweep once; what cannot be swept now can be in an hour."""
    try:
        swept = sweep(lab, ORPHAN_AGE_S)
    except (PrintlabError, SQLAlchemyError, OSError) as error:
        _log.warning("could not sweep: %s", error)
    else:
        _log.info("swept %s", swept)


def _tend(lab: Lab, worker: Worker) -> None:
    """Reap once; a database that is away now may be back in a second."""
    try:
        moved = reap(lab, worker.lost)
    except (PrintlabError, SQLAlchemyError) as error:
        _log.warning("could not look for lost tasks: %s", error)
    else:
        if moved:
            _log.info("%d task(s) taken from silent workers or rung for again", moved)


def _stop(consumer: Any) -> None:  # noqa: ANN401 (huey ships no types)
    """Let the threads finish what they are about; each gives its task back or stores it."""
    consumer.stop_flag.set()
    for _, thread in consumer.worker_threads:
        thread.join(timeout=_STOP_WITHIN_S)


def _watch(leash: int, stopping: Event) -> None:
    """Wait until nobody holds the other end of the leash any more."""
    while os.read(leash, 1):
        pass
    stopping.set()


def _stop_on_signals(stopping: Event) -> None:
    """Stop on SIGTERM and SIGINT; huey's own handlers would drop the running task."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGHUP, stop)
