"""How fast a running platform is backed up, and how long a restore takes."""

import random
from dataclasses import replace
from pathlib import Path

from services.backup.restoring import restore_backup
from services.backup.taking import take_backup
from services.bench.figures import Figures
from services.bench.own_platform import OwnPlatform
from services.bench.people import Invented, homes, kept_volunteers
from services.bench.sizes import Sizes
from shared.kernel.clock import SystemClock, monotonic_seconds
from shared.settings import Settings


def keeping_figures(sizes: Sizes, folder: Path) -> Figures:
    """Return megabytes of documents and log a second into a backup, and the seconds until all of it is restored and compared."""
    own = OwnPlatform(folder=folder / "data")
    with own.opened() as platform:
        kept_volunteers(
            Invented(platform=platform, chance=random.Random(11)), sizes.volunteers, homes(platform)
        )
    settings = replace(Settings(), data_dir=own.folder)
    file = folder / "kept.tar.gz"
    with own.running():
        began = monotonic_seconds()
        manifest = take_backup(settings, file, clock=SystemClock(), passphrase=None, progress=_quiet)
        taken_s = monotonic_seconds() - began
    began = monotonic_seconds()
    restore_backup(
        replace(settings, data_dir=folder / "restored"), file, passphrase=lambda: "", progress=_quiet
    )
    return {
        "backup_mb_per_s": round(manifest.size_bytes / 1e6 / taken_s, 1),
        "backup_mb": round(manifest.size_bytes / 1e6, 1),
        "restore_s": round(monotonic_seconds() - began, 2),
    }


def _quiet(*_: object) -> None:
    """Show no progress."""
