"""The solver is made ready before a plan waits for it, and goes on where nothing can be compiled or kept."""

import subprocess
import sys

import pytest

from services.matching.application.batch import warming
from services.matching.domain.solver.compiled import compiled
from shared.kernel.clock import SystemClock

COMPILED_SINCE = """
import sys
from services.matching.domain.solver.warming import warm_solver

def compiled():
    modules = [each for name, each in list(sys.modules.items()) if name.startswith("services.matching.domain.solver")]
    kernels = [each for module in modules for each in vars(module).values() if hasattr(each, "signatures")]
    return {each.__name__: len(each.signatures) for each in kernels}

warm_solver()
ready = compiled()
from tests.matching_markets import answers
assert answers(11, 40)
print(len(ready) > 5 and any(ready.values()), compiled() == ready)
"""
NOWHERE_TO_KEEP = """
import warnings
from services.matching.domain.solver.compiled import compiled

with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    plus_one = compiled(lambda number: number + 1)
print([str(each.message) for each in told], plus_one(1), len(plus_one.signatures))
"""


def said_by(program: str) -> str:
    """Return what a fresh interpreter prints, in which nothing is compiled yet."""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    return run.stdout.strip()


@pytest.mark.timeout(300)
def test_no_plan_compiles_anything_once_the_solver_is_ready() -> None:
    assert said_by(COMPILED_SINCE) == "True True"


@pytest.mark.timeout(300)
def test_a_kernel_that_cannot_be_kept_is_compiled_nevertheless() -> None:
    told = "['<lambda> is compiled at each start: no folder to keep it in']"
    assert said_by(NOWHERE_TO_KEEP) == f"{told} 2 1"


def test_where_nothing_compiles_plans_are_made_in_python_and_operators_are_told_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    warming._made_ready.cache_clear()
    with caplog.at_level("WARNING"):
        for _ in range(2):
            warming.make_solver_ready(SystemClock().now())

    assert [each.getMessage() for each in caplog.records] == ["plans are made without kernels"]
    with pytest.warns(UserWarning, match="runs uncompiled"):
        assert compiled(said_by) is said_by
