"""The circle of a care plan: asking somebody to come again and again, their answer, and leaving."""

from dataclasses import replace

from services.matching.application.caring.commands import AnswerCompanion, AskCompanion
from services.matching.application.caring.drawing import plan_and_resident
from services.matching.application.caring.facts import companion_changed
from services.matching.application.caring.who import check_can_see, check_can_steer
from services.matching.application.context import Matching
from services.matching.domain.caring.companion import CompanionState
from services.matching.domain.caring.errors import CompanionNotReady
from services.matching.domain.caring.plan import CarePlan
from services.matching.domain.gates import is_adult
from services.matching.domain.pairing.errors import NO_SUCH_HELPER
from services.matching.domain.register.errors import one_fault
from shared.identity.actor import Actor
from shared.identity.member import MemberStatus
from shared.identity.people import Person

MOST_OF_ONE = 500


def ask_companion(m: Matching, actor: Actor, plan_id: str, asked: AskCompanion) -> CarePlan:
    """Return it with somebody asked to come again and again; asked already, the same.

    Raises:
        NotFound: If the actor may not know of it.
        Forbidden: If the actor is a companion alone.
        BadInput: If nobody has the volunteer number.
        CompanionNotReady: If they are a minor, a side of it, or cannot use the account.
        EnoughCompanions: If the circle is full.
        IllegalStep: If it is over.
    """
    plan, resident = plan_and_resident(m, plan_id)
    check_can_steer(actor, plan, resident)
    helper = _helper(m, asked.volunteer_number)
    _check_ready(m, helper, resident)
    return _kept(m, plan, plan.asking(helper.id, m.clock.now()), (helper.id, actor.member_id))


def _helper(m: Matching, number: str) -> Person:
    found = m.people.with_numbers((number,))
    if not found:
        raise one_fault("volunteer_number", "no-such-helper", NO_SUCH_HELPER.zh, NO_SUCH_HELPER.en)
    return next(iter(found.values()))


def _check_ready(m: Matching, helper: Person, resident: Person) -> None:
    apart = helper.id != resident.id and not any(each.member_id == helper.id for each in resident.delegates)
    adult = is_adult(helper, m.clock.now())
    if not (apart and adult and helper.status is MemberStatus.ACTIVE):
        raise CompanionNotReady


def _kept(m: Matching, before: CarePlan, after: CarePlan, who: tuple[str, str]) -> CarePlan:
    companion = after.companion(who[0])
    if after is before or companion is None:
        return before
    after = replace(after, changed_at=m.clock.now())
    return m.care_plans.save(after, companion_changed(after, companion, who[1]))


def answer_companion(m: Matching, actor: Actor, plan_id: str, asked: AnswerCompanion) -> CarePlan:
    """Return it with the yes or no of who was asked, or without one who leaves; said again, the same.

    Raises:
        NotFound: If the actor may not know of it.
        NotACompanion: If the actor was not asked.
        IllegalStep: If the answer was given and the other one stands.
    """
    plan, resident = plan_and_resident(m, plan_id)
    known = plan.companion(actor.member_id)
    if known is None:
        check_can_see(actor, plan, resident)
    no = CompanionState.LEFT if known and known.state is CompanionState.AGREED else CompanionState.DECLINED
    if known and not asked.agree and known.state in (CompanionState.DECLINED, CompanionState.LEFT):
        return plan
    there = CompanionState.AGREED if asked.agree else no
    return _stepped(m, plan, actor.member_id, there, actor.member_id)


def _stepped(m: Matching, plan: CarePlan, member_id: str, there: CompanionState, by: str) -> CarePlan:
    return _kept(m, plan, plan.with_companion(member_id, there, m.clock.now()), (member_id, by))


def let_companion_go(m: Matching, actor: Actor, plan_id: str, member_id: str) -> CarePlan:
    """Return it without a companion: taken out by the resident, a delegate or staff; done before, the same.

    Raises:
        NotFound: If the actor may not know of it.
        Forbidden: If the actor is a companion alone.
        NotACompanion: If they never were one.
    """
    plan, resident = plan_and_resident(m, plan_id)
    check_can_steer(actor, plan, resident)
    known = plan.companion(member_id)
    if known is not None and known.state is CompanionState.DECLINED:
        return plan
    return _stepped(m, plan, member_id, CompanionState.LEFT, actor.member_id)


def leave_all_circles(m: Matching, member_id: str) -> None:
    """Take somebody whose account is closed out of every circle."""
    for plan in m.care_plans.where({"sides": f"member:{member_id}"}, limit=MOST_OF_ONE):
        if plan.companion(member_id) is not None:
            _stepped(m, plan, member_id, CompanionState.LEFT, member_id)
