"""Which reader a 3MF package belongs to is told by what its model holds."""

import pytest

from slicer_checks.formats.threemf_content import has_toolpath, is_sliced
from tests.known_parts import CORPUS, NO_CORPUS
from tests.mesh_files import (
    MODEL,
    RELATIONSHIPS,
    box_points,
    model_xml,
    object_xml,
    threemf_bytes,
    zip_bytes,
)
from tests.threemf_paths import (
    DRAFT,
    HATCHES,
    ITEM,
    LAYER,
    LIMITS,
    OBJECT,
    PATHS,
    SLICES,
    layer_xml,
    model_of,
    opened,
    package_of,
    refusal,
    toolpath_package,
    toolpath_xml,
)


def holds(data: bytes) -> tuple[bool, bool]:
    """Return whether a package has a toolpath, and whether it has slices."""
    archive = opened(data)
    return has_toolpath(archive, LIMITS), is_sliced(archive, LIMITS)


@pytest.mark.parametrize("space", [PATHS, DRAFT])
def test_a_toolpath_is_told_by_its_resource(space: str) -> None:
    """Either namespace of the toolpath extension is one; another namespace is none."""
    assert holds(toolpath_package(space=space)) == (True, False)
    assert holds(toolpath_package(space="http://a/toolpath")) == (False, False)


def test_slices_are_told_by_their_stacks() -> None:
    """A stack, or an object that names one, means slices, be it in another part of the model."""
    stack = model_of('<s:slicestack id="1"/>' + OBJECT)
    item = '<item objectid="7" p:path="/3D/other.model"/>'
    away = package_of(model_of("", item), {"3D/other.model": stack.replace("{space}", PATHS)})

    assert holds(package_of(stack, {})) == (False, True)
    assert holds(away) == (False, True)


def test_meshes_are_neither() -> None:
    """A plain model, one that only speaks of slices, and one that turns in circles are meshes."""
    box = object_xml(1, box_points())
    circle = model_of("", '<item objectid="7" p:path="/3D/3dmodel.model"/>')
    item = '<item objectid="1"/>'

    assert holds(threemf_bytes(model_xml(box, item))) == (False, False)
    assert holds(threemf_bytes(model_xml(f"<!-- slicestack -->{box}", item))) == (False, False)
    assert holds(package_of(circle, {})) == (False, False)


def test_an_archive_of_something_else_is_neither() -> None:
    """An archive without the relationships of a package is no 3MF, whatever its members say."""
    assert holds(zip_bytes({"slicestack.model": "toolpathresource"})) == (False, False)


def test_names_of_members_do_not_matter() -> None:
    """A toolpath is found under any name, and in UTF-16."""
    model = model_of(toolpath_xml() + OBJECT, ITEM).replace("{space}", PATHS)
    members: dict[str, str | bytes] = {
        "_rels/.rels": RELATIONSHIPS.format(target="a/b.txt"),
        MODEL: model_xml("", ""),
        "a/b.txt": model.encode("utf-16"),
        LAYER: layer_xml(HATCHES),
    }
    assert holds(zip_bytes(members)) == (True, False)


def test_a_package_without_a_model_is_refused() -> None:
    """What cannot be looked into is refused with the code that its reader would give."""
    data = zip_bytes({"_rels/.rels": RELATIONSHIPS.format(target="no.model")})

    assert refusal(has_toolpath, data).code == "3mf-no-model"
    assert refusal(is_sliced, data).code == "3mf-no-model"


@pytest.mark.skipif(not CORPUS.is_dir(), reason=NO_CORPUS)
def test_real_files_are_told_apart() -> None:
    """The published samples are what their folders say."""
    samples = sorted((CORPUS / "toolpaths").glob("3mf_*/*.3mf"))

    assert len(samples) >= 3
    for file in samples:
        assert holds(file.read_bytes()) == (
            file.parent.name == "3mf_toolpath",
            file.parent.name == "3mf_slices",
        )


def test_an_object_that_names_a_stack_is_sliced() -> None:
    """An object may name a stack in a part that nothing else leads to."""
    model = model_of(OBJECT.replace("/>", ' s:slicestackid="1" s:slicepath="/2D/a.model"/>'))

    assert SLICES in model
    assert holds(package_of(model, {})) == (False, True)
