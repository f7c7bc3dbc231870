"""The page that explains: why me, why not me, what would have to change; and staff's invitation against a wish."""

from services.matching.application.context import Matching
from services.matching.application.explaining import FitView, fit_shown
from services.matching.domain.policies import can_join
from services.matching.domain.proposal import ProposalState
from shared.identity.permissions import Permission
from shared.web.api import SIGNED_IN, Nothing
from shared.web.pages import Pages, Shown, Visit


class Explaining:
    """Explanations for oneself and for staff."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def own(self, visit: Visit[Nothing]) -> Shown:
        """Explain a need to who would serve."""
        fit = fit_shown(self.m, visit.actor, visit.path["id"], visit.actor.member_id)
        return self._show(visit, fit, own=True)

    def others(self, visit: Visit[Nothing]) -> Shown:
        """Explain to staff how somebody fits."""
        fit = fit_shown(self.m, visit.actor, visit.path["id"], visit.path["member_id"])
        return self._show(visit, fit, own=False)

    def _show(self, visit: Visit[Nothing], fit: FitView, *, own: bool) -> Shown:
        need = self.m.needs.get(fit.need_id)
        may_invite = (
            not own
            and visit.actor.may(Permission.DISPATCH, need.community_code)
            and can_join(need, fit.member_id, self.m.clock.now())
            and fit.state not in (ProposalState.ACCEPTED, ProposalState.INVITED)
        )
        return visit.show("service/fit.html", need=need, fit=fit, own=own, may_invite=may_invite)


def explaining_pages(m: Matching) -> Pages:
    """Return the pages of explanations."""
    pages, explaining = Pages("matching"), Explaining(m)
    pages.get("/needs/<id>/why", may=SIGNED_IN)(explaining.own)
    pages.get("/desk/needs/<id>/why/<member_id>", may=Permission.SEE_DESK)(explaining.others)
    return pages
