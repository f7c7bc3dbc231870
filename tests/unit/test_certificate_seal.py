"""A certificate's file tells whether it is as it was issued, with nothing but a public key."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from services.cli import run
from services.matching.adapters.printing import certificate_pdf
from services.matching.domain.certificates.certificate import NEXT_STATES, CertificateState
from services.matching.domain.certificates.seal import (
    BEGINS,
    LINE,
    MOST_BYTES,
    FileState,
    marked,
    seal_text,
    verdict_on,
    with_seal,
)
from services.matching.domain.certificates.statement import (
    StatedLine,
    Statement,
    statement_in,
    statement_text,
)
from shared.storage.signing import fits, fresh_signing_keys

KEYS, OTHERS = fresh_signing_keys(), fresh_signing_keys()
A_LINE = StatedLine(
    record_id="r-1",
    on=date(2026, 11, 20),
    activity="社区清洁",
    place="东坡区",
    content="清扫楼道",
    minutes=90,
    organisation="银龄志愿服务队",
    in_charge="周联",
    grade="STAFF",
    grade_zh="社区工作人员",
    grade_en="Community staff",
)
STATED = Statement(
    number="7K3M-9QXD-2ABC",
    holder_name="王安",
    volunteer_number="V-1",
    recorded_by="东坡区通惠街道某社区",
    from_on=date(2026, 11, 1),
    until_on=date(2026, 11, 25),
    minutes=90,
    issued_on=date(2026, 11, 25),
    check_at="http://127.0.0.1:8000/certificates/check/7K3M-9QXD-2ABC",
    lines=(A_LINE,),
)
PAPER = BEGINS + b"\n1 0 obj ... %%EOF"


def sealed(paper: bytes = PAPER, text: str | None = None) -> bytes:
    return with_seal(paper, KEYS.signed(text or seal_text(paper, STATED), KEYS.present))


def state_of(file: bytes, **other: object) -> str:
    asked: dict[str, object] = {"trusted": KEYS.public, "fits": fits, **other}
    return verdict_on(file, **asked).state.value  # type: ignore[arg-type]  # -- arguments by name


def test_a_statement_reads_back_as_it_was_written() -> None:
    assert statement_in(statement_text(STATED)) == STATED


def test_a_file_as_it_was_issued_is_valid_and_says_what_it_is() -> None:
    verdict = verdict_on(sealed(), trusted=KEYS.public, fits=fits)
    assert verdict.state is FileState.VALID
    assert verdict.told is not None
    assert (verdict.told.number, verdict.told.minutes) == ("7K3M9QXD2ABC", 90)


def test_a_change_of_any_one_byte_is_found() -> None:
    file = sealed()
    for place in range(len(file)):
        changed = bytearray(file)
        changed[place] ^= 1
        assert state_of(bytes(changed)) != "valid", place


def test_a_file_that_is_cut_or_written_on_is_altered() -> None:
    file = sealed()
    assert {state_of(file[:length]) for length in range(len(BEGINS), len(file))} == {"altered"}
    assert state_of(file + b"\nmore") == "altered"
    assert state_of(with_seal(file, KEYS.signed(seal_text(PAPER, STATED), KEYS.present))) == "altered"
    assert state_of(PAPER) == "altered"


def test_what_another_key_signed_and_what_is_not_ours_are_unknown() -> None:
    assert state_of(sealed(), trusted=OTHERS.public) == "unknown"
    assert state_of(b"%PDF-1.7\n%\x80\x80\x80\x80 another paper") == "unknown"
    assert state_of(b"") == "unknown"
    other = replace(KEYS.signed(seal_text(PAPER, STATED), KEYS.present), algorithm="SM2")
    assert state_of(with_seal(PAPER, other)) == "unknown"


@pytest.mark.parametrize(
    "line", [b"null\n", b"[]\n", b"{}\n", b'{"text": 1}\n', b"[" * 100_000 + b"\n", b"{\n"]
)
def test_a_seal_that_is_none_is_as_no_seal(line: bytes) -> None:
    assert state_of(PAPER + LINE + line) == "altered"
    assert state_of(b"other" + LINE + line) == "unknown"


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"format": "other"}', "no json", '{"format":"linli-certificate-1"}']
)
def test_a_signed_text_that_is_no_seal_vouches_for_nothing(text: str) -> None:
    assert state_of(sealed(text=text)) == "altered"


def test_a_text_of_a_coming_format_vouches_for_nothing_here() -> None:
    whole = json.loads(seal_text(PAPER, STATED)) | {"format": "linli-certificate-9"}
    assert state_of(sealed(text=json.dumps(whole))) == "altered"


def test_a_revoked_number_is_revoked_only_in_an_unchanged_file() -> None:
    assert state_of(sealed(), revoked={"7K3M9QXD2ABC"}) == "revoked"
    assert state_of(sealed() + b"x", revoked={"7K3M9QXD2ABC"}) == "altered"


def test_the_command_says_the_state_of_files_of_every_kind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"good.pdf": sealed(), "bad.pdf": sealed() + b"x", "other.pdf": b"%PDF-1.4", "big.pdf": b""}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with (tmp_path / "big.pdf").open("wb") as big:
        big.truncate(100 * 1024 * 1024)
    huge = BEGINS + bytes(MOST_BYTES)
    (tmp_path / "huge.pdf").write_bytes(huge)
    (tmp_path / "keys.json").write_text(json.dumps({"keys": [{"public_key": KEYS.public[0]}]}))
    (tmp_path / "keys.txt").write_text("\n".join(KEYS.public))
    (tmp_path / "gone.json").write_text(json.dumps({"items": [{"number": STATED.number}]}))
    (tmp_path / "gone.txt").write_text("no-number 7K3M-9QXD-2ABC")

    def said(name: str, key: str = KEYS.public[0], *more: str) -> tuple[int, str]:
        code = run(["certificate", "verify", str(tmp_path / name), "--key", key, "--json", *more], {})
        return code, json.loads(capsys.readouterr().out)["state"]

    assert said("good.pdf") == (0, "valid")
    assert said("good.pdf", str(tmp_path / "keys.json")) == (0, "valid")
    assert said("good.pdf", str(tmp_path / "keys.txt")) == (0, "valid")
    assert said("good.pdf", OTHERS.public[0]) == (1, "unknown")
    assert said("bad.pdf") == (1, "altered")
    assert said("other.pdf") == (1, "unknown")
    assert said("big.pdf") == (1, "unknown")
    assert said("huge.pdf") == (1, "altered")
    assert run(["certificate", "verify", str(tmp_path / "good.pdf"), "--key", KEYS.public[0]], {}) == 0
    assert capsys.readouterr().out.startswith("valid\t")


def test_the_command_says_what_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "no-key").write_text("nothing of a key")
    for file, key in (("none.pdf", KEYS.public[0]), ("no-key", str(tmp_path / "no-key")), ("no-key", "none")):
        assert run(["certificate", "verify", str(tmp_path / file), "--key", key], {}) == 1
        assert capsys.readouterr().err


@pytest.mark.parametrize("count", [1, 150, 500])
def test_a_paper_of_many_services_stays_small(count: int) -> None:
    whole = replace(STATED, lines=(A_LINE,) * count)
    paper = marked(certificate_pdf(statement_text(whole), whole.check_at, lines=count))
    file = with_seal(paper, KEYS.signed(seal_text(paper, whole), KEYS.present))
    assert len(file) <= 300 * 1024
    assert file.rindex(b"%%EOF") >= len(file) - 1024


def test_states_and_arrows_are_one_table() -> None:
    assert set(NEXT_STATES) == set(CertificateState)
    assert all(each.words.zh for each in CertificateState)
