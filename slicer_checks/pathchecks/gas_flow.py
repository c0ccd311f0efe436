"""Vectors that go with the flow of gas, and layers that are scanned from upstream to downstream."""

from collections.abc import Iterator

import numpy as np

from slicer_checks.checks.protocol import breach
from slicer_checks.finding import Finding
from slicer_checks.pathchecks.downstream import flow_of
from slicer_checks.pathchecks.protocol import Subject, at_block, in_layers


def gas_flow(subject: Subject) -> Iterator[Finding]:
    """Tell the share of hatches that go with the flow, and in how many layers the order does.

    Off until a lab gives its machine's direction of flow in the limit path-gas-flow-direction, at
    any other level: degrees counter-clockwise from x, towards which the gas flows.
    """
    process, measures = subject.process, subject.measures
    flow_limit = process.limit("path-gas-flow-direction")
    if flow_limit.level == "off":
        return
    within_deg = process.limit("path-gas-flow-angle").value
    flow = flow_of(subject, flow_limit.value, within_deg)
    with_mm = np.where(subject.hatched, flow.with_mm, 0.0)
    scan_mm = float(measures.scan_mm[subject.hatched].sum())
    told = {"flow_deg": flow_limit.value, "within_deg": within_deg}
    along = process.limit("path-gas-flow-share")
    share = 100.0 * float(with_mm.sum()) / scan_mm if scan_mm > 0 else 0.0
    if share > along.value:
        worst = int(np.argmax(with_mm))
        told_here = {**told, "layer": int(subject.block_layer[worst])}
        where = at_block(subject, worst)
        yield from breach("path-gas-flow", along, share, where, **told_here, variant="along")
    order = process.limit("path-gas-flow-order")
    following = np.flatnonzero(np.nan_to_num(flow.order, nan=-1.0) > order.value)
    if len(following):
        worst = int(following[np.argmax(flow.order[following])])
        counts = {"count": len(following), "layers": len(subject.toolpath), "layer": worst}
        where = in_layers(subject, following)
        correlation = float(flow.order[worst])
        yield from breach(
            "path-gas-flow", order, correlation, where, **told, **counts, variant="order"
        )
