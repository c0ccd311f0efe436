"""The lab's page: machines, materials, hours, each with its source."""

from collections.abc import Callable

from flask.testing import FlaskClient

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
        "Europe/Amsterdam",
    ):
        assert word in page


def test_a_company_reads_materials_but_no_machines(visit: Visit) -> None:
    """A company learns what can be printed, not with which machines."""
    page = visit("company").get("/lab").text

    assert "316L" in page
    assert "EOS" not in page
    assert "Yearly service" not in page
