"""A certificate states the service that stands, is taken by the volunteer alone, checked by anyone, and revoked by staff."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from services.matching.application.certificates import issuing, showing
from services.matching.application.certificates.certifier import SIGNING_KEYS, certifier_of
from services.matching.application.certificates.commands import (
    CertificatesQuery,
    IssueCertificate,
    RevokeCertificate,
)
from services.matching.application.certificates.issuing import issue_certificate, revoke_certificate
from services.matching.application.certificates.making import certificate_file
from services.matching.application.certificates.showing import (
    certificate_checked,
    certificate_shown,
    certificate_view,
    certificates_listed,
)
from services.matching.application.register.closing import close_own_account
from services.matching.application.register.commands import CloseAccount
from services.matching.domain.certificates.certificate import Certificate, CertificateState
from services.matching.domain.certificates.errors import (
    CertificateGone,
    CertificateHoldsNot,
    NothingServed,
    OwnCertificate,
    PeriodReversed,
    TooManyServed,
)
from services.matching.domain.certificates.seal import FileState, verdict_on
from services.matching.domain.need import RecordedAs
from services.matching.domain.records.record import Grade, ServiceRecord
from services.notify.domain.routing import routes
from shared.events.certificates import CertificateChanged
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden, NotFound, TooMany
from shared.kernel.ids import RandomIds
from shared.storage.folder import DataFolder
from shared.storage.signing import fits
from tests.application.matching_world import HERE, THERE, World, a_world
from tests.application.test_matching_api import Callers

ALL = IssueCertificate()
BECAUSE = RevokeCertificate(reason="时长有误")


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def a_record(world: World, actor: Actor, name: str = "one", **fields: object) -> ServiceRecord:
    """Return a record that stands, of somebody's service two days ago."""
    made = ServiceRecord(
        id=f"{actor.member_id}-{name}",
        member_id=actor.member_id,
        community_code=HERE,
        source_id=name,
        service_kind="ENVIRONMENT",
        activity="社区清洁",
        served_at=world.clock.now() - timedelta(days=2),
        place="社区广场",
        content="清扫楼道",
        minutes=90,
        organisation="银龄志愿服务队",
        grade=Grade.STAFF,
        recorded_as=RecordedAs.VOLUNTEER,
        entered_at=world.clock.now(),
    )
    return world.m.records.add(replace(made, **fields))  # type: ignore[arg-type]  # -- fields by name


def taken(world: World, actor: Actor, id_: str = "c-1", asked: IssueCertificate = ALL) -> Certificate:
    return issue_certificate(world.m, actor, asked, id_)


def test_a_confirmed_service_is_on_the_paper_with_who_answers_for_it(world: World) -> None:
    helper, need, staff = world.volunteer(), world.need(), world.staff()
    world.confirmed(helper, need, world.actor(need.resident_id))
    world.settle()

    made = taken(world, helper)

    stated = made.statement
    assert stated is not None
    assert (stated.minutes, len(stated.lines), stated.holder_name) == (
        45,
        1,
        world.m.people.get(helper.member_id).name,
    )
    assert stated.lines[0].in_charge == world.m.people.get(need.posted_by).name
    assert made.signed is not None
    assert fits(made.signed)
    paper = certificate_file(world.m, helper, made.id)
    assert verdict_on(paper, trusted=world.m.certifier.keys.public, fits=fits).state is FileState.VALID
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    for shown in (stated.holder_name, stated.number, "45 分钟", stated.recorded_by):
        assert shown.replace(" ", "") in text.replace(" ", "").replace("\n", "")
    assert certificate_file(world.m, staff, made.id)


