"""What this browser keeps in its cookie: the session, the secret of its pages, and how pages are shown."""

import secrets

from flask import request, session

from shared.identity.member import Member
from shared.identity.sessions import IssuedSession
from shared.kernel.ids import Ids, derived_id
from shared.web.pages import local_path

_KEPT = ("language", "elderly")
"""Choices of this browser that outlive a session."""


def begin_session(issued: IssuedSession, member: Member) -> None:
    """Sign this browser in; nothing of what it carried before is believed, so that no session is foisted on anyone."""
    kept = _choices()
    session.clear()
    session["language"] = member.language
    session.update(kept)
    session["token"] = issued.token
    session["csrf"] = secrets.token_urlsafe(18)
    session.permanent = True


def end_session() -> None:
    """Forget who was signed in on this browser."""
    kept = _choices()
    session.clear()
    session.update(kept)


def keep_choices(*, language: str, elderly: bool) -> None:
    """Show pages to this browser so from now on."""
    session["language"], session["elderly"] = language, elderly
    session.permanent = True


def form_id(ids: Ids) -> str:
    """Return the id for what a form of a stranger makes: the same when this browser sends the same form twice."""
    once = request.form.get("once", "")
    return derived_id("form", str(session.get("csrf", "")), once) if once else ids.new()


def device() -> str:
    """Return what this browser calls itself."""
    return request.user_agent.string


def next_path(otherwise: str) -> str:
    """Return where to go on to, as the address or the form says; never to another site."""
    return local_path(request.values.get("next"), otherwise)


def _choices() -> dict[str, object]:
    return {name: session[name] for name in _KEPT if name in session}
