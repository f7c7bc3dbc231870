"""``linli backup`` and ``linli restore``."""

import argparse
import getpass
import sys
from pathlib import Path

from services.backup.archive import Manifest
from services.backup.restoring import restore_backup
from services.backup.taking import take_backup
from services.bars import shown_bars
from shared.kernel.clock import SystemClock
from shared.kernel.words import Words
from shared.settings import Settings

_WORDS = {
    "documents": Words("复制文档", "copying documents"),
    "verify": Words("核对备份", "verifying the backup"),
    "restore": Words("写回", "writing back"),
}


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``backup`` and ``restore`` to the commands."""
    backup = commands.add_parser("backup", help="write everything into one file, while the platform runs")
    backup.add_argument("file", type=Path, metavar="FILE", help="where to; usually NAME.tar.gz")
    backup.add_argument(
        "--with-keys",
        action="store_true",
        help="with the keys, sealed by a passphrase (typed, or LINLI_BACKUP_PASSPHRASE)",
    )
    backup.set_defaults(command=_backup)
    restore = commands.add_parser("restore", help="make a platform from a backup, in an empty data folder")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.set_defaults(command=_restore)


def _backup(settings: Settings, asked: argparse.Namespace) -> int:
    passphrase = _passphrase(settings, twice=True) if asked.with_keys else None
    with shown_bars() as bars:
        manifest = take_backup(
            settings,
            asked.file,
            clock=SystemClock(),
            passphrase=passphrase,
            progress=lambda what, done, of: bars(_WORDS[what], done, of),
        )
    _tell(manifest, Words("已备份", "backed up"))
    if not manifest.has_keys:
        print("密钥不在备份里，请另行保管 keys 文件夹 · The keys are not inside: keep the folder keys apart")
    return 0


def _restore(settings: Settings, asked: argparse.Namespace) -> int:
    with shown_bars() as bars:
        manifest = restore_backup(
            settings,
            asked.file,
            passphrase=lambda: _passphrase(settings, twice=False),
            progress=lambda what, done, of: bars(_WORDS[what], done, of),
        )
    _tell(manifest, Words("已恢复", "restored"))
    if not manifest.has_keys:
        print(
            "备份里没有密钥：启动之前，请把当时的 keys 文件夹放回数据文件夹，否则证件号码无法读取\n"
            "The backup holds no keys: put the folder keys of that time back before the start, "
            "or no document number can be read"
        )
    return 0


def _tell(manifest: Manifest, done: Words) -> None:
    print(f"{done.zh} · {done.en}\t{manifest.taken_at}\t{manifest.size_bytes / 1e6:.1f} MB")
    print(f"state_hash\t{manifest.state_hash}")


def _passphrase(settings: Settings, *, twice: bool) -> str:
    """Return the passphrase: the setting's, or typed where somebody sits; twice the same, if a typing error would lose the keys."""
    if settings.backup_passphrase or not sys.stdin.isatty():
        return settings.backup_passphrase
    typed = getpass.getpass("备份口令 · Passphrase of the backup: ")
    if twice and getpass.getpass("再输入一次 · Once more: ") != typed:
        sys.stderr.write("两次输入不一致，请重来 · Not the same twice, once more from the start\n")
        return _passphrase(settings, twice=True)
    return typed
