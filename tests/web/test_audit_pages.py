"""The auditor's pages: what was signed, refused and corrected, of the books that are theirs, and of no other."""

from dataclasses import replace
from pathlib import Path

import pytest

from services.ledger.application.asking import ask
from services.ledger.application.signing import sign_heads
from services.ledger.application.writer import Writer
from services.ledger.domain.accounts import member_account
from services.ledger.domain.instructions import Instruction, Step, Verb
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from tests.application.ledger_world import no_parking
from tests.ledger_facts import confirmed, records_of
from tests.web.platform_app import ELSEWHERE, HOME, Browsing, PlatformApp, a_platform


@pytest.fixture
def site(databases: str, tmp_path: Path, clock: SetClock) -> PlatformApp:
    return a_platform(tmp_path / "data", clock)


@pytest.fixture
def auditor(site: PlatformApp) -> Browsing:
    person, members = site.holding(Role.AUDITOR, HOME[:6]), site.platform.identity.members
    members.save(replace(members.get(person.id), language="en"))
    return site.browsing().signed_in(person.phone)


def serve(site: PlatformApp, refused: int) -> None:
    """Credit one record, and refuse another as often as asked, each time with another body."""
    writer = Writer(site.platform.ledger, no_parking)
    writer.open()
    first = confirmed("r0", community_code=HOME)
    duty = confirmed("r1", community_code=HOME, recorded_as="DUTY")
    others = (confirmed("r0", community_code=HOME, minutes=61 + each) for each in range(refused))
    writer.take(records_of(first, duty, *others))


def text(browser: Browsing, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.text


def test_an_empty_ledger_says_so_on_every_page(auditor: Browsing) -> None:
    assert "Nothing signed yet" in text(auditor, "/audit")
    assert "Nothing signed yet" in text(auditor, "/audit/heads")
    assert "Nothing was refused" in text(auditor, f"/audit/refusals?community={HOME}")
    assert "No corrections" in text(auditor, f"/audit/corrections?community={HOME}")


def test_refusals_page_newest_first_and_by_their_reason(site: PlatformApp, auditor: Browsing) -> None:
    serve(site, refused=24)
    first = text(auditor, f"/audit/refusals?community={HOME}")
    assert first.count("This record was posted with other contents") == 20 + 1
    assert 'rel="next"' in first
    duty = text(auditor, f"/audit/refusals?community={HOME}&code=not-volunteering")
    assert duty.count("record of service") == 1
    assert "r1" in duty
    assert 'rel="next"' not in duty
    assert "Nothing was refused" in text(auditor, f"/audit/refusals?community={HOME}&code=overdraft")


def test_the_signed_heads_are_listed_and_public(site: PlatformApp, auditor: Browsing) -> None:
    serve(site, refused=0)
    signed = sign_heads(site.platform.ledger)
    assert signed is not None
    for browser, path in ((auditor, "/audit"), (auditor, "/audit/heads"), (site.browsing(), "/proof")):
        assert signed.signature in text(browser, path)


def test_a_correction_is_shown_with_its_reason_and_who_asked(site: PlatformApp, auditor: Browsing) -> None:
    step = Step(verb=Verb.ADJUST, account=member_account(HOME, "wang"), minutes=-15)
    told = Instruction(
        instruction_id="c1", community_code=HOME, steps=(step,), asked_by="zhou", reason="DOUBLE-COUNTED"
    )
    ask(site.platform.ledger, told, waits_for_second=True)
    page = text(auditor, f"/audit/corrections?community={HOME}")
    for each in ("-15", "DOUBLE-COUNTED", "zhou", "Waits for a second person"):
        assert each in page.replace("−", "-")


@pytest.mark.parametrize("path", ["/audit/refusals", "/audit/corrections"])
def test_an_auditor_chooses_among_communities_of_their_own(
    site: PlatformApp, auditor: Browsing, path: str
) -> None:
    name = site.platform.identity.communities.get(HOME).name
    assert "Choose a community" in text(auditor, path)
    found = text(auditor, f"{path}?community=&community_words={name}")
    assert f"{path}?community={HOME}" in found
    assert "No community of yours" in text(auditor, f"{path}?community_words=nowhere")
    assert auditor.get(f"{path}?community={ELSEWHERE}").status_code == 403
    assert auditor.get(f"{path}?community=999999999999").status_code == 404