def test_only_volunteer_service_that_stands_within_the_days_counts(world: World) -> None:
    helper = world.member()
    a_record(world, helper)
    a_record(world, helper, "duty", recorded_as=RecordedAs.DUTY)
    gone = a_record(world, helper, "gone")
    world.m.records.save(gone.withdrawn("staff", "未到场"))
    early = a_record(
        world,
        helper,
        "early",
        served_at=world.now(hours=-24 * 40),
        minutes=30,
        reason="系统迁移",
        reviewed_by="s",
    )

    stated, recent = (
        taken(world, helper).statement,
        taken(world, helper, "c-2", IssueCertificate(from_on=date(2026, 11, 1))).statement,
    )

    assert stated is not None
    assert recent is not None
    assert [each.record_id for each in stated.lines] == [early.id, f"{helper.member_id}-one"]
    assert (stated.minutes, stated.lines[0].reviewed_because) == (120, "系统迁移")
    assert (recent.minutes, recent.from_on) == (90, date(2026, 11, 1))


def test_the_days_are_a_period_and_something_was_served_in_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    helper = world.member()
    with pytest.raises(NothingServed):
        taken(world, helper)
    a_record(world, helper)
    a_record(world, helper, "two")
    backwards = IssueCertificate(from_on=date(2026, 11, 20), until_on=date(2026, 11, 1))
    for asked in (backwards, IssueCertificate(until_on=date(2030, 1, 1))):
        with pytest.raises(PeriodReversed):
            taken(world, helper, asked=asked)
    monkeypatch.setattr(issuing, "MOST_LINES", 1)
    with pytest.raises(TooManyServed):
        taken(world, helper)


def test_taken_twice_under_one_id_it_is_taken_once(world: World) -> None:
    helper = world.member()
    a_record(world, helper)
    assert taken(world, helper) == taken(world, helper)


def test_staff_take_one_for_whoever_asks_and_the_person_sees_that(world: World) -> None:
    helper, staff = world.member(), world.staff()
    a_record(world, helper)
    asked = IssueCertificate(member_id=helper.member_id)

    made = taken(world, staff, asked=asked)

    assert (made.member_id, made.issued_by) == (helper.member_id, staff.member_id)
    assert [each.why for each in world.identity.readings.of(helper.member_id).items] == ["service-record"]
    for stranger in (world.member(), world.staff(THERE)):
        with pytest.raises(Forbidden):
            taken(world, stranger, "c-2", asked)
        with pytest.raises(NotFound):
            certificate_shown(world.m, stranger, made.id)
        with pytest.raises(Forbidden):
            certificates_listed(world.m, stranger, CertificatesQuery(member_id=helper.member_id))
    told = [each for each in world.settle() if isinstance(each, CertificateChanged)]
    assert [(t.member_id, t.kind.value) for fact in told for t in routes(fact)] == [
        (helper.member_id, "certificate-issued")
    ]


def test_a_revoked_one_is_given_out_no_more_and_says_nothing_of_anyone(world: World) -> None:
    helper, staff = world.member(), world.staff()
    a_record(world, helper)
    made = taken(world, helper)
    assert certificate_view(staff, made).can == ("file", "revoke")
    assert certificate_view(helper, made).can == ("file",)
    assert certificate_checked(world.m, made.number, address="1.1.1.1").states == made.statement

    for nobody in (world.member(), world.staff(THERE)):
        with pytest.raises(Forbidden):
            revoke_certificate(world.m, nobody, made.id, BECAUSE)
    gone = revoke_certificate(world.m, staff, made.id, BECAUSE)
    assert revoke_certificate(world.m, staff, made.id, BECAUSE) == gone

    checked = certificate_checked(world.m, made.number, address="1.1.1.1")
    assert (checked.state, checked.states, checked.revoked_on) == (
        CertificateState.REVOKED,
        None,
        date(2026, 11, 23),
    )
    assert [each.number for each in showing.certificates_revoked(world.m).items] == [checked.number]
    with pytest.raises(CertificateHoldsNot):
        certificate_file(world.m, helper, made.id)
    assert certificates_listed(world.m, helper, CertificatesQuery()).items[0].reason == "时长有误"
    told = [each for each in world.settle() if isinstance(each, CertificateChanged)]
    heard = sorted(t.kind.value for fact in told for t in routes(fact))
    assert heard == ["certificate-issued", "certificate-revoked"]


