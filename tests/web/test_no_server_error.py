"""Whatever is sent that the OpenAPI document allows, or just does not: every answer is one that we meant."""

from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from tests.web.platform_app import HOME, Person, PlatformApp, a_platform

EXAMPLES = 4
Operation = APIOperation[Any, Any, Any, Any]
Case = schemathesis.Case[Any]
pytestmark = [pytest.mark.timeout(600), pytest.mark.usefixtures("untraced")]


@pytest.fixture
def site(databases: str, tmp_path: Path, clock: SetClock) -> PlatformApp:
    return a_platform(tmp_path / "data", clock)


def test_no_request_ends_in_a_server_error(site: PlatformApp) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", site.app)
    operations = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
    asked: Counter[GenerationMode] = Counter()
    for number, operation in enumerate(operations):
        staff = site.holding(Role.COMMUNITY_STAFF, HOME)
        for mode in GenerationMode:
            asked[mode] += pounded(operation, mode, staff, number)
    assert asked[GenerationMode.POSITIVE] > 100
    assert asked[GenerationMode.NEGATIVE] > 100


def pounded(operation: Operation, mode: GenerationMode, who: Person, number: int) -> int:
    """Send an operation what its description allows, or what it does not; return how often."""
    asked = 0

    @seed(number)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        nonlocal asked
        answer = case.call(headers={"Authorization": f"Bearer {who.token}"})
        assert answer.status_code < 500, (case.as_curl_command(), answer.text[:500])
        asked += 1

    with suppress(Unsatisfiable):  # an operation that takes nothing can be sent nothing wrong
        ask()
    return asked
