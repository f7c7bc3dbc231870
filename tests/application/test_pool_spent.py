"""The public account of a pool over HTTP: on what it was spent, and no small counts."""

from dataclasses import replace

from services.ledger.application.redeeming.context import open_redeeming
from services.ledger.domain.redeeming.redemption import PaidBy
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.ledger_web import POOL, ZHAO, a_counter
from tests.application.register_world import HOME
from tests.unit.test_pool_spent import used


def test_a_pool_says_on_what_it_was_spent_in_a_year_and_counts_few_residents_as_few(
    databases: str, clock: SetClock, ids: RandomIds
) -> None:
    counter = a_counter(clock, ids)
    redeeming = open_redeeming(counter.ledger, {})
    for each in (*used("HAIRCUT", 11), *used("ERRAND", 2)):
        stands = {"community_code": HOME, "created_at": clock.now(), "ended_at": clock.now()}
        redeeming.redemptions.add(replace(each, **stands))  # type: ignore[arg-type]  # -- fields of the test
        by_member = {"id": f"own-{each.id}", "paid_by": PaidBy.MEMBER, "member_id": "wang"}
        redeeming.redemptions.add(replace(each, **stands, **by_member))  # type: ignore[arg-type]  # -- as above
    counter.done("/donations", {"community_code": HOME, "minutes": 25}, "wang")
    counter.done("/transfers", {"verb": "TRANSFER", "from_account": POOL, "to_account": ZHAO, "minutes": 10})

    shown = counter.web.get(f"/api/ledger/v1/pools?community_code={HOME}").get_json()

    assert shown["spent"] == [
        {"service_kind": "HAIRCUT", "minutes": 330, "persons": 11},
        {"service_kind": None, "minutes": 60, "persons": None},
    ]
    (flows,) = [each["flows"] for each in shown["months"]]
    assert {each["kind"]: each["count"] for each in flows} == {"DONATE": 1, "TRANSFER": None}
    clock.advance(days=366)
    assert counter.web.get(f"/api/ledger/v1/pools?community_code={HOME}").get_json()["spent"] == []
