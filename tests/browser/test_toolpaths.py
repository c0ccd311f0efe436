"""A student's toolpath in the browser: handed in, checked by a worker, looked at layer by layer."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from slicer_checks import make_toolpath, read, write_toolpath
from tests.browser.axe import faults_of
from tests.browser.test_pages import VIEWS, open_as, scrolls_sideways
from tests.known_parts import box_triangles, stl_bytes

BOX = stl_bytes(box_triangles(12, 8, 6))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Write a part and the toolpath made from it."""
    folder = tmp_path_factory.mktemp("files")
    part, path = folder / "box.stl", folder / "box.ovf"
    part.write_bytes(BOX)
    path.write_bytes(write_toolpath(make_toolpath(read(part, "mm")), "ovf").data)
    return part, path


def hand_in(page: Page, files: tuple[Path, Path]) -> None:
    """Upload the part, then its toolpath on the page of the submission; wait for the viewer."""
    page.goto("/upload")
    page.locator("#file").set_input_files(files[0])
    page.locator("#material_id").select_option("316L")
    page.locator("#needed_by").fill(f"{datetime.now(UTC) + timedelta(days=40):%Y-%m-%d}")
    page.locator("#upload-button").click()
    page.locator("#verdict-title").wait_for()
    page.goto("/submissions")
    page.locator("a[href^='/submissions/']").first.click()
    page.locator("a[href$='/toolpaths']").click()
    page.locator("#file").set_input_files(files[1])
    page.locator("#upload-button").click()
    page.wait_for_url(re.compile(r"/toolpaths/[a-z0-9]+$"))
    page.locator("#viewer[data-shown]").wait_for()


INK = """(() => {
  const canvas = document.getElementById("viewer-canvas");
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const off = (at) => Math.abs(data[at] - data[0]) + Math.abs(data[at + 1] - data[1]);
  let inked = 0;
  for (let at = 0; at < data.length; at += 4) if (off(at) > 24) inked += 1;
  return inked;
})()"""
"""How many pixels of the canvas are not its ground."""


def ink(page: Page) -> int:
    """Count the pixels of the canvas that are not its ground."""
    return int(page.evaluate(INK))


def shown(page: Page, layer: int) -> None:
    """Wait until a layer is drawn."""
    page.locator(f"#viewer[data-shown='{layer}']").wait_for()


@pytest.mark.parametrize("view", VIEWS)
def test_layers_are_looked_at(
    context_of: Callable[..., BrowserContext], files: tuple[Path, Path], view: str
) -> None:
    """Slider, number, keys and links choose a layer; the key hides kinds; no fault of WCAG."""
    page = open_as(context_of(**VIEWS[view]), "student")
    hand_in(page, files)
    assert faults_of(page) == []
    assert not scrolls_sideways(page)
    assert ink(page) > 5000

    number, canvas = page.locator("#viewer-number"), page.locator("#viewer-canvas")
    number.fill("50")
    number.press("Enter")
    shown(page, 50)
    for odd, layer in (("", 50), ("7.5", 7), ("", 7), ("50", 50)):  # cleared, it keeps the layer
        number.fill(odd)
        number.press("Enter")
        shown(page, layer)
        expect(number).to_have_value(str(layer))
    canvas.focus()
    page.keyboard.press("ArrowUp")
    shown(page, 51)
    page.keyboard.press("PageDown")
    shown(page, 41)
    page.locator("#viewer-slider").fill("7")
    shown(page, 7)
    expect(canvas).to_have_attribute("aria-label", re.compile(r"Layer 7 of 200, z = 0\.\d+ mm"))
    expect(page.locator("[data-fact=vectors]")).to_have_text(re.compile(r"^\d+$"))
    page.goto(page.url.split("?")[0] + "?layer=33")
    shown(page, 33)

    before = ink(page)
    page.locator("input[value=hatch]").uncheck()
    page.wait_for_function(f"() => ({INK}) < {before} / 4")
    assert 0 < ink(page) < before / 4
    page.locator("#viewer-in").click()
    expect(page.locator("#viewer")).to_have_class(re.compile("viewer--zoomed"))


def test_a_layer_is_played_as_the_laser_goes(
    context_of: Callable[..., BrowserContext], files: tuple[Path, Path]
) -> None:
    """While it plays there is less than the layer and more and more of it, and then the next."""
    page = open_as(context_of(**VIEWS["wide"]), "student")
    hand_in(page, files)
    page.locator("#viewer-slider").fill("20")
    shown(page, 20)
    full = ink(page)
    page.locator("#viewer-speed").select_option("1")
    page.locator("#viewer-play").click()
    expect(page.locator("#viewer-play")).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(400)
    first = ink(page)
    page.wait_for_timeout(400)
    assert first < ink(page) < full
    page.locator("#viewer-speed").select_option("100")
    page.wait_for_function("() => Number(document.getElementById('viewer').dataset.shown) > 22")
    page.locator("#viewer-play").click()
    expect(page.locator("#viewer-play")).to_have_attribute("aria-pressed", "false")


def late(route: Route) -> None:
    """Let a request go on after a third of a second."""
    time.sleep(0.3)
    route.continue_()


def test_a_slow_lab_never_shows_one_layer_as_another(
    context_of: Callable[..., BrowserContext], files: tuple[Path, Path]
) -> None:
    """While a layer is on its way, play waits for it; what is drawn is what is named."""
    page = open_as(context_of(**VIEWS["wide"]), "student")
    hand_in(page, files)
    page.locator("#viewer-slider").fill("50")
    shown(page, 50)
    page.route("**/layers/*", late)
    page.locator("#viewer-speed").select_option("100")
    page.locator("#viewer-play").click()
    for _ in range(12):
        page.wait_for_timeout(100)
        named, drawn = page.evaluate(
            "[document.getElementById('viewer-number').value, "
            "document.getElementById('viewer').dataset.shown].map(Number)"
        )
        assert drawn in {named, named - 1}


def test_a_layer_that_cannot_be_loaded_is_told(
    context_of: Callable[..., BrowserContext], files: tuple[Path, Path]
) -> None:
    """When the lab cannot be reached the viewer says so, and shows the layer on another try."""
    page = open_as(context_of(**VIEWS["wide"]), "student")
    hand_in(page, files)
    page.route("**/layers/*", lambda route: route.abort())
    page.locator("#viewer-slider").fill("150")
    expect(page.locator("#viewer-broken")).to_be_visible()
    page.unroute("**/layers/*")
    page.locator("#viewer-next").click()
    shown(page, 151)
    expect(page.locator("#viewer-broken")).to_be_hidden()
