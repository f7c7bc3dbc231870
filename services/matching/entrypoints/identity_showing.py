"""Members, residents, readings and communities turned into what the identity API shows."""

from dataclasses import asdict

from services.matching.application.register.accounts import SignedIn
from services.matching.application.register.special_days import special_days_to_come
from services.matching.entrypoints.identity_views import (
    AbsenceView,
    ActingForView,
    AttestationView,
    CertificateView,
    CommunityView,
    DelegatesView,
    DelegateView,
    DocumentView,
    ExtraTimeView,
    GrantView,
    MemberView,
    MeView,
    NewMemberView,
    PointView,
    ReadingView,
    ResidentView,
    SessionView,
    WindowView,
)
from shared.identity.attestations import Attestation
from shared.identity.communities import Community
from shared.identity.member import Certificate, Member, Window
from shared.identity.opening import Identity
from shared.identity.readings import Reading
from shared.identity.roles import Grant
from shared.kernel.geography import Point


def me_view(identity: Identity, member: Member) -> MeView:
    """Return everything kept of a member, for the member alone; days that are over are forgotten."""
    special = special_days_to_come(identity, member)
    return MeView(
        id=member.id,
        name=member.name,
        phone=member.phone,
        volunteer_number=member.volunteer_number,
        community_code=member.community_code,
        community_name=identity.communities.area_name(member.community_code),
        point=point_view(member.point),
        address=member.address,
        language=member.language,
        elderly_mode=member.elderly_mode,
        ranked_plainly=member.ranked_plainly,
        identity_level=int(member.identity_level),
        document=_document_view(member),
        consent_version=member.consent.version if member.consent else None,
        skills=member.skills,
        certificates=tuple(_certificate_view(each) for each in member.certificates),
        attestations=tuple(_attestation_view(each) for each in member.attestations),
        availability=tuple(_window_view(each) for each in member.availability),
        absences=tuple(AbsenceView(**asdict(each)) for each in special.absences),
        extra_times=tuple(ExtraTimeView(**asdict(each)) for each in special.extra_times),
        radius_metres=member.radius_metres,
        most_a_day=member.most_a_day,
        most_a_week=member.most_a_week,
        roles=tuple(grant_view(identity, each) for each in member.grants),
        status=member.status,
        created_at=member.created_at,
    )


def member_view(identity: Identity, member: Member) -> MemberView:
    """Return a member as those see them who manage the area."""
    return MemberView(
        id=member.id,
        name=member.name,
        volunteer_number=member.volunteer_number,
        community_code=member.community_code,
        community_name=identity.communities.area_name(member.community_code),
        has_account=member.password_hash is not None,
        identity_level=int(member.identity_level),
        certificates=tuple(_certificate_view(each) for each in member.certificates),
        attestations=tuple(_attestation_view(each) for each in member.attestations),
        roles=tuple(grant_view(identity, each) for each in member.grants),
        status=member.status,
    )


def _document_view(member: Member) -> DocumentView | None:
    if member.document is None:
        return None
    return DocumentView(
        type=member.document.type,
        masked=member.document.masked,
        level=int(member.document.level),
        birth_date=member.document.birth_date,
        sex=member.document.sex,
        guardian_name=member.guardian.name if member.guardian else None,
    )


def point_view(point: Point) -> PointView:
    """Return a place."""
    return PointView(longitude=point.longitude, latitude=point.latitude)


def _window_view(window: Window) -> WindowView:
    return WindowView(weekday=window.weekday, from_minute=window.from_minute, to_minute=window.to_minute)


def _certificate_view(certificate: Certificate) -> CertificateView:
    return CertificateView(code=certificate.code, masked=certificate.masked, confirmed=certificate.confirmed)


def _attestation_view(attestation: Attestation) -> AttestationView:
    return AttestationView(
        topic=attestation.topic,
        topic_words=attestation.topic.words,
        service_kind=attestation.service_kind or None,
        valid_until=attestation.valid_until,
    )


def grant_view(identity: Identity, grant: Grant) -> GrantView:
    """Return a role with the name of its area."""
    return GrantView(
        role=grant.role,
        role_words=grant.role.words,
        scope_kind=grant.scope.kind,
        scope=grant.scope.text,
        area=identity.communities.area_name(grant.scope.code[:12]),
        suspended=grant.suspended,
    )


def session_view(identity: Identity, signed_in: SignedIn) -> SessionView:
    """Return a session with its token."""
    return SessionView(
        token=signed_in.issued.token,
        expires_at=signed_in.issued.session.expires_at,
        member=me_view(identity, signed_in.member),
    )


def new_member_view(identity: Identity, signed_in: SignedIn) -> NewMemberView:
    """Return a new member with the token of the first session."""
    return NewMemberView(
        id=signed_in.member.id,
        volunteer_number=signed_in.member.volunteer_number,
        token=signed_in.issued.token,
        expires_at=signed_in.issued.session.expires_at,
        member=me_view(identity, signed_in.member),
    )


def resident_view(identity: Identity, member: Member) -> ResidentView:
    """Return a resident's file; the reading was logged by what found it."""
    return ResidentView(
        id=member.id,
        name=member.name,
        phone=member.phone,
        address=member.address,
        community_code=member.community_code,
        community_name=identity.communities.area_name(member.community_code),
        point=point_view(member.point),
        has_account=member.password_hash is not None,
        identity_level=int(member.identity_level),
        delegates=delegate_views(identity, member),
    )


def delegate_views(identity: Identity, resident: Member) -> tuple[DelegateView, ...]:
    """Return who may act for a resident, by name."""
    names = identity.people.names([each.member_id for each in resident.delegates])
    return tuple(
        DelegateView(
            member_id=each.member_id,
            name=names.get(each.member_id, "–"),
            relation=each.relation,
            since_at=each.since_at,
        )
        for each in resident.delegates
    )


def delegates_view(identity: Identity, member: Member) -> DelegatesView:
    """Return who may act for a member, and for whom the member may act."""
    return DelegatesView(
        delegates=delegate_views(identity, member),
        acting_for=tuple(
            ActingForView(resident_id=each.id, name=each.name, community_code=each.community_code)
            for each in identity.people.residents_of(member.id)
        ),
    )


def reading_views(identity: Identity, readings: tuple[Reading, ...]) -> tuple[ReadingView, ...]:
    """Return readings with the readers' names."""
    names = identity.people.names([each.reader_id for each in readings])
    return tuple(
        ReadingView(
            id=each.id,
            reader_id=each.reader_id,
            reader_name=names.get(each.reader_id, "–"),
            what=each.what,
            what_words=each.what.words,
            why=each.why,
            at=each.at,
        )
        for each in readings
    )


def community_view(community: Community) -> CommunityView:
    """Return a community with the names of what it lies in."""
    return CommunityView(
        code=community.code,
        name=community.name,
        kind=community.kind,
        street=community.street,
        district=community.district,
        district_code=community.district_code,
        city=community.city,
        point=point_view(community.point),
    )
