"""The composition root: the only place that knows which parts the platform is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flask import Flask
from pymongo.collection import Collection
from werkzeug.middleware.proxy_fix import ProxyFix

import services.ledger.entrypoints as ledger_entrypoints
import services.matching.entrypoints as matching_entrypoints
import services.notify.entrypoints as notify_entrypoints
from services import VERSION
from services.event_log import GROUPS, open_log
from services.ledger.application.context import Ledger, open_ledger
from services.ledger.application.redeeming.context import Redeeming, open_redeeming
from services.ledger.application.rules import pack_in_force
from services.ledger.application.signer import signer_of
from services.ledger.entrypoints.api import apis as ledger_apis
from services.ledger.entrypoints.pages import pages as ledger_pages
from services.ledger.entrypoints.redeeming_api import redeeming_apis
from services.ledger.entrypoints.redeeming_pages import redeeming_pages
from services.ledger.entrypoints.rules_api import rules_apis
from services.matching.adapters.seals import SealService
from services.matching.application.certificates.certifier import ESeal, certifier_of, unsealed
from services.matching.application.context import Matching, open_matching
from services.matching.application.offers import kinds_offered
from services.matching.domain.gate_shapes import Policy
from services.matching.domain.kind_shapes import ConfirmedBy
from services.matching.domain.need import RecordedAs
from services.matching.domain.service_kinds import SERVICE_KINDS, name_of_kind
from services.matching.entrypoints.api import apis as matching_apis
from services.matching.entrypoints.identity_api import apis as identity_apis
from services.matching.entrypoints.identity_closing_api import closing_api
from services.matching.entrypoints.pages import pages as matching_pages
from services.notify.adapters.sockets import Sockets
from services.notify.adapters.web_push import fresh_signing_key, push_keys
from services.notify.application.context import Notify, open_notify
from services.notify.application.desk import to_tell_in_person
from services.notify.application.notices import unread_count
from services.notify.application.reach import Reach, reach_of
from services.notify.entrypoints.api import apis as notify_apis
from services.notify.entrypoints.pages import pages as notify_pages
from shared.events.topics import MATCHING
from shared.identity.documents import DocumentKeys, fresh_keys, key_file_of, keys_in
from shared.identity.opening import Identity, open_identity
from shared.identity.passwords import Passwords
from shared.kernel.clock import Clock, SystemClock
from shared.kernel.ids import Ids, RandomIds
from shared.kernel.words import Words
from shared.messaging.log import EventLog
from shared.messaging.parking import Parking
from shared.settings import Settings, site_of
from shared.storage.folder import DataFolder
from shared.storage.paging import Document
from shared.web.app import Mounted, Shell, make_app
from shared.web.door import Door
from shared.web.idempotency import Answers

SERVICES = ("matching", "ledger", "notify")
"""The services there are; a process may serve, or work for, some of them."""


ONE_BY_ONE = frozenset({"HAIRCUT", "SMALL_REPAIR"})
"""Kinds that are often given to many at a stall, and to one person just as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """All parts, opened on their stores."""

    settings: Settings
    clock: Clock
    ids: Ids
    log: EventLog
    identity: Identity
    matching: Matching
    ledger: Ledger
    redeeming: Redeeming
    notify: Notify
    answers: Answers
    cookie_secret: bytes


def open_platform(
    settings: Settings, folder: DataFolder, *, clock: Clock | None = None, passwords: Passwords | None = None
) -> Platform:
    """Return the platform on the connected documents and the folder's log and keys.

    Args:
        settings: What the operator set.
        folder: The data folder; held by this process or the one that started it.
        clock: Another than the machine's, for tests.
        passwords: At another cost, for tests.
    """
    clock = clock or SystemClock()
    ids = RandomIds(clock)
    identity = open_identity(clock, ids, keys=document_keys(folder), passwords=passwords)
    answers = Answers(clock)
    answers.make_indexes()
    ledger = open_ledger(clock, ids, identity, signer_of(settings, folder))
    matching = open_matching(
        clock,
        ids,
        identity,
        policy_of(settings),
        partial(pack_in_force, ledger),
        certifier=certifier_of(folder, site_of(settings), seal_of(settings, clock)),
    )
    return Platform(
        settings=settings,
        clock=clock,
        ids=ids,
        log=open_log(settings, folder, clock),
        identity=identity,
        matching=matching,
        ledger=ledger,
        redeeming=open_redeeming(ledger, bookable_kinds()),
        notify=_notify(clock, ids, identity, matching, _reach(settings, clock, folder)),
        answers=answers,
        cookie_secret=folder.secret("cookies"),
    )


def seal_of(settings: Settings, clock: Clock) -> ESeal:
    """Return what puts the official seal on a certificate; room for a wet one where the city has bound no service."""
    if not settings.seal_url:
        return unsealed
    return SealService(url=settings.seal_url, secret=settings.seal_secret, clock=clock)


