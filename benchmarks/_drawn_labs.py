"""Whole metal labs drawn by chance: machines, people, powders, stations and parts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import NamedTuple

import scheduler
from benchmarks._drawn_parts import Drawn, drawn_part

DAY = 24 * 60
SEEDS = range(5)


class Size(NamedTuple):
    """A family of problems: how many parts, machines, people, furnace places and wire cutters."""

    parts: int
    machines: int
    people: int
    furnace: int
    cutters: int


SIZES = (
    Size(10, 2, 1, 1, 1),
    Size(20, 2, 1, 1, 1),
    Size(30, 3, 1, 2, 1),
    Size(50, 3, 1, 2, 1),
    Size(100, 4, 2, 2, 2),
    Size(150, 4, 2, 2, 2),
    Size(200, 5, 2, 3, 2),
    Size(400, 6, 2, 3, 3),
)


class Model(NamedTuple):
    """A class of machine: platform (side or diameter), height, rate, times."""

    name: str
    side_mm: float
    is_round: bool
    height_mm: float
    rate_mm3_s: float
    recoat_s: float
    powders: tuple[str, ...]


MODELS = (
    Model("standard", 250.0, False, 280.0, 4.0, 9.0, ("316L", "IN718")),
    Model("small", 125.0, False, 125.0, 2.5, 8.0, ("316L", "AlSi10Mg")),
    Model("large", 280.0, False, 350.0, 9.0, 11.0, ("AlSi10Mg", "Ti6Al4V")),
    Model("round", 170.0, True, 160.0, 3.0, 8.0, ("Ti6Al4V", "316L")),
    Model("standard", 250.0, False, 280.0, 4.0, 9.0, ("316L", "IN718", "Ti6Al4V")),
    Model("large", 280.0, False, 350.0, 9.0, 11.0, ("AlSi10Mg", "316L")),
)
POWDERS = {"316L": 0.4, "AlSi10Mg": 0.25, "Ti6Al4V": 0.2, "IN718": 0.15}
PROGRAMMES = {
    "316L": ("relief-600", 4.0),
    "AlSi10Mg": ("relief-300", 2.0),
    "Ti6Al4V": ("relief-800", 3.0),
    "IN718": ("relief-980", 2.0),
}
"""Names and hours of examples; no advice for a furnace."""
OWNERS = ("university", "college-a", "college-b", "company-a", "company-b")


def problem(size: Size, seed: int) -> scheduler.Problem:
    """Draw the problem of a size and a seed."""
    rng = random.Random(f"lab-l-pbf {size.parts} {seed}")  # noqa: S311  an instance, no secret
    models = MODELS[: size.machines]
    span = max(3, round(size.parts / (4.0 * size.machines))) * DAY
    horizon = 6 * span + 28 * DAY
    days = [day for day in range(horizon // DAY) if day % 7 < 5]  # noqa: PLR2004  Monday to Friday
    operators = [_hours(day, 8, 17, size.people, ("printing", "powder")) for day in days]
    technician = [_hours(day, 9, 15, 1, ("edm", "printing")) for day in days]
    return scheduler.Problem(
        horizon=horizon,
        part_gap_mm=3.0,
        settings=tuple(
            scheduler.Setting(
                id=powder, material=powder, layer_mm=0.03 if powder != "316L" else 0.04
            )
            for powder in POWDERS
        ),
        parts=tuple(_parts(rng, size, models, span)),
        machines=tuple(_machine(rng, number, model) for number, model in enumerate(models)),
        staff=(*operators, *technician),
        stations=(
            scheduler.Station(
                id="furnace",
                kind="batch",
                capacity=size.furnace,
                load_s=1200.0,
                unload_s=1200.0,
                transport_s=600.0,
            ),
            scheduler.Station(
                id="wire-edm",
                kind="platform",
                units=size.cutters,
                load_s=1200.0,
                unload_s=600.0,
                skill="edm",
            ),
            scheduler.Station(id="blasting", kind="part", attended=True, load_s=60.0),
        ),
    )


def _hours(day: int, start: int, end: int, heads: int, skills: tuple[str, ...]) -> scheduler.Window:
    return scheduler.Window(
        start=day * DAY + start * 60, end=day * DAY + end * 60, heads=heads, skills=skills
    )


def _machine(rng: random.Random, number: int, model: Model) -> scheduler.Machine:
    down = rng.randrange(3, 12) * DAY
    platform = scheduler.Platform(width_mm=model.side_mm, depth_mm=model.side_mm, margin_mm=2.0)
    if model.is_round:
        platform = scheduler.Platform(shape="circle", diameter_mm=model.side_mm, margin_mm=2.0)
    light = scheduler.PowderChange(
        from_material=model.powders[0], to_material=model.powders[-1], time_s=6 * 3600.0
    )
    return scheduler.Machine(
        id=f"M{number + 1}-{model.name}",
        platform=platform,
        height_mm=model.height_mm,
        materials=model.powders,
        loaded=rng.choice(model.powders),
        powder_change_s=4 * 3600.0,
        powder_changes=(light,),
        setup_s=3600.0,
        warm_up_s=2400.0,
        recoat_s=model.recoat_s,
        cool_down_s=5400.0,
        unload_s=2700.0,
        powder_change_skill="powder",
        setup_skill="printing",
        unload_skill="printing",
        downtime=(scheduler.Window(start=down + 8 * 60, end=down + 17 * 60),),
    )


def _parts(
    rng: random.Random, size: Size, models: tuple[Model, ...], span: int
) -> Iterator[scheduler.Part]:
    number = 0
    for job in range(size.parts):
        powder = rng.choices(list(POWDERS), list(POWDERS.values()))[0]
        able = [place for place, model in enumerate(models) if powder in model.powders]
        if not able:
            powder, able = models[0].powders[0], [0]
            able = [place for place, model in enumerate(models) if powder in model.powders]
        release = 0 if rng.random() < 0.5 else rng.randrange(span // 2)  # noqa: PLR2004  half
        due = release + 3 * DAY + rng.randrange(2 * span)
        about = (
            f"J{job + 1:03d}",
            powder,
            rng.choice(OWNERS),
            release,
            due,
            rng.choice((1.0, 2.0, 5.0)),
        )
        for _ in range(min(rng.choice((1, 1, 1, 2, 3)), size.parts - number)):
            number += 1
            yield _part(rng, number, about, [(place, models[place]) for place in able])
        if number == size.parts:
            return


def _part(
    rng: random.Random,
    number: int,
    about: tuple[str, str, str, int, int, float],
    able: list[tuple[int, Model]],
) -> scheduler.Part:
    job, powder, owner, release, due, weight = about
    side_mm = max(model.side_mm * (0.6 if model.is_round else 0.9) for _, model in able)
    drawn = drawn_part(rng, min(110.0, side_mm), max(model.height_mm for _, model in able) * 0.9)
    programme, hours = PROGRAMMES[powder]
    cut_s = 60.0 * (3.0 + 0.35 * drawn.width_mm * drawn.depth_mm / 100.0)
    steps = [scheduler.Step(station="furnace", time_s=hours * 3600.0, programme=programme)]
    steps.append(scheduler.Step(station="wire-edm", time_s=round(cut_s)))
    if rng.random() < 0.7:  # noqa: PLR2004  most are blasted
        steps.append(scheduler.Step(station="blasting", time_s=60.0 * rng.randint(5, 25)))
    return scheduler.Part(
        id=f"P{number:03d}",
        job=job,
        owner=owner,
        setting=powder,
        orientations=_stands(rng, drawn, able),
        scan_s={
            f"M{place + 1}-{model.name}": round(drawn.volume_mm3 / model.rate_mm3_s, 1)
            for place, model in able
        },
        release=release,
        due=due,
        weight=weight,
        confidential=owner.startswith("company") and rng.random() < 0.3,  # noqa: PLR2004  some
        steps=tuple(steps),
    )


def _stands(
    rng: random.Random, drawn: Drawn, able: list[tuple[int, Model]]
) -> tuple[scheduler.Orientation, ...]:
    """Return the part as it is drawn, and maybe on its side, with supports."""
    supports = rng.uniform(0.02, 0.2) * drawn.volume_mm3
    flat = scheduler.Orientation(
        id="flat",
        width_mm=drawn.width_mm,
        depth_mm=drawn.depth_mm,
        height_mm=drawn.height_mm,
        polygon=drawn.polygon,
        holes=drawn.holes,
    )
    if rng.random() < 0.6 or drawn.depth_mm > min(model.height_mm for _, model in able):  # noqa: PLR2004
        return (flat,)
    side = scheduler.Orientation(
        id="side",
        width_mm=drawn.width_mm,
        depth_mm=drawn.height_mm,
        height_mm=drawn.depth_mm,
        support_s={
            f"M{place + 1}-{model.name}": round(supports / model.rate_mm3_s, 1)
            for place, model in able
        },
    )
    return (flat, side)
