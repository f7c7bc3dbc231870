"""What members say of themselves: name, place, skills, hours."""

from dataclasses import asdict

from services.matching.application.register.commands import (
    SetAvailability,
    StatedCertificate,
    StatedPoint,
    UpdateMe,
)
from services.matching.application.register.papers import changed
from services.matching.domain.register.errors import NameIsReal, one_fault
from services.matching.domain.register.windows import week_of
from shared.identity.actor import Actor
from shared.identity.communities import Community
from shared.identity.documents_cn import masked_number
from shared.identity.member import Certificate, Member, Window
from shared.identity.opening import Identity
from shared.kernel.geography import Point, distance_metres

FARTHEST_METRES = 100_000
"""Nobody lives farther than this from the seat of their own community."""


def set_availability(identity: Identity, actor: Actor, asked: SetAvailability) -> Member:
    """Return the actor with the week, how far they go and how often at most, as stated; what is left out stays.

    Raises:
        BadInput: If windows overlap, or one ends before it begins.
    """
    member = identity.members.get(actor.member_id)
    week = week_of(Window(**asdict(each)) for each in asked.windows)
    given = {
        "radius_metres": asked.radius_metres,
        "most_a_day": asked.most_a_day,
        "most_a_week": asked.most_a_week,
    }
    stated = {name: value for name, value in given.items() if value is not None}
    after = member.changed(identity.clock.now(), availability=week, **stated)
    return identity.members.save(after, changed(member, "availability"))


def update_me(identity: Identity, actor: Actor, asked: UpdateMe) -> Member:
    """Return the actor with what was given changed; what was left out stays, and nothing given writes nothing.

    Raises:
        NameIsReal: If the name stands beside a document.
        UnknownCommunity: If there is no such community.
        BadInput: If the place lies far from the community.
    """
    member = identity.members.get(actor.member_id)
    fields = _changes(identity, member, asked)
    if not fields:
        return member
    after = member.changed(identity.clock.now(), **fields)
    return identity.members.save(after, changed(after, "file"))


def _changes(identity: Identity, member: Member, asked: UpdateMe) -> dict[str, object]:
    if asked.name not in (None, member.name) and member.document is not None:
        raise NameIsReal
    given: dict[str, object] = {
        "name": asked.name,
        "language": asked.language,
        "elderly_mode": asked.elderly_mode,
        "ranked_plainly": asked.ranked_plainly,
        "address": asked.address,
        "skills": None if asked.skills is None else tuple(dict.fromkeys(asked.skills)),
        "certificates": None if asked.certificates is None else _certificates(member, asked.certificates),
        **_place(identity, member, asked),
    }
    return {name: value for name, value in given.items() if value not in (None, getattr(member, name))}


def _place(identity: Identity, member: Member, asked: UpdateMe) -> dict[str, object]:
    """Return where the member lives now: a move without a point puts them at the new community's seat."""
    community = identity.communities.known(asked.community_code or member.community_code)
    moved = community.code != member.community_code
    if asked.point is None and not moved:
        return {}
    return {"community_code": community.code, "point": point_near(community, asked.point)}


def point_near(community: Community, stated: StatedPoint | None) -> Point:
    """Return the point stated, or the community's seat where none is.

    Raises:
        BadInput: If the point lies too far from the community.
    """
    if stated is None:
        return community.point
    point = Point(longitude=stated.longitude, latitude=stated.latitude)
    if distance_metres(point, community.point) > FARTHEST_METRES:
        raise one_fault(
            "point",
            "point-far-away",
            "位置离所选社区太远，请核对社区或位置",
            "This place is far from the community chosen; please check either",
        )
    return point


def _certificates(member: Member, stated: tuple[StatedCertificate, ...]) -> tuple[Certificate, ...]:
    """Return the certificates declared; one that staff saw stays confirmed while its number stays, or is left out."""
    held = {each.code: each for each in member.certificates}
    return tuple(_declared(held.get(each.code), each) for each in {one.code: one for one in stated}.values())


def _declared(held: Certificate | None, stated: StatedCertificate) -> Certificate:
    masked = _masked(stated.number)
    if held is not None and masked in ("", held.masked):
        return held
    return Certificate(code=stated.code, masked=masked)


def _masked(number: str) -> str:
    return masked_number(number) if len(number) >= 6 else "*" * len(number)
