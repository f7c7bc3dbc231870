"""Where one can go: at most five places for each kind of visitor, the first of them their first page."""

from dataclasses import dataclass

from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.identity.roles import Role
from shared.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    url: str
    icon: str
    words: Words


_HOME = Place("/", "house", Words("首页", "Home"))
_TODAY = Place("/today", "sun", Words("今天", "Today"))
_FIND = Place("/find", "map-pin", Words("找服务", "Find"))
_ASK = Place("/requests", "hand-helping", Words("求助", "Ask"))
_HOURS = Place("/hours", "clock", Words("时长", "Hours"))
_ME = Place("/me", "user-round", Words("我", "Me"))
_DESK = Place("/desk", "layout-dashboard", Words("工作台", "Desk"))
_CASES = Place("/cases", "badge-check", Words("个案", "Cases"))
_ROUND = Place("/round", "footprints", Words("走访", "Round"))
_ORGANISATION = Place("/organisation", "users-round", Words("我的机构", "My organisation"))
_PROJECTS = Place("/projects/mine", "list-todo", Words("项目", "Projects"))
_GIVING = Place("/giving", "hand-heart", Words("资源", "Giving"))
_POST = Place("/desk/new", "phone", Words("代为发布", "Post"))
_PEOPLE = Place("/people", "users-round", Words("人员", "People"))
_STAFF = Place("/staff", "id-card", Words("工作账号", "Staff"))
_AUDIT = Place("/audit", "scale", Words("审计", "Audit"))
_PROOF = Place("/proof", "shield-check", Words("账本公示", "Proof"))
_SIGN_UP = Place("/sign-up", "heart-handshake", Words("注册", "Sign up"))
_HELP = Place("/help", "circle-question-mark", Words("帮助", "Help"))

STRANGER = (_HOME, _SIGN_UP, _PROOF, _HELP)
MEMBER = (_TODAY, _FIND, _ASK, _HOURS, _ME)
STAFF = (_DESK, _POST, _PEOPLE, _TODAY, _ME)
SOCIAL_WORKER = (_CASES, _DESK, _PEOPLE, _TODAY, _ME)
GRID_WORKER = (_ROUND, _DESK, _PEOPLE, _TODAY, _ME)
ORGANISATION = (_ORGANISATION, _PROJECTS, _GIVING, _TODAY, _ME)
CHARITY = (_ORGANISATION, _GIVING, _TODAY, _ME)
AUDITOR = (_AUDIT, _PROOF, _TODAY, _ME)
OVERSEER = (_AUDIT, _STAFF, _PROOF, _TODAY, _ME)
OPERATOR = (_STAFF, _PROOF, _TODAY, _ME)


def places_of(actor: Actor | None) -> tuple[Place, ...]:
    """Return the places of a visitor, their first page first."""
    if actor is None:
        return STRANGER
    if actor.may(Permission.SEE_DESK):
        return _working_in_a_community(actor)
    manages, audits = actor.may(Permission.MANAGE_STAFF), actor.may(Permission.SEE_AUDIT)
    if manages:
        return OVERSEER if audits else OPERATOR
    if audits:
        return AUDITOR
    return _acting_for_a_body(actor)


def _working_in_a_community(actor: Actor) -> tuple[Place, ...]:
    """Return the places of staff, or of whoever goes to people and does nothing at the desk alone."""
    if actor.holds(Role.COMMUNITY_STAFF):
        return STAFF
    if actor.holds(Role.SOCIAL_WORKER):
        return SOCIAL_WORKER
    return GRID_WORKER if actor.holds(Role.GRID_WORKER) else STAFF


def _acting_for_a_body(actor: Actor) -> tuple[Place, ...]:
    """Return the places of whoever acts for an organisation or charity, or of a plain member."""
    if actor.holds(Role.ORGANISATION_STAFF):
        return ORGANISATION
    return CHARITY if actor.holds(Role.CHARITY_STAFF) else MEMBER


def navigation(actor: Actor | None, path: str, language: str) -> list[dict[str, object]]:
    """Return the entries for the shell, the one of the present page marked."""
    places = places_of(actor)
    here = max((place.url for place in places if _holds(place.url, path)), key=len, default="")
    return [
        {
            "url": each.url,
            "icon": each.icon,
            "words": each.words.say(language),
            "current": each.url == here,
            "badge": None,
        }
        for each in places
    ]


def _holds(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url + "/"))