def test_nobody_revokes_their_own(world: World) -> None:
    staff = world.staff()
    a_record(world, staff)
    with pytest.raises(OwnCertificate):
        revoke_certificate(world.m, staff, taken(world, staff).id, BECAUSE)


def test_numbers_that_are_none_are_slowed_down(world: World) -> None:
    for _ in range(10):
        with pytest.raises(NotFound):
            certificate_checked(world.m, "2222-2222-2222", address="9.9.9.9")
    with pytest.raises(TooMany):
        certificate_checked(world.m, "2222-2222-2222", address="9.9.9.9")
    with pytest.raises(NotFound):
        certificate_checked(world.m, "no number at all", address="8.8.8.8")


def test_who_closes_the_account_leaves_a_number_and_nothing_else(world: World) -> None:
    secret = "calm-river-of-march"
    helper = world.member(password_hash=world.identity.passwords.hashed(secret))
    a_record(world, helper)
    made = taken(world, helper)

    close_own_account(world.identity, world.m, helper, CloseAccount(password=secret), address="127.0.0.1")

    assert certificate_checked(world.m, made.number, address="1.1.1.1").states is None
    assert len(world.m.records.where({"member_id": helper.member_id})) == 1
    with pytest.raises(CertificateGone):
        certificate_file(world.m, world.staff(), made.id)


def test_the_keys_are_kept_in_the_data_folder_and_an_official_seal_comes_before_ours(
    world: World, databases: str, tmp_path: object
) -> None:
    folder = DataFolder(tmp_path)  # type: ignore[arg-type]  # -- a path
    certifier = certifier_of(folder, "https://linli.example/")
    assert certifier.site == "https://linli.example"
    assert certifier_of(folder, "https://linli.example").keys == certifier.keys
    assert (folder.path / SIGNING_KEYS).stat().st_mode & 0o777 == 0o600
    sealing = replace(world.m, certifier=replace(certifier, e_seal=lambda pdf: pdf + b"\n%official\n"))
    helper = world.member()
    a_record(world, helper)
    made = issue_certificate(sealing, helper, ALL, "c-1")
    file = certificate_file(sealing, helper, made.id)
    assert b"%official" in file
    assert verdict_on(file, trusted=certifier.keys.public, fits=fits).state is FileState.VALID
    assert [
        each.signs
        for each in showing.certificate_keys(
            replace(sealing, certifier=replace(certifier, keys=certifier.keys.rotated()))
        )
    ] == [True, False]


def test_the_api_gives_certificates_and_files(world: World) -> None:
    callers, helper, staff = Callers(world), world.member(), world.staff()
    a_record(world, helper)
    status, made = callers.call(helper, "POST", "/certificates", {})
    assert (status, made["states"]["minutes"]) == (201, 90)
    path = f"/certificates/{made['id']}"
    file = callers.client.get(
        f"/api/matching/v1{path}/file", headers={"Authorization": f"Bearer {helper.member_id}"}
    )
    assert (file.mimetype, file.data[:9]) == ("application/pdf", b"%PDF-1.7\n")
    assert callers.call(None, "GET", f"/certificates/check/{made['number']}")[1]["state"] == "ISSUED"
    assert callers.call(None, "GET", "/certificates/keys")[1]["keys"][0]["signs"]
    assert callers.call(helper, "GET", "/certificates")[1]["items"][0]["id"] == made["id"]
    assert callers.call(staff, "GET", path)[0] == 200
    assert callers.call(staff, "POST", f"{path}/revoke", {"reason": "有误"})[1]["state"] == "REVOKED"
    assert len(callers.call(None, "GET", "/certificates/revoked")[1]["items"]) == 1
    records = callers.call(helper, "GET", "/records")[1]["items"]
    assert [each["activity"] for each in records] == ["社区清洁"]
    assert callers.call(staff, "GET", f"/records/{records[0]['id']}")[1]["can"] == ["withdraw"]
    assert callers.call(world.member(), "GET", f"/records/{records[0]['id']}")[0] == 404
