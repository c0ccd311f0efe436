"""path-header: headers that leave out what a file must say, or what shows that it is whole."""

import io
import re
import zipfile

import pytest

from slicer_checks import read_toolpath, write_toolpath
from slicer_checks.errors import UnreadableFile
from slicer_checks.finding import Finding
from slicer_checks.texts import LANGUAGES, render
from tests.known_paths import small_path
from tests.set_paths import needs_corpus, real_names, real_path
from tests.slicer_checks.pathchecked import found

CODE = "path-header"
VERSION = re.compile(rb"\$\$VERSION/[^\n$]*\n?")


def without(file_format: str, *fields: str) -> bytes:
    """Return a CLI file whose header does not have some fields."""
    data = write_toolpath(small_path(4), file_format).data
    for field in fields:
        data, times = re.subn(rb"\$\$%b(/[^\n$]*)?\n?" % field.encode(), b"", data, count=1)
        assert times == 1
    return data


def told(data: bytes) -> list[tuple[str, str, object]]:
    """Return severity, variant and fields of what is found of a file's header."""

    def short(one: Finding) -> tuple[str, str, object]:
        return one.severity, str(one.params.get("variant", "")), one.params["fields"]

    return [short(one) for one in found(CODE, read_toolpath(data))]


@pytest.mark.parametrize("file_format", ["cli-ascii", "cli", "ilt", "ovf", "3mf"])
def test_what_is_written_has_a_whole_header(file_format: str) -> None:
    """Our own files are asked for nothing."""
    assert told(write_toolpath(small_path(4), file_format).data) == []


@pytest.mark.parametrize("file_format", ["cli-ascii", "cli"])
def test_a_required_field_is_missed(file_format: str) -> None:
    """A warning names it."""
    assert told(without(file_format, "VERSION")) == [("warning", "", "VERSION")]


def test_fields_that_show_a_file_to_be_whole_are_missed_in_binary() -> None:
    """As a note, beside what is required; text has a mark of its end instead."""
    assert told(without("cli", "DIMENSION")) == [("info", "guards", "DIMENSION")]
    assert told(without("cli", "VERSION", "LAYERS", "DIMENSION")) == [
        ("warning", "", "VERSION"),
        ("info", "guards", "LAYERS, DIMENSION"),
    ]
    assert told(without("cli-ascii", "LAYERS", "DIMENSION")) == []


def test_text_that_does_not_say_so_is_missed() -> None:
    """Without ASCII a file is read as text all the same."""
    assert told(without("cli-ascii", "ASCII")) == [("warning", "", "ASCII or BINARY")]


def test_a_file_cut_off_between_commands_is_refused_or_noted() -> None:
    """With the number of layers it is refused; without, its header is what can be told."""
    four, three = (write_toolpath(small_path(layers), "cli").data for layers in (4, 3))
    last = len(four) - len(three)
    with pytest.raises(UnreadableFile) as refused:
        read_toolpath(four[:-last])
    assert refused.value.code == "cli-layers"
    cut = without("cli", "LAYERS")[:-last]
    assert len(read_toolpath(cut)) == 3
    assert told(cut) == [("info", "guards", "LAYERS")]


def test_sections_of_ilt_are_asked_too() -> None:
    """What one section lacks is told once."""
    whole, changed = write_toolpath(small_path(4), "ilt").data, io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, VERSION.sub(b"", old.read(name)))
    assert told(changed.getvalue()) == [("warning", "", "VERSION")]


def test_headers_are_told_in_every_language() -> None:
    """Both findings have their own words, with the fields by their names."""
    findings = found(CODE, read_toolpath(without("cli", "VERSION", "LAYERS")))
    titles = [render(one, lang).title for one in findings for lang in LANGUAGES]
    assert len(set(titles)) == 6
    assert all("VERSION" in title or "LAYERS" in title for title in titles)


@needs_corpus
def test_real_headers() -> None:
    """Of the public files one does not say its version."""
    told = {name: real_path(name).facts.lacks for name in real_names()}
    lacking = {name: fields for name, fields in told.items() if fields}
    assert lacking == {"marking_params__Box_support_solid_ascii_with_params.cli": ("VERSION",)}
