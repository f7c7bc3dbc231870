"""Redeeming from the order to the end, over the API: what is set aside, used and let go, and who may do what."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from services.ledger.application.redeeming.ordering import OrderRedemption, order
from services.ledger.application.redeeming.settling import settle
from services.ledger.domain.redeeming.redemption import RedemptionState
from shared.events.fields import load
from shared.events.redeeming import RedemptionEnded, RedemptionOrdered
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock, iso
from tests.web.platform_app import ELSEWHERE, HOME, code_of
from tests.web.redeeming_site import KIND, Bank, a_bank, save_hours

S = RedemptionState


@pytest.fixture
def bank(databases: str, tmp_path: Path, clock: SetClock) -> Bank:
    return a_bank(tmp_path / "data", clock)


def refused(bank: Bank, **changed: object) -> str:
    by = changed.pop("by", bank.elder)
    return code_of(by.ask("POST", "/api/ledger/v1/redemptions", bank.order(**changed)))  # type: ignore[attr-defined]  # -- a person


def test_an_order_sets_the_price_aside_and_becomes_a_need_at_home(bank: Bank) -> None:
    redemption = bank.ordered()
    assert (redemption.state, bank.credits(bank.elder)) == (S.BOOKED, (60, 60))
    need = bank.elder.did(f"/matching/v1/needs/{bank.need_id(redemption)}", method="GET")
    assert (need["state"], need["redemption_id"], need["resident_id"]) == (
        "OPEN",
        redemption.id,
        bank.elder.id,
    )
    assert need["helpers_wanted"] == 1


def test_what_the_service_took_is_used_and_the_rest_is_free_again(bank: Bank) -> None:
    redemption = bank.ordered()
    bank.served(redemption, minutes=45)
    assert bank.redemption(redemption.id).state is S.USED
    assert bank.credits(bank.elder) == (15, 0)
    assert bank.credits(bank.volunteer) == (45, 0)


def test_a_redemption_withdrawn_lets_everything_go_and_gives_the_place_back(bank: Bank) -> None:
    redemption = bank.ordered()
    for _ in range(2):
        bank.elder.did(f"/ledger/v1/redemptions/{redemption.id}/withdraw")
    bank.site.settle()
    after = bank.redemption(redemption.id)
    assert (after.state, after.reason, bank.credits(bank.elder)) == (S.RELEASED, "withdrawn", (60, 0))
    assert bank.site.platform.redeeming.catalogue.get(bank.entry_id).booked == ()
    again = bank.elder.ask("POST", f"/api/ledger/v1/redemptions/{redemption.id}/withdraw")
    assert (again.status_code, code_of(again)) == (409, "redemption-over")


def test_a_service_that_began_cannot_be_taken_back_and_is_used(bank: Bank) -> None:
    redemption = bank.ordered()
    served = bank.volunteer.did(f"/matching/v1/needs/{bank.need_id(redemption)}/accept")
    bank.site.settle()
    assert bank.redemption(redemption.id).state is S.ARRANGED
    bank.clock.at = redemption.starts_at
    bank.volunteer.did(f"/matching/v1/assignments/{served['id']}/check-in")
    need = f"/api/matching/v1/needs/{bank.need_id(redemption)}/withdraw"
    assert code_of(bank.elder.ask("POST", need, {})) == "service-began"
    bank.elder.did(f"/ledger/v1/redemptions/{redemption.id}/withdraw")
    bank.site.settle()
    assert bank.redemption(redemption.id).state is S.WITHDRAWING
    bank.clock.at = redemption.ends_at
    bank.volunteer.did(f"/matching/v1/assignments/{served['id']}/check-out")
    bank.elder.did(f"/matching/v1/assignments/{served['id']}/confirm", {"minutes": 60})
    bank.site.settle()
    assert (bank.redemption(redemption.id).state, bank.credits(bank.elder)) == (S.USED, (0, 0))


def test_a_helper_who_leaves_is_looked_for_again_and_a_missed_one_lets_go(bank: Bank) -> None:
    redemption = bank.ordered()
    need = f"/matching/v1/needs/{bank.need_id(redemption)}/accept"
    served = bank.volunteer.did(need)
    bank.site.settle()
    bank.volunteer.did(f"/matching/v1/assignments/{served['id']}/cancel", {"reason": "病了"})
    bank.site.settle()
    assert bank.redemption(redemption.id).state is S.BOOKED
    served = bank.volunteer.did(need)
    bank.site.settle()
    bank.clock.at = redemption.ends_at
    bank.staff.did(f"/matching/v1/assignments/{served['id']}/no-show", {"reason": "没来"})
    bank.site.settle()
    after = bank.redemption(redemption.id)
    assert (after.state, after.reason, bank.credits(bank.elder)) == (S.RELEASED, "no-show", (60, 0))


def test_the_last_credit_is_set_aside_once(bank: Bank) -> None:
    first = bank.elder.ask("POST", "/api/ledger/v1/redemptions", bank.order())
    second = bank.elder.ask("POST", "/api/ledger/v1/redemptions", bank.order())
    assert (first.status_code, second.status_code) == (202, 202)
    bank.site.settle()
    states = {bank.redemption(str(each.get_json()["id"])).state for each in (first, second)}
    assert states == {S.BOOKED, S.REFUSED}
    assert bank.credits(bank.elder) == (60, 60)
    assert refused(bank) == "insufficient-credit"


def test_a_request_sent_twice_is_ordered_once(bank: Bank) -> None:
    key = {"Idempotency-Key": "one"}
    body = bank.order()
    ids = {
        bank.elder.ask("POST", "/api/ledger/v1/redemptions", body, headers=key).get_json()["id"]
        for _ in range(2)
    }
    bank.site.settle()
    assert len(ids) == 1
    assert sum(isinstance(each, RedemptionOrdered) for each in bank.site.told) == 1


def test_the_answer_is_taken_in_by_whoever_sees_it_first(bank: Bank) -> None:
    """The request that waits and the reaction to the event may both come; one need is posted."""
    r, site = bank.site.platform.redeeming, bank.site
    actor = Actor(member_id=bank.elder.id, session_id="s", community_code=HOME)
    command = load(OrderRedemption, bank.order())
    assert order(r, actor, command, "one").state is S.ORDERED
    assert site.writes is not None
    for event in site._waiting():
        site.writes(event)
    assert order(r, actor, command, "one").state is S.BOOKED
    assert order(r, actor, command, "one").state is S.BOOKED
    assert settle(r, "one", str(r.redemptions.get("one").awaits), "").state is S.BOOKED
    site.settle()
    assert sum(isinstance(each, RedemptionOrdered) for each in site.told) == 1


def test_what_the_ledger_refused_is_told_to_who_asks_again(bank: Bank) -> None:
    r = bank.site.platform.redeeming
    actor = Actor(member_id=bank.elder.id, session_id="s", community_code=HOME)
    command = load(OrderRedemption, bank.order())
    order(r, actor, command, "one")
    order(r, actor, command, "two")
    bank.site.settle()
    refused_id = next(each for each in ("one", "two") if r.redemptions.get(each).state is S.REFUSED)
    with pytest.raises(Exception, match="free credits"):
        order(r, actor, command, refused_id)


def test_the_places_of_a_month_are_never_given_twice(bank: Bank) -> None:
    save_hours(bank.site, bank.elder, "r2", "r3")
    sent = [bank.elder.did("/ledger/v1/redemptions", bank.order()) for _ in range(3)]
    bank.site.settle()
    ended = [bank.redemption(str(each["id"])) for each in sent]
    assert sorted(each.state for each in ended) == [S.BOOKED, S.BOOKED, S.RELEASED]
    assert [each.reason for each in ended if each.state is S.RELEASED] == ["quota-full"]
    assert bank.credits(bank.elder) == (180, 120)
    assert refused(bank) == "quota-full"


def test_times_and_entries_are_kept_to(bank: Bank) -> None:
    soon = bank.tomorrow().replace("T02", "T03")
    assert refused(bank, starts_at="2026-01-01T00:00:00Z") == "already-past"
    assert refused(bank, starts_at=iso(bank.clock.now() + timedelta(hours=1))) == "too-soon"
    assert refused(bank, ends_at=soon.replace("03:00", "02:30")) == "window-wrong"
    assert refused(bank, starts_at="2027-11-01T00:00:00Z") == "window-wrong"
    assert refused(bank, entry_id="nothing") == "not-found"
    entry = f"/ledger/v1/catalogue/{bank.entry_id}"
    bank.staff.did(entry, {"state": "WITHDRAWN"}, "PATCH")
    assert refused(bank) == "not-listed"
    assert bank.staff.did(entry, {"state": "WITHDRAWN"}, "PATCH")["state"] == "WITHDRAWN"
    back = bank.staff.did(entry, {"state": "LISTED", "least_age": 60, "minutes": 30}, "PATCH")
    assert (back["state"], back["least_age"], back["minutes"], back["monthly_quota"]) == ("LISTED", 60, 30, 2)
    assert refused(bank) == "age-unknown"
    assert refused(bank, by=bank.volunteer) == "too-young"


def test_credits_of_another_community_pay_at_home(bank: Bank) -> None:
    mover = bank.site.person("张慧")
    save_hours(bank.site, mover, "r9", community=ELSEWHERE)
    redemption = bank.ordered(mover)
    assert (redemption.state, redemption.book, redemption.community_code) == (S.BOOKED, ELSEWHERE, HOME)


def test_only_relatives_on_record_are_redeemed_for(bank: Bank) -> None:
    assert refused(bank, resident_id=bank.volunteer.id) == "not-for-them"


def test_staff_redeem_for_an_elder_with_what_they_saw_and_heard(bank: Bank) -> None:
    assert refused(bank, by=bank.staff, payer_id=bank.elder.id) == "counter-facts-missing"
    facts = {"seen": "IDENTITY_CARD", "consent": "SPOKEN"}
    redemption = bank.ordered(bank.staff, payer_id=bank.elder.id, **facts)
    assert redemption.state is S.BOOKED
    assert redemption.at_counter is not None
    need = bank.elder.did(f"/matching/v1/needs/{bank.need_id(redemption)}", method="GET")
    assert (need["posted_as"], need["resident_id"]) == ("STAFF", bank.elder.id)
    notices = bank.elder.ask("GET", "/api/notify/v1/notices").get_json()["items"]
    kinds = {each["kind"] for each in notices}
    assert "redeemed-for-you" in kinds


def test_the_pool_pays_for_residents_in_hardship_alone(bank: Bank) -> None:
    facts = {"paid_by": "POOL", "seen": "KNOWN_IN_PERSON", "consent": "WRITTEN", "resident_id": bank.elder.id}
    assert refused(bank, by=bank.staff, **facts) == "hardship-required"
    assert refused(bank, by=bank.staff, hardship=True, **facts) == "insufficient-credit"
    donor = {"verb": "DONATE", "from_account": f"book:{HOME}:member:{bank.elder.id}", "minutes": 60}
    bank.elder.did("/ledger/v1/transfers", donor)
    bank.site.settle()
    redemption = bank.ordered(bank.staff, hardship=True, **facts)
    assert (redemption.state, redemption.member_id) == (S.BOOKED, None)
    bank.served(redemption, minutes=60)
    assert bank.redemption(redemption.id).state is S.USED
    assert refused(bank, paid_by="POOL", hardship=True) == "forbidden"


def test_others_neither_see_nor_touch_a_redemption(bank: Bank) -> None:
    redemption = bank.ordered()
    path = f"/api/ledger/v1/redemptions/{redemption.id}"
    stranger = bank.site.person("何平")
    assert [stranger.ask("GET", path).status_code, stranger.ask("POST", path + "/withdraw").status_code] == [
        403,
        403,
    ]
    lists = f"?member_id={bank.elder.id}", f"?community_code={HOME}"
    assert [stranger.ask("GET", "/api/ledger/v1/redemptions" + each).status_code for each in lists] == [
        403,
        403,
    ]
    assert refused(bank, by=stranger, payer_id=bank.elder.id, seen="IDENTITY_CARD", consent="SPOKEN") == (
        "forbidden"
    )
    add = {"community_code": ELSEWHERE, "service_kind": KIND}
    assert bank.staff.ask("POST", "/api/ledger/v1/catalogue", add).status_code == 403
    assert code_of(
        bank.staff.ask(
            "POST", "/api/ledger/v1/catalogue", {**add, "community_code": HOME, "service_kind": "NO"}
        )
    ) == ("service-not-bookable")


def test_lists_show_ones_own_and_the_community_its_all(bank: Bank) -> None:
    redemption = bank.ordered()
    lists = (
        (bank.elder, ""),
        (bank.staff, f"?community_code={HOME}&state=BOOKED"),
        (bank.staff, f"?community_code={HOME}&state=USED"),
    )
    found = [by.ask("GET", "/api/ledger/v1/redemptions" + asked).get_json()["items"] for by, asked in lists]
    assert [[each["id"] for each in items] for items in found] == [[redemption.id], [redemption.id], []]
    shown = bank.elder.did(f"/ledger/v1/redemptions/{redemption.id}", method="GET")
    assert (shown["can"], shown["code"]) == (["withdraw"], redemption.code)
    shelf = f"/api/ledger/v1/catalogue?community_code={HOME}"
    listed = bank.site.nobody().ask("GET", shelf).get_json()
    assert [each["left_this_month"] for each in listed["items"]] == [1]


def test_a_need_that_cannot_be_posted_lets_the_credits_go(bank: Bank) -> None:
    sent = bank.elder.did("/ledger/v1/redemptions", bank.order())
    bank.clock.advance(days=9)
    bank.site.settle()
    after = bank.redemption(str(sent["id"]))
    assert (after.state, after.reason, bank.credits(bank.elder)) == (S.RELEASED, "not-possible", (60, 0))


def test_a_hold_that_ran_out_before_the_minutes_were_agreed_to_costs_nothing(bank: Bank) -> None:
    redemption = bank.ordered()
    r = bank.site.platform.redeeming
    using = r.redemptions.save(redemption.given(60))
    after = settle(r, redemption.id, str(using.awaits), "hold-expired")
    bank.site.settle()
    assert (after.state, after.reason, after.used_minutes) == (S.RELEASED, "hold-over", 0)
    ended = [each for each in bank.site.told if isinstance(each, RedemptionEnded)]
    assert [each.state for each in ended] == ["RELEASED"]


def test_a_redemption_pays_for_one_helper(bank: Bank) -> None:
    redemption = bank.ordered()
    path = f"/api/matching/v1/needs/{bank.need_id(redemption)}"
    assert code_of(bank.elder.ask("PATCH", path, {"helpers_wanted": 2})) == "one-helper-paid"
    still = replace(redemption, state=S.ORDERED)
    assert not still.can_withdraw
