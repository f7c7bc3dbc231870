"""Why an export is refused."""

from shared.kernel.errors import RuleBroken


class TooManyToExport(RuleBroken):
    """More rows are meant than a page gives out at once."""

    code = "too-many-to-export"
    zh = "一次最多导出 {most} 行；请缩短日期范围分几次导出，或请运维人员用命令 linli export"
    en = "At most {most} rows leave at once; choose fewer days and export in parts, or ask an operator for linli export"
