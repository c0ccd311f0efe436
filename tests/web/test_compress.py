"""Text answers made small for those who can read it, and left alone for the others."""

import gzip

from apiflask import APIFlask

from tests.web.conftest import Visit

SMALL = {"Accept-Encoding": "gzip"}


def test_a_page_is_sent_small_to_who_can_read_it(visit: Visit) -> None:
    """The same page, in a fraction of the bytes; who does not ask gets it plain."""
    client = visit("student")

    plain, small = client.get("/schedule"), client.get("/schedule", headers=SMALL)
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert len(small.data) < len(plain.data) / 3
    assert b"<main" in gzip.decompress(small.data)


def test_a_static_file_is_sent_small_and_asked_for_again_by_its_tag(app: APIFlask) -> None:
    """A browser that has the file is told that it has not changed."""
    client = app.test_client()

    with client.get("/static/css/components.css", headers=SMALL) as first:
        assert first.headers["Content-Encoding"] == "gzip"
        tag = first.headers["ETag"]
        assert b".card" in gzip.decompress(first.data)
    again = {**SMALL, "If-None-Match": tag}
    with client.get("/static/css/components.css", headers=again) as answer:
        assert answer.status_code == 304


def test_a_first_visit_weighs_little(visit: Visit) -> None:
    """A list page with everything it loads stays within 60 kB on the wire."""
    client = visit("manager")
    page = gzip.decompress(client.get("/submissions", headers=SMALL).data).decode()
    weight = len(client.get("/submissions", headers=SMALL).data)
    for piece in page.split('"'):
        if piece.startswith("/static/"):
            with client.get(piece, headers=SMALL) as answer:
                weight += len(answer.data)

    assert weight < 60_000
