"""The chain: canonical, replayable anywhere, and every tampering with it found."""

import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from services.ledger.domain.accounts import Unit, member_account, shard_of
from services.ledger.domain.encoding import Sealed, hash_of, seal, unseal
from services.ledger.domain.errors import BrokenChain
from services.ledger.domain.state import ShardState
from tests.ledger_facts import HERE, THERE, a_fact, blocks_of, replayed

ROOT = Path(__file__).parents[2]
SHARD = shard_of(HERE)


def a_chain(blocks: int = 6) -> list[Sealed]:
    return blocks_of(
        [
            [
                a_fact(f"{number}-{each}", member_id=f"member-{each}", minutes=15 + number)
                if each != 2
                else a_fact(f"{number}-{each}", recorded_as="DUTY")
                for each in range(4)
            ]
            for number in range(blocks)
        ]
    )


def kept(chain: list[Sealed]) -> list[dict[str, object]]:
    """Return the chain as the journal keeps it."""
    return [
        {"shard": each.block.shard, "seq": each.block.seq, "hash": each.hash, "text": each.text}
        for each in chain
    ]


def read(documents: list[dict[str, object]], head: str) -> ShardState:
    """Return the state of a journal read back, up to the head that readers were promised."""
    state = ShardState(SHARD)
    for each in documents:
        state.apply(
            unseal(
                shard=int(str(each["shard"])),
                seq=int(str(each["seq"])),
                text=str(each["text"]),
                claimed_hash=str(each["hash"]),
            )
        )
    if state.head != head:
        raise BrokenChain(shard=SHARD, seq=state.seq + 1, why="the promised head is missing")
    return state


def test_a_chain_read_back_is_the_state_that_was_written() -> None:
    chain = a_chain()
    assert read(kept(chain), chain[-1].hash).digest() == replayed(chain).digest()


def _leaves(thing: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    pairs = (
        thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else None
    )
    return (
        [path] if pairs is None else [leaf for key, value in pairs for leaf in _leaves(value, (*path, key))]
    )


def _changed(text: str, seeded: random.Random) -> str:
    """Return a block's text with one field changed."""
    whole = json.loads(text)
    *way, last = seeded.choice(_leaves(whole))
    inner = whole
    for step in way:
        inner = inner[step]
    inner[last] = inner[last] + 1 if isinstance(inner[last], int) else f"{inner[last]}x"
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _tampered(chain: list[Sealed], seeded: random.Random) -> list[dict[str, object]]:
    documents, where = kept(chain), seeded.randrange(len(chain))
    document = documents[where]
    match seeded.choice(
        ["field", "field with hash", "deletion", "order", "character", "tail", "twice", "label"]
    ):
        case "field":
            document["text"] = _changed(str(document["text"]), seeded)
        case "field with hash":
            document["text"] = _changed(str(document["text"]), seeded)
            document["hash"] = hash_of(str(document["text"]))
        case "deletion":
            del documents[where]
        case "order":
            other = (where + 1 + seeded.randrange(len(chain) - 1)) % len(chain)
            documents[where], documents[other] = documents[other], documents[where]
        case "character":
            text = str(document["text"])
            at = seeded.randrange(len(text))
            document["text"] = text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]
        case "tail":
            documents = documents[:where] + kept(a_chain(9))[where + 1 :]
        case "twice":
            documents.insert(where, document)
        case "label":
            document["seq"] = where + 2
    return documents


@pytest.mark.parametrize("seed", range(0, 1000, 100))
def test_a_thousand_random_tamperings_are_all_found(seed: int) -> None:
    chain = a_chain()
    missed = []
    for each in range(seed, seed + 100):
        documents = _tampered(chain, random.Random(each))
        try:
            read(documents, chain[-1].hash)
        except BrokenChain:
            continue
        missed.append(each)
    assert missed == []


def test_the_encoding_is_canonical_json_of_whole_numbers() -> None:
    sealed = a_chain(1)[0]
    whole = json.loads(sealed.text, parse_float=pytest.fail)
    assert sealed.text == json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_the_first_block_of_a_known_history_has_the_hash_it_always_had() -> None:
    assert a_chain(1)[0].hash == "3333c22fb425bd0a990c9d02422a267d71791201d3cfb2db111ca1f53120e346"


