"""What a form's answer leaves for the next page is shown there, whatever the page before fetched meanwhile."""

import pytest
from flask import Flask, flash, get_flashed_messages, session
from flask.testing import FlaskClient

from shared.web.sessions import FRAGMENT, PageSessions

BESIDE = {FRAGMENT: "1"}


@pytest.fixture
def visitor() -> FlaskClient:
    app = Flask("small")
    app.secret_key = "invented"
    app.session_interface = PageSessions()

    def form() -> str:
        session.permanent = True
        flash("arranged")
        return "done"

    app.add_url_rule("/form", view_func=form)
    app.add_url_rule("/page", "page", lambda: " ".join(map(str, get_flashed_messages())))
    app.add_url_rule("/api/count", "count", lambda: "3")
    app.add_url_rule("/api/choose", "choose", lambda: session.setdefault("language", "en"))
    return app.test_client()


def test_a_part_that_a_page_fetches_does_not_use_the_sentence_up(visitor: FlaskClient) -> None:
    visitor.get("/form")
    assert visitor.get("/page", headers=BESIDE).text == "arranged"
    assert visitor.get("/page").text == "arranged"
    assert not visitor.get("/page").text


def test_only_pages_and_what_changes_something_write_the_cookie(visitor: FlaskClient) -> None:
    visitor.get("/form")
    written = [
        "Set-Cookie" in visitor.get(path, headers=headers).headers
        for path, headers in (("/page", BESIDE), ("/api/count", {}), ("/api/choose", {}), ("/page", {}))
    ]
    assert written == [False, False, True, True]
