"""Whatever page a person can reach, it tells them nothing of other people's work."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

Visit = Callable[[str], FlaskClient]

LINK = re.compile(r'href="(/[^"#]*)"')
ELSEWHERE = re.compile(r"^/(static|language|api)/|from=|days=")
"""Files, choices, the API, and the endless other windows of a schedule."""
UNCHECKED = re.compile(r"^/(parts/|builds/[^/]+/plate\.3mf)")
"""The busy lab holds no files of parts: they have no reports, and builds no plates."""

PRIVATE = {
    "student": ("Hinge", "Gear", "Manifold", "Heat exchanger", "Secret", "Koper", "Rival"),
    "company": ("Bracket", "Nozzle", "Hinge", "Gear", "Secret", "Rival", "Sanne", "J-0008"),
    "rival": ("Bracket", "Nozzle", "Hinge", "Gear", "Manifold", "Koper", "Tom Bakker", "J-0007"),
}
"""For each person, words that belong to others only."""


def pages_of(client: FlaskClient) -> dict[str, str]:
    """Follow every link from the first page; give each page's text by its address."""
    seen: dict[str, str] = {}
    waiting = ["/"]
    while waiting:
        address = waiting.pop()
        if address in seen or ELSEWHERE.search(address):
            continue
        answer = client.get(address.replace("&amp;", "&"))
        assert answer.status_code < 400 or UNCHECKED.match(address), address
        seen[address] = answer.data.decode(errors="replace")
        waiting += LINK.findall(seen[address])
    return seen


@pytest.mark.parametrize("person", sorted(PRIVATE))
def test_no_page_tells_of_the_work_of_others(visit: Visit, person: str) -> None:
    """Every page that links lead to is free of names, numbers and parts of others."""
    pages = pages_of(visit(person))

    told = [(at, word) for at, text in pages.items() for word in PRIVATE[person] if word in text]
    assert told == []
    assert {"/submissions", "/schedule"} <= pages.keys()


def test_every_link_of_the_manager_answers(visit: Visit) -> None:
    """No link is a dead end, and every thing of the lab can be reached."""
    pages = pages_of(visit("manager"))

    assert {"/plans/n2", "/builds/n1b2", "/submissions/s8", "/lab"} <= pages.keys()
