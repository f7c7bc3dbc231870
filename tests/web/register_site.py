"""A site of the register's pages alone, and visitors that walk through it as browsers do."""

from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from pymongo import monitoring
from werkzeug.test import TestResponse

import services.matching.entrypoints as matching_entrypoints
from services.matching.application.context import Matching, open_matching
from services.matching.application.register.accounts import sign_up
from services.matching.application.register.commands import SignUp
from services.matching.entrypoints.register_pages import register_pages
from shared.identity.consent import CONSENT_VERSION
from shared.identity.member import Member
from shared.identity.opening import Identity
from shared.identity.roles import Grant, Role, scope_of
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.web.app import Mounted, Shell, make_app
from shared.web.door import Door
from shared.web.idempotency import Answers
from tests.application.register_world import HOME, PASSWORD, an_identity

PHONE = "13900000001"
STAFF = "13900000002"
OTHER = "13900000003"
TEMPLATES = Path(matching_entrypoints.__path__[0]) / "templates"


class StoreCalls(monitoring.CommandListener):
    """Notes the commands the store is sent."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        self.seen.append(event.command_name)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Do nothing: a command is noted when it starts."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Do nothing: a command is noted when it starts."""


CALLS = StoreCalls()
monitoring.register(CALLS)
"""Clients made from now on tell it what they send."""


@dataclass
class Visitor:
    """One browser: it keeps its cookie, and sends the secret of its pages with every form."""

    client: FlaskClient

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, headers={"Accept-Language": "en"})

    def page(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.location)
        return answer.text

    def send(self, path: str, **typed: object) -> TestResponse:
        self.get("/help")
        return self.client.post(path, data={"csrf": self.secret, **typed}, headers={"Accept-Language": "en"})

    @property
    def secret(self) -> str:
        with self.client.session_transaction() as session:
            return str(session.get("csrf", ""))

    @property
    def token(self) -> str:
        with self.client.session_transaction() as session:
            return str(session.get("token", ""))


@dataclass
class Site:
    """The pages, and what stands behind them."""

    app: Flask
    identity: Identity
    matching: Matching

    def visitor(self) -> Visitor:
        return Visitor(self.app.test_client())

    def member(self, id_: str, *, phone: str, name: str = "王小明", community: str = HOME) -> Member:
        asked = SignUp(
            community_code=community,
            phone=phone,
            name=name,
            password=PASSWORD,
            consent_version=CONSENT_VERSION,
            language="en",
        )
        return sign_up(self.identity, asked, id_=id_).member

    def staff(self, id_: str, *, phone: str, role: Role = Role.COMMUNITY_STAFF, scope: str = HOME) -> Member:
        member = self.member(id_, phone=phone, name=f"工作者{id_}")
        grants = (Grant(role=role, scope=scope_of(scope)),)
        return self.identity.members.save(replace(member, grants=grants))

    def signed_in(self, phone: str) -> Visitor:
        visitor = self.visitor()
        answer = visitor.send("/sign-in", phone=phone, password=PASSWORD)
        assert (answer.status_code, answer.location) == (303, "/start")
        return visitor


def a_site(clock: Clock, ids: Ids) -> Site:
    identity = an_identity(clock, ids)
    matching = open_matching(clock, ids, identity)
    answers = Answers(clock)
    door = Door(clock=clock, ids=ids, find_actor=identity.find_actor, answers=answers)
    app = make_app(
        Shell(door=door, unread=lambda _: 0, version="0"),
        [Mounted(service="matching", pages=register_pages(matching, identity), templates=TEMPLATES)],
        secret=b"invented",
    )
    return Site(app=app, identity=identity, matching=matching)


def calls_for(visitor: Visitor, path: str) -> list[str]:
    """Return the commands that the store is sent for one page."""
    CALLS.seen.clear()
    visitor.page(path)
    return list(CALLS.seen)
