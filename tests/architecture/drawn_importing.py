"""The page of importing, made from the columns that are read."""

from services.matching.application.importing.columns import Column
from services.matching.application.importing.kinds import KINDS

HEAD = """\
# 导入 · Importing

`linli import KIND FILE --by PHONE` brings in a sheet of another system as the staff account of that phone would enter it, row by row by the
same rules, 250 rows at a time. `--dry-run` checks everything and writes nothing, `--template` writes an empty sheet. This page is made from the columns
themselves by `make docs`.

- A file is CSV (UTF-8, GB18030 or GBK, UTF-16; comma, semicolon or tab) or the first sheet of an XLSX file, up to 32 MB and 200,000 rows. Lines
  above the header may hold a title. A column may go by its Chinese or English name, by its field, or by one of the other names below.
- A header with an unknown, a repeated or a missing column is refused before anything is written. So is a file that is cut short.
- Good rows go in. Rows that cannot be taken come back in `FILE.faulty.csv`, with their numbers and what to mend in a last column
  that is passed over when the file is read again: mend them there, and import that file.
- The same row again changes nothing: ids follow from what a row says, or from the number it has in the other system. Therefore an import that was killed
  is finished by importing the same file again, and two imports of one file at once take each row once.
- What stands here is never changed by an import: a row that says something else of it comes back.
- In pages (人员 → 从表格导入, `/imports`) a sheet of up to 8 MB is checked first, in the background; its sender sees what would be added and the first
  complaints, and agrees or lets it be. A restart goes on with the part it was at. Only the sender sees the rows; they are erased once they are taken in, those that
  came back after 30 days. Who imported what, when, and how many rows, stays, and is shown to who audits the area (`/imports/record`).
- Programs do the same by `POST /api/matching/v1/imports`, a form of several parts with `kind`, the file as `sheet`, and `dry_run`: with `true`, the default,
  the sheet is checked and waits for `POST /imports/{id}/start` or `/discard`; with `false` its good rows go in at once. `GET /imports/{id}` says how far it is,
  `GET /imports/{id}/to-mend.csv` gives the rows that came back. Whoever sent a sheet in, here or there, gets a notice when it is checked and when it is taken in.
- Formulas are taken by their computed value; one that nobody has computed comes back.
"""

NOTES = {
    "communities": "Added by an operator, or an overseer of the area. The process that imports offers them in searches at once, others know them by their code at once and offer them in searches after their next start. Names of areas that are known already must agree.",
    "members": "Recorded as residents without a password. Whoever signs up later is joined to the file by staff. The same name with the same phone is one person.",
    "parties": "Registered by the staff member who imports, and waiting for the review of somebody who does not act for them: whoever signs in with the contact's phone does, else the one who imports. A team's body is approved first.",
    "needs": "Posted by staff for residents whom the register knows, open at once, and proposed like any other. Their time is still to come.",
    "hours": (
        "Service that was recorded elsewhere. Each row becomes a record of service known by an organiser's word (`ORGANISER_ADDED`), with the staff member who "
        "imports as its reviewer and the reason given; it is credited by the ledger from the ordinary `service.service-confirmed.v1`, once. "
        "Nobody enters their own hours. When credits of it end follows from the day of the service, as for any other."
    ),
}


def render_importing() -> str:
    """Return the page as it stands in the docs."""
    parts = [HEAD]
    for name, kind in KINDS.items():
        parts.append(f"\n## {kind.words.zh} · {kind.words.en}: `linli import {name}`\n\n{NOTES[name]}\n")
        parts.append(
            "\n| 列 | column | field | | 内容 | content | other names |\n| --- | --- | --- | --- | --- | --- | --- |\n"
        )
        parts += [_line(field, column) for field, column in kind.columns.items()]
    return "".join(parts)


def _line(field: str, column: Column) -> str:
    needed = "必填 · required" if column.required else ""
    told = (column.words.zh, column.words.en, f"`{field}`", needed, column.says.zh, column.says.en)
    return f"| {' | '.join(told)} | {'、'.join(column.also)} |\n"
