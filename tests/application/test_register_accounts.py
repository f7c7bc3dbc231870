import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from services.matching.application.register.accounts import (
    change_password,
    sign_in,
    sign_out,
    sign_out_everywhere,
    sign_up,
)
from services.matching.application.register.commands import ChangePassword, SignIn, SignUp
from services.matching.domain.register.errors import (
    AccountNotUsable,
    ConsentOutdated,
    KeyReused,
    PhoneInUse,
    WrongPassword,
    WrongSignIn,
)
from services.matching.entrypoints.identity_jobs import sweeps
from shared.identity.communities import UnknownCommunity
from shared.identity.consent import CONSENT_VERSION
from shared.identity.member import MemberStatus
from shared.identity.opening import Identity
from shared.identity.passwords import Passwords, WeakPassword
from shared.identity.throttle import FAILURES_ALLOWED
from shared.kernel.clock import SetClock
from shared.kernel.errors import BadInput, NotSignedIn, TooMany
from shared.kernel.ids import RandomIds
from tests.application.register_world import HOME, PASSWORD, TEST_KEYS, an_identity

PHONE = "13900000001"


@pytest.fixture
def identity(databases: str, clock: SetClock, ids: RandomIds) -> Identity:
    return an_identity(clock, ids)


def a_sign_up(**fields: object) -> SignUp:
    plain = SignUp(
        community_code=HOME,
        phone=PHONE,
        name="王小明",
        password=PASSWORD,
        consent_version=CONSENT_VERSION,
    )
    return dataclasses.replace(plain, **fields)  # type: ignore[arg-type]  # -- named by the tests below


def test_who_signs_up_is_signed_in_and_granted_nothing(identity: Identity) -> None:
    made = sign_up(identity, a_sign_up(), id_="m1")
    actor = identity.actor(made.issued.token)
    assert (actor.member_id, actor.name, actor.grants) == ("m1", "王小明", ())
    assert (made.member.version, made.member.phone) == (1, "+8613900000001")
    person = identity.people.get("m1")
    assert person.volunteer_number is not None
    assert len(person.volunteer_number) == 16
    assert person.point == identity.communities.get(HOME).point


def test_the_event_of_a_sign_up_holds_no_name_and_no_phone(identity: Identity) -> None:
    sign_up(identity, a_sign_up(), id_="m1")
    document: Any = identity.members.collection.find_one({"_id": "m1"})
    text = document["outbox"][0]["body"].decode()
    assert text == f'{{"community_code":"{HOME}","member_id":"m1","recorded_by":null}}'


def test_signing_up_twice_with_one_phone_is_refused_however_it_is_written(identity: Identity) -> None:
    sign_up(identity, a_sign_up(), id_="m1")
    with pytest.raises(PhoneInUse) as refused:
        sign_up(identity, a_sign_up(phone="+86 139 0000 0001", name="别人"), id_="m2")
    assert [each.field for each in refused.value.faults] == ["phone"]
    assert identity.members.find("m2") is None


def test_a_repeated_sign_up_is_the_same_member(identity: Identity) -> None:
    first = sign_up(identity, a_sign_up(), id_="m1")
    again = sign_up(identity, a_sign_up(), id_="m1")
    assert again.member == first.member


def test_a_repeated_key_with_another_sign_up_is_refused(identity: Identity) -> None:
    sign_up(identity, a_sign_up(), id_="m1")
    for other in ({"name": "王小红"}, {"phone": "13900000002"}, {"password": "red-bamboo-72"}):
        with pytest.raises(KeyReused):
            sign_up(identity, a_sign_up(**other), id_="m1")


def test_a_name_may_hold_an_emoji(identity: Identity) -> None:
    sign_up(identity, a_sign_up(name="小明🌱"), id_="m1")
    assert identity.people.names(["m1"]) == {"m1": "小明🌱"}


def test_a_taken_volunteer_number_is_drawn_again(identity: Identity) -> None:
    first = sign_up(identity, a_sign_up(), id_="m1").member
    identity.members.save(first.changed(identity.clock.now(), volunteer_number="free"))
    taken = identity.members.get("m1")
    identity.members.save(taken.changed(identity.clock.now(), volunteer_number=_first_number_of("m2")))
    second = sign_up(identity, a_sign_up(phone="13900000002"), id_="m2").member
    assert second.volunteer_number not in (None, _first_number_of("m2"))


