"""Documents, delegates and residents' files through the API, with the readings they leave."""

import dataclasses

import pytest
from flask.testing import FlaskClient

from services.matching.application.register.commands import RecordResident
from services.matching.application.register.residents import record_resident
from services.matching.domain.register.errors import KeyReused
from shared.identity.documents import WrongKey
from shared.identity.opening import Identity
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden, NotFound
from shared.kernel.ids import RandomIds
from tests.application.identity_caller import Caller, Json, a_client, a_member, a_staff_member, sign_up_body
from tests.application.register_world import FAR, HOME, NEXT_DOOR, TEST_KEYS, an_identity
from tests.unit.test_identity_documents import an_id_number


@pytest.fixture
def identity(databases: str, clock: SetClock, ids: RandomIds) -> Identity:
    return an_identity(clock, ids)


@pytest.fixture
def client(identity: Identity) -> FlaskClient:
    return a_client(identity)


def a_document(born: str = "19900307", **fields: object) -> Json:
    return {"type": "MAINLAND_ID", "number": an_id_number(born), **fields}


def test_a_document_is_declared_masked_and_sealed(client: FlaskClient, identity: Identity) -> None:
    me = a_member(client, 1)
    number = an_id_number("19900307", woman=True)
    shown = me.post("/members/me/documents", a_document(number=number, name="王晓明"))
    assert shown["document"] == {
        "type": "MAINLAND_ID",
        "masked": f"{number[:3]}***********{number[-4:]}",
        "level": 1,
        "birth_date": "1990-03-07",
        "sex": "FEMALE",
        "guardian_name": None,
    }
    assert (shown["name"], shown["identity_level"]) == ("王晓明", 1)
    assert number not in repr(identity.members.collection.find_one({"_id": me.member_id}))
    assert me.patch("/members/me", {"name": "别名"}, status=422)["code"] == "name-is-real"
    assert me.patch("/members/me", {"name": "王晓明"})["name"] == "王晓明"


def test_a_document_declared_again_changes_nothing(client: FlaskClient, identity: Identity) -> None:
    me = a_member(client, 1)
    me.post("/members/me/documents", a_document())
    version = identity.members.get(me.member_id).version
    me.post("/members/me/documents", a_document())
    assert identity.members.get(me.member_id).version == version


def test_a_passport_needs_the_birth_date_said(client: FlaskClient, identity: Identity) -> None:
    me = a_member(client, 1)
    passport = {"type": "PASSPORT", "number": "E12345678", "sex": "MALE"}
    for birth_date in (None, "1980", "1980-13-01", "1980-01-01T00:00", 1980):
        me.post("/members/me/documents", {**passport, "birth_date": birth_date}, status=422)
    shown = me.post("/members/me/documents", {**passport, "birth_date": "１９８０-01-02"})
    assert (shown["document"]["birth_date"], shown["document"]["masked"]) == ("1980-01-02", "E******78")
    day = identity.clock.now().date()
    assert identity.people.get(me.member_id).age_on(day) == 46
    assert identity.members.get(me.member_id).age_on(day) == 46


def test_one_document_belongs_to_one_member(client: FlaskClient) -> None:
    a_member(client, 1).post("/members/me/documents", a_document())
    other = a_member(client, 2)
    assert other.post("/members/me/documents", a_document(), status=409)["code"] == "document-in-use"
    assert other.get("/members/me")["document"] is None


def test_guardians_answer_for_those_from_14_to_17(client: FlaskClient) -> None:
    me = a_member(client, 1)
    for born, guardian, code in (
        (
            "20121201",
            {"guardian_name": "王父", "guardian_phone": "13900000008", "guardian_consent": True},
            "too-young",
        ),
        ("20100101", {}, "guardian-needed"),
        ("20100101", {"guardian_name": "王父", "guardian_phone": "13900000008"}, "guardian-needed"),
        ("20100101", {"guardian_consent": True}, "guardian-needed"),
        ("20100101", {"guardian_phone": "1", "guardian_consent": True}, "bad-input"),
    ):
        assert me.post("/members/me/documents", a_document(born, **guardian), status=422)["code"] == code
    shown = me.post(
        "/members/me/documents",
        a_document("20100101", guardian_name="王父", guardian_phone="13900000008", guardian_consent=True),
    )
    assert shown["document"]["guardian_name"] == "王父"