def bookable_kinds() -> Mapping[str, Words]:
    """Return the services that time credits can be redeemed for: those that one person can receive and volunteers give."""
    return {
        kind.code: kind.name
        for kind in SERVICE_KINDS.values()
        if kind.recorded_as is RecordedAs.VOLUNTEER
        and (kind.confirmed_by is ConfirmedBy.RECEIVER or kind.code in ONE_BY_ONE)
    }


def _notify(clock: Clock, ids: Ids, identity: Identity, matching: Matching, reach: Reach) -> Notify:
    return open_notify(
        clock,
        ids,
        identity.people,
        service_names={code: kind.name for code, kind in SERVICE_KINDS.items()},
        kinds_offered=partial(kinds_offered, matching),
        reach=reach,
    )


def _reach(settings: Settings, clock: Clock, folder: DataFolder) -> Reach:
    signing = folder.secret_once("keys/push.pem", fresh_signing_key)
    return reach_of(settings, clock, folder.secret("notices"), push_keys(signing, folder.secret("devices")))


def policy_of(settings: Settings) -> Policy:
    """Return what the operator set of the rules for serving."""
    return Policy(
        home_gate_level=settings.home_gate_level,
        binds_training=settings.bind_training,
        binds_insurance=settings.bind_insurance,
    )


def document_keys(folder: DataFolder) -> DocumentKeys:
    """Return the keys that document numbers are sealed with, made at the first start."""
    return keys_in(folder.secret_once("keys/documents.json", lambda: key_file_of(fresh_keys())))


def make_web(platform: Platform) -> tuple[Flask, Sockets]:
    """Return the web application of all services, and the sockets it holds."""
    app = make_web_of(platform, SERVICES)
    return app, Sockets(app, platform.identity.find_actor)


def make_web_of(platform: Platform, services: Sequence[str]) -> Flask:
    """Return the web application of some services; sign-in is matching's."""
    door = Door(
        clock=platform.clock,
        ids=platform.ids,
        find_actor=platform.identity.find_actor,
        answers=platform.answers,
    )
    shell = Shell(
        door=door,
        unread=lambda member_id: unread_count(platform.notify, member_id),
        version=VERSION,
        secure_cookies=platform.settings.secure_cookies,
        health={
            "documents": lambda: platform.identity.members.count({"_id": "–"}) == 0,
            "log": lambda: bool(platform.log.spans(MATCHING)),
        },
        parked=lambda: sum(parked_counts(platform).values()),
    )
    mounted = [each for each in _mounted(platform) if each.service in services]
    app = make_app(shell, mounted, secret=platform.cookie_secret)
    if platform.settings.trusted_proxies:
        hops = platform.settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # -- Flask's documented way
    return app


def parked_counts(platform: Platform) -> dict[str, int]:
    """Return how many events each group has put aside."""
    return {group: len(Parking(platform.log, group, platform.clock).listed()) for group in GROUPS}


def _mounted(platform: Platform) -> tuple[Mounted, ...]:
    matching, ledger, notify, identity = (
        platform.matching,
        platform.ledger,
        platform.notify,
        platform.identity,
    )
    return (
        Mounted(
            service="matching",
            apis=(*identity_apis(identity), closing_api(identity, matching), *matching_apis(matching)),
            pages=matching_pages(matching, identity, partial(to_tell_in_person, notify)),
            templates=_templates(matching_entrypoints.__path__),
        ),
        Mounted(
            service="ledger",
            apis=(
                *ledger_apis(ledger),
                *rules_apis(ledger, name_of_kind),
                *redeeming_apis(platform.redeeming),
            ),
            pages=(*ledger_pages(ledger, name_of_kind), *redeeming_pages(platform.redeeming)),
            templates=_templates(ledger_entrypoints.__path__),
        ),
        Mounted(
            service="notify",
            apis=notify_apis(notify),
            pages=notify_pages(notify),
            templates=_templates(notify_entrypoints.__path__),
        ),
    )


def _templates(package: list[str]) -> Path:
    return Path(package[0]) / "templates"


def outboxes(platform: Platform) -> tuple[Collection[Document], ...]:
    """Return every collection whose documents carry events to the log."""
    return tuple(each for collections in outboxes_of(platform).values() for each in collections)


def outboxes_of(platform: Platform) -> Mapping[str, tuple[Collection[Document], ...]]:
    """Return the collections whose documents carry events to the log, by service."""
    return {
        "matching": (
            platform.identity.members.collection,
            platform.identity.kinships.collection,
            *(store.collection for store in platform.matching.stores),
        ),
        "ledger": (*platform.ledger.outboxes, *platform.redeeming.outboxes),
        "notify": (platform.notify.notices.collection, platform.notify.broadcasts.collection),
    }
