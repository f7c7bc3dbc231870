"""Who may act for oneself, and for whom one acts."""

from services.matching.application.register.commands import AddDelegate
from services.matching.application.register.delegates import MOST_DELEGATES, add_delegate, remove_delegate
from services.matching.domain.register.errors import one_fault
from services.matching.entrypoints.register_pages.typed import DelegateForm, WhoForm
from shared.identity.opening import Identity
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

RELATIONS = (
    Words("女儿", "Daughter"),
    Words("儿子", "Son"),
    Words("配偶", "Spouse"),
    Words("邻居", "Neighbour"),
)
"""Suggested as one types; any other word will do."""


class Family:
    """The pages of delegates."""

    def __init__(self, identity: Identity) -> None:
        """Bind the register."""
        self.identity = identity

    def show(self, visit: Visit[object]) -> Shown:
        """Show both lists and the form for one more."""
        member = self.identity.members.get(visit.actor.member_id)
        names = self.identity.people.names(each.member_id for each in member.delegates)
        residents = self.identity.people.residents_of(member.id)
        return visit.show(
            "register/delegates.html",
            delegates=[
                {
                    "id": each.member_id,
                    "name": names.get(each.member_id, "–"),
                    "relation": each.relation,
                    "since_at": each.since_at,
                }
                for each in member.delegates
            ],
            residents=residents,
            full=len(member.delegates) >= MOST_DELEGATES,
            most=MOST_DELEGATES,
        )

    def add(self, visit: Visit[DelegateForm]) -> Shown:
        """Let one more person act for oneself."""
        check_agreed(visit.body.consent)
        asked = AddDelegate(phone=visit.body.phone, relation=visit.body.relation, consent=True)
        add_delegate(self.identity, visit.actor, asked)
        return visit.go("/me/delegates", Words("已添加代办人", "Added. They can act for you now"))

    def remove(self, visit: Visit[WhoForm]) -> Shown:
        """Let somebody act no longer: one's own delegate, or oneself for another."""
        remove_delegate(self.identity, visit.actor, visit.body.member_id, resident_id=visit.body.resident_id)
        return visit.go("/me/delegates", Words("已取消代办", "Ended"))


def check_agreed(ticked: str) -> None:
    """Pass if the resident's consent was ticked.

    Raises:
        BadInput: Otherwise.
    """
    if not ticked:
        raise one_fault(
            "consent",
            "consent-needed",
            "需要居民本人同意，请先征得同意再勾选",
            "The resident's own consent is needed; please ask, then tick the box",
        )


def family_pages(identity: Identity) -> Pages:
    """Return the pages of delegates."""
    pages, family = Pages("matching"), Family(identity)
    pages.get("/me/delegates", may=SIGNED_IN)(family.show)
    pages.post("/me/delegates", may=SIGNED_IN, takes=DelegateForm, again=family.show)(family.add)
    pages.post("/me/delegates/remove", may=SIGNED_IN, takes=WhoForm)(family.remove)
    return pages
