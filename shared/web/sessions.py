"""When the signed cookie of a browser is written anew: with pages a person goes to, not with what their page fetches beside."""

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

FRAGMENT = "X-Fragment"
"""Header of a page that fetches itself anew for a part that changed."""


class PageSessions(SecureCookieSessionInterface):
    """Writes the cookie as Flask does, but never over what the page a person goes to next has to show.

    What a page fetches beside may be answered after a form was: its cookie would take back the sentence that the form's
    answer left for the next page.
    """

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Tell whether an answer writes the cookie: a fragment's never, an API's only if it changed something."""
        if FRAGMENT in request.headers:
            return False
        if request.path.startswith("/api/"):
            return session.modified
        return super().should_set_cookie(app, session)
