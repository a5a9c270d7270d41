"""Tables out of the window: TSV for the clipboard, CSV and XLSX files, none of them runs formulas.

A cell that a spreadsheet would take for a formula is marked as text (OWASP, "CSV Injection"): in
CSV and TSV by a leading apostrophe, in XLSX by its cell type and the quote prefix, without a
change of the text.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from app.domain.errors import BadInput
from app.gui.widgets.table_columns import CellValue, Column, T
from app.services.jobs import Job

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
XLSX_MAX_ROWS = 1_048_576  # Excel specifications and limits
XLSX_MAX_TEXT = 32_767
_REPORT_EVERY = 500

Rows = Iterable[Sequence[CellValue]]


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet might run this text."""
    return text.startswith(FORMULA_STARTS)


def neutralised(value: CellValue) -> str | int | float:
    """The value for CSV and TSV: numbers as they are, times in ISO form, no formula."""
    if value is None:
        return ""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, str):
        value = value.encode("utf-8", "backslashreplace").decode("utf-8")
        return f"'{value}" if is_formula_like(value) else value
    return value


def as_tsv(titles: Sequence[str], rows: Rows) -> str:
    """Tab-separated text with a line of titles; tabs and line ends inside cells become blanks."""
    lines = [titles, *rows]
    return "\n".join("\t".join(_one_line(neutralised(cell)) for cell in line) for line in lines)


def _one_line(value: str | float) -> str:
    return " ".join(str(value).replace("\t", " ").splitlines())


def cell_rows(columns: Sequence[Column[T]], rows: Iterable[T]) -> Iterator[list[CellValue]]:
    """The values of these columns, row by row."""
    return ([column.cell_value(row) for column in columns] for row in rows)


def write_table(path: Path, titles: Sequence[str], rows: Rows, total: int, job: Job) -> int:
    """Write a file by its suffix, .xlsx or else CSV (UTF-8 with mark, as spreadsheets want it).

    The file appears only when it is complete; a cancelled or failed export leaves nothing.

    Args:
        path: where to; an existing file is replaced at the end.
        titles: of the columns.
        rows: values in the order of the titles; read once, while writing.
        total: how many rows are expected, for the progress.
        job: progress and cancelling.
    Returns:
        The number of rows written.
    Raises:
        BadInput: more rows than a sheet can hold.
        JobCancelled: the user stopped it.
        OSError: the file could not be written.
    """
    write = _write_xlsx if path.suffix.lower() == ".xlsx" else _write_csv
    with _complete_or_nothing(path) as partial:
        return write(partial, titles, _counted(rows, total, job))


@contextmanager
def _complete_or_nothing(path: Path) -> Iterator[Path]:
    partial = path.with_name(f".{path.name}.part")
    try:
        yield partial
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _counted(rows: Rows, total: int, job: Job) -> Iterator[Sequence[CellValue]]:
    for number, row in enumerate(rows):
        if number % _REPORT_EVERY == 0:
            job.check()
            job.progress(number, max(total, number), "")
        yield row


def _write_csv(path: Path, titles: Sequence[str], rows: Rows) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([neutralised(title) for title in titles])
        for row in rows:
            writer.writerow([neutralised(cell) for cell in row])
            count += 1
    return count


def _write_xlsx(path: Path, titles: Sequence[str], rows: Rows) -> int:
    import xlsxwriter  # takes a tenth of a second, which the start of the window saves

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(str(path), options)
    try:
        sheet = book.add_worksheet()
        bold, quoted = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
        sheet.freeze_panes(1, 0)
        for place, title in enumerate(titles):
            sheet.write_string(0, place, title, bold)
        count = 0
        for count, row in enumerate(rows, start=1):  # the number is the result
            if count >= XLSX_MAX_ROWS:
                raise BadInput(
                    f"A sheet holds at most {XLSX_MAX_ROWS - 1:,} rows.",
                    safe="Nothing was written.",
                    todo="Filter the table, or export it as CSV.",
                )
            for place, cell in enumerate(row):
                _write_cell(sheet.write_string, sheet.write_number, (count, place), cell, quoted)
        return count
    finally:
        book.close()


def _write_cell(
    write_string: Callable[..., int],
    write_number: Callable[..., int],
    spot: tuple[int, int],
    cell: CellValue,
    quoted: object,
) -> None:
    if cell is None:
        return
    if isinstance(cell, (int, float)):
        write_number(*spot, cell)
        return
    text = cell.isoformat() if isinstance(cell, (datetime, date)) else cell
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    if len(text) > XLSX_MAX_TEXT:
        text = text[: XLSX_MAX_TEXT - 1] + "…"
    write_string(*spot, text, *((quoted,) if is_formula_like(text) else ()))
