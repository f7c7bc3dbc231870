"""Accounts and files suspended, closed and joined, training and insurance recorded: what staff do on a file's page."""

from typing import TypeVar

from services.matching.application.context import Matching
from services.matching.application.register.attesting import attest, withdraw_attestation
from services.matching.application.register.closing import (
    close_file,
    close_own_account,
    join_file,
    restore_account,
    suspend_account,
)
from services.matching.application.register.commands import Attest, CloseAccount, JoinFile, SuspendAccount
from services.matching.application.register.resetting import reset_password
from services.matching.entrypoints.register_pages.people import Residents
from services.matching.entrypoints.register_pages.typed import AttestedForm, AttestForm
from shared.identity.opening import Identity
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

T = TypeVar("T")
_SUSPEND, _RECORD, _COMPARE = (
    Permission.SUSPEND_ACCOUNT,
    Permission.RECORD_RESIDENT,
    Permission.CONFIRM_DOCUMENT,
)


class Closing:
    """What is done to accounts and files."""

    def __init__(self, identity: Identity, matching: Matching) -> None:
        """Bind the register, and what a member may still be bound by."""
        self.identity, self.matching = identity, matching

    def suspend(self, visit: Visit[SuspendAccount]) -> Shown:
        """Suspend the account."""
        suspend_account(self.identity, visit.actor, visit.path["id"], visit.body)
        return _file(
            visit, Words("账户已停用，并已在所有设备退出", "The account is suspended and signed out")
        )

    def restore(self, visit: Visit[object]) -> Shown:
        """Let the account be used again."""
        restore_account(self.identity, visit.actor, visit.path["id"])
        return _file(visit, Words("账户已恢复", "The account can be used again"))

    def reset(self, visit: Visit[object]) -> Shown:
        """Give a fresh password and show it, once."""
        given = reset_password(self.identity, visit.actor, visit.path["id"])
        return visit.show("register/password_given.html", member=given.member, password=given.password)

    def close(self, visit: Visit[object]) -> Shown:
        """Erase a resident's file."""
        close_file(self.identity, self.matching, visit.actor, visit.path["id"])
        return visit.go(
            "/people", Words("档案已注销，个人信息已删除", "The file is closed and its data erased")
        )

    def join(self, visit: Visit[JoinFile]) -> Shown:
        """Join a resident's file to the account of the same person."""
        account = join_file(self.identity, visit.actor, visit.path["id"], visit.body)
        return visit.go(
            f"/people/{account.id}", Words("档案已并入本人账户", "The file is joined to this account")
        )

    def attest(self, visit: Visit[AttestForm]) -> Shown:
        """Record training or insurance."""
        form = visit.body
        asked = Attest(topic=form.topic, service_kind=form.service_kind or None, valid_until=form.valid_until)
        attest(self.identity, visit.actor, visit.path["id"], asked)
        return _file(visit, Words("已登记", "Recorded"))

    def unattest(self, visit: Visit[AttestedForm]) -> Shown:
        """Withdraw a record of training or insurance."""
        withdraw_attestation(
            self.identity, visit.actor, visit.path["id"], visit.body.topic, visit.body.service_kind
        )
        return _file(visit, Words("已撤销登记", "The record is withdrawn"))

    def show_own(self, visit: Visit[object]) -> Shown:
        """Show what closing one's account means."""
        return visit.show("register/close.html")

    def close_own(self, visit: Visit[CloseAccount]) -> Shown:
        """Close one's account for good."""
        close_own_account(self.identity, self.matching, visit.actor, visit.body, address=visit.address)
        return visit.go(
            "/",
            Words("账户已注销，谢谢您为邻里做过的事", "Your account is closed. Thank you for all you did."),
        )


def _file(visit: Visit[T], words: Words) -> Shown:
    return visit.go(f"/people/{visit.path['id']}", words)


def closing_pages(identity: Identity, matching: Matching) -> Pages:
    """Return what is done to accounts and files."""
    pages, closing, again = Pages("matching"), Closing(identity, matching), Residents(identity, matching).file
    file = "/people/<id>"
    pages.post(f"{file}/suspend", may=_SUSPEND, takes=SuspendAccount, again=again)(closing.suspend)
    pages.post(f"{file}/restore", may=_SUSPEND)(closing.restore)
    pages.post(f"{file}/password", may=_SUSPEND, again=again)(closing.reset)
    pages.post(f"{file}/close", may=_RECORD, again=again)(closing.close)
    pages.post(f"{file}/join", may=_RECORD, takes=JoinFile, again=again)(closing.join)
    pages.post(f"{file}/attest", may=_COMPARE, takes=AttestForm, again=again)(closing.attest)
    pages.post(f"{file}/attest/withdraw", may=_COMPARE, takes=AttestedForm)(closing.unattest)
    pages.get("/me/close", may=SIGNED_IN)(closing.show_own)
    pages.post("/me/close", may=SIGNED_IN, takes=CloseAccount, again=closing.show_own)(closing.close_own)
    return pages
