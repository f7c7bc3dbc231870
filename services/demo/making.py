"""The example of a fresh platform: its people, and a day in motion, once."""

import sys

from services.demo.client import Refused
from services.demo.example import COMMUNITY as EXAMPLE_COMMUNITY
from services.demo.example import PASSWORD as EXAMPLE_PASSWORD
from services.demo.example import Example, Figure, sign_ins
from services.matching.application.register.staff import create_member_with_role
from services.wiring import Platform
from shared.kernel.errors import LinliError
from shared.logs import log
from shared.storage.folder import DataFolder


def make_example(url: str, platform: Platform) -> None:
    """Tell the example people's sign-ins; make the example once per data folder, then tell that it is there."""
    _tell(sign_ins(url))
    made = DataFolder(platform.settings.data_dir).path / "example-made"
    if made.exists():
        return

    def give_role(figure: Figure, _: str) -> None:
        assert figure.role is not None
        create_member_with_role(
            platform.identity,
            phone=figure.phone,
            name=figure.name,
            password=EXAMPLE_PASSWORD,
            role=figure.role,
            scope=figure.scope,
        )

    home = platform.identity.communities.known(EXAMPLE_COMMUNITY)
    try:
        Example(url=url, home=home, clock=platform.clock, give_role=give_role).make()
    except (LinliError, Refused) as fault:
        log.error(
            "the example could not be finished; the next start tries again", extra={"fault": str(fault)}
        )
        return
    made.touch()
    _tell("  示例的一天已就绪 · The example day is in motion\n")


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
