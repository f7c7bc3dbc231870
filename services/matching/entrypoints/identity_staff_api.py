"""The part of the identity API that staff use: residents' files, papers seen, roles."""

from dataclasses import dataclass, replace
from typing import Annotated

from services.matching.application.register.attesting import attest, withdraw_attestation
from services.matching.application.register.commands import (
    AddDelegate,
    AddStaff,
    Attest,
    GrantRole,
    Phone,
    RecordResident,
)
from services.matching.application.register.delegates import add_delegate, remove_delegate
from services.matching.application.register.papers import confirm_certificate_seen, confirm_document_seen
from services.matching.application.register.residents import (
    record_resident,
    resident_file,
    residents_with_phone,
)
from services.matching.application.register.staff import add_staff, grant_role, staff_page, withdraw_role
from services.matching.domain.register.errors import one_fault
from services.matching.entrypoints.identity_showing import (
    member_view,
    resident_view,
)
from services.matching.entrypoints.identity_views import (
    MemberView,
    ResidentView,
)
from shared.events.fields import Code, Text
from shared.identity.attestations import Attested
from shared.identity.opening import Identity
from shared.identity.permissions import Permission
from shared.identity.roles import Role
from shared.storage.paging import Page
from shared.web.api import SIGNED_IN, Api, Call, Nothing

ScopeText = Annotated[str, Text(least=1, most=60)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneQuery:
    """Whose file to open: who is on the line."""

    phone: Phone


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffQuery:
    """Which staff to list; without a scope those of one's own area."""

    role: Role | None = None
    scope: ScopeText | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeQuery:
    """In which scope a role is taken back."""

    scope: ScopeText


@dataclass(frozen=True, slots=True, kw_only=True)
class KindQuery:
    """Which kind of service a record of training is for; left out for insurance."""

    service_kind: Code | None = None


def staff_api(identity: Identity) -> Api:
    """State what staff do with the files of others."""
    api = Api("identity")
    _residents(api, identity)
    _papers(api, identity)
    _attestations(api, identity)
    _roles(api, identity)
    return api


def _residents(api: Api, identity: Identity) -> None:
    @api.post(
        "/residents",
        takes=RecordResident,
        gives=ResidentView,
        may=Permission.RECORD_RESIDENT,
        says="Record a resident without account, perhaps without phone",
        status=201,
    )
    def recorded(call: Call[RecordResident]) -> ResidentView:
        return resident_view(identity, record_resident(identity, call.actor, call.body, id_=call.new_id()))

    @api.get(
        "/residents",
        query=PhoneQuery,
        gives=ResidentView,
        paged=True,
        may=Permission.RECORD_RESIDENT,
        says="Find the files reached by a phone; logged and shown to the persons",
    )
    def on_the_line(call: Call[PhoneQuery]) -> Page[ResidentView]:
        found = residents_with_phone(identity, call.actor, call.query.phone)
        return Page(items=tuple(resident_view(identity, each) for each in found))

    @api.get(
        "/residents/<id>",
        gives=ResidentView,
        may=Permission.RECORD_RESIDENT,
        says="Open a resident's file; logged and shown to the person",
    )
    def opened(call: Call[Nothing]) -> ResidentView:
        return resident_view(identity, resident_file(identity, call.actor, call.path["id"]))

    @api.post(
        "/residents/<id>/delegates",
        takes=AddDelegate,
        gives=ResidentView,
        may=Permission.RECORD_RESIDENT,
        says="Take down a resident's spoken consent to a delegate",
        status=201,
    )
    def delegated(call: Call[AddDelegate]) -> ResidentView:
        asked = replace(call.body, resident_id=call.path["id"])
        return resident_view(identity, add_delegate(identity, call.actor, asked))

    @api.delete(
        "/residents/<id>/delegates/<delegate_id>",
        may=Permission.RECORD_RESIDENT,
        says="Remove a resident's delegate",
    )
    def undelegated(call: Call[Nothing]) -> None:
        remove_delegate(identity, call.actor, call.path["delegate_id"], resident_id=call.path["id"])


def _papers(api: Api, identity: Identity) -> None:
    @api.post(
        "/members/<id>/document-seen",
        gives=MemberView,
        may=Permission.CONFIRM_DOCUMENT,
        says="Confirm that the original document was seen",
    )
    def document_seen(call: Call[Nothing]) -> MemberView:
        return member_view(identity, confirm_document_seen(identity, call.actor, call.path["id"]))

    @api.post(
        "/members/<id>/certificates/<code>/seen",
        gives=MemberView,
        may=Permission.CONFIRM_DOCUMENT,
        says="Confirm that the original certificate was seen",
    )
    def certificate_seen(call: Call[Nothing]) -> MemberView:
        return member_view(
            identity, confirm_certificate_seen(identity, call.actor, call.path["id"], call.path["code"])
        )


def _attestations(api: Api, identity: Identity) -> None:
    @api.post(
        "/members/<id>/attestations",
        takes=Attest,
        gives=MemberView,
        may=Permission.CONFIRM_DOCUMENT,
        says="Record training done or accident insurance in force",
        status=201,
    )
    def attested(call: Call[Attest]) -> MemberView:
        return member_view(identity, attest(identity, call.actor, call.path["id"], call.body))

    @api.delete(
        "/members/<id>/attestations/<topic>",
        query=KindQuery,
        may=Permission.CONFIRM_DOCUMENT,
        says="Withdraw a record of training or insurance",
    )
    def unattested(call: Call[KindQuery]) -> None:
        topic, kind = _topic(call.path["topic"]), call.query.service_kind or ""
        withdraw_attestation(identity, call.actor, call.path["id"], topic, kind)


def _topic(text: str) -> Attested:
    try:
        return Attested(text)
    except ValueError:
        raise one_fault(
            "topic", "unknown-topic", "可选：培训、保险", "This is TRAINING or INSURANCE"
        ) from None


def _roles(api: Api, identity: Identity) -> None:
    @api.get(
        "/members",
        query=StaffQuery,
        gives=MemberView,
        paged=True,
        may=Permission.MANAGE_STAFF,
        says="Who holds a role within my area",
    )
    def staff(call: Call[StaffQuery]) -> Page[MemberView]:
        page = staff_page(
            identity,
            call.actor,
            role=call.query.role,
            scope=call.query.scope,
            limit=call.limit,
            after=call.after,
        )
        return Page(items=tuple(member_view(identity, each) for each in page.items), next=page.next)

    @api.post(
        "/staff",
        takes=AddStaff,
        gives=MemberView,
        may=Permission.MANAGE_STAFF,
        says="Give a role to whoever has this phone, with a new account if needed",
        status=201,
    )
    def added(call: Call[AddStaff]) -> MemberView:
        return member_view(identity, add_staff(identity, call.actor, call.body, id_=call.new_id()))

    @api.post(
        "/members/<id>/roles",
        takes=GrantRole,
        gives=MemberView,
        may=Permission.MANAGE_STAFF,
        says="Give, suspend or hand over a role",
    )
    def granted(call: Call[GrantRole]) -> MemberView:
        return member_view(identity, grant_role(identity, call.actor, call.path["id"], call.body))

    @api.delete(
        "/members/<id>/roles/<role>",
        query=ScopeQuery,
        may=SIGNED_IN,
        says="Take a role back, or lay one's own down",
    )
    def withdrawn(call: Call[ScopeQuery]) -> None:
        withdraw_role(identity, call.actor, call.path["id"], _role(call.path["role"]), call.query.scope)


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        raise one_fault("role", "unknown-role", "没有这个角色", "There is no such role") from None
