"""The frame of every page: headers, languages, theme, navigation, refusals."""

from collections.abc import Callable

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from printlab.lab import Lab
from web import create_app
from web.navigation import safe_next
from web.security import CONTENT_SECURITY_POLICY

Visit = Callable[[str], FlaskClient]


def test_every_answer_carries_the_guards(app: APIFlask) -> None:
    """Pages, static files and refusals tell the browser to trust nothing but this site."""
    client = app.test_client()

    for path in ("/sign-in", "/static/css/tokens.css", "/no-such-page", "/api/v1/submissions"):
        with client.get(path) as answer:
            headers = answer.headers
        assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "Strict-Transport-Security" not in headers


def test_https_is_asked_for_only_on_https(app: APIFlask) -> None:
    """A site reached over https asks the browser to stay there."""
    answer = app.test_client().get("/sign-in", base_url="https://lab.example")

    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


def test_the_policy_allows_nothing_inline() -> None:
    """No source of the policy lets inline scripts, styles or other sites through."""
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(lab: Lab) -> None:
    """Over https the cookie is Secure; everywhere HttpOnly and SameSite."""
    client = create_app(lab, testing=True, secure_cookies=True).test_client()

    cookie = client.get("/sign-in", base_url="https://lab.example").headers["Set-Cookie"]
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in cookie


def test_static_files_are_kept_by_their_fingerprint(app: APIFlask) -> None:
    """A file asked for with its fingerprint may be kept for a year, a page never."""
    client = app.test_client()

    with client.get("/static/css/base.css?v=1") as answer:
        assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/sign-in").headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("person", ["student", "teacher", "operator", "manager", "company"])
def test_pages_hold_no_inline_style_or_script(visit: Visit, person: str) -> None:
    """What the policy forbids is not in the pages either."""
    client = visit(person)

    for path in ("/", "/upload", "/about/accessibility", "/about/privacy", "/account/password"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert " style=" not in answer.text
        assert "<style" not in answer.text
        assert "onclick" not in answer.text


def test_the_language_follows_the_browser_until_chosen(app: APIFlask) -> None:
    """Accept-Language decides at first; a choice is kept in a cookie."""
    client = app.test_client()

    assert '<html lang="de"' in client.get("/sign-in", headers={"Accept-Language": "de"}).text
    answer = client.post("/language?next=/sign-in", data={"language": "nl"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in"
    assert '<html lang="nl"' in client.get("/sign-in", headers={"Accept-Language": "de"}).text


def test_a_person_keeps_their_language_on_other_browsers(app: APIFlask, visit: Visit) -> None:
    """Choosing a language while signed in writes it down with the person."""
    visit("student").post("/language", data={"language": "de"})

    other = app.test_client()
    with other.session_transaction() as session:
        session["session_key"] = "student"
    assert '<html lang="de"' in other.get("/").text


def test_an_unknown_language_is_refused(app: APIFlask) -> None:
    """Only English, Dutch and German are offered, and following a link changes nothing."""
    client = app.test_client()

    assert client.post("/language", data={"language": "xx"}).status_code == 422
    assert client.get("/language").status_code == 405


def test_the_theme_is_kept_in_a_cookie(app: APIFlask) -> None:
    """Light and dark stand on the page's root element; automatic leaves it to the system."""
    client = app.test_client()

    client.post("/theme", data={"theme": "dark"})
    assert 'data-theme="dark"' in client.get("/sign-in").text
    client.post("/theme", data={"theme": "neon"})
    assert "data-theme" not in client.get("/sign-in").text


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "", None, "/a\nb"],
)
def test_nobody_is_led_away_from_the_site(target: str | None) -> None:
    """An address to go on to that could leave the site becomes the first page."""
    assert safe_next(target) == "/"


def test_an_own_address_is_gone_on_to() -> None:
    """A path of this site with its query is kept."""
    assert safe_next("/submissions?state=draft") == "/submissions?state=draft"


def test_missing_and_forbidden_look_the_same(visit: Visit) -> None:
    """Another company's part answers as one that does not exist."""
    company = visit("company")

    missing, forbidden = company.get("/parts/none"), company.get("/parts/r1")
    assert missing.status_code == forbidden.status_code == 404
    assert missing.text.replace("/parts/none", "") == forbidden.text.replace("/parts/r1", "")


def test_a_program_gets_refusals_as_json(app: APIFlask) -> None:
    """Who prefers JSON gets the stable code and the sentence."""
    answer = app.test_client().get("/nowhere", headers={"Accept": "application/json"})

    assert answer.status_code == 404
    assert answer.get_json()["error"]["code"] == "http-404"


def test_a_form_without_its_token_is_refused(guarded: APIFlask) -> None:
    """A post that this site did not make answers 403 with its own sentence."""
    answer = guarded.test_client().post("/theme", data={"theme": "dark"})

    assert answer.status_code == 403
    assert "csrf" in answer.text


def test_a_bug_gets_an_incident_id_and_no_detail(
    lab: Lab, caplog: pytest.LogCaptureFixture
) -> None:
    """An unexpected exception is logged in full once; the person sees its number only."""
    app = create_app(lab)

    @app.get("/bug")
    def bug() -> str:
        raise ZeroDivisionError("the secret reason")

    answer = app.test_client().get("/bug", headers={"Accept": "application/json"})
    error = answer.get_json()["error"]
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert error["incident"] in caplog.text
    assert "the secret reason" in caplog.text


def test_a_request_too_large_is_refused_before_it_is_read(lab: Lab) -> None:
    """The largest upload stands in the settings; more answers 413."""
    app = create_app(lab, testing=True)
    app.config.update(MAX_CONTENT_LENGTH=1000, WTF_CSRF_ENABLED=False)

    answer = app.test_client().post("/sign-in", data={"email": "x" * 2000})
    assert answer.status_code == 413
    assert "larger than this lab accepts" in answer.text
