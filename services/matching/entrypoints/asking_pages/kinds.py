"""The kinds of service in the words of those who ask, the common and harmless ones first."""

from collections.abc import Iterable

from services.matching.domain.kind_shapes import ConfirmedBy
from services.matching.domain.service_kinds import SERVICE_KINDS
from shared.kernel.words import Words

FIRST = ("CLINIC_ESCORT", "ERRAND", "HOME_VISIT", "MEAL_DELIVERY", "HOME_CLEANING", "DIGITAL_HELP")
"""Asked for most, of low risk, and for anyone."""

ASKED = {
    "HOME_VISIT": Words("来家里坐坐，说说话", "A visit and a chat at home"),
    "PHONE_CARE": Words("常打电话问问我", "A regular phone call"),
    "MEAL_DELIVERY": Words("送饭上门", "A meal brought home"),
    "CLINIC_ESCORT": Words("陪我去看病", "Someone to come to hospital"),
    "ERRAND": Words("买东西、取东西", "Shopping or fetching things"),
    "PAPERWORK_HELP": Words("帮忙办证、填表", "Help with forms and offices"),
    "BATHING": Words("帮忙洗澡", "Help with bathing"),
    "HOME_CLEANING": Words("打扫屋子", "Cleaning at home"),
    "SMALL_REPAIR": Words("修灯、修水龙头", "A lamp or a tap repaired"),
    "DIGITAL_HELP": Words("教我用手机", "Showing me my phone"),
    "ACCESS_HELP": Words("推轮椅、搀扶出门", "A hand when going out"),
    "RESPITE": Words("替我照看家里的病人", "Minding a patient for a while"),
    "COUNSELLING": Words("心里难受，想找人谈谈", "Talking when things are hard"),
    "CASEWORK": Words("请社工帮忙", "Help from a social worker"),
    "LEGAL_ADVICE": Words("问法律上的事", "A legal question"),
    "HAIRCUT": Words("理发", "A haircut"),
    "MEDIATION": Words("邻里有矛盾，请人调解", "A quarrel with neighbours settled"),
}
"""What one resident asks for; the other kinds are for groups, and posted by staff."""


def kinds_to_ask(language: str, codes: Iterable[str]) -> list[dict[str, object]]:
    """Return kinds as cards in plain words, with their usual length."""
    return [_card(code, ASKED[code].say(language)) for code in codes]


def kinds_at_desk(language: str, codes: Iterable[str]) -> list[dict[str, object]]:
    """Return kinds as cards by their official names."""
    return [_card(code, SERVICE_KINDS[code].name.say(language)) for code in codes]


def _card(code: str, words: str) -> dict[str, object]:
    return {"code": code, "words": words, "minutes": SERVICE_KINDS[code].minutes}


def others_to_ask() -> list[str]:
    """Return the kinds a resident asks for less often."""
    return [code for code in ASKED if code not in FIRST]


def others_at_desk() -> list[str]:
    """Return every other kind, in the order of the list."""
    return [code for code in SERVICE_KINDS if code not in FIRST]


def kinds_for_groups() -> list[str]:
    """Return the kinds that are for a group, posted by staff for the community itself."""
    return [code for code, kind in SERVICE_KINDS.items() if kind.confirmed_by is ConfirmedBy.ORGANISER]


def title_for(code: str, typed: str, language: str) -> str:
    """Return the title typed, or else what the kind is called."""
    if typed:
        return typed
    known = SERVICE_KINDS.get(code)
    return ASKED.get(code, known.name if known else Words(code, code)).say(language)
