"""What keeps a backup from being made or restored, each with what to do."""

from shared.kernel.errors import LinliError


class BackupDamaged(LinliError):
    """The file is no whole backup."""

    code = "backup-damaged"
    zh = "{file} 不是完整的备份（{why_zh}）；没有恢复任何内容，请换一份备份"
    en = "{file} is not a whole backup ({why}); nothing was restored, use another one"


class BackupFromLater(LinliError):
    """A later version wrote it."""

    code = "backup-from-later"
    zh = "{file} 由更新的版本（{version}）写成；请用那个版本恢复"
    en = "{file} was written by a later version ({version}); restore it with that one"


class BackupNotWritten(LinliError):
    """The file cannot be written."""

    code = "backup-not-written"
    zh = "备份文件 {file} 写不了：{why}；请检查文件夹、权限与磁盘空间"
    en = "The backup {file} cannot be written: {why}; check the folder, its permissions and the space on the disk"


class NotEmpty(LinliError):
    """Something is there already."""

    code = "not-empty"
    zh = (
        "{where} 不是空的；只能恢复到空的文件夹、空的文档库和没有写过的主题，"
        "请用 LINLI_DATA_DIR、LINLI_DATABASE_PREFIX 或 LINLI_KAFKA_PREFIX 另指定一处"
    )
    en = (
        "{where} is not empty; restore into an empty folder, an empty store and topics never written only:"
        " name others in LINLI_DATA_DIR, LINLI_DATABASE_PREFIX or LINLI_KAFKA_PREFIX"
    )


class NeedsPassphrase(LinliError):
    """The keys are sealed, or are to be, and nobody said with what."""

    code = "needs-passphrase"
    zh = "密钥要用口令加密：请在终端输入至少 {least} 个字的口令，或设置 LINLI_BACKUP_PASSPHRASE"
    en = "Keys are sealed by a passphrase of {least} signs or more: type it at a terminal, or set LINLI_BACKUP_PASSPHRASE"


class WrongPassphrase(LinliError):
    """The keys do not open."""

    code = "wrong-passphrase"
    zh = "口令不对，密钥打不开；没有恢复任何内容，请再试"
    en = "The passphrase does not open the keys; nothing was restored, try again"


class StateDiffers(LinliError):
    """What was restored is not what was backed up."""

    code = "state-differs"
    zh = "恢复后的内容与备份时不一致；已全部撤回，请换一份备份并报告此问题"
    en = "What was restored differs from what was backed up; all of it was taken back: use another backup, and report this"
