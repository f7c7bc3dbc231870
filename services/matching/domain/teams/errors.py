"""What the rules of teams say no with."""

from shared.kernel.errors import Conflict, Forbidden


class TeamIsDisbanded(Conflict):
    """A disbanded team takes nobody and does nothing."""

    code = "team-disbanded"
    zh = "这支队伍已解散，请联系主管机构"
    en = "This team is disbanded; please speak to the body it belongs to"


class TeamFull(Conflict):
    """A team has a limited number of people, those who wait included."""

    code = "team-full"
    zh = "队伍最多 {most} 人，请另建一支"
    en = "A team has at most {most} people; please form another"


class NotInTeam(Conflict):
    """Only people of the team, or who asked or were invited, stand in its list."""

    code = "not-in-team"
    zh = "名单里没有这个人，请刷新页面再看"
    en = "This person is not on the team's list; please reload the page"


class LeaderStays(Conflict):
    """A leader hands over before leaving."""

    code = "leader-stays"
    zh = "队长请先移交给队友，再退出"
    en = "A leader hands over to a team mate first, then leaves"


class OnlyLeaders(Forbidden):
    """The leader, the deputy and the responsible body run a team."""

    code = "only-leaders"
    zh = "只有队长、副队长和主管机构可以办理"
    en = "Only the leader, the deputy and the responsible body can do this"


class OnlyTheBody(Forbidden):
    """Who leads, and whether the team stays, is said by the responsible body and the community."""

    code = "only-the-responsible-body"
    zh = "请由主管机构或社区办理"
    en = "The responsible body or the community does this"


class NotLetSignUp(Conflict):
    """Nobody is signed up whom a leader may not sign up. Source: 志愿服务条例 25 (nobody is made to serve)."""

    code = "not-let-sign-up"
    zh = "有队员没有同意由队长代为报名，请去掉后再报"
    en = "Somebody did not agree to be signed up by the leader; please leave them out"


class TooManyTeams(Conflict):
    """A person is in a handful of teams, so that each can count on them."""

    code = "too-many-teams"
    zh = "一个人最多参加 {most} 支队伍，请先退出一支"
    en = "One is in at most {most} teams; please leave one first"