def _first_number_of(member_id: str) -> str:
    from services.matching.domain.register.volunteer_number import volunteer_number

    return volunteer_number(member_id, community_code=HOME, year=2026)


def test_an_unknown_community_is_refused(identity: Identity) -> None:
    with pytest.raises(UnknownCommunity):
        sign_up(identity, a_sign_up(community_code="999999999999"), id_="m1")


def test_an_older_consent_is_refused_with_the_present_version(identity: Identity) -> None:
    with pytest.raises(ConsentOutdated) as refused:
        sign_up(identity, a_sign_up(consent_version="2020-01"), id_="m1")
    assert CONSENT_VERSION in refused.value.say("zh")


def test_what_is_no_phone_is_refused(identity: Identity) -> None:
    for phone in ("12345", "11012345678", "not a phone", "+999123"):
        with pytest.raises(BadInput) as refused:
            sign_up(identity, a_sign_up(phone=phone), id_="m1")
        assert [each.code for each in refused.value.faults] == ["not-a-phone"]


def test_a_password_anyone_would_guess_is_refused(identity: Identity) -> None:
    for password in ("short", "12345678", "password1", "13900000001", "qwertyuiop"):
        with pytest.raises(WeakPassword):
            sign_up(identity, a_sign_up(password=password), id_="m1")


def test_signing_in_reads_full_width_digits(identity: Identity) -> None:
    sign_up(identity, a_sign_up(), id_="m1")
    found = sign_in(identity, SignIn(phone="１３９００００００01", password=PASSWORD), address="a")
    assert found.member.id == "m1"


def test_a_wrong_password_and_an_unknown_phone_say_the_same(identity: Identity) -> None:
    sign_up(identity, a_sign_up(), id_="m1")
    said = set()
    for phone in (PHONE, "13900000009", "nonsense"):
        with pytest.raises(WrongSignIn) as refused:
            sign_in(identity, SignIn(phone=phone, password="wrong"), address="a")
        said.add((refused.value.code, refused.value.say("zh"), refused.value.say("en")))
    assert len(said) == 1


def test_an_unknown_phone_costs_a_verification_too() -> None:
    assert not Passwords(memory_kib=8, passes=1).verify("nobody signs in with this", None)


def test_the_eleventh_failure_waits_while_others_are_let_in(identity: Identity, clock: SetClock) -> None:
    sign_up(identity, a_sign_up(), id_="m1")
    for _ in range(FAILURES_ALLOWED):
        with pytest.raises(WrongSignIn):
            sign_in(identity, SignIn(phone=PHONE, password="wrong"), address="here")
        clock.advance(seconds=1)
    with pytest.raises(TooMany) as refused:
        sign_in(identity, SignIn(phone=PHONE, password=PASSWORD), address="here")
    assert refused.value.facts == {"retry_after_seconds": 15 * 60 - FAILURES_ALLOWED}
    assert sign_in(identity, SignIn(phone=PHONE, password=PASSWORD), address="elsewhere").member.id == "m1"
    clock.advance(minutes=15)
    assert sign_in(identity, SignIn(phone=PHONE, password=PASSWORD), address="here").member.id == "m1"


def test_right_passwords_are_never_counted(identity: Identity) -> None:
    sign_up(identity, a_sign_up(), id_="m1")
    for _ in range(FAILURES_ALLOWED + 2):
        sign_in(identity, SignIn(phone=PHONE, password=PASSWORD), address="here")


def test_what_is_over_is_forgotten_every_hour(identity: Identity, clock: SetClock) -> None:
    identity.throttle.failed("+8613900000001", "here")
    sign_up(identity, a_sign_up(), id_="m1")
    clock.advance(days=3)
    (sweep,) = sweeps(identity)
    assert [sweep.run(clock.now()), sweep.run(clock.now())] == [1, 0]
    assert len(identity.sessions.of("m1")) == 1
    clock.advance(days=28)
    assert identity.sessions.of("m1") == ()
    assert [sweep.run(clock.now()), sweep.run(clock.now())] == [1, 0]


def test_a_session_outlives_the_process_and_ends_after_thirty_unused_days(
    identity: Identity, clock: SetClock, ids: RandomIds
) -> None:
    token = sign_up(identity, a_sign_up(), id_="m1", device="a phone").issued.token
    clock.advance(days=29)
    assert an_identity(clock, ids, TEST_KEYS).actor(token).member_id == "m1"
    clock.advance(days=29)
    assert identity.actor(token).member_id == "m1"
    clock.advance(days=30)
    with pytest.raises(NotSignedIn):
        identity.actor(token)
    clock.advance(days=1)
    assert identity.sessions.forget_expired(clock.now()) == 1


