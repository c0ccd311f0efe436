"""What a 3MF package holds beside its model, and where it points."""

import pytest

from slicer_checks import read
from tests.mesh_files import (
    MODEL,
    RELATIONSHIPS,
    box_points,
    model_xml,
    object_xml,
    threemf_bytes,
    zip_bytes,
)
from tests.slicer_checks.formats.test_threemf import (
    BOX,
    ITEM,
    PRODUCTION,
    code_of_model,
    refused,
)


def test_the_relationship_names_the_model() -> None:
    """The model is the one that the package points to; one at the usual name is a decoy."""
    real = model_xml(object_xml(1, box_points(50, 50, 50)), ITEM)
    members = {
        "_rels/.rels": RELATIONSHIPS.format(target="Other/Real.model"),
        MODEL: model_xml(BOX, ITEM),
        "Other/Real.model": real,
    }
    assert read(zip_bytes(members)).volume_mm3 == pytest.approx(125_000)
    del members["Other/Real.model"]
    assert refused(zip_bytes(members)).code == "3mf-no-model"


def two_starts() -> str:
    """Return relationships to two different models."""
    first = RELATIONSHIPS.format(target=MODEL)
    second = first[first.index("<Relationship ") : first.index("</Relationships>")]
    return first.replace("</Rel", second.replace("/3D/3dm", "/3D/4dm") + "</Rel")


@pytest.mark.parametrize(
    ("relationships", "code"),
    [
        ("", "xml-malformed"),
        ("<a/>", "3mf-no-model"),
        (RELATIONSHIPS.format(target="../x.model"), "3mf-path"),
        (RELATIONSHIPS.format(target="http://a/x.model"), "3mf-path"),
        (
            RELATIONSHIPS.format(target=MODEL).replace("Id=", 'TargetMode="External" Id='),
            "3mf-path",
        ),
        (two_starts(), "3mf-no-model"),
    ],
)
def test_packages_that_point_nowhere(relationships: str, code: str) -> None:
    """Without one model inside the package there is nothing to read."""
    data = zip_bytes({"_rels/.rels": relationships, MODEL: model_xml(BOX, ITEM)})

    assert refused(data).code == code


def test_parts_of_the_model_in_other_members_are_followed() -> None:
    """The production extension's paths lead to objects in other members of the package."""
    piece = model_xml(object_xml(7, box_points(20, 20, 20)), "")
    item = '<item objectid="7" p:path="/3D/piece.model" transform="1 0 0 0 1 0 0 0 1 30 0 0"/>'
    root = model_xml(BOX, ITEM + item, f'{PRODUCTION} requiredextensions="p"')
    part = read(threemf_bytes(root, **{"3D/piece.model": piece}))

    assert part.volume_mm3 == pytest.approx(9000)
    assert part.bounds_mm[1] == (50, 20, 20)


@pytest.mark.parametrize("path", ["/../x", "3D/piece.model", "/etc/passwd", "file:///a", "//x/y"])
def test_paths_out_of_the_package_are_refused(path: str) -> None:
    """A path that is not absolute, leads outside or to nothing is refused."""
    item = f'<item objectid="1" p:path="{path}"/>'
    model = model_xml(BOX, item, PRODUCTION)

    assert refused(threemf_bytes(model, **{"3D/piece.model": model})).code == "3mf-path"


def test_parts_in_different_units_are_refused() -> None:
    """A model whose parts are in inches and millimetres cannot be put together safely."""
    item = '<item objectid="1" p:path="/3D/piece.model"/>'
    piece = model_xml(BOX, "", 'unit="inch"')
    data = threemf_bytes(model_xml("", item, PRODUCTION), **{"3D/piece.model": piece})

    assert refused(data).code == "3mf-units-differ"


def extension(uri: str, *, required: bool) -> str:
    """Return the attributes of a model with an extension."""
    return f'xmlns:e="{uri}"' + (' requiredextensions="e"' if required else "")


SLICES = "http://schemas.microsoft.com/3dmanufacturing/slice/2015/07"


BEAMS = "http://schemas.microsoft.com/3dmanufacturing/beamlattice/2017/02"


MATERIALS = "http://schemas.microsoft.com/3dmanufacturing/material/2015/02"


@pytest.mark.parametrize("uri", [SLICES, BEAMS, "http://a/b/secret/2031/01"])
def test_a_required_extension_that_is_not_read_is_refused(uri: str) -> None:
    """What a file cannot be understood without must be read, or the file is refused."""
    assert code_of_model(BOX, attributes=extension(uri, required=True)) == "3mf-extension"
    assert read(threemf_bytes(model_xml(BOX, ITEM, extension(uri, required=False)))).bodies == 1


def test_required_colours_do_not_matter() -> None:
    """The materials extension changes no shape, so it may be required."""
    attributes = extension(MATERIALS, required=True)

    assert read(threemf_bytes(model_xml(BOX, ITEM, attributes))).bodies == 1