def test_staff_confirm_the_document_they_saw(client: FlaskClient, identity: Identity) -> None:
    me, staff = a_member(client, 1), a_staff_member(client, identity, 2)
    outsider = a_staff_member(client, identity, 3, scope=FAR)
    path = f"/members/{me.member_id}/document-seen"
    assert staff.post(path, status=409)["code"] == "no-document-yet"
    me.post("/members/me/documents", a_document())
    outsider.post(path, status=403)
    assert [staff.post(path, status=200)["identity_level"] for _ in range(2)] == [2, 2]
    other = a_document("19910307")
    assert me.post("/members/me/documents", other, status=409)["code"] == "document-already-seen"
    assert staff.post(f"/members/{staff.member_id}/document-seen", status=403)["code"] == "not-oneself"
    staff.post("/members/nobody/document-seen", status=404)


def test_staff_confirm_a_certificate_they_saw(client: FlaskClient, identity: Identity) -> None:
    me, staff = a_member(client, 1), a_staff_member(client, identity, 2)
    declared = {"certificates": [{"code": "HEALTH", "number": "A1234567"}]}
    me.patch("/members/me", declared)
    staff.post(f"/members/{me.member_id}/certificates/DRIVING/seen", status=404)
    staff.post(f"/members/{me.member_id}/certificates/HEALTH/seen", status=200)
    assert me.patch("/members/me", declared)["certificates"][0]["confirmed"]
    assert identity.people.get(me.member_id).holds_certificate("HEALTH")
    other = {"certificates": [{"code": "HEALTH", "number": "B7654321"}]}
    assert not me.patch("/members/me", other)["certificates"][0]["confirmed"]


def test_a_whole_number_is_read_with_the_key_and_leaves_a_reading(
    client: FlaskClient, identity: Identity, clock: SetClock, ids: RandomIds
) -> None:
    me, staff = a_member(client, 1), a_staff_member(client, identity, 2)
    people, actor = identity.people, identity.actor(staff.token)
    with pytest.raises(NotFound):
        people.document_number(actor, me.member_id, why="counter")
    me.post("/members/me/documents", a_document())
    assert people.document_number(actor, me.member_id, why="counter") == an_id_number("19900307")
    assert people.document_number(identity.actor(me.token), me.member_id, why="own") == an_id_number(
        "19900307"
    )
    with pytest.raises(Forbidden):
        people.document_number(identity.actor(a_member(client, 3).token), me.member_id, why="curious")
    (reading,) = me.get("/members/me/readings")["items"]
    assert (reading["what"], reading["why"], reading["reader_name"]) == ("DOCUMENT", "counter", "李工作")
    rotated = an_identity(clock, ids, TEST_KEYS.rotated())
    assert rotated.people.document_number(actor, me.member_id, why="counter") == an_id_number("19900307")
    for wrong in ({"k1": b"2" * 32}, {"k2": b"2" * 32}):
        lost = an_identity(clock, ids, dataclasses.replace(TEST_KEYS, keys=wrong))
        with pytest.raises(WrongKey):
            lost.people.document_number(actor, me.member_id, why="counter")


def test_a_resident_without_phone_is_recorded_by_staff(client: FlaskClient, identity: Identity) -> None:
    staff = a_staff_member(client, identity, 1)
    made = staff.post("/residents", {"community_code": HOME, "name": "陈奶奶", "address": "大北街 3 号"})
    assert (made["phone"], made["has_account"], made["address"]) == (None, False, "大北街 3 号")
    assert made["point"]["longitude"] == identity.communities.get(HOME).point.longitude
    staff.post("/residents", {"community_code": NEXT_DOOR, "name": "陈奶奶"}, status=403)
    staff.post("/residents", {"community_code": "999999999999", "name": "陈奶奶"}, status=422)
    staff.post("/residents", {"community_code": HOME, "name": ""}, status=422)


