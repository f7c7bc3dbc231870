"""The part of the identity API on relatives: asked, agreed to, ended; taken down by staff for who has no account."""

from services.matching.application.kinship.commands import (
    AnswerKinship,
    AskKinship,
    EndKinship,
    RecordKinship,
)
from services.matching.application.kinship.ending import answer_kinship, end_kinship
from services.matching.application.kinship.recording import ask_kinship, record_kinship
from services.matching.application.kinship.showing import (
    KinshipView,
    kinship_view,
    own_relatives,
    own_view,
    relatives_on_file,
)
from shared.identity.opening import Identity
from shared.identity.permissions import Permission
from shared.storage.paging import Page
from shared.web.api import SIGNED_IN, Api, Call, Nothing


def kinship_api(identity: Identity) -> Api:
    """State what is done with relatives."""
    api = Api("identity")
    _own(api, identity)
    _moved(api, identity)
    _on_file(api, identity)
    return api


def _own(api: Api, identity: Identity) -> None:
    @api.get(
        "/relatives",
        gives=KinshipView,
        paged=True,
        may=SIGNED_IN,
        says="My relatives on record, newest first",
    )
    def listed(call: Call[Nothing]) -> Page[KinshipView]:
        return own_relatives(identity, call.actor, limit=call.limit, after=call.after)

    @api.post(
        "/relatives",
        takes=AskKinship,
        gives=KinshipView,
        may=SIGNED_IN,
        status=201,
        says="Put a relative on record; they are asked and decide",
    )
    def asked(call: Call[AskKinship]) -> KinshipView:
        made = ask_kinship(identity, call.actor, call.body, call.new_id())
        return kinship_view(identity, call.actor, made)

    @api.get("/relatives/<id>", gives=KinshipView, may=SIGNED_IN, says="One record I am a side of")
    def shown(call: Call[Nothing]) -> KinshipView:
        return own_view(identity, call.actor, call.path["id"])


def _moved(api: Api, identity: Identity) -> None:
    @api.post(
        "/relatives/<id>/answer",
        takes=AnswerKinship,
        gives=KinshipView,
        may=SIGNED_IN,
        says="Agree to be on record as a relative, or not",
    )
    def answered(call: Call[AnswerKinship]) -> KinshipView:
        done = answer_kinship(identity, call.actor, call.path["id"], call.body)
        return kinship_view(identity, call.actor, done)

    @api.post(
        "/relatives/<id>/end",
        takes=EndKinship,
        gives=KinshipView,
        may=SIGNED_IN,
        says="End a record: mine, or as staff another's with a reason",
    )
    def ended(call: Call[EndKinship]) -> KinshipView:
        done = end_kinship(identity, call.actor, call.path["id"], call.body)
        return kinship_view(identity, call.actor, done)


def _on_file(api: Api, identity: Identity) -> None:
    @api.get(
        "/residents/<id>/relatives",
        gives=KinshipView,
        paged=True,
        may=Permission.RECORD_RESIDENT,
        says="A resident's relatives; logged and shown to the person",
    )
    def of_resident(call: Call[Nothing]) -> Page[KinshipView]:
        return relatives_on_file(identity, call.actor, call.path["id"], limit=call.limit, after=call.after)

    @api.post(
        "/residents/<id>/relatives",
        takes=RecordKinship,
        gives=KinshipView,
        may=Permission.RECORD_RESIDENT,
        status=201,
        says="Take down a relative with the consent of who has no account; who has one is asked",
    )
    def recorded(call: Call[RecordKinship]) -> KinshipView:
        made = record_kinship(identity, call.actor, call.path["id"], call.body, call.new_id())
        return kinship_view(identity, call.actor, made)