def test_text_that_says_the_same_in_another_form_is_refused() -> None:
    sealed = a_chain(1)[0]
    for other in (sealed.text + " ", json.dumps(json.loads(sealed.text)), "[]", "no json", "{}"):
        with pytest.raises(BrokenChain):
            unseal(shard=SHARD, seq=1, text=other, claimed_hash=hash_of(other))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"format": "another"}, "its format another is not known"),
        ({"shard": (SHARD + 1) % 64}, "it belongs to another shard"),
        ({"seq": 3}, "block 2 is missing"),
        ({"prev": "f" * 64}, "it does not name the hash of the block before"),
        ({"logged_at_millis": 1}, "its log time is not later than the block before"),
        ({"postings_total": 7}, "its count of postings is wrong"),
    ],
)
def test_a_block_that_does_not_follow_is_refused_and_changes_nothing(
    change: dict[str, object], why: str
) -> None:
    first, second = a_chain(2)
    state = replayed([first])
    before = state.digest()
    with pytest.raises(BrokenChain) as caught:
        state.apply(seal(replace(second.block, **change)))  # type: ignore[arg-type]  # -- one field each
    assert (caught.value.facts["why"], state.digest()) == (why, before)


def test_a_block_that_lies_about_a_balance_is_refused() -> None:
    first, second = a_chain(2)
    transfer = second.block.transfers[0]
    lie = tuple(replace(each, balance_minutes=each.balance_minutes + 1) for each in transfer.postings)
    forged = replace(second.block, transfers=(replace(transfer, postings=lie), *second.block.transfers[1:]))
    with pytest.raises(BrokenChain, match="the balance after transfer"):
        replayed([first]).apply(seal(forged))


def test_a_block_that_answers_a_record_again_is_refused() -> None:
    first, second = a_chain(2)
    state = replayed([first])
    again = first.block.transfers[0]
    for forged in (
        replace(second.block, transfers=(replace(again), *second.block.transfers[1:])),
        replace(second.block, refusals=first.block.refusals),
    ):
        with pytest.raises(BrokenChain, match="was answered before"):
            state.apply(seal(forged))


def test_a_block_with_a_book_of_another_shard_or_of_nobody_is_refused() -> None:
    sealed = a_chain(1)[0]
    block, state = sealed.block, ShardState(SHARD)
    elsewhere = tuple(replace(each, community_code=THERE) for each in block.transfers)
    refused_elsewhere = tuple(replace(each, community_code=THERE) for each in block.refusals)
    stray = replace(
        block.transfers[0],
        postings=tuple(
            replace(each, account=member_account(THERE, "wang")) for each in block.transfers[0].postings
        ),
    )
    for forged, why in (
        (replace(block, transfers=elsewhere), "belongs to another shard"),
        (replace(block, refusals=refused_elsewhere), "belongs to another shard"),
        (replace(block, transfers=(stray, *block.transfers[1:])), "leaves its book"),
    ):
        with pytest.raises(BrokenChain, match=why):
            state.apply(seal(forged))
    assert state.seq == 0


_REPLAY = """
from tests.ledger_facts import replayed
from tests.unit.test_ledger_chain import a_chain
print(replayed(a_chain()).digest())
"""


@pytest.mark.parametrize("where", [("0", "Asia/Shanghai"), ("1", "America/St_Johns"), ("12345", "UTC")])
def test_a_replay_elsewhere_comes_to_the_same_state(where: tuple[str, str]) -> None:
    seed, zone = where
    found = subprocess.run(
        [sys.executable, "-c", _REPLAY],
        env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == replayed(a_chain()).digest()


def test_what_a_member_has_is_counted_with_its_postings() -> None:
    standing = replayed(a_chain(2)).standing(member_account(HERE, "member-0"), Unit.CREDIT)
    assert (standing.minutes, standing.number) == (31, 2)
