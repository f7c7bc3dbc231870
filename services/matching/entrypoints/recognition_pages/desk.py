"""The staff's desk of awards: to look at, in publicity, given."""

from services.matching.application.context import Matching
from services.matching.application.recognition import awarding
from services.matching.application.recognition.commands import (
    AnswerObjection,
    AwardsQuery,
    RefuseAward,
    WithdrawAward,
)
from services.matching.application.recognition.reaching import false_hours_in
from services.matching.application.recognition.showing import awards_for_desk
from services.matching.domain.recognition.award import Award, AwardState
from services.matching.entrypoints.recognition_pages.typed import (
    AnswerForm,
    PlaceQuery,
    ReasonForm,
    WithdrawForm,
)
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.web.pages import Pages, Shown, Visit

_KEEP = Permission.CONFIRM_AS_STAFF
_SHOWN = (AwardState.APPLIED, AwardState.PUBLISHED, AwardState.AWARDED)


class AwardDesk:
    """What staff do with awards."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[PlaceQuery]) -> Shown:
        """Show the awards of a community by state, the newest of each."""
        community = self.m.communities.known(visit.query.community or visit.actor.community_code)
        lists = [
            (
                state,
                awards_for_desk(
                    self.m, visit.actor, AwardsQuery(community_code=community.code, state=state)
                ).items,
            )
            for state in _SHOWN
        ]
        rule = false_hours_in(self.m, community.code)
        return visit.show("recognition/desk.html", community=community, lists=lists, rule=rule)

    def publish(self, visit: Visit[object]) -> Shown:
        """Publish it for objections."""
        award = awarding.publish_award(self.m, visit.actor, visit.path["id"])
        return self._back(visit, award, Words("已公示 5 个工作日", "Published for five working days"))

    def give(self, visit: Visit[object]) -> Shown:
        """Give it."""
        award = awarding.give_award(self.m, visit.actor, visit.path["id"])
        return self._back(visit, award, Words("已授予", "Given"))

    def answer(self, visit: Visit[AnswerForm]) -> Shown:
        """Answer an objection."""
        asked = AnswerObjection(objection_id=visit.body.objection_id, answer=visit.body.answer)
        award = awarding.answer_objection(self.m, visit.actor, visit.path["id"], asked)
        return self._back(visit, award, Words("已答复", "Answered"))

    def refuse(self, visit: Visit[ReasonForm]) -> Shown:
        """Do not give it."""
        award = awarding.refuse_award(
            self.m, visit.actor, visit.path["id"], RefuseAward(reason=visit.body.reason)
        )
        return self._back(visit, award, Words("已答复，本人会看到原因", "Answered; the person reads why"))

    def withdraw(self, visit: Visit[WithdrawForm]) -> Shown:
        """Take it back, with a ban."""
        asked = WithdrawAward(reason=visit.body.because, ban_years=visit.body.ban_years)
        award = awarding.withdraw_award(self.m, visit.actor, visit.path["id"], asked)
        return self._back(visit, award, Words("已撤回", "Withdrawn"))

    @staticmethod
    def _back(
        visit: Visit[AnswerForm] | Visit[ReasonForm] | Visit[WithdrawForm] | Visit[object],
        award: Award,
        say: Words,
    ) -> Shown:
        return visit.go(f"/desk/awards?community={award.community_code}", say)


def award_desk_pages(m: Matching) -> Pages:
    """Return the staff's desk of awards."""
    pages, desk = Pages("matching"), AwardDesk(m)
    pages.get("/desk/awards", may=_KEEP, query=PlaceQuery)(desk.show)
    pages.post("/awards/<id>/publish", may=_KEEP)(desk.publish)
    pages.post("/awards/<id>/give", may=_KEEP)(desk.give)
    pages.post("/awards/<id>/answer", may=_KEEP, takes=AnswerForm)(desk.answer)
    pages.post("/awards/<id>/refuse", may=_KEEP, takes=ReasonForm)(desk.refuse)
    pages.post("/awards/<id>/withdraw", may=_KEEP, takes=WithdrawForm)(desk.withdraw)
    return pages
