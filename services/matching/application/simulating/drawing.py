"""Draws a replay as one page that needs nothing else: a line a policy, day by day, and the table of the same figures."""

from collections.abc import Callable, Iterator, Sequence
from html import escape

from services.matching.application.simulating.running import (
    POLICIES,
    DayLine,
    Replay,
    figures_of,
)
from shared.kernel.words import Words

_WIDE, _HIGH, _LEFT, _TOP = 720, 220, 48, 16
_DASHES = ("6 4", "none")
_COLOURS = ("#8a5a00", "#0b6e4f")
_STYLE = (
    "body{font:16px/1.5 'PingFang SC','Noto Sans SC','Microsoft YaHei',sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "svg{width:100%;height:auto}table{border-collapse:collapse;width:100%}"
    "td,th{padding:.25rem .5rem;border-bottom:1px solid #ccc;text-align:right;font-variant-numeric:tabular-nums}"
    "td:first-child,th:first-child{text-align:left}"
)
FIGURE_WORDS = {
    "value_urgent_share_0_3": Words(
        "三成紧急时，为事后最优的", "30 % urgent: share of the best in hindsight"
    ),
    "value_immediate": Words("全部即时答复时，为事后最优的", "all at once: share of the best in hindsight"),
    "fill_rate": Words("名额满足率", "places filled"),
    "fill_of_fillable": Words("有人可去的名额满足率", "places filled, of those somebody could take"),
    "fill_in_difficulty": Words("困难居民名额满足率", "places filled, residents in difficulty"),
    "notices_per_fill": Words("每满足一个名额的邀请", "people asked for a filled place"),
    "mean_metres": Words("平均距离，米", "mean distance, metres"),
    "unmet_cost": Words("未满足需求的加权代价", "weighted cost of what stayed unmet"),
    "gini_of_services": Words("服务次数基尼系数", "Gini of services"),
}


def page_of(replay: Replay) -> str:
    """Return the page as HTML, in both languages."""
    title = Words("两种办法，同样的日子", "Two ways of asking, the same days")
    said = said_of(replay)
    filled = Words("每天满足的名额（占全部）", "Places filled each day, share of all")
    asked = Words("每满足一个名额邀请的人数", "People asked for each filled place")
    body = "".join(
        (
            f"<h1>{_both(title)}</h1><p>{_both(said)}</p>",
            _chart(filled, replay, lambda day: day.filled / max(1, day.wanted), most=1.0),
            _chart(asked, replay, lambda day: day.notices / max(1, day.filled), most=None),
            _table(replay),
        )
    )
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title.zh}</title>'
    )
    return f'<!doctype html><html lang="zh-CN"><head>{head}<style>{_STYLE}</style></head><body>{body}</body></html>\n'


def said_of(replay: Replay) -> Words:
    """Return which days they were, in a sentence."""
    many = Words(
        f"{replay.volunteers} 名志愿者，每天 {replay.needs} 个需求，共 {replay.days} 天，种子 {replay.seed}。",
        f"{replay.volunteers} volunteers, {replay.needs} needs a day, {replay.days} days, seed {replay.seed}.",
    )
    if replay.recorded is None:
        return Words(f"虚构社区：{many.zh}", f"An invented town: {many.en}")
    area, first, last = replay.recorded.area, replay.recorded.from_on, replay.recorded.until_on
    return Words(
        f"{area} 地区 {first} 至 {last} 实际提出的需求，由今天在册的志愿者来接：{many.zh}",
        f"What was asked for in {area} from {first} to {last}, with who offers there today: {many.en}",
    )


def lines_of(replay: Replay) -> Iterator[str]:
    """Return the same for a terminal: each day's share of places filled as a bar a policy, then the figures."""
    yield f"{said_of(replay).zh} · {said_of(replay).en}"
    for code, policy in POLICIES.items():
        yield f"{policy.name.zh} · {policy.name.en}"
        for number, day in enumerate(replay.tallies[code].days, 1):
            share = day.filled / max(1, day.wanted)
            yield f"  {number:>3}  {'█' * round(40 * share):<40}  {share:.2f}  {day.notices:>5}"
    each = {code: figures_of(tally) for code, tally in replay.tallies.items()}
    yield ""
    for name, words in FIGURE_WORDS.items():
        told = "  ".join(f"{each[code][name]:>12}" for code in POLICIES)
        yield f"{told}  {words.zh} · {words.en}"


def _both(words: Words) -> str:
    return f'{escape(words.zh)} <span lang="en">{escape(words.en)}</span>'


def _chart(title: Words, replay: Replay, of: Callable[[DayLine], float], *, most: float | None) -> str:
    drawn = {code: [of(day) for day in replay.tallies[code].days] for code in POLICIES}
    top = most or max((value for values in drawn.values() for value in values), default=0.0) or 1.0
    lines = "".join(
        f'<polyline fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}" points="{_corners(drawn[code], top)}"/>'
        for code, colour, dash in zip(POLICIES, _COLOURS, _DASHES, strict=True)
    )
    legend = "".join(
        f'<text x="{_LEFT}" y="{_TOP + _HIGH + 44 + 22 * at}" fill="{colour}">{"– –" if dash != "none" else "——"} '
        f"{escape(policy.name.zh)} {escape(policy.name.en)}</text>"
        for at, (policy, colour, dash) in enumerate(zip(POLICIES.values(), _COLOURS, _DASHES, strict=True))
    )
    axis = (
        f'<path d="M{_LEFT} {_TOP}V{_TOP + _HIGH}H{_LEFT + _WIDE}" fill="none" stroke="#777"/>'
        f'<text x="4" y="{_TOP + 12}">{top:.1f}</text><text x="4" y="{_TOP + _HIGH}">0</text>'
        f'<text x="{_LEFT}" y="{_TOP + _HIGH + 20}">1</text>'
        f'<text x="{_LEFT + _WIDE}" y="{_TOP + _HIGH + 20}" text-anchor="end">{replay.days}</text>'
    )
    box = f"0 0 {_LEFT + _WIDE + 16} {_TOP + _HIGH + 80}"
    return f'<h2>{_both(title)}</h2><svg viewBox="{box}" role="img" aria-label="{escape(title.zh)}">{axis}{lines}{legend}</svg>'


def _corners(values: Sequence[float], top: float) -> str:
    step = _WIDE / max(1, len(values) - 1)
    return " ".join(
        f"{_LEFT + at * step:.1f},{_TOP + _HIGH * (1 - value / top):.1f}" for at, value in enumerate(values)
    )


def _table(replay: Replay) -> str:
    each = {code: figures_of(tally) for code, tally in replay.tallies.items()}
    head = "".join(f"<th>{_both(policy.name)}</th>" for policy in POLICIES.values())
    rows = "".join(
        f"<tr><td>{_both(words)}</td>{''.join(f'<td>{each[code][name]}</td>' for code in POLICIES)}</tr>"
        for name, words in FIGURE_WORDS.items()
    )
    return f"<h2>{_both(Words('各项数字', 'The figures'))}</h2><table><thead><tr><th></th>{head}</tr></thead><tbody>{rows}</tbody></table>"
