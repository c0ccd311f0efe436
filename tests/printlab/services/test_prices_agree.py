"""One part, one price: the site, the written report and the command line."""

from __future__ import annotations

import datetime as dt
import json
import os

import pytest

from printlab.cli import main
from printlab.services import parts, prices, submissions
from printlab.services.lateness import lateness_of
from slicer_checks.reports.content import content_of
from tests.printlab.workshop import ROOT, Workshop

BRACKET = ROOT / "examples" / "parts" / "bracket.stl"


def test_site_report_and_command_line_tell_one_price(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Set-up, handling and the machine are the lab's everywhere; without a lab that is said."""
    submission_id = shop.upload("student", BRACKET.read_bytes(), quantity="1")
    assert shop.work() == ["done"]
    with shop.lab.read(shop.people["student"]) as desk:
        submission = submissions.get(desk, submission_id)
        price = prices.price_for(desk, submission)
        subject = parts.written(desk, submission.part_revision_id)
    assert price is not None
    net_eur = price.net_cents / 100
    told = {row[0]: row[1] for row in content_of(subject)["glance"]}

    monkeypatch.setenv("PRINTLAB_HOME", os.fspath(shop.lab.settings.home))
    document = _checked(capsys, "--json")
    estimate = json.loads(document)["estimate"]

    assert told["Price, about"] == f"€\u00a0{net_eur:.2f}"
    assert estimate["cost_eur"] == pytest.approx(net_eur, abs=0.011)
    assert (estimate["setup_eur"], estimate["handling_eur"]) == (60.0, 12.5)
    assert estimate["cost_low_eur"] < net_eur < estimate["cost_high_eur"]
    assert json.loads(document)["prices_of"] == "Example metal lab"
    assert "those of Example metal lab" in _checked(capsys)

    monkeypatch.delenv("PRINTLAB_HOME")
    alone = _checked(capsys)
    assert "built-in examples" in alone
    assert "set-up (0.00) and handling (0.00)" in alone


def _checked(capsys: pytest.CaptureFixture[str], *more: str) -> str:
    """Return what the command prints of the bracket, in one line."""
    with pytest.raises(SystemExit):
        main(["check", str(BRACKET), *more])
    return " ".join(capsys.readouterr().out.split())


def test_naming_no_class_of_machine_is_never_worse(shop: Workshop) -> None:
    """Of every class the one that keeps the date and then the cheapest is taken and priced."""
    wanted = ("", "compact", "small", "standard")
    ids = {name: shop.upload("student", machine_class=name, quantity="60") for name in wanted}
    assert shop.work() == ["done"] * len(wanted)
    with shop.lab.read(shop.people["student"]) as desk:
        rows = {name: submissions.get(desk, id_) for name, id_ in ids.items()}
        found = {name: parts.report(desk, row.part_revision_id) for name, row in rows.items()}
        net_cents = {name: row.part_revision.net_cents for name, row in rows.items()}
        priced = prices.price_for(desk, rows[""])

    ready = found[""]["ready"]
    assert isinstance(ready, dict)
    assert priced is not None
    assert priced.net_cents == net_cents[""] == ready["choices"][0]["net_cents"]
    late = {name: _late_s(report["ready"]) for name, report in found.items()}
    assert (late[""], net_cents[""]) == min((late[name], net_cents[name]) for name in wanted)


def test_a_date_that_is_missed_names_what_would_keep_it(shop: Workshop) -> None:
    """A class too slow for the day: the report holds the others, and how many copies it can do."""
    tomorrow = (shop.clock.now.date() + dt.timedelta(days=1)).isoformat()
    with_one = shop.upload("student", machine_class="compact", quantity="400", needed_by=tomorrow)
    assert shop.work() == ["done"]
    with shop.lab.read(shop.people["student"]) as desk:
        submission = submissions.get(desk, with_one)
        ready = parts.report(desk, submission.part_revision_id)["ready"]
        late = lateness_of(desk, submission)

    assert isinstance(ready, dict)
    assert ready["machine_class"] == "compact"
    assert _late_s(ready) > 0
    assert {choice["machine_class"] for choice in ready["choices"]} >= {"compact", "standard"}
    assert 0 <= ready["most_in_time"] < 400
    best = ready["choices"][0]
    assert late is not None
    assert late.better_at is not None
    assert late.better_at < late.ready_at
    assert (late.better_class, late.better_net_cents) == (best["machine_class"], best["net_cents"])


def _late_s(ready: object) -> float:
    """Return how late the chosen class is."""
    assert isinstance(ready, dict)
    chosen = [c for c in ready["choices"] if c["machine_class"] == ready["machine_class"]]
    return float(chosen[0]["late_s"])
