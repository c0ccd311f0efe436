"""Hatches with more or less energy per volume than dense samples of the material were made with."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.finding import Finding
from slicer_checks.pathchecks.energies import dense_sets, energy_j_mm3, farness, hatch_settings
from slicer_checks.pathchecks.protocol import Subject
from slicer_checks.pathchecks.settings import Judged, beyond, marking
from slicer_checks.publishedsets import published_sets
from slicer_checks.toolpath import Role

NEAREST = 2
"""So many published sets are named, the nearest first."""


def energy_density(subject: Subject) -> Iterator[Finding]:
    """Hold power over speed, hatch distance and layer against the window of the material.

    The window is of test cubes, so skins are not judged. What is a published set itself, within a
    few per cent in every number, is none to warn of.
    """
    limits = [subject.process.limit(name) for name in ("path-energy-low", "path-energy-high")]
    if all(limit.severity is None for limit in limits):
        return
    skins = np.isin(subject.toolpath.blocks.block_role, (Role.UP_SKIN, Role.DOWN_SKIN))
    papers = published_sets(subject.process.material.name)
    exposure = subject.toolpath.blocks.block_exposure
    alike = np.log1p(subject.process.limit("path-energy-alike").value / 100)
    for limit, above, settings in zip(limits, (False, True), hatch_settings(subject), strict=True):
        apart = farness(settings, dense_sets(subject))
        known = apart.min(axis=1, initial=np.inf) <= alike
        judged = Judged(
            numbers=energy_j_mm3(settings)[exposure],
            blocks=marking(subject) & subject.hatched & ~skins & ~known[exposure],
        )
        found = judged.worst(limit, above=above)
        if found is None:
            continue
        worst = exposure[found[0]]
        order = np.argsort(apart[worst][: len(papers)], kind="stable")
        near = [papers[at].told() for at in order[:NEAREST]]
        power_w, speed_mm_s, across_mm, layer_mm = settings[worst].tolist()
        yield from beyond(
            "path-energy-density",
            subject,
            judged,
            limit,
            above=above,
            variant="high" if above else "low",
            material=subject.process.material.name,
            power_w=power_w,
            speed_mm_s=speed_mm_s,
            hatch_um=1000 * across_mm,
            layer_um=1000 * layer_mm,
            nearest="; ".join(near) or "-",
        )
