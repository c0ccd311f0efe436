"""The revisions of a part: what changed, where the former and the newer one are."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from printlab.actor import Actor
from printlab.lab import Lab
from printlab.records import PartRevision, Submission
from tests.known_parts import box_triangles, stl_bytes
from tests.web.test_upload import hand_in, work_off

Visit = Callable[[str], FlaskClient]

TALL = stl_bytes(box_triangles(10, 10, 60))


def test_a_turned_part_tells_what_changed(lab: Lab, visit: Visit) -> None:
    """The new report compares itself with the former; that one leads to it; both are listed."""
    student = visit("student")
    first = hand_in(student, TALL, name="tall.stl", unit="mm").headers["Location"]
    work_off(lab)
    with lab.read(Actor.system()) as desk:
        row = desk.session.get_one(PartRevision, first.rsplit("/", 1)[1])
        query = select(Submission).where(Submission.part_revision_id == row.id)
        submission_id = desk.session.scalars(query).one().id
    assert "changes-title" not in student.get(first).text
    assert "/parts/" not in student.get(f"/submissions/{submission_id}").text.split('id="asked"')[1]

    ways = student.get(first).text
    assert "Recommended" in ways
    assert 'id="better-way"' in ways
    best = ways.split('id="better-way"><a href="#way-')[1].split('"')[0]
    answer = student.post(f"/submissions/{submission_id}/turned", data={"way": str(int(best) - 1)})
    second = answer.headers["Location"]
    work_off(lab)

    now = student.get(second).text
    assert 'id="changes"' in now
    assert f'href="{first}"' in now
    assert "60.0" in now.split('id="changes"')[1].split("</table>")[0]
    former = student.get(first).text
    assert "A newer revision of this part exists" in former
    assert f'href="{second}"' in former
    assert "Replaced" in former
    assert "€" in former
    assert "Use this orientation" not in former
    listed = student.get(f"/submissions/{submission_id}").text.split('id="revisions"')[1]
    assert f'href="{first}"' in listed
    assert f'href="{second}"' in listed


def test_a_report_tells_a_missed_date_and_between_what_the_price_lies(
    lab: Lab, visit: Visit
) -> None:
    """What could be ready late says so until it is withdrawn; the price has an interval."""
    student = visit("student")
    address = hand_in(student, TALL, name="tall.stl", unit="mm").headers["Location"]
    work_off(lab)
    assert "after you need it" not in student.get(address).text
    with lab.write(Actor.system()) as desk:
        row = desk.session.get_one(PartRevision, address.rsplit("/", 1)[1])
        query = select(Submission).where(Submission.part_revision_id == row.id)
        submission = desk.session.scalars(query).one()
        assert row.ready_at is not None
        submission.needed_by = row.ready_at.date() - timedelta(days=4)

    page = student.get(address).text

    assert "Could be ready 4 days after you need it." in page
    assert 'id="price-range"' in page
    with lab.write(Actor.system()) as desk:
        desk.session.get_one(Submission, submission.id).state = "withdrawn"
    assert "after you need it" not in student.get(address).text