def test_the_database_holds_no_token(identity: Identity) -> None:
    made = sign_up(identity, a_sign_up(), id_="m1")
    assert made.issued.token not in made.issued.session.id
    assert identity.find_actor(made.issued.session.id) is None
    assert identity.find_actor("") is None


def test_signing_out_ends_this_session_and_no_other(identity: Identity) -> None:
    here = sign_up(identity, a_sign_up(), id_="m1").issued.token
    there = sign_in(identity, SignIn(phone=PHONE, password=PASSWORD), address="a").issued.token
    sign_out(identity, identity.actor(here))
    assert (identity.find_actor(here), identity.actor(there).member_id) == (None, "m1")


def test_signing_out_everywhere_ends_the_sessions_of_one_member(identity: Identity) -> None:
    here = sign_up(identity, a_sign_up(), id_="m1").issued.token
    there = sign_in(identity, SignIn(phone=PHONE, password=PASSWORD), address="a").issued.token
    other = sign_up(identity, a_sign_up(phone="13900000002"), id_="m2").issued.token
    assert sign_out_everywhere(identity, identity.actor(here)) == 2
    assert [identity.find_actor(each) for each in (here, there)] == [None, None]
    assert identity.actor(other).member_id == "m2"


def test_a_new_password_ends_the_other_sessions(identity: Identity) -> None:
    here = sign_up(identity, a_sign_up(), id_="m1").issued.token
    there = sign_in(identity, SignIn(phone=PHONE, password=PASSWORD), address="a").issued.token
    change_password(
        identity, identity.actor(here), ChangePassword(present=PASSWORD, new="blue-river-83"), address="a"
    )
    assert (identity.actor(here).member_id, identity.find_actor(there)) == ("m1", None)
    with pytest.raises(WrongSignIn):
        sign_in(identity, SignIn(phone=PHONE, password=PASSWORD), address="a")
    assert sign_in(identity, SignIn(phone=PHONE, password="blue-river-83"), address="a").member.id == "m1"


def test_a_password_is_changed_only_by_who_knows_it(identity: Identity) -> None:
    actor = identity.actor(sign_up(identity, a_sign_up(), id_="m1").issued.token)
    for _ in range(FAILURES_ALLOWED):
        with pytest.raises(WrongPassword):
            change_password(
                identity, actor, ChangePassword(present="wrong", new="blue-river-83"), address="a"
            )
    with pytest.raises(TooMany):
        change_password(identity, actor, ChangePassword(present=PASSWORD, new="blue-river-83"), address="a")


def test_a_weak_new_password_is_reported_at_its_own_field(identity: Identity) -> None:
    actor = identity.actor(sign_up(identity, a_sign_up(), id_="m1").issued.token)
    with pytest.raises(WeakPassword) as refused:
        change_password(identity, actor, ChangePassword(present=PASSWORD, new="12345678"), address="a")
    with pytest.raises(BadInput) as same:
        change_password(identity, actor, ChangePassword(present=PASSWORD, new=PASSWORD), address="a")
    assert same.value.faults[0].code == "same-password"
    assert [each.field for each in refused.value.faults] == ["new"]


def test_a_suspended_account_is_told_so_only_with_the_right_password(identity: Identity) -> None:
    made = sign_up(identity, a_sign_up(), id_="m1")
    now = identity.clock.now() + timedelta(seconds=1)
    identity.members.save(made.member.changed(now, status=MemberStatus.SUSPENDED))
    assert identity.find_actor(made.issued.token) is None
    with pytest.raises(WrongSignIn):
        sign_in(identity, SignIn(phone=PHONE, password="wrong"), address="a")
    with pytest.raises(AccountNotUsable):
        sign_in(identity, SignIn(phone=PHONE, password=PASSWORD), address="a")


def test_a_password_hashed_at_another_cost_is_hashed_anew_at_sign_in(
    identity: Identity, clock: SetClock, ids: RandomIds
) -> None:
    old = dataclasses.replace(identity, passwords=Passwords(memory_kib=16, passes=1))
    before = sign_up(old, a_sign_up(), id_="m1").member
    after = sign_in(identity, SignIn(phone=PHONE, password=PASSWORD), address="a").member
    assert before.password_hash != after.password_hash
    assert sign_in(identity, SignIn(phone=PHONE, password=PASSWORD), address="a").member == after
