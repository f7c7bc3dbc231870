"""How times, minutes and distances are said, and what holds for every template."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from flask import Flask, render_template
from markupsafe import Markup

from shared.web.api import PUBLIC, SIGNED_IN, Api
from shared.web.appearance import Assets, Voice, install, instant_from_field, this_instant_in_china

WEB = Path(__file__).parents[2] / "shared" / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
# Thursday 9 October 2025, 09:05 in China.
NOW = datetime(2025, 10, 9, 1, 5, tzinfo=UTC)
ZH = Voice(language="zh", now=NOW)
EN = Voice(language="en", now=NOW)


def china(day: int, hour: int, minute: int = 0, *, month: int = 10, year: int = 2025) -> datetime:
    return instant_from_field(f"{year}-{month:02}-{day:02}T{hour:02}:{minute:02}")


@pytest.mark.parametrize(
    ("start", "end", "zh", "en"),
    [
        (china(9, 14), china(9, 16), "今天 14:00–16:00，2 小时", "Today 14:00–16:00, 2 h"),
        (
            china(10, 9),
            china(10, 10, 30),
            "明天 09:00–10:30，1 小时 30 分",
            "Tomorrow 09:00–10:30, 1 h 30 min",
        ),
        (china(9, 22), china(10, 6), "今天 22:00–明天 06:00，8 小时", "Today 22:00–Tomorrow 06:00, 8 h"),
        (china(8, 8), china(8, 8, 15), "昨天 08:00–08:15，15 分钟", "Yesterday 08:00–08:15, 15 min"),
    ],
)
def test_a_span_is_said_as_people_say_it(start: datetime, end: datetime, zh: str, en: str) -> None:
    assert (ZH.when(start, end), EN.when(start, end)) == (zh, en)


def test_a_span_without_an_end_says_its_beginning() -> None:
    assert ZH.when(china(11, 9)) == "后天 09:00"


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (china(9, 0, 1), "今天", "Today"),
        (china(8, 23, 59), "昨天", "Yesterday"),
        (china(11, 12), "后天", "Sat 11 Oct"),
        (china(16, 12), "10月16日 周四", "Thu 16 Oct"),
        (date(2026, 1, 3), "2026年1月3日 周六", "Sat 3 Jan 2026"),
    ],
)
def test_days_are_counted_in_china_and_name_another_year(day: date, zh: str, en: str) -> None:
    assert (ZH.day(day), EN.day(day)) == (zh, en)


def test_the_day_turns_at_midnight_in_china_not_in_utc() -> None:
    late = Voice(language="zh", now=datetime(2025, 10, 9, 16, 30, tzinfo=UTC))
    assert late.day(datetime(2025, 10, 9, 15, 0, tzinfo=UTC)) == "昨天"


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        (0, "0 分钟", "0 min"),
        (45, "45 分钟", "45 min"),
        (60, "1 小时", "1 h"),
        (90, "1 小时 30 分", "1 h 30 min"),
        (-90, "−1 小时 30 分", "−1 h 30 min"),
        (72_000, "1,200 小时", "1,200 h"),
        (None, "–", "–"),
    ],
)
def test_minutes_become_hours_only_in_words(minutes: int | None, zh: str, en: str) -> None:
    assert (ZH.hours(minutes), EN.hours(minutes)) == (zh, en)


@pytest.mark.parametrize(
    ("metres", "zh", "en"),
    [
        (0, "步行约 1 分钟 · 0 米", "about 1 min on foot · 0 m"),
        (420, "步行约 6 分钟 · 420 米", "about 6 min on foot · 420 m"),
        (1_250, "步行约 18 分钟 · 1.2 公里", "about 18 min on foot · 1.2 km"),
        (3_001, "3.0 公里", "3.0 km"),
        (None, "–", "–"),
    ],
)
def test_a_distance_is_a_walk_unless_nobody_would_walk_it(metres: int | None, zh: str, en: str) -> None:
    assert (ZH.walk(metres), EN.walk(metres)) == (zh, en)


@pytest.mark.parametrize(
    ("ahead", "zh", "en"),
    [
        (timedelta(seconds=-20), "刚刚", "just now"),
        (timedelta(seconds=20), "马上", "in a moment"),
        (timedelta(minutes=-5), "5 分钟前", "5 min ago"),
        (timedelta(minutes=5), "5 分钟后", "in 5 min"),
        (timedelta(hours=-3), "3 小时前", "3 h ago"),
        (timedelta(hours=23, minutes=59), "23 小时后", "in 23 h"),
        (timedelta(days=-1), "昨天 09:05", "Yesterday 09:05"),
    ],
)
def test_what_is_near_is_said_from_now(ahead: timedelta, zh: str, en: str) -> None:
    assert (ZH.ago(NOW + ahead), EN.ago(NOW + ahead)) == (zh, en)


def test_nothing_is_said_as_a_dash() -> None:
    assert [ZH.when(None), ZH.instant(None), ZH.day(None), ZH.clock(None), ZH.ago(None)] == ["–"] * 5


def test_a_time_field_gives_back_the_instant_it_was_given() -> None:
    assert instant_from_field(this_instant_in_china(NOW)) == NOW


def test_the_address_of_a_built_file_changes_with_its_content(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"app.css": "abc"}', encoding="utf-8")
    built = Assets.built_in(tmp_path)
    assert built.url("app.css") == "/static/build/app.css?v=abc"
    assert built.url("unknown.css") == "/static/build/unknown.css"
    assert Assets.built_in(tmp_path / "none").url("app.css") == "/static/build/app.css"


@cache
def pages(voice: Voice, *, elderly: bool = False) -> Flask:
    app = Flask("pages", template_folder=str(WEB / "templates"), static_folder=None)
    app.secret_key = "of-the-test"
    install(app.jinja_env, voice=lambda: voice, assets=Assets(hashes={}))
    app.context_processor(
        lambda: {
            "language": voice.language,
            "actor": object(),
            "me": {"name": "陈明", "unread": 2, "elderly_mode": elderly},
            "places": [{"url": "/", "icon": "house", "words": "首页", "current": True, "badge": None}],
            "now": voice.now,
            "csrf_token": voice.csrf_token,
        }
    )
    return app


def render(name: str, voice: Voice, *, elderly: bool = False, **context: object) -> str:
    app = pages(voice, elderly=elderly)
    with app.test_request_context("/style"):
        return render_template(name, **context)


@pytest.mark.parametrize("voice", [ZH, EN], ids=["zh", "en"])
def test_the_page_of_all_parts_needs_nothing_that_our_policy_forbids(voice: Voice) -> None:
    html = render("style.html", voice)
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    assert re.findall(r'\s(?:style|on\w+)="', html) == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//', html) == []


def test_the_page_of_all_parts_has_one_title_and_unique_ids() -> None:
    html = render("style.html", ZH)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert html.count("<h1") == 1
    assert [each for each in ids if ids.count(each) > 1] == []


def test_every_field_has_its_label_and_every_form_that_posts_its_secret() -> None:
    html = render("style.html", Voice(language="zh", now=NOW, csrf_token='to"ken'))
    labelled = set(re.findall(r'<label[^>]*\sfor="([^"]+)"', html))
    fields = set(re.findall(r'<(?:input|select|textarea) class="input[^"]*" id="([^"]+)"', html))
    assert fields == labelled
    posts = html.count('method="post"')
    assert posts == html.count('name="csrf" value="to&#34;ken"') > 0


def test_elderly_mode_marks_the_whole_page() -> None:
    assert '<html lang="zh-CN" class="elder">' in render("style.html", ZH, elderly=True)
    assert '<html lang="zh-CN">' in render("style.html", ZH)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503])
@pytest.mark.parametrize("voice", [ZH, EN], ids=["zh", "en"])
def test_every_error_says_what_to_do(status: int, voice: Voice) -> None:
    html = render("shell/error.html", voice, status=status, code="a-code", says="因为这样")
    assert html.count("<h1") == 1
    assert "a-code" in html
    assert 'class="button button--' in html


def test_the_page_of_the_api_lists_each_route_once_with_who_may_call_it() -> None:
    api = Api("ledger")
    api.get("/proof", may=PUBLIC, says="Prove the ledger")(lambda _: None)
    api.post("/accounts/<id>/redeem", may=SIGNED_IN, says="Redeem")(lambda _: None)
    html = render("shell/api.html", EN, apis=[api])
    assert re.findall(r"</span> (/api/[^<]+)</code>", html) == [
        "/api/ledger/v1/proof",
        "/api/ledger/v1/accounts/&lt;id&gt;/redeem",
    ]
    assert "Anyone" in html
    assert "Signed in" in html


def test_typed_words_are_shown_again_and_cannot_become_markup() -> None:
    app = pages(ZH)
    shown = app.jinja_env.from_string(
        '{{ ui.field("name", "姓名", values=values, faults=faults) }}{{ ui.choices("kind", "种类", options, values=values) }}'
    ).render(
        values={"name": '"><script>', "kind": "b"},
        faults={"name": "太短"},
        options=[{"value": "a", "words": "甲"}, {"value": "b", "words": "乙"}],
    )
    assert "<script>" not in shown
    assert 'value="&#34;&gt;&lt;script&gt;"' in shown
    assert 'aria-invalid="true"' in shown
    assert re.findall(r'value="(\w)" checked', shown) == ["b"]


def test_the_head_of_the_parts_lists_every_part() -> None:
    source = (WEB / "templates" / "parts" / "all.html").read_text(encoding="utf-8")
    head, _, body = source.partition("-#}")
    given = {name.strip() for names in re.findall(r"\{% set (.+?) = ", body) for name in names.split(",")}
    assert [name for name in sorted(given) if not re.search(rf"\b{name}\(", head)] == []
    module = pages(ZH).jinja_env.globals["ui"]
    assert [name for name in sorted(given) if not callable(getattr(module, name, None))] == []


def test_templates_hold_no_style_no_script_and_no_address_of_others() -> None:
    forbidden = re.compile(r'\sstyle="|\son[a-z]+="|<script(?![^>]*\bsrc=)|<style|https?://(?!www\.w3\.org)')
    assert [path.name for path in TEMPLATES if forbidden.search(path.read_text(encoding="utf-8"))] == []


def test_the_lock_of_the_page_packages_names_no_registry() -> None:
    lock = (WEB.parents[1] / "package-lock.json").read_text(encoding="utf-8")
    assert re.findall(r'"resolved"', lock) == []


def test_markup_made_by_parts_may_stand_in_table_cells() -> None:
    app = pages(ZH)
    columns = [{"key": "name", "words": "姓名", "head": True}, {"key": "state", "words": "状态"}]
    shown = app.jinja_env.from_string("{{ ui.table(columns, rows) }}").render(
        columns=columns, rows=[{"name": "<b>", "state": Markup("<i>好</i>")}]
    )
    assert "&lt;b&gt;" in shown
    assert "<i>好</i>" in shown
