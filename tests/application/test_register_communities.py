"""The communities of the repository, loaded once."""

from shared.identity.communities import load_communities
from shared.identity.people import People
from shared.identity.stored import CommunityDocument, LoadedDocument
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.register_world import an_identity


def test_the_file_is_loaded_once_and_again_when_it_changed(databases: str) -> None:
    loaded = load_communities()
    assert (len(loaded), CommunityDocument.objects.count()) == (4753, 4753)
    CommunityDocument.objects(id="210802001003").delete()
    CommunityDocument.objects(id="210802001005").update_one(set__name="改过的名字")
    load_communities()
    assert CommunityDocument.objects.count() == 4752
    LoadedDocument.objects.delete()
    load_communities()
    assert CommunityDocument.objects.count() == 4753
    assert CommunityDocument.objects.get(id="210802001005").name == "富强社区"


def test_helpers_who_changed_since_are_found(databases: str, clock: SetClock, ids: RandomIds) -> None:
    from services.matching.application.register.staff import create_member_with_role
    from shared.identity.roles import Role

    identity = an_identity(clock, ids)
    people: People = identity.people
    for number in (1, 2, 3):
        create_member_with_role(
            identity,
            phone=f"1390000000{number}",
            name=f"人{number}",
            password="green-bamboo-71",
            role=Role.SOCIAL_WORKER,
            scope="511402001001",
        )
        clock.advance(minutes=1)
    changed = people.helpers_changed_since(clock.now().replace(minute=1))
    assert {each.name for each in changed} == {"人2", "人3"}
    assert len(people.helpers_changed_since(None)) == 3
    assert sorted(people.shown_names([each.id for each in changed]).values()) == ["人志愿者", "人志愿者"]
    assert set(people.get_many([each.id for each in changed])) == {each.id for each in changed}
    assert (people.find("nobody"), people.delegates_of("nobody"), people.with_phone("x")) == (None, (), [])
