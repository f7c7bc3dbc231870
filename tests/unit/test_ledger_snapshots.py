"""A snapshot read back is the state that stood, to the last hold; what is damaged is not believed."""

import json
from pathlib import Path

import pytest

from services.ledger.adapters.snapshots import KEPT, Snapshots
from services.ledger.domain.instructions import Step, Verb
from services.ledger.domain.snapshots import Damaged, lines_of, state_of
from services.ledger.domain.state import ShardState
from services.ledger.domain.turns import transfer_id
from shared.storage.signing import fresh_signing_keys
from tests.ledger_asking import LATER, POOL, QIAN, WANG, ZHAO, World, gift
from tests.ledger_facts import NOON_MILLIS, a_fact

KEYS = fresh_signing_keys()


@pytest.fixture
def world() -> World:
    """Gifts, a donation, an open hold and a settled one, lots that end, a debt, a reversal, a limit, a closed account."""
    world = World()
    world.write(facts=(a_fact("r2", member_id="wang", minutes=90),), rules="three-years-1")
    world.ask(gift(20), Step(verb=Verb.DONATE, account=WANG, other=POOL, minutes=1))
    world.ask(Step(verb=Verb.VOID, about=world.held(5)))
    world.held(30)
    world.ask(Step(verb=Verb.SET_LIMIT, account=ZHAO, minutes=-60))
    world.ask(gift(40, ZHAO, WANG))
    world.ask(Step(verb=Verb.REVERSE, about=transfer_id("i2", 0)))
    world.ask(Step(verb=Verb.OPEN, account=QIAN))
    world.ask(Step(verb=Verb.CLOSE, account=QIAN))
    return world


def again(state: ShardState) -> ShardState:
    return state_of(list(lines_of(state)))


def test_the_state_read_back_is_the_one_that_stood(world: World) -> None:
    assert again(world.state).digest() == world.state.digest()
    assert again(world.state).next_deadline_millis() == world.state.next_deadline_millis() == LATER


def test_what_comes_after_comes_to_the_same(world: World) -> None:
    other = World()
    other.state, other.asked = again(world.state), world.asked
    for each in (world, other):
        each.ask(gift(7), now=NOON_MILLIS + 5)
        each.write(facts=(a_fact("r3", member_id="qian"), a_fact("r2", minutes=9)), now=LATER + 9)
        each.ask(Step(verb=Verb.REVERSE, about=transfer_id("i2", 0)), now=LATER + 10)
    assert other.state.digest() == world.state.digest()
    assert other.state.next_deadline_millis() is None


def test_an_empty_state_has_a_snapshot_too() -> None:
    assert again(ShardState(7)).digest() == ShardState(7).digest()


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["3"],
        ["[]"],
        ['["linli-snapshot-0",1,2,"",3,4]'],
        ['["linli-snapshot-3",1]'],
        ['["linli-snapshot-3",1,2,"",3,4]', '["elsewhere",[]]'],
        ['["linli-snapshot-3",1,2,"",3,4]', '["held",[[1]]]'],
        ['["linli-snapshot-3",1,2,"",3,4]', '["standings",[["a","HONOUR",1,2]]]'],
    ],
)
def test_lines_that_are_no_snapshot_are_refused(lines: list[str]) -> None:
    with pytest.raises(Damaged):
        state_of(lines)


def test_a_file_gives_back_its_lines_and_old_files_go(world: World, tmp_path: Path) -> None:
    kept = Snapshots(tmp_path / "snapshots", KEYS)
    shard = world.state.shard
    assert kept.of(shard) == []
    for seq in range(1, KEPT + 2):
        kept.write(shard, seq, lines_of(world.state))
    files = kept.of(shard)
    assert [each.seq for each in files] == [KEPT + 1, KEPT]
    assert state_of(kept.read(files[0])).digest() == world.state.digest()
    assert files[0].path.stat().st_mode & 0o777 == 0o600


def test_without_a_folder_there_are_none(world: World) -> None:
    kept = Snapshots(None, KEYS)
    kept.write(1, 1, lines_of(world.state))
    assert kept.of(1) == []


def test_a_file_that_was_damaged_or_that_another_machine_signed_is_refused(
    world: World, tmp_path: Path
) -> None:
    kept = Snapshots(tmp_path, KEYS)
    kept.write(1, 1, lines_of(world.state))
    file = kept.of(1)[0]
    whole = file.path.read_bytes()
    for at in range(80, len(whole), 97):
        file.path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        with pytest.raises(Damaged):
            list(kept.read(file))
    for content in (b"", whole[: len(whole) // 2]):
        file.path.write_bytes(content)
        with pytest.raises(Damaged):
            list(kept.read(file))
    file.path.write_bytes(whole)
    assert json.loads(next(iter(kept.read(file))))[0] == "linli-snapshot-3"
    with pytest.raises(Damaged):
        list(Snapshots(tmp_path, fresh_signing_keys()).read(file))
    assert list(Snapshots(tmp_path, KEYS.rotated()).read(file))
