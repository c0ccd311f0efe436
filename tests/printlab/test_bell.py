"""The bell carries task ids as JSON, and its failures change nothing."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from printlab.bell import HueyBell, open_bell
from printlab.settings import Settings


def deliver(bell: HueyBell) -> None:
    """Do what a worker thread does with the next message."""
    bell.huey.execute(bell.huey.dequeue())


def test_a_ring_is_heard(any_settings: Settings) -> None:
    """Another process' bell on the same queue hears the id that was rung."""
    heard: list[str] = []
    listener = open_bell(any_settings)
    listener.huey.flush()
    listener.answer(heard.append)

    assert open_bell(any_settings).ring("task-1")
    assert listener.waiting() == 1
    deliver(listener)

    assert heard == ["task-1"]
    assert listener.waiting() == 0


def test_a_message_is_json_with_one_id(settings: Settings) -> None:
    """Nothing that could be unpickled is ever on the queue."""
    bell = open_bell(settings)
    bell.ring("task-1")
    (message,) = bell.huey.storage.enqueued_items()

    document = json.loads(bytes(message))

    assert document["task"] == "task-1"
    assert set(document) == {"ring", "call", "task"}


def test_garbage_on_the_queue_is_not_executed(settings: Settings) -> None:
    """A pickle that somebody put on a shared queue is refused as not being JSON."""
    bell = open_bell(settings)
    bell.huey.storage.enqueue(b"\x80\x04N.")

    with pytest.raises(ValueError, match=r"codec|JSON|Expecting"):
        bell.huey.dequeue()


def test_a_broker_that_is_away_is_no_error(settings: Settings, tmp_path: Path) -> None:
    """Ringing says that nobody heard, and the queue counts as empty."""
    del tmp_path
    bell = open_bell(replace(settings, redis_url="redis://127.0.0.1:1/0"))

    assert not bell.ring("task-1")
    assert bell.waiting() == 0
