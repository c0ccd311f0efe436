"""What ``printlab plan`` tells and writes."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import scheduler
from benchmarks.plan100 import generate
from printlab.cli import main
from printlab.commands.plan_search import STOPPING, search
from tests.printlab.standard_error import but_for_compiling

ROOT = Path(__file__).resolve().parents[2]
PROBLEM = ROOT / "examples" / "plan_problem.json"
QUICK = ("--time-limit", "0.5")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; return its exit code, and what it printed and told."""

    def run_it(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["plan", *map(str, arguments)])
        printed = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, printed.out, but_for_compiling(printed.err)

    return run_it


def changed(tmp_path: Path, change: Callable[[Any], None]) -> Path:
    """Write the example problem, changed."""
    document = json.loads(PROBLEM.read_text("utf-8"))
    change(document)
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_people_terms_and_due_dates_are_told(run: Run) -> None:
    """Under the builds stand the terms of the objective, the hours of people, and what is late."""
    code, out, _ = run(PROBLEM, *QUICK)

    assert code == 0
    assert "powder changes (ticks)" in out
    assert "People work " in out
    assert "All 4 jobs with a due date are in time." in out
    assert "(B-0001, fixed)" in out


def test_late_jobs_are_named_with_their_delay(run: Run, tmp_path: Path) -> None:
    """A job that cannot be in time says when it is done."""

    def hurry(document: Any) -> None:  # noqa: ANN401  any JSON
        document["parts"][0]["due"] = 600

    _, out, _ = run(changed(tmp_path, hurry), *QUICK)

    assert "1 of 4 jobs with a due date are late:" in out
    assert "J-0001: due day 1 10:00, done day " in out


def test_an_origin_makes_calendar_time_in_the_zone(run: Run) -> None:
    """Times are those of the time zone, in the language asked for."""
    _, out, _ = run(PROBLEM, *QUICK, "--origin", "2026-11-30T00:00", "--lang", "nl")

    assert out.startswith("Planning (")
    assert "ma 30 nov 08:00" in out


def test_pictures_and_calendars_are_written(run: Run, tmp_path: Path) -> None:
    """A file's ending decides between PNG and SVG; with --json only the document is printed."""
    png, svg, ics = (tmp_path / name for name in ("plan.png", "plan.svg", "plan.ics"))
    code, out, _ = run(
        PROBLEM, *QUICK, "--json", "--png", png, "--ics", ics, "--origin", "2026-11-30T08:00+01:00"
    )
    run(PROBLEM, *QUICK, "--png", svg)

    assert code == 0
    assert json.loads(out)["schedule"]
    assert png.read_bytes().startswith(b"\x89PNG")
    assert svg.read_text("utf-8").startswith("<?xml")
    assert b"DTSTART:20261130T" in ics.read_bytes()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            ("--ics", "plan.ics"),
            "--ics needs --origin, when tick 0 is, such as 2026-11-30T00:00+01:00.",
        ),
        (("--origin", "monday"), "monday is no moment"),
        (("--time-zone", "Mars/Olympus"), "there is no time zone Mars/Olympus"),
        (("--png", "plan.jpg"), "does not end in .png nor in .svg"),
        (("--png", "no/such/plan.png"), "cannot be written"),
        (("--time-limit", "0"), "must be above zero"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_sentence(
    run: Run, options: tuple[str, ...], told: str
) -> None:
    """Exit code 2, one sentence on stderr, and the document on stdout."""
    code, out, err = run(PROBLEM, *QUICK, *options, "--json")

    assert code == 2
    assert told in err
    assert err.count("\n") == 1
    assert json.loads(out)["error"]["message"] in err


def test_no_plan_writes_no_file(run: Run, tmp_path: Path) -> None:
    """Without a plan there is nothing to draw: exit code 1, and why."""

    def grow(document: Any) -> None:  # noqa: ANN401  any JSON
        document["parts"][0]["orientations"][0]["height_mm"] = 10_000.0

    png, ics = tmp_path / "plan.png", tmp_path / "plan.ics"
    asked = changed(tmp_path, grow)
    code, out, err = run(asked, *QUICK, "--png", png, "--lang", "de")

    assert code == 1
    assert out.startswith("Kein Zeitplan (unmöglich). Teil bracket")
    assert not png.exists()
    assert f"{png} wird nicht geschrieben: Es gibt keinen Plan.\n" in err

    options = ("--png", png, "--ics", ics, "--origin", "2026-11-30", "--json")
    code, out, err = run(asked, *QUICK, *options)
    assert json.loads(out)["schedule"] is None
    assert err.splitlines() == [f"{out} is not written: there is no plan." for out in (png, ics)]


@pytest.mark.parametrize(("lang", "words"), [("en", "There is nothing"), ("nl", "Er is niets")])
def test_a_problem_without_parts_has_nothing_to_plan(
    run: Run, tmp_path: Path, lang: str, words: str
) -> None:
    """That is one plain line instead of empty tables."""

    def clear(document: Any) -> None:  # noqa: ANN401  any JSON
        document |= {"parts": [], "fixed": [], "operations": [], "previous": []}

    code, out, _ = run(changed(tmp_path, clear), *QUICK, "--lang", lang)
    assert code == 0
    assert out.startswith(words)
    assert out.count("\n") == 1


def test_ctrl_c_ends_the_search_with_the_best_plan(capfd: pytest.CaptureFixture[str]) -> None:
    """It is heard within moments, in exact steps too, and the old handling comes back.

    The terminal is told, unless it wants a document alone.
    """
    before = signal.getsignal(signal.SIGINT)
    ringing = signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        for after_s, quiet in ((1.5, True), (5.0, False)):
            signal.setitimer(signal.ITIMER_REAL, after_s)
            found = search(generate(24, 2, 0), scheduler.Limits(time_s=60.0), quiet=quiet)
            result = found.result
            assert any(news.objective is not None for news in found.history)
            assert result.runtime_s < 30.0
            assert result.schedule is not None
            assert (STOPPING in capfd.readouterr().err) != quiet
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, ringing)

    assert signal.getsignal(signal.SIGINT) is before
