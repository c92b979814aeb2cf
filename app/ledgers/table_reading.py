"""Read a list back from a workbook: all of it, or everything that is wrong with it by row and column."""

from collections.abc import Sequence
from typing import ClassVar, Generic, NamedTuple, TypeVar

from app.faults import UserFault
from app.ledgers.cells import clean
from app.ledgers.table_book import REPORT_EVERY, Progress, TableColumn, TableShape
from app.ledgers.workbook_file import EMPTY, ReadCell, SheetReading

_PROBLEMS = 1_000
"""After so many a file is not looked at further: nobody mends more at one go."""
_NOT_WORDS = {"number": "数字", "date": "日期", "yes_no": "是非值"}

Row = TypeVar("Row")


class Problem(NamedTuple):
    """One thing that is wrong: the row as Excel numbers it, the header of the column, what it is in a sentence."""

    row: int
    column: str
    sentence: str

    @property
    def place(self) -> str:
        """Return where it is, in words."""
        return f"第 {self.row} 行" + (f"“{self.column}”" if self.column else "")


class TableRefused(UserFault):
    """Nothing was imported; `problems` says what is wrong, in the order of the rows. Each list has its own words."""

    said: ClassVar[str] = ""
    word: ClassVar[str] = ""

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = problems[0]
        count = f"（共 {len(problems):,} 处问题）" if len(problems) > 1 else ""
        super().__init__(f"{first.place}：{first.sentence}{count}", self.said, code=self.word)
        self.problems = tuple(problems)


class TableReading(Generic[Row]):
    """Read one sheet, once. A list says in a subclass what its cells may hold and what becomes of a row."""

    refused: ClassVar[type[TableRefused]]
    cancelled: ClassVar[str]
    """The sentence that says that nothing was imported, after the person stopped it."""
    nothing: ClassVar[str]
    """The sentence about a sheet without a row."""
    too_many: ClassVar[str]
    """The sentence about a row beyond the limit."""

    def __init__(self, sheet: SheetReading, shape: TableShape, progress: Progress | None) -> None:
        self._sheet, self._shape, self._progress = sheet, shape, progress
        self._problems: list[Problem] = []

    def judge(self, number: int, column: TableColumn, text: str) -> tuple[str, str] | None:
        """Return what a filled cell comes to and what is wrong with it; None where any text of its length will do."""
        raise NotImplementedError

    def row(self, number: int, texts: dict[str, str]) -> Row | Problem:
        """Return what a row whose cells are all right comes to, or what is wrong with it as a whole."""
        raise NotImplementedError

    def left_over(self) -> Sequence[Problem]:
        """Return what is wrong when all rows are seen together."""
        return ()

    def number(self, column: TableColumn, value: float) -> str | None:
        """Return the text of a number, where a number is as good."""
        return None

    def read(self) -> tuple[tuple[Row, ...], tuple[str, ...]]:
        """Return the rows in order, and the headers of columns that nobody asked for."""
        if self._sheet.merged:
            self._refuse_merged()
        rows = self._sheet.rows()
        first, header = next(rows, (1, ()))
        places, unread = self._header(header if first == 1 else ())
        found: list[Row] = []
        held = 0
        for number, cells in rows:
            if number % REPORT_EVERY == 0 and self._progress is not None and self._progress(number) is False:
                raise UserFault(self.cancelled, "需要时重新导入即可。", code="cancelled")
            taken = {key: cells[place] for key, place in places.items() if place < len(cells)}
            if all(cell.kind == "empty" for cell in taken.values()):
                continue
            held += 1
            if held > self._shape.limit:
                raise self.refused([Problem(number, "", self.too_many.format(self._shape.limit))])
            row = self._row(number, taken)
            if row is not None:
                found.append(row)
            if len(self._problems) >= _PROBLEMS:
                break
        if problems := [*self._problems, *self.left_over()]:
            raise self.refused(sorted(problems, key=lambda problem: problem.row))
        if not found:
            raise self.refused([Problem(2, "", self.nothing)])
        return tuple(found), unread

    def _refuse_merged(self) -> None:
        problems = []
        for area in self._sheet.merged:
            row = int("".join(filter(str.isdigit, area.partition(":")[0])) or 1)
            where = "表头" if row == 1 else "表格"
            problems.append(Problem(row, "", f"{where}有合并的单元格 {area}，请取消合并。"))
        raise self.refused(sorted(problems))

    def _header(self, cells: Sequence[ReadCell]) -> tuple[dict[str, int], tuple[str, ...]]:
        wanted = {column.header: column.key for column in self._shape.columns}
        places: dict[str, int] = {}
        unread: list[str] = []
        problems: list[Problem] = []
        for place, cell in enumerate(cells):
            header = "".join(str(cell.value).split()).strip("*＊") if cell.kind == "text" else ""
            key = wanted.get(header)
            if key is None:
                unread.extend([header] if header else [])
            elif key in places:
                problems.append(Problem(1, header, "这一列出现了两次。"))
            else:
                places[key] = place
        missing = [each.header for each in self._shape.columns if each.key not in places and not each.optional]
        problems += [Problem(1, header, "缺少这一列；表头要在第 1 行，列名照导出的表写。") for header in missing]
        if problems:
            raise self.refused(problems)
        return places, tuple(unread)

    def _row(self, number: int, cells: dict[str, ReadCell]) -> Row | None:
        texts: dict[str, str] = {}
        found: list[Problem] = []
        for column in self._shape.columns:
            text, fault = self._text(number, column, cells.get(column.key, EMPTY))
            if fault:
                found.append(Problem(number, column.header, fault))
            elif text:
                texts[column.key] = text
        if not found:
            row = self.row(number, texts)
            if not isinstance(row, Problem):
                return row
            found.append(row)
        self._problems.extend(found)
        return None

    def _text(self, number: int, column: TableColumn, cell: ReadCell) -> tuple[str, str]:
        """Return the text of a cell, or what is wrong with it."""
        text, fault = self._as_text(column, cell)
        if fault:
            return "", fault
        if not text:
            return "", f"请填写{column.header}。" if column.required else ""
        if (judged := self.judge(number, column, text)) is not None:
            return judged
        if len(text) > column.longest:
            return "", f"有 {len(text):,} 个字，最多 {column.longest:,} 个。"
        return text, ""

    def _as_text(self, column: TableColumn, cell: ReadCell) -> tuple[str, str]:
        if cell.kind == "empty":
            return "", ""
        if cell.kind == "formula":
            return "", "是公式，请改成文字。"
        if cell.kind == "error":
            return "", "是出错的公式，请改成文字。"
        if cell.kind == "number" and (text := self.number(column, float(cell.value))) is not None:
            return text, ""
        if cell.kind in _NOT_WORDS:
            return "", f"是{_NOT_WORDS[cell.kind]}，应是文字" + (f"，{column.example}。" if column.example else "。")
        return clean(str(cell.value)).strip(), ""
