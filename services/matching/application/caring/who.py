"""How someone stands to a care plan, and what that allows."""

from services.matching.application.context import Matching
from services.matching.application.pairing.who import speaks_for
from services.matching.domain.caring.companion import STANDING, CompanionState
from services.matching.domain.caring.errors import PlanAnswerIsTheirs
from services.matching.domain.caring.plan import WAITING, CarePlan, PlanState
from services.matching.domain.errors import IllegalStep
from shared.identity.actor import Actor
from shared.identity.people import Person
from shared.identity.permissions import Permission
from shared.kernel.errors import Forbidden, NotFound


def resident_of_plan(m: Matching, plan: CarePlan) -> Person:
    """Return whom a plan is for: where a file was joined to an account, the account."""
    resident = m.people.get(plan.resident_id)
    return m.people.get(resident.joined_to) if resident.joined_to is not None else resident


def keeps(actor: Actor, plan: CarePlan) -> bool:
    """Tell whether someone keeps the files of the residents of that community."""
    return actor.may(Permission.RECORD_RESIDENT, plan.community_code)


def is_companion(actor: Actor, plan: CarePlan) -> bool:
    """Tell whether someone was asked to come again and again, and has not said no."""
    known = plan.companion(actor.member_id)
    return known is not None and known.state in STANDING


def check_can_see(actor: Actor, plan: CarePlan, resident: Person) -> None:
    """Pass if someone is the resident, acts for them, is a companion, or keeps the community's files.

    Raises:
        NotFound: Otherwise.
    """
    if not (keeps(actor, plan) or speaks_for(actor, resident) or is_companion(actor, plan)):
        raise NotFound(kind="CarePlan", id=plan.id)


def check_can_steer(actor: Actor, plan: CarePlan, resident: Person) -> None:
    """Pass if someone may pause, resume and end it, and say who belongs to its circle.

    Raises:
        NotFound: If the actor may not know of it.
        Forbidden: If the actor is a companion alone.
    """
    check_can_see(actor, plan, resident)
    if not (keeps(actor, plan) or speaks_for(actor, resident)):
        raise Forbidden


def check_keeps(actor: Actor, plan: CarePlan, resident: Person) -> None:
    """Pass if someone may draw it up otherwise.

    Raises:
        NotFound: If the actor may not know of it.
        Forbidden: If the actor does not keep the files of the community.
        PlanAnswerIsTheirs: If it waits for an answer and the actor is of the resident's side, too.
    """
    check_can_see(actor, plan, resident)
    if not keeps(actor, plan):
        raise Forbidden
    if plan.state in WAITING and speaks_for(actor, resident):
        raise PlanAnswerIsTheirs


def check_can_answer(actor: Actor, plan: CarePlan, resident: Person) -> bool:
    """Return whether the actor answers as staff.

    Raises:
        NotFound: If the actor may not know of it.
        IllegalStep: If it waits for no answer.
        PlanAnswerIsTheirs: If it is for the other side to answer.
    """
    check_can_see(actor, plan, resident)
    if plan.state not in WAITING:
        raise IllegalStep(here=plan.state.words.zh, there=PlanState.AGREED.words.zh)
    own = speaks_for(actor, resident)
    if (own and plan.state is PlanState.ASKED) or (not own and not keeps(actor, plan)):
        raise PlanAnswerIsTheirs
    return not own


def plan_can(actor: Actor, plan: CarePlan, resident: Person) -> tuple[str, ...]:
    """Return what a reader may do now: ``answer, answer_for_resident, arrange, change, pause, resume, end, circle, accompany, leave``."""
    own, staff, known = speaks_for(actor, resident), keeps(actor, plan), plan.companion(actor.member_id)
    allowed = {
        "answer": plan.state is PlanState.DRAWN_UP and own,
        "answer_for_resident": plan.state is PlanState.DRAWN_UP and staff and not own,
        "arrange": plan.state is PlanState.ASKED and staff and not own,
        "change": plan.is_live and staff and (not own or plan.state not in WAITING),
        "pause": plan.state is PlanState.AGREED and (own or staff),
        "resume": plan.state is PlanState.PAUSED and (own or staff),
        "end": plan.is_live and (own or staff),
        "circle": plan.is_live and (own or staff),
        "accompany": plan.is_live and known is not None and known.state is CompanionState.ASKED,
        "leave": plan.is_live and known is not None and known.state is CompanionState.AGREED,
    }
    return tuple(name for name, may in allowed.items() if may)
