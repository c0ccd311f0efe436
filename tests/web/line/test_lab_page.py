"""The lab's page: machines, materials, hours, each with its source."""

from collections.abc import Callable

from flask.testing import FlaskClient

from printlab.actor import Actor
from printlab.lab import Lab
from printlab.records import Organisation

Visit = Callable[[str], FlaskClient]


def test_everybody_of_the_lab_reads_machines_materials_and_hours(visit: Visit) -> None:
    """Numbers carry units and sources; closed days and downtime are there."""
    page = visit("student").get("/lab").text

    for word in (
        "EOS M 290",
        "g/cm³",
        "Published parameter study",
        "Maker&#39;s data sheet",
        "Monday",
        "17:30",
        "Christmas Day",
        "Yearly service",
        "Reserved machines",
        "Europe/Amsterdam",
    ):
        assert word in page


def test_the_lab_tells_its_shares_to_those_who_run_it(visit: Visit, lab: Lab) -> None:
    """Members stand with what part of machine time each has; a student reads none of it."""
    with lab.write(Actor.system()) as desk:
        for organisation, share in (("delta", 3.0), ("rival", 1.0)):
            desk.session.get_one(Organisation, organisation).share = share
    shares = visit("manager").get("/lab").text.partition('id="shares"')[2].partition("</table>")[0]

    for words in ("Hogeschool Delta", "Rival Metaal B.V.", "75<", "25<"):
        assert words in shares
    assert 'id="shares"' not in visit("student").get("/lab").text


def test_a_company_reads_materials_but_no_machines(visit: Visit) -> None:
    """A company learns what can be printed, not with which machines."""
    page = visit("company").get("/lab").text

    assert "316L" in page
    assert "EOS" not in page
    assert "Yearly service" not in page
