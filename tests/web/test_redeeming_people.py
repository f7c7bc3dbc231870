"""Whom redeeming reaches: savers who are invited to draw, and relatives on record."""

from dataclasses import replace
from pathlib import Path

import pytest

from services.ledger.application.redeeming import ordering
from services.ledger.application.redeeming.inviting import invite_to_draw
from shared.identity.kinship import Kin, Kinship, KinshipState
from shared.kernel.clock import SetClock
from shared.packs.shelf import pack_of
from tests.web.platform_app import ELSEWHERE, code_of
from tests.web.redeeming_site import Bank, a_bank, save_hours


@pytest.fixture
def bank(databases: str, tmp_path: Path, clock: SetClock) -> Bank:
    return a_bank(tmp_path / "data", clock)


def test_who_saved_is_invited_to_draw_once_a_quarter(bank: Bank) -> None:
    r, clock = bank.site.platform.redeeming, bank.clock
    save_hours(bank.site, bank.elder, *(f"more-{number}" for number in range(5)))
    save_hours(bank.site, bank.site.person("何平", ELSEWHERE), *(f"far-{number}" for number in range(5)))
    assert [invite_to_draw(r, clock.now()) for _ in range(2)] == [1, 0]
    bank.site.settle()
    notices = bank.elder.ask("GET", "/api/notify/v1/notices").get_json()["items"]
    assert [each["kind"] for each in notices if each["kind"] == "draw-invited"] == ["draw-invited"]
    clock.advance(days=92)
    assert invite_to_draw(r, clock.now()) == 1
    entry = r.catalogue.get(bank.entry_id)
    r.catalogue.save(replace(entry, terms=replace(entry.terms, minutes=480)))
    clock.advance(days=92)
    assert invite_to_draw(r, clock.now()) == 0


def test_a_relative_on_record_is_redeemed_for(bank: Bank) -> None:
    spouse = bank.site.person("何平")
    kinship = Kinship(
        id="k",
        member_id=bank.elder.id,
        relative_id=spouse.id,
        kin=Kin.SPOUSE,
        state=KinshipState.STANDS,
        recorded_by=bank.elder.id,
        created_at=bank.clock.now(),
    )
    bank.site.platform.identity.kinships.add(kinship)
    redemption = bank.ordered(resident_id=spouse.id)
    need = spouse.did(f"/matching/v1/needs/{bank.need_id(redemption)}", method="GET")
    assert (redemption.ordered_as, need["resident_id"], need["posted_as"]) == (
        "RELATIVE",
        spouse.id,
        "DELEGATE",
    )


@pytest.mark.parametrize(
    ("pack", "saved_in", "code"),
    [
        ("shanghai-1", ELSEWHERE, "not-cleared-here"),
        ("nanjing-1", ELSEWHERE, "not-cleared-here"),
        ("plain-1", ELSEWHERE, ""),
    ],
)
def test_credits_of_elsewhere_pay_as_far_as_the_rules_reach(
    bank: Bank, monkeypatch: pytest.MonkeyPatch, pack: str, saved_in: str, code: str
) -> None:
    monkeypatch.setattr(ordering, "pack_in_force", lambda *_: pack_of(pack))
    monkeypatch.setattr(ordering, "check_may_receive", lambda *_: None)
    save_hours(bank.site, bank.volunteer, "v1", community=saved_in)
    answer = bank.volunteer.ask("POST", "/api/ledger/v1/redemptions", bank.order())
    assert (code_of(answer) if answer.status_code >= 400 else "") == code
