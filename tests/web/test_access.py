"""Who may do what: one table of every address, asked by everybody."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.wrappers import Response

Visit = Callable[[str], FlaskClient]

EVERYBODY = frozenset(
    {"student", "other", "teacher", "operator", "manager", "company", "rival", "admin"}
)
"""Everybody of the busy lab: two students of one class, their teacher, staff, two companies."""
STAFF = frozenset({"operator", "manager", "admin"})
OF_STUDENT = STAFF | {"student", "teacher"}
OF_COMPANY = STAFF | {"company"}
ANYBODY = EVERYBODY | {"nobody"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A rule of the site, an example of it, and who gets in."""

    rule: str
    allowed: frozenset[str]
    path: str = ""
    method: str = "GET"

    @property
    def example(self) -> str:
        """The path to ask."""
        return self.path or self.rule


def read(rule: str, allowed: frozenset[str], path: str = "") -> Address:
    """Return an address that is read."""
    return Address(rule=rule, allowed=allowed, path=path)


def post(rule: str, allowed: frozenset[str], path: str = "") -> Address:
    """Return an address that changes something."""
    return Address(rule=rule, allowed=allowed, path=path, method="POST")


TABLE = (
    # anybody
    read("/about/accessibility", ANYBODY),
    read("/about/privacy", ANYBODY),
    read("/api/v1/openapi.json", ANYBODY),
    post("/language", ANYBODY),
    read("/static/<path:filename>", ANYBODY, "/static/icons/printlab.svg"),
    post("/theme", ANYBODY),
    read("/sign-in", ANYBODY),
    post("/sign-in", ANYBODY),
    post("/sign-out", ANYBODY),
    read("/invite/<token>", frozenset(), "/invite/not-a-token"),
    post("/invite/<token>", frozenset(), "/invite/not-a-token"),
    # everybody who is signed in
    read("/", EVERYBODY),
    read("/account/password", EVERYBODY),
    post("/account/password", EVERYBODY),
    read("/upload", EVERYBODY),
    post("/upload", EVERYBODY),
    read("/submissions", EVERYBODY),
    read("/schedule", EVERYBODY),
    read("/lab", EVERYBODY),
    read("/api/v1/submissions", EVERYBODY),
    read("/api/v1/schedule", EVERYBODY),
    # a student's part and submission
    read("/parts/<revision_id>", OF_STUDENT, "/parts/r1"),
    read("/parts/<revision_id>/picture.png", OF_STUDENT, "/parts/r1/picture.png"),
    read("/parts/<revision_id>/pictures/<name>.png", OF_STUDENT, "/parts/r1/pictures/part.png"),
    read("/parts/<revision_id>/report.<any(html, pdf):form>", OF_STUDENT, "/parts/r1/report.pdf"),
    read("/parts/<revision_id>/mended", OF_STUDENT, "/parts/r1/mended"),
    read("/parts/<revision_id>/file", OF_STUDENT, "/parts/r1/file"),
    read("/parts/<revision_id>/layers", OF_STUDENT, "/parts/r1/layers"),
    read("/api/v1/parts/<revision_id>/layers", OF_STUDENT, "/api/v1/parts/r1/layers"),
    read("/submissions/<submission_id>", OF_STUDENT, "/submissions/s2"),
    post("/submissions/<submission_id>/submit", OF_STUDENT, "/submissions/s2/submit"),
    post("/submissions/<submission_id>/approve", STAFF | {"teacher"}, "/submissions/s2/approve"),
    post(
        "/submissions/<submission_id>/send-back", STAFF | {"teacher"}, "/submissions/s2/send-back"
    ),
    post("/submissions/<submission_id>/unit", OF_STUDENT, "/submissions/s2/unit"),
    post("/submissions/<submission_id>/mended", OF_STUDENT, "/submissions/s2/mended"),
    post("/submissions/<submission_id>/turned", OF_STUDENT, "/submissions/s2/turned"),
    post("/submissions/<submission_id>/withdraw", OF_STUDENT, "/submissions/s2/withdraw"),
    post("/submissions/<submission_id>/mates", STAFF, "/submissions/s1/mates"),
    # its toolpaths
    read("/submissions/<submission_id>/toolpaths", OF_STUDENT, "/submissions/s2/toolpaths"),
    post("/submissions/<submission_id>/toolpaths", OF_STUDENT, "/submissions/s2/toolpaths"),
    read("/toolpaths/<toolpath_id>", OF_STUDENT, "/toolpaths/t2"),
    read("/toolpaths/<toolpath_id>/index.json", OF_STUDENT, "/toolpaths/t2/index.json"),
    read("/toolpaths/<toolpath_id>/layers/<int:number>", OF_STUDENT, "/toolpaths/t2/layers/1"),
    read("/toolpaths/<toolpath_id>/file", OF_STUDENT, "/toolpaths/t2/file"),
    # a company's quote
    post("/submissions/<submission_id>/quote", OF_COMPANY, "/submissions/s6/quote"),
    read("/quotes/<quote_id>", OF_COMPANY, "/quotes/q6"),
    read("/quotes/<quote_id>/promise", OF_COMPANY, "/quotes/q6/promise"),
    post("/quotes/<quote_id>/date", OF_COMPANY, "/quotes/q6/date"),
    post("/quotes/<quote_id>/accept", frozenset({"company"}), "/quotes/q6/accept"),
    post("/quotes/<quote_id>/withdraw", STAFF, "/quotes/q6/withdraw"),
    # the lab's own
    read("/plans", STAFF),
    post("/plans", STAFF),
    read("/plans/<plan_id>", STAFF, "/plans/n2"),
    read("/plans/<plan_id>/jobs/<job_id>", STAFF, "/plans/n2/jobs/j1"),
    post("/plans/<plan_id>/publish", STAFF, "/plans/n2/publish"),
    post("/plans/<plan_id>/withdraw", STAFF, "/plans/n2/withdraw"),
    read("/builds/<build_id>", EVERYBODY - {"company"}, "/builds/n1b2"),  # none of it is theirs
    post("/builds/<build_id>/start", STAFF, "/builds/n1b2/start"),
    post("/builds/<build_id>/finish", STAFF, "/builds/n1b1/finish"),
    post("/builds/<build_id>/fail", STAFF, "/builds/n1b1/fail"),
    post("/builds/<build_id>/pin", STAFF, "/builds/n1b2/pin"),
    post("/builds/<build_id>/unpin", STAFF, "/builds/n1b2/unpin"),
    read("/builds/<build_id>/toolpaths", STAFF, "/builds/n1b2/toolpaths"),
    post("/builds/<build_id>/toolpaths", STAFF, "/builds/n1b2/toolpaths"),
    post("/builds/<build_id>/toolpaths/made", STAFF, "/builds/n1b2/toolpaths/made"),
    # the managers'
    read("/plans/what-if", frozenset({"manager", "admin"})),
    post("/plans/what-if", frozenset({"manager", "admin"})),
    # the administrators'
    read("/people", frozenset({"admin"})),
    post("/people", frozenset({"admin"})),
    post("/people/<user_id>/invite", frozenset({"admin"}), "/people/student/invite"),
)

