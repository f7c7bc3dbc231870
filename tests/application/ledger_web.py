"""The ledger's API by itself, with people of every role."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.ledger.application.context import Ledger
from services.ledger.application.redeeming.context import open_redeeming
from services.ledger.application.writer import Writer
from services.ledger.domain.accounts import member_account
from services.ledger.entrypoints.api import apis
from services.ledger.entrypoints.pools_api import pools_api
from shared.events.contract import Event, body_of, headers_of, parse
from shared.identity.actor import Actor
from shared.identity.roles import Grant, Role, scope_of
from shared.kernel.clock import Clock
from shared.kernel.errors import LinliError
from shared.kernel.ids import Ids
from shared.messaging.log import Message, Record
from shared.web.answering import api_blueprint
from shared.web.door import Door
from shared.web.errors import problem
from shared.web.idempotency import Answers
from tests.application.ledger_world import a_ledger, a_member, a_writer
from tests.application.register_world import FAR, HOME, NEXT_DOOR
from tests.ledger_facts import confirmed, record_at, records_of

ACTORS: Mapping[str, tuple[tuple[Role, str], ...]] = {
    "wang": (),
    "zhao": (),
    "stranger": (),
    "staff": ((Role.COMMUNITY_STAFF, HOME),),
    "colleague": ((Role.COMMUNITY_STAFF, HOME),),
    "staff-next-door": ((Role.COMMUNITY_STAFF, NEXT_DOOR),),
    "auditor": ((Role.AUDITOR, "511402"),),
    "auditor-elsewhere": ((Role.AUDITOR, FAR[:6]),),
    "operator": ((Role.OPERATOR, "all"),),
}


def actor(name: str) -> Actor | None:
    if name not in ACTORS:
        return None
    grants = tuple(Grant(role=role, scope=scope_of(scope)) for role, scope in ACTORS[name])
    return Actor(member_id=name, session_id="s", community_code=HOME, grants=grants)


def a_web(ledger: Ledger) -> FlaskClient:
    """Return a client of the ledger's API; whoever is named in ``ACTORS`` may sign in by name."""
    app = Flask("ledger-test")
    door = Door(clock=ledger.clock, ids=ledger.ids, find_actor=actor, answers=Answers(ledger.clock))
    made = (*apis(ledger), pools_api(open_redeeming(ledger, {})))
    for number, api in enumerate(made):
        app.register_blueprint(api_blueprint(api, door, f"ledger{number}"))
    app.register_error_handler(LinliError, lambda error: problem(error, "en"))
    return app.test_client()


WANG, ZHAO = member_account(HOME, "wang"), member_account(HOME, "zhao")
POOL = f"book:{HOME}:pool"
GIFT = {"verb": "GIFT", "from_account": WANG, "to_account": ZHAO, "minutes": 20}


def as_read(position: int, event: Event) -> Record:
    """Return an instruction as it is read from the log."""
    message = Message(key=event.partitionkey, headers=headers_of(event), body=body_of(event))
    return replace(record_at(position, message), topic="linli.ledger.commands")


@dataclass(kw_only=True)
class Counter:
    """The ledger's API with the writer behind it, which works when told to."""

    web: FlaskClient
    ledger: Ledger
    writer: Writer

    def send(self, path: str, body: object, by: str | None = "wang", key: str | None = None) -> TestResponse:
        headers = {"Authorization": f"Bearer {by}"} if by else {}
        headers |= {"Idempotency-Key": key} if key else {}
        return self.web.post(f"/api/ledger/v1{path}", json=body, headers=headers)

    def read(self, path: str, by: str = "wang") -> TestResponse:
        return self.web.get(f"/api/ledger/v1{path}", headers={"Authorization": f"Bearer {by}"})

    def carry(self) -> list[Event]:
        """Let the writer take what waits in the outbox of the commands; return those events."""
        outbox = self.ledger.commands.collection
        waiting: list[dict[str, Any]] = list(outbox.find({"unsent_at": {"$gte": 0}}))
        told = [parse(entry["headers"], entry["body"]) for each in waiting for entry in each["outbox"]]
        for each in waiting:
            outbox.update_one({"_id": each["_id"]}, {"$set": {"outbox": []}, "$unset": {"unsent_at": ""}})
        self.writer.take([as_read(position, event) for position, event in enumerate(told)])
        return told

    def done(self, path: str, body: object, by: str = "staff") -> Any:
        """Return what came of a command once the chain has it."""
        sent = self.send(path, body, by)
        assert sent.status_code == 202, sent.text
        self.carry()
        return self.read(sent.headers["Location"].removeprefix("/api/ledger/v1"), by).get_json()


def a_counter(clock: Clock, ids: Ids) -> Counter:
    """Return a counter at HOME where Wang has an hour and Zhao nothing; nobody waits for answers."""
    ledger = replace(a_ledger(clock, ids), answer_seconds=0.0)
    for name in ("wang", "zhao"):
        ledger.identity.members.add(a_member(name, clock))
    writer = a_writer(ledger)
    writer.take(records_of(confirmed("r1", community_code=HOME)))
    return Counter(web=a_web(ledger), ledger=ledger, writer=writer)
