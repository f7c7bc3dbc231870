"""Rules that differ by city are data: each rule read somewhere is a test of its own, named after it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from services.cli import run
from services.matching.domain.service_kinds import SERVICE_KINDS, name_of_kind
from shared.kernel.errors import BadInput
from shared.packs.basis import CERTAINTY_WORDS, Certainty
from shared.packs.earning import Above, Coefficients, Lasting, Rounding
from shared.packs.pack import RulePack
from shared.packs.reading import MOST_CHARACTERS, read_pack
from shared.packs.recognising import LeftTo
from shared.packs.saying import plain_words
from shared.packs.shelf import FOLDER, NoSuchPack, pack_of, shelf
from shared.packs.spending import (
    RELATION_WORDS,
    UNFIT_WORDS,
    DonationTo,
    Drawing,
    Reach,
    Relation,
    Unfit,
)

CITIES = ("nanjing", "beijing", "shanghai", "suzhou", "huangshi")


def _may(pack: RulePack, relation: Relation = Relation.SELF, **known: object) -> bool:
    return pack.redemption.may(Drawing(relation=relation, **known))  # type: ignore[arg-type]  # -- named values of the test


Row = tuple[str, str, str, Callable[[RulePack], bool]]

ROWS: tuple[Row, ...] = (
    ("plain-1 one minute earns one credit", "coefficients", "P", lambda p: p.coefficients.credits(61, "ERRAND") == 61),
    ("plain-1 credits never end", "expiry", "G", lambda p: p.expiry.lasting is Lasting.ALWAYS),
    ("plain-1 eighteen or fourteen with the guardian", "earner", "P", lambda p: (
        p.earner.may(18), p.earner.may(14), p.earner.may(14, has_guardians_consent=True), p.earner.may(13, has_guardians_consent=True), p.earner.may(None),
    ) == (True, False, True, False, True)),
    ("plain-1 drawn by the saver or a direct relative (Shaoxing, Dezhou)", "redemption", "V", lambda p: (
        _may(p), _may(p, Relation.PARENT), _may(p, Relation.FRIEND),
    ) == (True, True, False)),
    ("plain-1 common stars", "stars", "P", lambda p: p.stars.hours == (100, 300, 600, 1000, 1500)),
    ("plain-1 false hours keep out one to three years (Guangdong)", "false_hours", "P", lambda p: (p.false_hours.least_years, p.false_hours.most_years) == (1, 3)),
    ("nanjing-1 cap of 1500 hours, more donated or turned to honours", "cap", "P", lambda p: p.cap.most_minutes == 90_000 and p.cap.above == (Above.POOL, Above.HONOUR)),
    ("nanjing-1 group hours are donate-only", "groups", "P", lambda p: p.groups.donate_only),
    ("nanjing-1 receivers of eighty", "redemption", "P", lambda p: _may(p, receiver_age=80) and not _may(p, receiver_age=79)),
    ("nanjing-1 receivers of sixty in hardship", "redemption", "P", lambda p: _may(p, receiver_age=60, in_hardship=True) and not _may(p, receiver_age=59, in_hardship=True)),
    ("nanjing-1 receivers of sixty with own hours", "redemption", "P", lambda p: _may(p, receiver_age=60, has_own_hours=True) and not _may(p, receiver_age=None, has_own_hours=True)),
    ("nanjing-1 donated hours serve the first group first", "redemption", "P", lambda p: p.redemption.pool_serves_first and p.redemption.group_of(Drawing(relation=Relation.SELF, receiver_age=85)) == 0),
    ("nanjing-1 every branch pays out", "clearing", "P", lambda p: p.clearing.reach_in(2026) is Reach.CITY),
    ("nanjing-1 service only, never money or goods", "redemption", "P", lambda p: not p.redemption.goods),
    ("nanjing-1 two levels review", "review", "P", lambda p: p.review.levels == 2),
    ("beijing-1 eighteen, or a minor with the guardian", "earner", "P", lambda p: p.earner.may(9, has_guardians_consent=True) and not p.earner.may(17)),
    ("beijing-1 one hour is one credit", "coefficients", "P", lambda p: p.coefficients.credits(60, "BATHING") == 60),
    ("beijing-1 drawn when self or spouse is sixty", "redemption", "P", lambda p: (
        _may(p, saver_age=60), _may(p, saver_age=40, spouse_age=60), _may(p, saver_age=59, spouse_age=59, receiver_age=90),
    ) == (True, True, False)),
    ("beijing-1 gifts to direct relatives", "gifts", "P", lambda p: p.gifts.may(Relation.PARENT, 60) and p.gifts.why_not(Relation.FRIEND, 60) is Unfit.RELATION),
    ("beijing-1 donated to the platform", "donations", "P", lambda p: p.donations.to == (DonationTo.POOL,)),
    ("beijing-1 never cash or goods", "redemption", "P", lambda p: not p.redemption.goods),
    ("beijing-1 eight kinds of service", "kinds", "P", lambda p: len(p.kinds.allowed) == 8 and p.kinds.takes("ERRAND") and not p.kinds.takes("PATROL_TRAFFIC")),
    ("beijing-1 ten thousand credits open a nursing home", "honour", "P", lambda p: p.honour.privileges[0].hours == 10_000),
    ("beijing-1 check-in and check-out", "remarks.0", "P", lambda p: "签到" in p.remarks[0].says.zh),
    ("beijing-1 street body helps elders without smartphones", "remarks.1", "P", lambda p: "smartphone" in p.remarks[1].says.en),
    ("beijing-1 volunteers of good record come first", "remarks.2", "V", lambda p: "good record" in p.remarks[2].says.words.say("en")),
    ("beijing-1 trial stars and medals", "stars", "P", lambda p: p.stars.hours == (100, 200, 500, 800, 1000) and p.stars.medal_hours == (2000, 3000, 5000)),
    ("shanghai-1 providers of eighteen", "earner", "P", lambda p: not p.earner.may(17, has_guardians_consent=True)),
    ("shanghai-1 sixty-five, or sixty in hardship", "redemption", "P", lambda p: (
        _may(p, receiver_age=65), _may(p, receiver_age=64), _may(p, receiver_age=60, in_hardship=True),
    ) == (True, False, True)),
    ("shanghai-1 gifts to relatives and friends", "gifts", "P", lambda p: p.gifts.may(Relation.FRIEND, 60) and p.gifts.may(Relation.RELATIVE, 60)),
    ("shanghai-1 donations to platform, elders, institutions", "donations", "P", lambda p: all(p.donations.may(each) for each in DonationTo)),
    ("shanghai-1 low-risk list", "kinds", "P", lambda p: {*p.kinds.allowed} == {code for code, kind in SERVICE_KINDS.items() if kind.low_risk}),
    ("plain-1 drawn anywhere", "clearing", "G", lambda p: p.clearing.reaches(2026, "511402001001", "210802001003")),
    ("nanjing-1 drawn in the city, not beyond", "clearing", "P", lambda p: p.clearing.reaches(2026, "511402001001", "511403001001") and not p.clearing.reaches(2026, "511402001001", "510104001001")),
    ("shanghai-1 district clearing 2027, city 2028", "clearing", "P", lambda p: [p.clearing.reach_in(year) for year in (2026, 2027, 2028)] == [Reach.COMMUNITY, Reach.DISTRICT, Reach.CITY]),
    ("suzhou-1 credit is duration times coefficient by kind", "coefficients", "P", lambda p: p.coefficients.credits(60, "BATHING") == 90 and p.coefficients.credits(60, "ERRAND") == 60),
    ("suzhou-1 stars of Zhangjiagang", "stars", "P", lambda p: p.stars.hours == (30, 60, 100, 200, 300)),
    ("huangshi-1 one hour is one", "coefficients", "P", lambda p: p.coefficients.credits(60, "ERRAND") == 60),
    ("huangshi-1 expires on 31 December", "expiry", "P", lambda p: p.expiry.lasting is Lasting.YEAR_END),
    ("huangshi-1 honour hours are not convertible", "honour", "P", lambda p: not p.honour.convertible),
    ("guangdong-1 eight hours stand, twelve by the organisation", "days", "P", lambda p: (p.days.stands_minutes, p.days.organisation_minutes) == (480, 720)),
    ("guangdong-1 three check-ins a day at one activity", "days", "P", lambda p: p.days.most_check_ins == 3),
    ("guangdong-1 alone by position from a hundred people", "days", "P", lambda p: p.days.alone_from_people == 100),
    ("guangdong-1 meetings, lectures, duty shifts do not count", "remarks.0", "P", lambda p: "duty" in p.remarks[0].says.en),
    ("guangdong-1 only coming activities are published", "remarks.1", "P", lambda p: "to come" in p.remarks[1].says.en),
)  # fmt: skip


@pytest.mark.parametrize(("row", "rule", "certainty", "holds"), ROWS, ids=[each[0] for each in ROWS])
def test_rule(row: str, rule: str, certainty: str, holds: Callable[[RulePack], bool]) -> None:
    pack = pack_of(row.split(" ", 1)[0])
    basis = dict(pack.bases())[rule]

    assert holds(pack)
    assert basis.certainty.value == certainty
    assert basis.is_provisional is (certainty != "V")


def test_every_city_has_its_pack_and_says_that_it_is_provisional() -> None:
    for city in CITIES:
        pack = pack_of(f"{city}-1")
        assert pack.is_provisional
        assert pack.title.zh
    assert next(iter(shelf())) == "plain-1"
    for certainty in Certainty:
        assert CERTAINTY_WORDS[certainty].zh


def test_every_relation_and_refusal_has_words() -> None:
    assert set(RELATION_WORDS) == set(Relation)
    assert set(UNFIT_WORDS) == set(Unfit)


def test_a_pack_nobody_knows_is_refused() -> None:
    with pytest.raises(NoSuchPack):
        pack_of("atlantis-1")


def test_every_file_is_named_for_its_pack_and_names_kinds_of_service_there_are() -> None:
    for stem, pack in shelf().items():
        assert pack.id == stem
        named = {*pack.kinds.allowed, *(each.kind for each in pack.coefficients.by_kind)}
        assert named <= set(SERVICE_KINDS)
        assert pack.closing.died is LeftTo.HEIRS


def test_rounding_is_of_whole_minutes_and_says_which_way() -> None:
    def earned(rounding: Rounding, minutes: int, whole: int = 1) -> int:
        pack = pack_of("plain-1").coefficients
        rule = Coefficients(ratio="3/2", rounding=rounding, whole_minutes=whole, basis=pack.basis)
        return rule.credits(minutes, "ERRAND")

    assert [earned(each, 3) for each in (Rounding.DOWN, Rounding.NEAREST, Rounding.UP)] == [4, 5, 5]
    assert [earned(each, 50, 30) for each in (Rounding.DOWN, Rounding.NEAREST, Rounding.UP)] == [60, 90, 90]


OWN = """like: plain-1
code: own
version: 2
title: {zh: 本市, en: Own city}
valid_from: "2026-03-01"
"""


def _faults(text: str) -> list[tuple[str, str]]:
    with pytest.raises(BadInput) as refused:
        read_pack(text, shelf())
    return [(each.field, each.en) for each in refused.value.faults]


def test_gifts_keep_to_their_limits() -> None:
    basis = "basis: {certainty: G, zh: 暂定, en: provisional}"
    text = f"{OWN}gifts: {{to: [FRIEND], most_hours_at_once: 2, most_hours_a_year: 3, {basis}}}\n"
    gifts = read_pack(text, shelf()).gifts

    assert gifts.may(Relation.FRIEND, 120)
    assert gifts.why_not(Relation.FRIEND, 121) is Unfit.TOO_MUCH
    assert gifts.why_not(Relation.FRIEND, 61, 120) is Unfit.TOO_MUCH
    assert gifts.may(Relation.FRIEND, 60, 120)
    none = read_pack(f"{OWN}gifts: {{to: [], {basis}}}\n", shelf()).gifts
    assert none.why_not(Relation.SPOUSE, 1) is Unfit.FORBIDDEN


def test_a_pack_says_only_where_it_differs_from_another() -> None:
    pack = read_pack(OWN, shelf())

    assert pack.id == "own-2"
    assert pack.stars == pack_of("plain-1").stars
    assert pack.remarks == ()


def test_stars_and_medals_count_hours_that_are_full() -> None:
    stars = pack_of("beijing-1").stars

    assert [stars.earned(minutes) for minutes in (0, 5_999, 6_000, 60_000)] == [0, 0, 1, 5]
    assert [stars.medals(hours * 60) for hours in (1_999, 2_000, 5_000)] == [0, 1, 3]


def test_each_fault_is_named_by_path_and_line() -> None:
    text = OWN + "groups:\n  donate_only: perhaps\n  colour: red\n  basis: {certainty: X, zh: 无, en: none}\n"

    assert _faults(text) == [
        ("groups.donate_only", "line 7: This must be true or false"),
        ("groups.basis.certainty", "line 9: This is not one of: V, P, G"),
        ("groups.colour", "line 8: There is no such field"),
    ]


@pytest.mark.parametrize(
    ("text", "field", "en"),
    [
        ("", "", "line 1: This must be keys with values"),
        ("- one\n- two\n", "", "line 1: This must be keys with values"),
        ("code: [", "", "line 1: This is not valid YAML"),
        ("code: a\ncode: b\n", "code", "line 2: This key stands twice"),
        ("like: nowhere-1\ncode: own\n", "like", "line 1: There is no such pack"),
        ("code: &a [x]\ntitle: *a\n", "", "line 1: References (*) cannot be used"),
        ("#" * (MOST_CHARACTERS + 1), "", "line 1: The file is too long"),
        ("code: !!python/name:os.system\n", "valid_from", "line 1: This is required"),
        (OWN + "colour: 1.5\n", "colour", "line 6: There is no such field"),
        (OWN + "stars: ~\n", "stars", "line 6: This may not be empty"),
    ],
    ids=["nothing", "list", "torn", "twice", "like", "alias", "long", "tag", "fraction", "null"],
)
def test_what_is_no_pack_is_refused_with_its_line(text: str, field: str, en: str) -> None:
    assert (field, en) in _faults(text)


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        ("honour: {convertible: true, BASIS}", "honour.convertible"),
        ("redemption: {for_whom: [SELF], goods: true, BASIS}", "redemption.goods"),
        ("stars: {hours: [1, 2, 3], BASIS}", "stars.hours"),
        ("stars: {hours: [1, 2, 3, 4, 4], BASIS}", "stars.hours"),
        ("stars: {hours: [1, 2, 3, 4, 5], medal_hours: [7, 6], BASIS}", "stars.medal_hours"),
        ("earner: {least_age: 14, with_guardian_from: 16, BASIS}", "earner.with_guardian_from"),
        ("days: {stands_hours: 8, organisation_hours: 4, BASIS}", "days.organisation_hours"),
        ("expiry: {lasting: DAYS, BASIS}", "expiry.days"),
        ("expiry: {lasting: ALWAYS, days: 3, BASIS}", "expiry.days"),
        ("cap: {most_hours: 10, above: [], BASIS}", "cap.above"),
        ("false_hours: {least_years: 2, most_years: 1, BASIS}", "false_hours.most_years"),
        (
            "closing: {moved: POOL, died: NEW_COMMUNITY, months_to_ask: 6, BASIS}",
            "closing.died",
        ),
    ],
)
def test_what_no_city_may_say_is_refused(rules: str, field: str) -> None:
    text = OWN + rules.replace("BASIS", "basis: {certainty: G, zh: 暂定, en: provisional}") + "\n"

    assert [each for each, _ in _faults(text)] == [field]


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], str]:
    def write(text: str) -> str:
        file = tmp_path / "own.yaml"
        file.write_text(text, encoding="utf-8")
        return str(file)

    return write


def test_the_command_line_says_what_a_pack_rests_on(
    written: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["packs", "check", written(OWN)], {}) == 0
    said = capsys.readouterr().out

    assert said.startswith("own-2  本市 · Own city\n  G  names: 平台默认")
    assert said.endswith("This pack can be used\n")


def test_the_command_line_names_faults(
    written: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    kinds = OWN + "kinds: {allowed: [MAGIC], basis: {certainty: G, zh: 暂定, en: provisional}}\n"

    assert run(["packs", "check", written(kinds)], {}) == 1
    assert (
        "kinds.allowed.0: 没有服务类别 MAGIC · There is no kind of service MAGIC" in capsys.readouterr().err
    )
    assert run(["packs", "check", str(FOLDER / "nowhere.yaml")], {}) == 1
    assert "This file cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("pack", shelf(), ids=str)
def test_every_pack_is_told_in_plain_words_of_both_languages(pack: str) -> None:
    lines = plain_words(pack_of(pack), name_of_kind)

    assert {each.title.en for each in lines if not each.kept_by_people} >= {"What is earned", "Who may draw"}
    assert len(lines) == 16 + len(pack_of(pack).remarks)
    assert all(each.title.zh and each.says.zh and each.says.en and each.certainty.en for each in lines)


def test_limits_of_gifts_and_rules_of_other_cities_are_told_too() -> None:
    basis = "basis: {certainty: G, zh: 暂定, en: provisional}"
    gifts = f"gifts: {{to: [FRIEND], most_hours_at_once: 2, most_hours_a_year: 3, {basis}}}\n"
    days = f"expiry: {{lasting: DAYS, days: 90, {basis}}}\n"
    told = {
        each.title.en: each.says.en
        for each in plain_words(read_pack(OWN + gifts + days, shelf()), name_of_kind)
    }
    none = plain_words(read_pack(f"{OWN}gifts: {{to: [], {basis}}}\n", shelf()), lambda _: None)

    assert told["Gifts"] == "friends, at most 2 hours at once, at most 3 hours a year"
    assert told["How long it lasts"] == "90 days after the service"
    assert "Not possible" in [each.says.en for each in none]
    assert "BATHING ×3/2" in plain_words(pack_of("suzhou-1"), lambda _: None)[1].says.en
