"""The work of the busy lab: submissions in every state, jobs, a quote, two plans."""

import hashlib
import json
from datetime import date, datetime

from printlab.records import (
    Base,
    Build,
    Job,
    NumberSeries,
    Part,
    PartRevision,
    Placement,
    Plan,
    Quote,
    Submission,
)
from tests.web.busy_shop import HOUR, NOW, PEOPLE, ROLE_OF

SHA = "0" * 64
RESULT = json.dumps(
    {
        "terms": {
            "tardiness": {"amount": 30.0, "weight": 10.0, "cost": 300.0},
            "occupancy": {"amount": 900.0, "weight": 1.0, "cost": 900.0},
        }
    }
).encode()
"""What the planner answered, as far as a page reads it."""
RESULT_SHA256 = hashlib.sha256(RESULT).hexdigest()

WORK = (
    ("1", "student", "Bracket", "approved", "316L", 4),
    ("2", "student", "Nozzle", "submitted", "Ti6Al4V", 1),
    ("3", "other", "Hinge", "sent_back", "316L", 2),
    ("4", "company", "Manifold block", "ordered", "AlSi10Mg", 3),
    ("5", "rival", "Secret impeller", "ordered", "Ti6Al4V", 1),
    ("6", "company", "Heat exchanger", "draft", "AlSi10Mg", 2),
    ("7", "other", "Gear", "approved", "316L", 6),
    ("8", "rival", "Secret seal", "ordered", "316L", 2),
)
"""Number, owner, part, state, material, quantity."""


def work() -> list[Base]:
    """Return parts, submissions, jobs and an offered quote."""
    organisation_of = {key: organisation for key, _, organisation in PEOPLE}
    rows: list[Base] = []
    for number, owner, name, state, material, quantity in WORK:
        organisation = organisation_of[owner]
        course = ROLE_OF.get(owner, owner) == "student"
        owned = {"organisation_id": organisation}
        rows.append(
            Part(
                id=f"p{number}",
                user_id=owner,
                group_id="am101" if course else None,
                name=name,
                confidential=owner == "rival",
                **owned,
            )
        )
        rows.append(_revision(number, organisation, material, name))
        rows.append(
            Submission(
                id=f"s{number}",
                user_id=owner,
                group_id="am101" if course else None,
                part_revision_id=f"r{number}",
                quantity=quantity,
                needed_by=date(2026, 12, 4),
                course_or_company="AM101" if course else "PO-77",
                state=state,
                submitted_at=NOW - int(number) * HOUR,
                **owned,
            )
        )
        if state in {"approved", "ordered"}:
            rows.append(_job(number, organisation, quantity, confidential=owner == "rival"))
    rows.append(_quote())
    rows += [NumberSeries(prefix=prefix, last=8) for prefix in ("J", "B", "Q")]
    return rows


def _revision(number: str, organisation: str, material: str, name: str) -> PartRevision:
    return PartRevision(
        id=f"r{number}",
        organisation_id=organisation,
        part_id=f"p{number}",
        number=1,
        file_sha256=SHA,
        file_name=f"{name.lower().replace(' ', '_')}.stl",
        file_bytes=40_000,
        material_id=material.lower(),
        parameter_set_id=f"{material.lower()}-30",
        state="checked",
        accepted=number != "3",
        error_count=1 if number == "3" else 0,
        warning_count=1,
        layer_count=1000,
        height_mm=30.0,
        size_x_mm=60.0,
        size_y_mm=40.0,
        size_z_mm=30.0,
        triangles=1200,
        volume_mm3=21_000.0,
        time_s=30_000.0,
        time_low_s=26_000.0,
        time_high_s=36_000.0,
        scan_time_s=20_000.0,
        mass_g=168.0,
        powder_g=230.0,
        net_cents=48_250,
        ready_at=NOW + 90 * HOUR,
        checked_at=NOW,
    )


def _job(number: str, organisation: str, copies: int, *, confidential: bool) -> Job:
    return Job(
        id=f"j{number}",
        organisation_id=organisation,
        number=f"J-000{number}",
        submission_id=f"s{number}",
        part_revision_id=f"r{number}",
        copies=copies,
        release_at=NOW - 48 * HOUR,
        due_at=NOW + (30 if number == "7" else 200) * HOUR,
        confidential=confidential,
        state="printing" if number == "1" else "planned",
        promised_at=NOW + 70 * HOUR,
    )


def _quote() -> Quote:
    return Quote(
        id="q6",
        organisation_id="koper",
        submission_id="s6",
        number="Q-0001",
        net_cents=48_250,
        vat_cents=10_133,
        gross_cents=58_383,
        vat_percent=21,
        valid_until=NOW + 14 * 24 * HOUR,
        ready_at=NOW + 90 * HOUR,
        ready_share=0.9,
        ready_as_of=NOW,
        state="offered",
    )


BUILDS = (
    ("1", "eos", "316l", "running", -6.0, 14.0, ("1",)),
    ("2", "eos", "316l", "planned", 43.0, 26.0, ("7", "8")),
    ("3", "slm", "alsi10mg", "planned", 20.0, 30.0, ("4",)),
    ("4", "truprint", "ti6al4v", "planned", 19.0, 9.0, ("5",)),
)
"""Number, machine, material, state, set-up in hours from now, hours of print, jobs on it."""


def plans() -> list[Base]:
    """Return a published and a proposed plan with their builds."""
    rows: list[Base] = []
    for plan, state, version in (("n1", "published", 1), ("n2", "proposed", 2)):
        rows.append(_plan(plan, state, version))
        for number, machine, material, build_state, start_h, print_h, jobs in BUILDS:
            if state == "proposed" and build_state == "running":
                continue
            key = f"{plan}b{number}"
            build = _build(key, plan, (machine, material), NOW + start_h * HOUR, print_h)
            build.number = f"B-000{number}" if state == "published" else None
            build.state = build_state
            build.pinned = key == "n1b3"
            build.actual_start_at = NOW - 5 * HOUR if build_state == "running" else None
            rows.append(build)
            rows += [_placement(key, job, index) for index, job in enumerate(jobs)]
    return rows


def _plan(key: str, state: str, version: int) -> Plan:
    return Plan(
        id=key,
        organisation_id="lab",
        version=version,
        state=state,
        status="feasible",
        objective=1200.0,
        bound=900.0,
        gap=0.25,
        seed=0,
        runtime_s=10.0,
        origin_at=NOW,
        tick_s=60,
        problem_sha256=SHA,
        result_sha256=RESULT_SHA256,
        published_at=NOW - 24 * HOUR if state == "published" else None,
    )


def _build(key: str, plan: str, on: tuple[str, str], setup_at: datetime, print_h: float) -> Build:
    start = setup_at + HOUR
    end = start + print_h * HOUR
    return Build(
        id=key,
        organisation_id="lab",
        plan_id=plan,
        machine_id=on[0],
        material_id=on[1],
        parameter_set_id=f"{on[1]}-30",
        planned_setup_at=setup_at,
        planned_start_at=start,
        planned_end_at=end,
        planned_cool_end_at=end + 2 * HOUR,
        planned_unload_at=end + 4 * HOUR,
        planned_unload_end_at=end + 5 * HOUR,
        height_mm=30.0,
    )


def _placement(build: str, job: str, index: int) -> Placement:
    return Placement(
        organisation_id="lab",
        build_id=build,
        job_id=f"j{job}",
        copy=1,
        x_mm=20.0 + 80.0 * index,
        y_mm=25.0,
        width_mm=60.0,
        depth_mm=40.0,
        height_mm=30.0,
        rotation_deg=0,
    )