ELSEWHERE = {
    ("POST", "/api/v1/parts"),  # test_api: Basic or the token
    ("GET", "/parts/<revision_id>/progress"),  # test_upload: parts with a check under way
    ("GET", "/builds/<build_id>/plate.3mf"),  # line/test_toolpaths: where files are stored
    ("GET", "/toolpaths/<toolpath_id>/progress"),  # line/test_toolpaths: with a check under way
    ("GET", "/api/v1/parts/<revision_id>"),  # test_api
    ("GET", "/plans/advice/<task_id>"),  # nobody asked in the busy lab; line/test_plans
    ("GET", "/plans/advice/<task_id>/progress"),
    ("POST", "/plans/<plan_id>/jobs/<job_id>/advice"),
    ("POST", "/plans/tasks/<task_id>/enough"),
    ("GET", "/plans/tasks/<task_id>"),  # no task stands in the busy lab; line/test_plans
    ("GET", "/plans/tasks/<task_id>/progress"),
    ("GET", "/plans/what-if/<task_id>"),  # no question stands in the busy lab; line/test_what_if
    ("GET", "/plans/what-if/<task_id>/progress"),
    # no station stands in the busy lab; line/test_after_printing
    ("POST", "/builds/<build_id>/operations/<operation_id>/start"),
    ("POST", "/builds/<build_id>/operations/<operation_id>/finish"),
    ("POST", "/builds/<build_id>/operations/<operation_id>/undo"),
    ("POST", "/builds/<build_id>/operations/<operation_id>/fail"),
}
"""Addresses whose access is held by another test, and where."""


def is_refused(answer: Response, path: str) -> bool:
    """Whether somebody was kept out: by sign-in, or by what they may know of."""
    if answer.status_code in {401, 403}:
        return True
    if answer.status_code == 303:
        return answer.headers["Location"].startswith("/sign-in?next=") or (
            answer.headers["Location"] == "/sign-in" and path != "/sign-out"
        )
    if answer.status_code != 404:
        return False
    document = answer.get_json(silent=True) or {"error": {"code": "not-found"}}
    return document["error"]["code"] in {"not-found", "invite-unknown"}


def test_every_address_is_in_the_table(app: APIFlask) -> None:
    """A new address is not served before somebody says who may use it."""
    served = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert served == {(address.method, address.rule) for address in TABLE} | ELSEWHERE


@pytest.mark.parametrize("address", TABLE, ids=lambda a: f"{a.method} {a.rule}")
def test_only_who_may_gets_in(address: Address, app: APIFlask, visit: Visit) -> None:
    """Those kept out are asked first, so that nobody's success hides their refusal."""
    refused = {}
    for person in sorted(ANYBODY, key=lambda name: (name in address.allowed, name)):
        client = app.test_client() if person == "nobody" else visit(person)
        with client.open(
            address.example, method=address.method, headers={"Accept": "application/json"}
        ) as answer:
            assert answer.status_code < 500
            refused[person] = is_refused(answer, address.example)

    assert {person for person, kept_out in refused.items() if not kept_out} == address.allowed