def test_a_repeated_key_records_a_resident_once(client: FlaskClient, identity: Identity) -> None:
    staff = a_staff_member(client, identity, 1)
    body = {"community_code": HOME, "name": "陈奶奶"}
    first, again = (
        staff.ask("POST", "/residents", body, **{"Idempotency-Key": "k"}).get_json() for _ in range(2)
    )
    assert first["id"] == again["id"]
    other = staff.ask("POST", "/residents", {**body, "name": "林奶奶"}, **{"Idempotency-Key": "k"})
    assert other.status_code == 409


def test_an_id_once_used_records_nobody_else(client: FlaskClient, identity: Identity) -> None:
    actor = identity.actor(a_staff_member(client, identity, 1).token)
    asked = RecordResident(community_code=HOME, name="陈奶奶")
    first, again = (record_resident(identity, actor, asked, id_="r1") for _ in range(2))
    assert again == first
    with pytest.raises(KeyReused):
        record_resident(identity, actor, dataclasses.replace(asked, name="林奶奶"), id_="r1")


def test_the_file_opens_by_the_phone_on_the_line_and_the_person_sees_who_opened_it(
    client: FlaskClient, identity: Identity
) -> None:
    me, staff = a_member(client, 1, "赵爷爷"), a_staff_member(client, identity, 2)
    outsider = a_staff_member(client, identity, 3, scope=FAR)
    landline = {"community_code": HOME, "phone": "028-85551234"}
    for name in ("陈爷爷", "陈奶奶"):
        staff.post("/residents", {**landline, "name": name})
    assert staff.post("/residents", {**landline, "name": "陈奶奶"}, status=409)["code"] == "resident-recorded"
    found = staff.get("/residents?phone=02885551234")["items"]
    assert {each["name"] for each in found} == {"陈爷爷", "陈奶奶"}
    (file,) = staff.get("/residents?phone=１３９００００００01")["items"]
    assert (file["id"], file["has_account"]) == (me.member_id, True)
    assert outsider.get("/residents?phone=13900000001")["items"] == []
    assert staff.get("/residents?phone=1234", status=422)["code"] == "bad-input"
    readings = me.get("/members/me/readings")["items"]
    assert [(each["reader_id"], each["what"], each["why"]) for each in readings] == [
        (staff.member_id, "FILE", "phone-call")
    ]


def test_a_file_of_elsewhere_cannot_be_told_from_none(client: FlaskClient, identity: Identity) -> None:
    me, outsider = a_member(client, 1), a_staff_member(client, identity, 2, scope=FAR)
    answers = [outsider.get(f"/residents/{id_}", status=404)["code"] for id_ in (me.member_id, "nobody")]
    assert answers == ["not-found", "not-found"]
    near = a_staff_member(client, identity, 3)
    assert near.get(f"/residents/{me.member_id}")["name"] == "王小明"
    assert len(me.get("/members/me/readings")["items"]) == 1


def test_readings_of_contacts_come_in_pages_and_ones_own_are_not_among_them(
    client: FlaskClient, identity: Identity, clock: SetClock
) -> None:
    me, staff = a_member(client, 1), a_staff_member(client, identity, 2)
    for _ in range(3):
        clock.advance(minutes=11)
        contact = identity.people.contact(identity.actor(staff.token), me.member_id, why="assignment")
    assert (contact.name, contact.phone) == ("王小明", "+8613900000001")
    identity.people.contact(identity.actor(me.token), me.member_id, why="own")
    first = me.get("/members/me/readings?limit=2")
    rest = me.get(f"/members/me/readings?limit=2&after={first['next']}")
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
    assert a_member(client, 3).get("/members/me/readings")["items"] == []
    with pytest.raises(NotFound):
        identity.people.contact(identity.actor(staff.token), "nobody", why="assignment")


