"""Reads a workbook from standard input and writes its sheets as JSON; started by `importers.files.legacy`.

Output: [[sheet name, is hidden, [[row number from 1, [cells]], ...], [[top, left, bottom, right], ...]], ...], rows of
merged cells from 1 and columns from 0. Exit codes: 0, 1 damaged, 3 too many rows, 4 password.
Imports nothing of the program, so that it also starts where only this file can be seen.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

_MOST_MERGED = 100_000  # cells
_MOST_OUTPUT = 200_000_000  # characters of all cells together


def main(memory: int, most_rows: int, most_columns: int) -> int:
    """Exit code; see the module."""
    with contextlib.suppress(ImportError, OSError, ValueError):  # not every system has such limits
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

    sheets: list[tuple[str, bool, list[tuple[int, list[Any]]], list[tuple[int, int, int, int]]]] = []
    written = 0
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        for meta in book.sheets_metadata:
            rows: list[tuple[int, list[Any]]] = []
            sheet = book.get_sheet_by_name(meta.name)
            left = [None] * min(sheet.start[1], most_columns) if sheet.start else []
            for number, cells in enumerate(sheet.iter_rows(), start=1):
                row = left + [_plain(cell) for cell in cells[:most_columns]]
                while row and (row[-1] is None or row[-1] == ""):
                    row.pop()
                if row:
                    rows.append((number, row))
                    written += sum(len(cell) if isinstance(cell, str) else 10 for cell in row)
                if len(rows) > most_rows or written > _MOST_OUTPUT:
                    return 3
            merged = [
                (top + 1, start, bottom + 1, end)
                for (top, start), (bottom, end) in (sheet.merged_cell_ranges or [])[:_MOST_MERGED]
            ]
            sheets.append((meta.name, meta.visible != SheetVisibleEnum.Visible, rows, merged))
    except PasswordError:
        return 4
    except Exception:
        return 1
    sys.stdout.write(json.dumps(sheets))
    return 0


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime | date):
        return {"date": cell.isoformat()}
    return str(cell) if isinstance(cell, time | timedelta) else cell


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:4])))
