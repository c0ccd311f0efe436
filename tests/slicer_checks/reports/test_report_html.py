"""A report as one page of HTML."""

import dataclasses
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from slicer_checks import check, estimate, slice_part
from slicer_checks.reports import html_of, report_html
from slicer_checks.reports.content import content_of
from slicer_checks.texts import LANGUAGES
from tests.known_parts import box_triangles
from tests.slicer_checks.checked import LAYER_MM, part_of, process
from tests.slicer_checks.reports.told import clean, faulty, own_limits


class Page(HTMLParser):
    """Gathers what the tests ask of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.alts: list[str] = []
        self.lang = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and what it points at."""
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.links += [given[name] for name in ("src", "href") if name in given]
        self.ids += [given["id"]] if "id" in given else []
        self.alts += [given.get("alt", "")] if tag == "img" else []
        self.lang = given.get("lang", self.lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_needs_nothing_else(lang: str) -> None:
    """Every picture is in the page, nothing runs, and nothing is fetched."""
    page = Page(html_of(faulty(), lang))

    assert page.lang == lang
    assert "script" not in page.tags
    assert "link" not in page.tags
    assert all(link.startswith(("data:image/", "#")) for link in page.links)


def test_labels_add_up_to_the_counts_above() -> None:
    """A kind with several places says how many, so that a reader can add up to the verdict."""
    subject = faulty()
    twice = dataclasses.replace(subject, findings=(*subject.findings, subject.findings[-1]))
    content = content_of(twice)
    total = 0
    for kind in content["kinds"]:
        count, _, word = kind["severity_word"].rpartition("\u00a0\u00d7 ")
        assert word in {"Error", "Warning", "Note"}
        total += int(count or 1)

    assert total == len(twice.findings)
    assert any("\u00d7" in kind["severity_word"] for kind in content["kinds"])


def test_the_limits_that_a_lab_has_set_are_told() -> None:
    """Each override with its number, the one before, author, date, source; without any, nothing."""
    text = html_of(own_limits(), "nl")

    for told in ("overhang-angle-safe", "40°", "45°", "A. Teacher, 2026-03-14", "Grenzen die het"):
        assert told in text
    assert 'id="own-limits"' not in html_of(clean())


def test_how_taking_supports_off_was_counted_is_told() -> None:
    """Where there are supports, the page says what the hand work was counted from."""
    subject = faulty()
    held = dataclasses.replace(subject, estimate={**subject.estimate, "removal_s": 600.0})

    assert "10 min by hand" in html_of(held)
    assert "by hand" not in html_of(clean())


def test_the_page_can_be_read_aloud() -> None:
    """One first heading, no level is left out, pictures are told, links lead somewhere."""
    page = Page(html_of(faulty()))
    levels = [int(tag[1]) for tag in page.tags if tag in {"h1", "h2", "h3", "h4"}]

    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(page.alts)
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_the_page_is_read_top_down() -> None:
    """The verdict comes first, then what to fix, the part, the findings, the rules, the file."""
    text = html_of(faulty())
    order = ['id="verdict"', 'id="first"', 'id="part"', 'id="findings"', 'id="rules"', 'id="file"']
    places = [text.index(mark) for mark in order]

    assert places == sorted(places)
    assert str(faulty().part["sha256"]) in text
    assert all(finding.code in text for finding in faulty().findings)


def test_a_clean_part_is_told_to_be_so() -> None:
    """Nothing is asked to be fixed first where nothing was found."""
    text = html_of(clean())

    assert "Can be printed" in text
    assert 'id="first"' not in text


def test_a_file_name_cannot_write_the_page() -> None:
    """A name that looks like markup is shown as it is."""
    subject = dataclasses.replace(
        faulty(), part={**faulty().part, "file": "<script>x</script>.stl"}
    )
    text = html_of(subject)

    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_a_report_is_drawn_and_written_in_one_call() -> None:
    """From a report to a page; the process is the usual one unless given."""
    box = part_of(box_triangles(20, 20, 20))
    layers = slice_part(box, LAYER_MM)
    text = report_html(check(box, process(), layers), estimate(layers, process()), lang="nl")

    assert "Kan zo worden geprint" in text