def test_a_page_looked_at_again_and_again_is_one_reading_within_ten_minutes(
    client: FlaskClient, identity: Identity, clock: SetClock
) -> None:
    me, staff = a_member(client, 1), a_staff_member(client, identity, 2)
    actor = identity.actor(staff.token)
    for why in ("assignment", "assignment", "dispatch", "assignment"):
        identity.people.contact(actor, me.member_id, why=why)
    whys = [each.why for each in identity.readings.of(me.member_id).items]
    assert sorted(whys) == ["assignment", "dispatch"]
    clock.advance(minutes=10)
    identity.people.contact(actor, me.member_id, why="assignment")
    assert len(identity.readings.of(me.member_id).items) == 3


def test_a_resident_names_a_delegate_who_may_resign(client: FlaskClient, identity: Identity) -> None:
    me, daughter = a_member(client, 1), a_member(client, 2, "王女儿")
    named = {"phone": "13900000002", "relation": "女儿", "consent": True}
    for wrong, code in (
        ({"consent": False}, "consent-needed"),
        ({"phone": "13900000009"}, "no-such-delegate"),
        ({"phone": "13900000001"}, "no-such-delegate"),
        ({"relation": ""}, "bad-input"),
    ):
        assert me.post("/members/me/delegates", {**named, **wrong}, status=422)["code"] == code
    shown = me.post("/members/me/delegates", named)["delegates"]
    assert [(each["member_id"], each["name"], each["relation"]) for each in shown] == [
        (daughter.member_id, "王女儿", "女儿")
    ]
    assert identity.people.is_delegate(daughter.member_id, me.member_id)
    acting = daughter.get("/members/me/delegates")["acting_for"]
    assert [each["resident_id"] for each in acting] == [me.member_id]
    daughter.delete(f"/members/me/acting-for/{me.member_id}")
    assert me.get("/members/me/delegates")["delegates"] == []
    me.delete(f"/members/me/delegates/{daughter.member_id}", status=404)


def test_nobody_names_delegates_for_a_stranger(client: FlaskClient, identity: Identity) -> None:
    me, other = a_member(client, 1), a_member(client, 2)
    named = {"phone": "13900000002", "relation": "邻居", "consent": True, "resident_id": me.member_id}
    other.post("/members/me/delegates", named, status=404)
    outsider = a_staff_member(client, identity, 3, scope=FAR)
    outsider.post(f"/residents/{me.member_id}/delegates", named, status=404)


def test_staff_take_down_a_spoken_consent(client: FlaskClient, identity: Identity) -> None:
    staff, son = a_staff_member(client, identity, 1), a_member(client, 2, "陈儿子")
    resident = staff.post("/residents", {"community_code": HOME, "name": "陈奶奶"})
    path = f"/residents/{resident['id']}/delegates"
    shown = staff.post(path, {"phone": "13900000002", "relation": "儿子", "consent": True})
    assert [each["name"] for each in shown["delegates"]] == ["陈儿子"]
    staff.delete(f"{path}/{son.member_id}")
    assert staff.get(f"/residents/{resident['id']}")["delegates"] == []


def test_delegates_are_a_few(client: FlaskClient) -> None:
    me = a_member(client, 1)
    for number in range(2, 8):
        Caller(client).post("/members", sign_up_body(number))
        named = {"phone": f"139{number:08d}", "relation": "邻居", "consent": True}
        me.post("/members/me/delegates", named, status=201 if number < 7 else 422)
    assert len(me.get("/members/me/delegates")["delegates"]) == 5


def test_what_is_stated_beside_a_number_must_agree_with_it(client: FlaskClient) -> None:
    me = a_member(client, 1)
    number = an_id_number("19900307", woman=True)
    refused = me.post("/members/me/documents", a_document(number=number, sex="MALE"), status=422)
    assert [each["code"] for each in refused["errors"]] == ["sex-differs"]
    assert me.post("/members/me/documents", a_document(number=number, sex="FEMALE"))["identity_level"] == 1
