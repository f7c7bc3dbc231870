"""A team at a shift: its leader signs its people up, in and out."""

from services.matching.application.context import Matching
from services.matching.application.crediting import why_for_the_pool
from services.matching.application.teams import leading
from services.matching.application.teams.commands import TeamPeople
from services.matching.application.teams.showing import team_at_shift
from services.matching.domain.register.errors import one_fault
from services.matching.entrypoints.team_pages.typed import PeopleForm
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit


class TeamShiftPage:
    """The page of a team at a shift."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show who may be signed up, is signed up, is here, is gone."""
        seen = team_at_shift(self.m, visit.actor, visit.path["id"], visit.path["shift_id"])
        begun = self.m.clock.now() >= seen.shift.starts_at
        by = {
            at: [each for each in seen.lines if each.at == at]
            for at in ("NONE", "SEATED", "WAITING", "HERE", "GONE")
        }
        donated = why_for_the_pool(self.m, seen.shift.community_code, seen.shift.starts_at)
        return visit.show(
            "teams/shift.html", seen=seen, shift=seen.shift, by=by, begun=begun, donated=donated
        )

    def sign_up(self, visit: Visit[PeopleForm]) -> Shown:
        """Sign up those who are ticked."""
        done = leading.sign_team_up(self.m, visit.actor, *_where(visit), _people(visit))
        seated, waiting, left = len(done.seated), len(done.waiting), len(done.left_out)
        said = Words(
            f"报名成功 {seated} 人，候补 {waiting} 人" + (f"，{left} 人时间或条件不合适" if left else ""),
            f"{seated} signed up, {waiting} on the wait-list"
            + (f"; it does not suit {left} of them" if left else ""),
        )
        return visit.go(_here(visit), said, "wait" if left else "done")

    def check_in(self, visit: Visit[PeopleForm]) -> Shown:
        """Sign in those who are ticked."""
        leading.sign_team_in(self.m, visit.actor, *_where(visit), _people(visit))
        return visit.go(_here(visit), Words("已签到", "Checked in"))

    def check_out(self, visit: Visit[PeopleForm]) -> Shown:
        """Sign out those who are ticked."""
        leading.sign_team_out(self.m, visit.actor, *_where(visit), _people(visit))
        return visit.go(
            _here(visit),
            Words("已签退，等组织确认时长", "Checked out; the organisation agrees to the minutes"),
        )


def _people(visit: Visit[PeopleForm]) -> TeamPeople:
    if not visit.body.member_id:
        raise one_fault("member_id", "nobody", "请至少勾选一个人", "Please tick at least one person")
    return TeamPeople(member_ids=visit.body.member_id)


def _where(visit: Visit[PeopleForm]) -> tuple[str, str]:
    return visit.path["id"], visit.path["shift_id"]


def _here(visit: Visit[PeopleForm]) -> str:
    team_id, shift_id = _where(visit)
    return f"/teams/{team_id}/shifts/{shift_id}"


def team_shift_pages(m: Matching) -> Pages:
    """Return the page of a team at a shift and what is sent from it."""
    pages, page = Pages("matching"), TeamShiftPage(m)
    path = "/teams/<id>/shifts/<shift_id>"
    pages.get(path, may=SIGNED_IN)(page.show)
    pages.post(f"{path}/sign-up", may=SIGNED_IN, takes=PeopleForm, again=page.show)(page.sign_up)
    pages.post(f"{path}/check-in", may=SIGNED_IN, takes=PeopleForm, again=page.show)(page.check_in)
    pages.post(f"{path}/check-out", may=SIGNED_IN, takes=PeopleForm, again=page.show)(page.check_out)
    return pages
