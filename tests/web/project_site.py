"""A site with an organisation, its staff, who reviews, and volunteers; and what they type."""

from dataclasses import replace

from services.matching.domain.projects.shift import Shift
from shared.kernel.clock import CHINA
from tests.application.project_world import NOTICE, PARTY
from tests.application.register_world import HOME
from tests.web.coordination_site import CoordinationSite, number_of
from tests.web.register_site import Visitor

ORGANISER = "13900000010"
VOLUNTEER = "13900000011"
REVIEWER = "13900000012"
NOTICE_TYPED = {f"notice.{name}": getattr(NOTICE, name) for name in NOTICE.__dataclass_fields__}


def typed_project(**fields: object) -> dict[str, object]:
    usual = {
        "party_id": PARTY,
        "title": "银龄陪伴",
        "service_kind": "ENVIRONMENT",
        "community_codes": HOME,
        "purpose": "每周有人陪",
        **NOTICE_TYPED,
    }
    return {**usual, **fields}


def a_published(organiser: Visitor, reviewer: Visitor) -> str:
    id_ = number_of(organiser.send("/projects/new", **typed_project()).location)
    organiser.send(f"/projects/{id_}/submit")
    reviewer.send(f"/projects/{id_}/approve")
    return id_


def typed_shift(site: CoordinationSite, **fields: object) -> dict[str, object]:
    start, end = (site.world.now(hours=hours).astimezone(CHINA) for hours in (24, 26))
    usual = {
        "starts_at": f"{start:%Y-%m-%dT%H:%M}",
        "ends_at": f"{end:%Y-%m-%dT%H:%M}",
        "address": "社区广场",
        "helpers": "3",
        "leaders": "1",
    }
    return {**usual, **fields}


def a_posted(site: CoordinationSite, organiser: Visitor, reviewer: Visitor, **fields: object) -> Shift:
    id_ = a_published(organiser, reviewer)
    location = organiser.send(f"/projects/{id_}/shifts/new", **typed_shift(site, **fields)).location
    return site.matching.shifts.get(number_of(location))


def a_volunteer(site: CoordinationSite, id_: str = "volunteer", phone: str = VOLUNTEER) -> Visitor:
    """Return a member with a document, signed in."""
    site.member(id_, phone=phone, name="钱一")
    document = site.identity.members.get(site.world.member().member_id).document
    assert document is not None
    proved = replace(site.identity.members.get(id_), document=replace(document, found_by=id_))
    site.identity.members.save(proved)
    return site.signed_in(phone)
