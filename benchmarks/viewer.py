"""The viewer of toolpaths, traced in headless Chromium against a served lab.

    python -m benchmarks viewer [--layers 156] [--vectors 20000] [--steps 20] [--json]

A toolpath of so many layers of so many hatches each (156 of 20,000 are an OVF file of 50 MB) is
handed in by the demo student, checked by a worker, and opened.

* *first layer*: from asking for the page until a layer of it is drawn, three times;
* then the arrow key steps through layers that lie ready. Of each step the trace tells *script*, and
  *script and paint*: all that the page's own thread did for the key and for the frame that shows
  the layer (script, style, layout, painting, handing the picture on).

In milliseconds, the middle and the most. The machine draws without a graphics card here.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks._rows import Row, document, table
from slicer_checks import Toolpath, write_toolpath
from slicer_checks.blockdraft import BlockDraft, Tag
from slicer_checks.exposure import Exposure
from slicer_checks.toolpath import FileFacts, PathPart, Role, Shape
from tests.browser.served import CHROMIUM, QUIET, served
from tests.browser.test_pages import open_as
from tests.browser.test_toolpaths import hand_in, shown
from tests.known_parts import box_triangles, stl_bytes
from tests.known_paths import square

Event = dict[str, Any]

COLUMNS = ("name", "middle", "most")
SIDE_MM, LAYER_MM, STRIPES = 100.0, 0.04, 20
OPENED = 3
MS_PER_US = 1e-3
CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline"]


def toolpath(layers: int, vectors: int) -> Toolpath:
    """Return a square plate hatched in stripes, so many vectors a layer."""
    draft = BlockDraft()
    lines = vectors // STRIPES
    wide = SIDE_MM / STRIPES
    y_mm = (np.arange(lines) + 0.5) * SIDE_MM / lines
    ends = [
        np.stack([np.full(lines, at + 0.02), y_mm, np.full(lines, at + wide - 0.02), y_mm], axis=1)
        for at in wide * np.arange(STRIPES)
    ]
    hatch = np.concatenate(ends)
    hatch[1::2] = hatch[1::2][:, [2, 3, 0, 1]]
    for layer in range(layers):
        draft.layer((layer + 1) * LAYER_MM)
        draft.block(square(SIDE_MM), Tag(shape=Shape.POLYLINE, role=Role.CORE, exposure=0, part=0))
        draft.block(
            hatch.reshape(-1, 2), Tag(shape=Shape.HATCHES, role=Role.CORE, exposure=0, part=0)
        )
    return Toolpath(
        blocks=draft.blocks(),
        exposures=(Exposure(name="set", power_w=200.0, speed_mm_s=800.0),),
        parts=(PathPart(number=1, name="plate"),),
        facts=FileFacts(file_format="made"),
    )


def measured(browser: Browser, address: str, files: tuple[Path, Path], steps: int) -> Iterator[Row]:
    """Hand the files in, and yield the rows of opening and of stepping."""
    context = browser.new_context(base_url=address, locale="en-GB")
    context.set_default_timeout(600_000)
    page = open_as(context, "student")
    hand_in(page, files)
    yield _row("first layer", [_opened_ms(page) for _ in range(OPENED)])
    trace = files[0].with_suffix(".trace.json")
    page.locator("#viewer-canvas").focus()
    page.wait_for_timeout(500)
    browser.start_tracing(page=page, path=trace, categories=CATEGORIES)
    before = int(page.locator("#viewer").get_attribute("data-shown") or 0)
    for step in range(steps):
        page.keyboard.press("ArrowUp")
        shown(page, before + step + 1)
        page.wait_for_timeout(300)
    browser.stop_tracing()
    yield from _stepped(json.loads(trace.read_bytes())["traceEvents"])


def _opened_ms(page: Page) -> float:
    address = page.url
    page.goto("about:blank")
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator("#viewer[data-shown]").wait_for()
    return 1000 * (time.perf_counter() - began)


def _stepped(events: Sequence[Event]) -> Iterator[Row]:
    """Yield script, and script and paint, of each key with the frame that follows on it."""
    timed = [event for event in events if event.get("ph") == "X"]
    keys = [one for one in timed if _is_key(one)]
    thread = (keys[0]["pid"], keys[0]["tid"])
    mine = sorted(
        (one for one in timed if (one["pid"], one["tid"]) == thread), key=lambda one: one["ts"]
    )
    frames = [one for one in mine if one["name"] == "FireAnimationFrame"]
    tasks = [one for one in mine if one["name"] == "RunTask"]
    script, both = [], []
    for key in keys:
        frame = next(one for one in frames if one["ts"] > key["ts"])
        script.append(MS_PER_US * (key["dur"] + frame["dur"]))
        both.append(MS_PER_US * sum(_around(one, tasks)["dur"] for one in (key, frame)))
    yield _row("script", script)
    yield _row("script and paint", both)


def _is_key(event: Event) -> bool:
    data = event.get("args", {}).get("data", {})
    return bool(event["name"] == "EventDispatch" and data.get("type") == "keydown")


def _around(event: Event, tasks: Sequence[Event]) -> Event:
    """Return the task that an event is in."""
    return next(one for one in tasks if one["ts"] <= event["ts"] <= one["ts"] + one["dur"])


def _row(name: str, values_ms: Sequence[float]) -> Row:
    return {"name": name, "middle": median(values_ms), "most": max(values_ms)}


def main(arguments: list[str] | None = None) -> None:
    """Print the table, or with ``--json`` one document."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks viewer",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--layers", type=int, default=156)
    parser.add_argument("--vectors", type=int, default=20_000)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name, served(Path(name) / "home") as address:
        part, path = Path(name) / "plate.stl", Path(name) / "plate.ovf"
        part.write_bytes(stl_bytes(box_triangles(SIDE_MM, SIDE_MM, chosen.layers * LAYER_MM)))
        path.write_bytes(write_toolpath(toolpath(chosen.layers, chosen.vectors), "ovf").data)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            rows = list(measured(browser, address, (part, path), chosen.steps))
            browser.close()
    print(document(rows) if chosen.json else table(rows, COLUMNS))


if __name__ == "__main__":
    main()
