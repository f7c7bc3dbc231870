"""Where pairings are found, and the form that asks for one."""

from services.matching.application.context import Matching
from services.matching.application.pairing.agreeing import ask_pairing
from services.matching.application.pairing.commands import AskPairing, PairingsQuery
from services.matching.application.pairing.showing import helpers_before, pairings_listed, resident_of
from services.matching.domain.pairing.words import PairRhythm
from services.matching.domain.register.errors import one_fault
from services.matching.entrypoints.pairing_pages.typed import PairingForm, PairingsPlaceQuery
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 30


class FindingPairings:
    """The list of pairings, and the form of a new one."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[PairingsPlaceQuery]) -> Shown:
        """Show one's own pairings, a resident's, or as staff a community's."""
        asked, actor = visit.query, visit.actor
        community = self.m.communities.known(asked.community) if asked.community else None
        query = PairingsQuery(community_code=asked.community or None, resident_id=asked.resident or None)
        page = pairings_listed(self.m, actor, query, limit=ON_A_PAGE, after=visit.after)
        residents = self.m.people.residents_of(actor.member_id)
        here = f"/pairings?community={asked.community}&resident={asked.resident}"
        return visit.show(
            "pairing/list.html",
            community=community,
            pairings=page.items,
            live=[each for each in page.items if each.state.value in ("ASKED", "AGREED")],
            over=[each for each in page.items if each.state.value not in ("ASKED", "AGREED")],
            staff=actor.may(Permission.RECORD_RESIDENT, asked.community or actor.community_code),
            home=asked.community or actor.community_code,
            chips=_chips(asked, [(each.id, each.name) for each in residents], visit.language),
            next=f"{here}&after={page.next}" if page.next else None,
        )

    def show_form(self, visit: Visit[object]) -> Shown:
        """Show the form: who has come to the resident before, how often, and as staff their spoken yes."""
        wanted = str(visit.values.get("resident_id") or visit.actor.member_id)
        resident = resident_of(self.m, visit.actor, wanted)
        return visit.show(
            "pairing/new.html",
            resident=resident,
            known=helpers_before(self.m, visit.actor, resident),
            rhythms=[(each.value, each.words.say(visit.language)) for each in PairRhythm],
            own=resident.id == visit.actor.member_id,
            asks_consent=not resident.speaks,
        )

    def ask(self, visit: Visit[PairingForm]) -> Shown:
        """Ask for it."""
        form = visit.body
        number = form.volunteer_number or form.known
        if not number:
            raise one_fault(
                "volunteer_number",
                "no-helper",
                "请选一位志愿者，或填写志愿者编号",
                "Please choose a helper, or type a volunteer number",
            )
        asked = AskPairing(
            resident_id=form.resident_id,
            volunteer_number=number,
            rhythm=form.rhythm,
            spoken_consent=bool(form.spoken_consent),
        )
        made = ask_pairing(self.m, visit.actor, asked, visit.new_id())
        return visit.go(
            f"/pairings/{made.id}", Words("已提出，等双方都同意", "Asked; it holds once both agree")
        )


def _chips(
    asked: PairingsPlaceQuery, residents: list[tuple[str, str]], language: str
) -> list[dict[str, object]]:
    """Return one choice for each person whose pairings one may see; none if there is only oneself."""
    if asked.community or not residents:
        return []
    people = [("", Words("我自己", "Myself").say(language)), *residents]
    return [
        {"url": f"/pairings?resident={id_}", "words": words, "current": id_ == asked.resident}
        for id_, words in people
    ]


def finding_pairing_pages(m: Matching) -> Pages:
    """Return the list of pairings and the form of a new one."""
    pages, finding = Pages("matching"), FindingPairings(m)
    pages.get("/pairings", may=SIGNED_IN, query=PairingsPlaceQuery)(finding.show)
    pages.get("/pairings/new", may=SIGNED_IN)(finding.show_form)
    pages.post("/pairings/new", may=SIGNED_IN, takes=PairingForm, again=finding.show_form)(finding.ask)
    return pages
