"""The demo lab that `make run` prepares."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from printlab import demo
from printlab.actor import Actor
from printlab.bell import SilentBell
from printlab.lab import Lab
from printlab.services import accounts, overview, plans, submissions
from printlab.settings import Settings


def test_the_demo_has_work_in_every_state(tmp_path: Path) -> None:
    """People of every role, parts handed in, sent back, ordered, approved and planned; once."""
    settings = Settings.in_folder(tmp_path / "lab")
    demo.prepare(settings)
    demo.prepare(settings)

    lab = Lab.open(settings, bell=SilentBell())
    with lab.write(Actor.system()) as desk:
        for role in demo.PEOPLE:
            user = accounts.sign_in(desk, f"{role}@example.org", demo.DEMO_PASSWORD)
            assert user is not None
            assert accounts.actor_for(desk, user.id).roles == {role}
        rows = submissions.list_for(desk).rows
        plan = plans.current(desk)
        today = overview.manager_today(desk)
    lab.close()
    assert sorted(row.state for row in rows) == [
        "approved",
        "approved",
        "approved",
        "ordered",
        "sent_back",
        "submitted",
    ]
    assert all(row.part_revision.state == "checked" for row in rows)
    assert plan is not None
    assert plan.version == 1
    assert {job.number for job in plan.jobs} == {"J-0001", "J-0002", "J-0003", "J-0004"}
    assert len(today.awaiting) == 1


def test_a_taken_port_is_said_before_anything_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence names the port and what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        arguments = ["printlab.demo", "--home", str(tmp_path / "lab"), "--port", port]
        monkeypatch.setattr(sys, "argv", arguments)
        code = demo.main()

    assert code == 2
    assert capsys.readouterr().err == (
        f"printlab: Port {port} is taken; choose another with `make run PORT=8001`.\n"
    )
    assert not (tmp_path / "lab").exists()
