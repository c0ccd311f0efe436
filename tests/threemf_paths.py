"""Makers of 3MF packages with toolpaths and slices, for tests, and ways to spoil them."""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Final

import numpy as np
import pytest

from slicer_checks.errors import UnreadableFile
from slicer_checks.formats.archive import Archive, open_archive
from slicer_checks.formats.threemf_toolpath import read_toolpath_3mf
from slicer_checks.limits import ReadLimits
from slicer_checks.toolpath import Blocks, Toolpath
from tests.mesh_files import MODEL, RELATIONSHIPS, zip_bytes

LIMITS: Final = ReadLimits()
PATHS: Final = "http://schemas.3mf.io/3dmanufacturing/toolpath/2026/03"
DRAFT: Final = "http://schemas.microsoft.com/3dmanufacturing/toolpath/2019/05"
SLICES: Final = "http://schemas.microsoft.com/3dmanufacturing/slice/2015/07"
PART: Final = "0ec3cb35-91e3-45dd-9e0f-c151188a19cd"
PROFILE: Final = "77e02ed1-0b25-4bb1-937d-e827fd298a5e"
LAYER: Final = "Toolpath/layer1.xml"
_MODEL: Final = (
    '<model unit="{unit}" xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02" '
    'xmlns:p="http://schemas.microsoft.com/3dmanufacturing/production/2015/06" '
    'xmlns:s="' + SLICES + '" xmlns:tp="{space}" {more}><resources>{resources}</resources>'
    "<build {build}>{items}</build></model>"
)
OBJECT: Final = '<object id="2" name="bracket" type="model"/>'
ITEM: Final = f'<item objectid="2" p:UUID="{PART}"/>'


def model_of(
    resources: str, items: str = ITEM, *, unit: str = "millimeter", more: str = "", build: str = ""
) -> str:
    """Return a model of these resources and items; `{space}` stays open."""
    return (
        _MODEL.replace("{unit}", unit)
        .replace("{resources}", resources)
        .replace("{items}", items)
        .replace("{more}", more)
        .replace("{build}", build)
    )


def toolpath_xml(
    profiles: str | None = None,
    *,
    layers: str = f'<tp:toolpathlayer ztop="50" path="/{LAYER}"/>',
    lasers: str = "",
    attributes: str = 'id="1" unitfactor="0.001"',
) -> str:
    """Return a toolpath resource with its profiles (one of 200 W by default) and layers."""
    if profiles is None:
        profiles = profile_xml()
    return (
        f"<tp:toolpathresource {attributes}>{lasers}<tp:toolpathprofiles>{profiles}"
        f"</tp:toolpathprofiles><tp:toolpathlayers>{layers}</tp:toolpathlayers>"
        "</tp:toolpathresource>"
    )


def profile_xml(modifiers: str = "", attributes: str = 'laserpower="200"') -> str:
    """Return the profile that `layer_xml` uses."""
    return (
        f'<tp:toolpathprofile uuid="{PROFILE}" name="core" {attributes}>{modifiers}'
        "</tp:toolpathprofile>"
    )


def layer_xml(segments: str, space: str = PATHS, more: str = "") -> str:
    """Return a layer with part 4 and profile 7."""
    return (
        f'<layer xmlns="{space}" xmlns:v="http://a/vendor"><parts><part id="4" uuid="{PART}"/>'
        f'</parts><profiles><profile id="7" uuid="{PROFILE}"/></profiles>{more}'
        f"<segments>{segments}</segments></layer>"
    )


def segment_xml(kind: str, vectors: str, more: str = "") -> str:
    """Return a segment of part 4 and profile 7."""
    return f'<segment type="{kind}" profileid="7" partid="4" {more}>{vectors}</segment>'


HATCHES: Final = segment_xml(
    "hatch", '<hatch x1="0" y1="0" x2="1000" y2="0"/><hatch x1="1000" y1="100" x2="0" y2="100"/>'
)


def package_of(model: str, members: Mapping[str, str], space: str = PATHS) -> bytes:
    """Return a package of a model and other members."""
    whole = {
        "_rels/.rels": RELATIONSHIPS.format(target=MODEL),
        MODEL: model.replace("{space}", space),
        **members,
    }
    return zip_bytes(whole)


def toolpath_package(
    segments: str = HATCHES, resources: str | None = None, space: str = PATHS
) -> bytes:
    """Return a package of a toolpath of one layer."""
    resources = toolpath_xml() if resources is None else resources
    return package_of(model_of(resources + OBJECT), {LAYER: layer_xml(segments, space)}, space)


def opened(data: bytes) -> Archive:
    """Return a package as the readers take it."""
    return open_archive(data, LIMITS)


def refusal(read: Callable[[Archive, ReadLimits], object], data: bytes) -> UnreadableFile:
    """Return the error a package is refused with."""
    with pytest.raises(UnreadableFile) as caught:
        read(opened(data), LIMITS)
    return caught.value


def survives(read: Callable[[Archive, ReadLimits], object], data: bytes) -> None:
    """Require that a spoilt package is read or refused, and nothing else."""
    with contextlib.suppress(UnreadableFile):
        read(opened(data), LIMITS)


def same_blocks(found: Toolpath, expected: Toolpath) -> None:
    """Require that two toolpaths have the same vectors, to the last bit."""
    for column in fields(Blocks):
        left, right = (getattr(one.blocks, column.name) for one in (found, expected))
        np.testing.assert_array_equal(left, right, err_msg=column.name)


def cut_anywhere(text: str) -> list[str]:
    """Return a text cut off after each of its letters."""
    return [text[:length] for length in range(len(text))]


def flipped(text: str, seed: int, count: int) -> list[str]:
    """Return copies of a text, each with one letter replaced by another."""
    random = np.random.default_rng(seed)
    places = random.integers(0, len(text), count)
    letters = random.integers(1, 127, count)
    return [
        text[:place] + chr(letter) + text[place + 1 :]
        for place, letter in zip(places.tolist(), letters.tolist(), strict=True)
    ]


SQUARE = "".join(
    f'<point x="{x}" y="{y}"/>' for x, y in ((0, 0), (1000, 0), (1000, 1000), (0, 1000))
)
POWER = (
    '<tp:modifier attribute="laserpower" type="nonlinear" factor="f" '
    'minvalue="100" maxvalue="300"/>'
)
LASERS = (
    '<tp:lasersources default="3"><tp:lasersource index="3" name="A" minx="0" maxx="100000" '
    'miny="-5" maxy="5" centerx="1" centery="2"/><tp:lasersource index="8" name="B"/>'
    '<tp:syncgroup id="1" lasers="3 8"/></tp:lasersources>'
)


def read(segments: str = HATCHES, resources: str | None = None, space: str = PATHS) -> Toolpath:
    """Return the toolpath of a package of one layer."""
    return read_toolpath_3mf(opened(toolpath_package(segments, resources, space)), LIMITS)
