"""A sheet that was sent in, so that the paths of importing lead to something."""

from services.matching.application.importing.kinds import actor_of_member
from services.matching.application.importing.runs import SentSheet, send_in
from tests.web.platform_app import HOME, Person, PlatformApp

RUN = "sent-sheet"


def add_run(site: PlatformApp, staff: Person) -> None:
    """Send a sheet of one resident in."""
    actor = actor_of_member(site.platform.identity.members.get(staff.id))
    content = f"社区代码,姓名\n{HOME},何奶奶\n".encode()
    send_in(site.platform.matching, actor, SentSheet(kind="members", file_name="a.csv", content=content), RUN)
