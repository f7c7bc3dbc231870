"""Which events coordination hears, and what it does then."""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar, cast

from services.matching.application import reactions as does
from services.matching.application.caring.tending import when_care_plan_changed_tend
from services.matching.application.checking import looking
from services.matching.application.context import Matching
from services.matching.application.giving.reactions import when_part_changed_settle_offer
from services.matching.application.parties import reactions as in_parties
from services.matching.application.projects import reactions as in_shifts
from services.matching.application.records import correcting, entering
from services.matching.application.redeeming import (
    when_redemption_ordered_post_need,
    when_redemption_withdrawn_withdraw_need,
)
from services.matching.application.surging import when_surge_declared_propose
from services.matching.application.taking_back import (
    when_member_changed_take_back,
    when_offer_changed_take_back,
)
from shared.events import checking as of_checks
from shared.events import giving
from shared.events import ledger as of_ledger
from shared.events import matching as told
from shared.events import parties as of_parties
from shared.events import projects as of_projects
from shared.events import records as of_records
from shared.events import service as of_service
from shared.events.caring import CarePlanChanged
from shared.events.contract import Event
from shared.events.identity import MemberChanged
from shared.events.redeeming import RedemptionOrdered, RedemptionWithdrawn
from shared.events.surging import SurgeDeclared

GROUP: Final = "matching"

F = TypeVar("F")
Reaction = Callable[[Event], None]


def reactions(m: Matching) -> Mapping[type, Reaction]:
    """Return what is done for each kind of event; every one may be delivered twice."""

    def calls(react: Callable[[Matching, F], None]) -> Reaction:
        return lambda event: react(m, cast("F", event.data))

    return {
        told.NeedPosted: calls(does.when_need_posted_propose),
        told.NeedOpened: calls(does.when_need_opened_propose),
        told.NeedAmended: calls(does.when_need_amended_refit),
        told.NeedAccepted: calls(does.when_need_accepted_make_assignment),
        told.NeedClosed: calls(does.when_need_closed_tidy),
        told.OfferMade: calls(when_offer_changed_take_back),
        told.ProposalDeclined: calls(does.when_declined_propose_next),
        told.AssignmentChanged: calls(does.when_assignment_changed_settle),
        CarePlanChanged: calls(when_care_plan_changed_tend),
        MemberChanged: calls(when_member_changed_take_back),
        SurgeDeclared: calls(when_surge_declared_propose),
        of_parties.PartyReviewed: calls(in_parties.when_party_reviewed_give_roles),
        of_parties.PartyStaffChanged: calls(in_parties.when_party_staff_changed_give_or_take_role),
        of_projects.ProjectEnded: calls(in_shifts.when_project_ended_cancel),
        of_projects.ShiftJoined: calls(in_shifts.when_shift_joined_hold),
        of_projects.ShiftWaitlistMoved: calls(in_shifts.when_shift_joined_hold),
        of_projects.ShiftLeft: calls(in_shifts.when_shift_left_fill),
        of_projects.ShiftAmended: calls(in_shifts.when_shift_amended_fill),
        of_projects.ShiftCancelled: calls(in_shifts.when_shift_cancelled_release),
        of_service.ServiceConfirmed: calls(entering.when_service_confirmed_enter_record),
        of_service.ShiftConfirmed: calls(entering.when_shift_confirmed_enter_records),
        of_records.RecordChanged: calls(correcting.when_record_changed_revoke_certificates),
        of_checks.SpotCheckChanged: calls(looking.when_record_found_wrong_ask_correction),
        of_ledger.MinutesCredited: calls(entering.when_minutes_credited_note),
        of_ledger.HoursWaiting: calls(entering.when_hours_waiting_note),
        of_ledger.RecordMinutes: calls(entering.when_record_minutes_note),
        giving.PartReserved: calls(when_part_changed_settle_offer),
        giving.PartReleased: calls(when_part_changed_settle_offer),
        giving.PartConfirmed: calls(when_part_changed_settle_offer),
        RedemptionOrdered: calls(when_redemption_ordered_post_need),
        RedemptionWithdrawn: calls(when_redemption_withdrawn_withdraw_need),
    }
