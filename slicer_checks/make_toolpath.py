"""The verb: make the vectors of a part, from its layers."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import repeat
from typing import Final

import numpy as np
from manifold3d import CrossSection

from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.errors import NotAskable
from slicer_checks.exposure import Exposure
from slicer_checks.hatching.blocksupport import support_walls
from slicer_checks.hatching.lasers import fields_of, lasers_of, shared_out, side_by_side
from slicer_checks.hatching.layerregions import LayerRegion, layer_regions, rings_of, skins
from slicer_checks.hatching.patterns import hatch_region
from slicer_checks.heldcolumns import held_columns
from slicer_checks.layerstack import LayerStack
from slicer_checks.materials import default_process
from slicer_checks.part import Part
from slicer_checks.process import ParameterSet, Process
from slicer_checks.scanstrategy import LASERS_SHARED, ScanStrategy
from slicer_checks.slicing import slice_for
from slicer_checks.toolpath import Direction, FileFacts, Floats, PathPart, Role, Shape, Toolpath

SETS: Final = ("contour", "core", "up-skin", "down-skin", "support")
"""The exposures of every toolpath that is made, in their order."""

DECIMALS: Final = 4
UNIT_MM: Final = 0.0001
"""Coordinates are whole tenths of a micrometre, so formats with whole numbers hold them."""

SUPPORT_PIXEL_MM: Final = 0.15
"""Walls of supports begin and end at pixels: those of a whole platform must not be wider."""

_HATCHED: Final = {Role.CORE: 1, Role.UP_SKIN: 2, Role.DOWN_SKIN: 3}
_ORDER: Final = (Role.DOWN_SKIN, Role.CORE, Role.UP_SKIN)


def make_toolpath(
    source: Part | LayerStack,
    strategy: ScanStrategy | None = None,
    process: Process | None = None,
    layers: LayerStack | None = None,
) -> Toolpath:
    """Make the toolpath of a part: contours and hatch of every layer.

    Parameters
    ----------
    source
        A part, which is sliced at the process's layer, or its layers.
    strategy
        How layers are scanned; by default to and fro, with the hatch distance, the contours and
        the stripes of the parameter set.
    process
        Material and parameter set; by default 316L.
    layers
        The layers of a part, where they are at hand.

    Returns
    -------
    Heights count from the part's bottom, each layer's is its upper face; x and y are those of the
    file, in whole tenths of a micrometre. Vectors end on the edge of the region that is hatched.
    What is thinner than the melt track is left out (`slicer_checks.hatching.leftout`).
    Length times distance is the area of the hatched regions, but for overlaps of stripes and
    fields, stretches below ``drop_mm``, and regions narrower than the distance: those hold a line
    or none.
    """
    given = source if isinstance(source, LayerStack) else layers
    process = process or default_process(layer_mm=None if given is None else given.layer_mm)
    stack = _sliced(source, process) if given is None else given
    strategy = strategy or strategy_for(process.parameters)
    if not strategy.fields_mm:
        strategy = replace(strategy, fields_mm=fields_of(stack, strategy.lasers))
    draft = BlockDraft()
    walls = _supports(source, strategy, process, stack)
    regions = skins(layer_regions(stack, strategy), strategy)
    for number, ((region, roles), held) in enumerate(zip(regions, walls, strict=False)):
        draft.layer((number + 1) * stack.layer_mm)
        hatch = list(_hatch(roles, strategy, strategy.layer_deg(number)))
        rings = list(_contours(region, strategy))
        ordered = (*rings, *hatch) if strategy.contours_first else (*hatch, *rings)
        for points, tag in (*_walls(held), *ordered):
            for mine, laser in shared_out(points, tag.shape, strategy):
                whole = tag.shape == Shape.HATCHES or len(mine) == len(points)
                direction = tag.direction if whole else Direction.OPEN
                drawn = _rounded(mine, tag.shape)
                if len(drawn):
                    draft.block(drawn, replace(tag, laser=laser, direction=direction))
    name = source.name if isinstance(source, Part) else "part"
    blocks = draft.blocks()
    used, exposure = np.unique(blocks.block_exposure, return_inverse=True)
    known = exposures_of(process.parameters, strategy)
    return Toolpath(
        blocks=replace(blocks, block_exposure=exposure.astype(np.int32)),
        exposures=tuple(known[number] for number in used.tolist()),
        parts=(PathPart(number=1, name=name),),
        facts=FileFacts(
            file_format="made",
            unit_mm=UNIT_MM,
            layer_mm=stack.layer_mm,
            hatch_mm=strategy.hatch_mm,
        ),
        lasers=lasers_of(strategy),
        name=name,
    )


def _sliced(source: Part | LayerStack, process: Process) -> LayerStack:
    return source if isinstance(source, LayerStack) else slice_for(source, process)


def _rounded(points_mm: Floats, shape: Shape) -> Floats:
    """Return the points of a block as they are kept, without vectors whose ends are one point."""
    points = np.round(points_mm, DECIMALS)
    if shape == Shape.HATCHES:
        pairs = points.reshape(-1, 2, 2)
        return np.asarray(pairs[(pairs[:, 0] != pairs[:, 1]).any(axis=1)].reshape(-1, 2))
    goes_on = (points[1:] != points[:-1]).any(axis=1)
    return np.asarray(points[np.concatenate(([bool(goes_on.any())], goes_on))])


def _supports(
    source: Part | LayerStack, strategy: ScanStrategy, process: Process, layers: LayerStack
) -> Iterator[Floats]:
    """Yield the walls of supports of each layer, without end where there are none."""
    if strategy.support_mm == 0.0:
        return repeat(np.empty((0, 2)))
    if not isinstance(source, Part):
        raise NotAskable(
            "toolpath-supports", "Supports are made for a part; layers alone know no overhangs."
        )
    _, columns, grid = held_columns(source, process, SUPPORT_PIXEL_MM)
    z_mm = layers.bottom_mm + layers.z_mm
    return support_walls(columns, grid, z_mm, strategy.support_mm, layers.layer_mm)


def _walls(points: Floats) -> Iterator[tuple[Floats, Tag]]:
    if len(points):
        exposure = SETS.index("support")
        yield points, Tag(shape=Shape.HATCHES, role=Role.SUPPORT, exposure=exposure, part=0)


def strategy_for(parameters: ParameterSet) -> ScanStrategy:
    """Return the strategy that a parameter set describes: stripes where it has some."""
    wide = parameters.stripe_mm > 0
    return ScanStrategy(
        pattern="stripe" if wide else "meander",
        hatch_mm=parameters.hatch_mm,
        contours=parameters.contours,
        stripe_mm=parameters.stripe_mm if wide else ScanStrategy().stripe_mm,
        stripe_overlap_mm=parameters.stripe_overlap_mm if wide else 0.0,
    )


def strategy_on(process: Process) -> ScanStrategy:
    """Return the strategy of a process's parameter set on its first machine.

    All its lasers share the work: each in its scan field, where the machine has fields side by
    side, which count from the platform's corner. The scan goes against the gas where the rules tell
    its flow (``path-gas-flow-direction``).
    """
    flow, machine = process.limit("path-gas-flow-direction"), process.machines[0]
    fields_mm = machine.laser_fields_mm
    return replace(
        strategy_for(process.parameters),
        lasers=min(machine.lasers, LASERS_SHARED),
        fields_mm=fields_mm if side_by_side(fields_mm) else (),
        gas_flow_deg=ScanStrategy().gas_flow_deg if flow.level == "off" else flow.value,
    )


def exposures_of(parameters: ParameterSet, strategy: ScanStrategy) -> tuple[Exposure, ...]:
    """Return the exposures by the order of `SETS`: the strategy's own, else the parameter set's."""
    own = dict(strategy.sets)
    power_w = parameters.power_w or float("nan")
    speeds = {"contour": parameters.contour_speed_mm_s}
    return tuple(
        own.get(name)
        or Exposure(
            name=name,
            power_w=power_w,
            speed_mm_s=speeds.get(name, parameters.hatch_speed_mm_s),
            jump_speed_mm_s=parameters.jump_speed_mm_s,
            mark_delay_us=parameters.delay_per_vector_us,
        )
        for name in SETS
    )


def changed_sets(
    parameters: ParameterSet, changes: Mapping[str, tuple[float, float]]
) -> tuple[tuple[str, Exposure], ...]:
    """Return sets for a `ScanStrategy`: those of `SETS` whose power (W) or speed (mm/s) changes.

    0 keeps the parameter set's own.
    """
    usual = dict(zip(SETS, exposures_of(parameters, ScanStrategy()), strict=True))
    return tuple(
        (
            name,
            replace(
                usual[name],
                power_w=power_w or usual[name].power_w,
                speed_mm_s=speed_mm_s or usual[name].speed_mm_s,
            ),
        )
        for name, (power_w, speed_mm_s) in changes.items()
        if power_w or speed_mm_s
    )


def _hatch(
    roles: dict[Role, CrossSection], strategy: ScanStrategy, angle_deg: float
) -> Iterator[tuple[Floats, Tag]]:
    for role in _ORDER:
        if role in roles:
            points = hatch_region(*rings_of(roles[role]), strategy, angle_deg)
            if len(points):
                exposure = _HATCHED[role]
                yield (
                    points,
                    Tag(shape=Shape.HATCHES, role=role, exposure=exposure, part=0),
                )


def _contours(region: LayerRegion, strategy: ScanStrategy) -> Iterator[tuple[Floats, Tag]]:
    ordered = region.contours if strategy.outside_in else region.contours[::-1]
    for contour in ordered:
        for ring in contour.to_polygons():
            closed = np.concatenate((ring, ring[:1]))
            x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
            area = float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())
            direction = Direction.COUNTER_CLOCKWISE if area > 0 else Direction.CLOCKWISE
            yield (
                closed,
                Tag(
                    shape=Shape.POLYLINE,
                    role=Role.CORE,
                    direction=direction,
                    exposure=0,
                    part=0,
                ),
            )
