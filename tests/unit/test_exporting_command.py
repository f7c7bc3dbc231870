"""``linli export`` says what is wrong with a mapping before it opens anything."""

from pathlib import Path

import pytest

from services.cli import run


def test_a_mapping_that_is_not_there_is_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "out.csv"
    asked = ["export", "members", str(file), "--by", "13900001111", "--mapping", str(tmp_path / "none.json")]
    assert run(asked, {"LINLI_DATA_DIR": str(tmp_path / "kept")}) == 1
    assert "none.json" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
