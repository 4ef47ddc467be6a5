"""Workbooks through calamine: formulas as their last values, macros never looked at."""

from io import BytesIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from app.imports.reading.grids import Grid, Limits, RawCell
from app.imports.reading.results import Unreadable


def open_workbook(content: bytes, limits: Limits) -> tuple[Grid, ...]:
    """Every worksheet as a grid, hidden ones marked. Raises Unreadable."""
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    except PasswordError as error:
        raise Unreadable(
            "The workbook has a password. Save it without one and try again"
        ) from error
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable(
            "The workbook is damaged and cannot be opened. Open it in Excel, save it again as "
            ".xlsx and try again"
        ) from error
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    if len(sheets) > limits.sheets:
        raise Unreadable(
            f"The workbook has {len(sheets)} sheets. The most that can be read is {limits.sheets}"
        )
    grids = tuple(_grid(workbook, sheet, limits) for sheet in sheets)
    if not any(grid.rows for grid in grids):
        raise Unreadable("Every sheet of the workbook is empty. Choose the file with your table")
    return grids


def _grid(workbook: CalamineWorkbook, metadata: SheetMetadata, limits: Limits) -> Grid:
    try:
        sheet = workbook.get_sheet_by_name(metadata.name)
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable(
            f"The sheet “{metadata.name}” is damaged and cannot be read. Save the workbook again "
            "in Excel and try again"
        ) from error
    rows = _within(sheet, metadata.name, limits)
    return Grid(metadata.name, rows, hidden=metadata.visible is not SheetVisibleEnum.Visible)


def _within(sheet: CalamineSheet, name: str, limits: Limits) -> tuple[tuple[RawCell, ...], ...]:
    """The cells, once the sheet is known to be of a reasonable size."""
    high, wide = (last + 1 for last in sheet.end or (-1, -1))
    if high > limits.rows or wide > limits.columns or high * wide > limits.cells:
        raise Unreadable(
            f"The sheet “{name}” has {high:,} rows and {wide:,} columns. The most that can be "
            f"read is {limits.rows:,} rows and {limits.columns:,} columns: delete what is not "
            "needed, save and try again"
        )
    return tuple(tuple(row) for row in sheet.to_python(skip_empty_area=False))
