"""What notices say of teams."""

from collections.abc import Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind
from services.notify.domain.sentence import Sentence
from shared.kernel.words import Words

_YOU_LEAD = Words("因为您是这支队伍的队长或副队长", "You get this because you lead this team")
_YOUR_TEAM = Words("因为这关系到您和这支队伍", "You get this because it is about you and this team")
_TEAM = "/teams/{subject_id}"

TEAM_SENTENCES: Final[Mapping[NoticeKind, Sentence]] = {
    NoticeKind.TEAM_LED: Sentence(
        says=Words(
            "请您担任一支志愿服务队的队长或副队长", "You now lead a team of volunteers, or are its deputy"
        ),
        why=_YOU_LEAD,
        link=_TEAM,
    ),
    NoticeKind.TEAM_INVITED: Sentence(
        says=Words(
            "一支志愿服务队邀请您加入，您愿意吗？",
            "A team of volunteers invites you. Would you like to join?",
        ),
        why=_YOUR_TEAM,
        link=_TEAM,
    ),
    NoticeKind.TEAM_ASKED: Sentence(
        says=Words(
            "有人想加入您的队伍，请看一看", "Somebody would like to join your team; please have a look"
        ),
        why=_YOU_LEAD,
        link=_TEAM,
    ),
    NoticeKind.TEAM_LIST_CHANGED: Sentence(
        says=Words("您的队伍有人加入或退出", "Somebody joined your team, or left it"),
        why=_YOU_LEAD,
        link=_TEAM,
    ),
    NoticeKind.TEAM_JOINED: Sentence(
        says=Words("您已加入队伍，欢迎！", "You are in the team, welcome!"), why=_YOUR_TEAM, link=_TEAM
    ),
    NoticeKind.TEAM_WITHOUT_YOU: Sentence(
        says=Words(
            "队伍名单里不再有您；有疑问请联系主管机构",
            "You are not on the team's list any more; the responsible body answers questions",
        ),
        why=_YOUR_TEAM,
        link=_TEAM,
    ),
    NoticeKind.TEAM_DISBANDED: Sentence(
        says=Words("您所在的队伍已解散，谢谢您的付出", "Your team is disbanded; thank you for all you did"),
        why=_YOUR_TEAM,
        link=_TEAM,
    ),
    NoticeKind.SIGNED_UP_BY_LEADER: Sentence(
        says=Words(
            "队长为您报名了{when}的{service}；去不了请在页面上取消",
            "Your team's leader signed you up for {service}{when}; if you cannot come, say so on the page",
        ),
        why=Words("因为您同意由队长代为报名", "You get this because you let your leader sign you up"),
        link="/shifts/{subject_id}",
    ),
}
