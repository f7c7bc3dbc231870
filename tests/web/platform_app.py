"""The whole web application in this process: every service mounted as in the real one, its workers run by hand."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.demo.people import mainland_id
from services.ledger.entrypoints.redeeming_consumer import reactions as redeeming_reactions
from services.ledger.entrypoints.redeeming_consumer import together as redeeming_together
from services.matching.entrypoints.consumer import reactions as matching_reactions
from services.notify.entrypoints.consumer import reactions as notify_reactions
from services.wiring import Platform, make_web, open_platform, outboxes
from shared.events.contract import Event, parse
from shared.identity.consent import CONSENT_VERSION
from shared.identity.passwords import Passwords
from shared.identity.roles import Grant, Role, scope_of
from shared.kernel.clock import SetClock, iso
from shared.settings import Settings
from shared.storage.aggregates import retrying
from shared.storage.folder import DataFolder

HOME, ELSEWHERE = "511402001003", "210802001003"
PASSWORD = "calm-river-stone-9"
Json = dict[str, object]
NOTHING: Mapping[str, str] = {}


def code_of(answer: TestResponse) -> str:
    """Return the stable code of a refusal."""
    return str((answer.json or {}).get("code", ""))


@dataclass(kw_only=True)
class Person:
    """Somebody with a session, or nobody in particular, who speaks with the API as a program does."""

    client: FlaskClient
    id: str = ""
    token: str = ""
    phone: str = ""

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        raw: bytes | None = None,
        headers: Mapping[str, str] = NOTHING,
    ) -> TestResponse:
        """Return the answer to a request; ``raw`` goes out as it is, as JSON unless a header says otherwise."""
        known = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        content = {"Content-Type": "application/json"} if raw is not None else {}
        return self.client.open(
            path,
            method=method,
            json=body,
            data=raw,
            headers={**known, **content, **headers},
        )

    def did(self, path: str, body: object = None, method: str = "POST") -> Json:
        """Return what the API gives; the request must succeed."""
        answer = self.ask(method, f"/api{path}", {} if body is None and method != "GET" else body)
        assert answer.status_code < 300, (path, answer.status_code, answer.text)
        return dict(answer.json or {})


@dataclass(kw_only=True)
class Browsing:
    """One browser without a script: it keeps its cookie."""

    client: FlaskClient
    language: str = "en"

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, headers={"Accept-Language": self.language})

    def send(self, path: str, csrf: str | None = None, **typed: object) -> TestResponse:
        """Send a form with the secret of the page, or another."""
        if not self.kept("csrf"):
            self.get("/help")
        form = {"csrf": self.kept("csrf") if csrf is None else csrf, **typed}
        return self.client.post(path, data=form, headers={"Accept-Language": self.language})

    def kept(self, name: str) -> str:
        """Return what the cookie carries under a name."""
        with self.client.session_transaction() as session:
            return str(session.get(name, ""))

    def signed_in(self, phone: str) -> "Browsing":
        """Sign in and return this browser."""
        answer = self.send("/sign-in", phone=phone, password=PASSWORD)
        assert answer.status_code == 303, answer.text
        return self


@dataclass(kw_only=True)
class PlatformApp:
    """The application and what stands behind it."""

    app: Flask
    platform: Platform
    clock: SetClock
    made: int = 0
    told: list[object] = field(default_factory=list)
    writes: Callable[[Event], None] | None = None

    def nobody(self) -> Person:
        return Person(client=self.app.test_client())

    def browsing(self, language: str = "en") -> Browsing:
        return Browsing(client=self.app.test_client(), language=language)

    def person(self, name: str = "王安", community: str = HOME) -> Person:
        """Return somebody who signed up."""
        self.made += 1
        phone = str(13_900_100_000 + self.made)
        body = {
            "community_code": community,
            "phone": phone,
            "name": name,
            "password": PASSWORD,
            "consent_version": CONSENT_VERSION,
        }
        given = self.nobody().did("/identity/v1/members", body)
        return Person(
            client=self.app.test_client(), id=str(given["id"]), token=str(given["token"]), phone=phone
        )

    def holding(self, role: Role, scope: str = HOME, name: str = "周宁") -> Person:
        """Return somebody who holds a role."""
        person = self.person(name)
        members = self.platform.identity.members
        grants = (Grant(role=role, scope=scope_of(scope)),)
        members.save(replace(members.get(person.id), grants=grants))
        return person

    def volunteer(self, *kinds: str, name: str = "陈晓安") -> Person:
        """Return somebody who may serve and offers kinds of service."""
        person = self.person(name)
        document = {"type": "MAINLAND_ID", "number": self.document(person)}
        person.did("/identity/v1/members/me/documents", document)
        person.did("/matching/v1/offers", {"service_kinds": list(kinds), "radius_metres": 5000})
        return person

    @staticmethod
    def document(person: Person) -> str:
        """Return the number of the identity card of a person, which nobody has."""
        return mainland_id(random.Random(person.phone), HOME[:6], born=1985)

    def need(self, **other: object) -> Json:
        """Return what is sent to ask for a service that begins in an hour."""
        return {
            "service_kind": "PHONE_CARE",
            "title": "陪老人说说话",
            "starts_at": iso(self.clock.now().replace(hour=2)),
            "ends_at": iso(self.clock.now().replace(hour=3)),
            "expected_minutes": 45,
            **other,
        }

    def settle(self) -> None:
        """Hand every event that waits to those who react to it, as workers would, until none is left."""
        platform = self.platform
        table = (
            matching_reactions(platform.matching),
            dict.fromkeys(
                redeeming_reactions(platform.redeeming),
                lambda event: redeeming_together(platform.redeeming)([event]),
            ),
            notify_reactions(platform.notify),
        )
        while waiting := self._waiting():
            for event in waiting:
                if self.writes is not None:
                    self.writes(event)
                for react in (each[type(event.data)] for each in table if type(event.data) in each):
                    retrying(lambda react=react, event=event: react(event))  # type: ignore[misc]  # -- bound now
                self.told.append(event.data)

    def _waiting(self) -> list[Event]:
        events: list[Event] = []
        for outbox in outboxes(self.platform):
            for document in outbox.find({"unsent_at": {"$gte": 0}}):
                kept = document["outbox"]
                assert isinstance(kept, list)
                events += [parse(each["headers"], each["body"]) for each in kept]
                outbox.update_one(
                    {"_id": document["_id"]}, {"$set": {"outbox": []}, "$unset": {"unsent_at": ""}}
                )
        return sorted(events, key=lambda event: event.id)


def a_platform(folder: Path, clock: SetClock, **settings: Any) -> PlatformApp:
    """Return the platform on the connections that the fixture ``databases`` made.

    Args:
        folder: For log and keys; empty.
        clock: Of everything.
        settings: What an operator set besides.
    """
    platform = open_platform(
        Settings(data_dir=folder, **settings),
        DataFolder(folder),
        clock=clock,
        passwords=Passwords(memory_kib=8, passes=1),
    )
    ledger = replace(platform.ledger, answer_seconds=0.0)
    platform = replace(platform, ledger=ledger, redeeming=replace(platform.redeeming, ledger=ledger))
    app, _ = make_web(platform)
    return PlatformApp(app=app, platform=platform, clock=clock)
