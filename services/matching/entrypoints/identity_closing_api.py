"""The part of the identity API that ends things: accounts suspended and closed, files closed or joined to accounts."""

from services.matching.application.context import Matching
from services.matching.application.register.closing import (
    close_file,
    close_own_account,
    join_file,
    restore_account,
    suspend_account,
)
from services.matching.application.register.commands import CloseAccount, JoinFile, SuspendAccount
from services.matching.application.register.resetting import reset_password
from services.matching.entrypoints.identity_showing import member_view
from services.matching.entrypoints.identity_views import GivenPasswordView, MemberView
from shared.identity.opening import Identity
from shared.identity.permissions import Permission
from shared.web.api import SIGNED_IN, Api, Call, Nothing


def closing_api(identity: Identity, matching: Matching) -> Api:
    """State how accounts and files end."""
    api = Api("identity")
    _accounts(api, identity)
    _passwords(api, identity)
    _files(api, identity, matching)

    @api.post(
        "/members/me/close",
        takes=CloseAccount,
        may=SIGNED_IN,
        says="Close my account for good and erase what is known of me",
    )
    def closed(call: Call[CloseAccount]) -> None:
        close_own_account(identity, matching, call.actor, call.body, address=call.address)

    return api


def _accounts(api: Api, identity: Identity) -> None:
    @api.post(
        "/members/<id>/suspend",
        takes=SuspendAccount,
        gives=MemberView,
        may=Permission.SUSPEND_ACCOUNT,
        says="Suspend an account; signs it out everywhere",
    )
    def suspended(call: Call[SuspendAccount]) -> MemberView:
        return member_view(identity, suspend_account(identity, call.actor, call.path["id"], call.body))

    @api.post(
        "/members/<id>/restore",
        gives=MemberView,
        may=Permission.SUSPEND_ACCOUNT,
        says="Let a suspended account be used again",
    )
    def restored(call: Call[Nothing]) -> MemberView:
        return member_view(identity, restore_account(identity, call.actor, call.path["id"]))


def _passwords(api: Api, identity: Identity) -> None:
    @api.post(
        "/members/<id>/password-reset",
        gives=GivenPasswordView,
        may=Permission.SUSPEND_ACCOUNT,
        status=201,
        says="Give a fresh password to who forgot theirs; it is told once, and every session ends",
    )
    def given(call: Call[Nothing]) -> GivenPasswordView:
        fresh = reset_password(identity, call.actor, call.path["id"])
        return GivenPasswordView(member_id=fresh.member.id, password=fresh.password)


def _files(api: Api, identity: Identity, matching: Matching) -> None:
    @api.post(
        "/residents/<id>/join",
        takes=JoinFile,
        gives=MemberView,
        may=Permission.RECORD_RESIDENT,
        says="Join a resident's file to the account the same person has made",
    )
    def joined(call: Call[JoinFile]) -> MemberView:
        return member_view(identity, join_file(identity, call.actor, call.path["id"], call.body))

    @api.post(
        "/residents/<id>/close",
        may=Permission.RECORD_RESIDENT,
        says="Erase the file of a resident without an account, as they asked",
    )
    def file_closed(call: Call[Nothing]) -> None:
        close_file(identity, matching, call.actor, call.path["id"])
