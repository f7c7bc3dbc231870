"""Pairings as tests of them begin, and who is told."""

from dataclasses import replace
from datetime import date

from services.matching.application.pairing import agreeing
from services.matching.application.pairing.commands import (
    AnswerPairing,
    AskPairing,
    EndPairing,
    TellContact,
)
from services.matching.domain.pairing.pairing import (
    Pairing,
)
from services.matching.domain.pairing.words import ContactFound, ContactWay, PairingEnd, PairRhythm
from services.notify.domain.routing import routes
from shared.identity.actor import Actor
from tests.application.matching_world import World

TODAY = date(2026, 11, 23)
YES, NO = AnswerPairing(agree=True), AnswerPairing(agree=False, reason=PairingEnd.NO_TIME)
SPOKEN = AnswerPairing(agree=True, spoken_consent=True)
WELL = TellContact(on=TODAY, way=ContactWay.VISIT, found=ContactFound.WELL)
END = EndPairing(reason=PairingEnd.MOVED)


def asked_for(world: World, helper: Actor, resident: Actor, **fields: object) -> AskPairing:
    number = world.m.people.get(helper.member_id).volunteer_number
    assert number is not None
    asked = AskPairing(resident_id=resident.member_id, volunteer_number=number, rhythm=PairRhythm.WEEKLY)
    return replace(asked, **fields)  # type: ignore[arg-type]  # -- fields by name


def ask(world: World, by: Actor, helper: Actor, resident: Actor, **fields: object) -> Pairing:
    return agreeing.ask_pairing(world.m, by, asked_for(world, helper, resident, **fields), world.m.ids.new())


def paired(world: World, staff: Actor, helper: Actor, resident: Actor) -> Pairing:
    made = ask(world, staff, helper, resident, spoken_consent=True)
    return agreeing.answer_pairing(world.m, helper, made.id, YES)


def told(world: World, kind: type) -> list[tuple[str, str]]:
    facts = [each for each in world.settle() if isinstance(each, kind)]
    return [
        (each.kind.value, each.member_id)
        for fact in facts
        for each in routes(fact)
        if each.done_by != each.member_id
    ]
