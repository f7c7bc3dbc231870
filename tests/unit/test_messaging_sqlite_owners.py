"""A process is known to live by a lock the kernel holds for it."""

from pathlib import Path

from shared.messaging.sqlite_owners import Owners


def test_a_process_lives_as_long_as_it_holds_its_lock(tmp_path: Path) -> None:
    mine, theirs = Owners(tmp_path / "owners"), Owners(tmp_path / "owners")
    name = theirs.me()
    assert (mine.lives(mine.me()), mine.lives(name)) == (True, True)
    theirs.close()
    theirs.close()
    assert mine.lives(name) is False


def test_what_a_dead_process_left_is_cleared_away(tmp_path: Path) -> None:
    owners = Owners(tmp_path / "owners")
    mine = owners.me()
    (tmp_path / "owners" / "dead").touch()
    assert (owners.lives("dead"), owners.lives("dead")) == (False, False)
    assert [each.name for each in (tmp_path / "owners").iterdir()] == [mine]


def test_its_lock_files_are_closed_to_others_of_the_machine(tmp_path: Path) -> None:
    owners = Owners(tmp_path / "owners")
    file = tmp_path / "owners" / owners.me()
    assert (file.parent.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
