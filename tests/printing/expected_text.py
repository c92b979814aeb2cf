"""What a document must say, worked out from its TOML file without any of the program's own code.

Only the format of the file is shared: tomllib reads it, and the rules of its blocks are written here once more. What
the program prints is held against this, so a fault in how the program fills a template cannot hide in the test.
Spaces and line ends are left out: how lines break is measured elsewhere.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

CLAIM_LONG = ("request", "findings", "opinion", "basis")
DIGITS = "〇一二三四五六七八九"
FIELD = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True)
class Marks:
    """What the office adds to a document: its number (None is a preview), the check code, with a red head or not."""

    number: str | None
    code: str
    red_head: bool


def load(folder: Path) -> dict[str, dict[str, Any]]:
    """Return every template file of a folder as plain data, by its id."""
    read = [tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))]
    return {each["id"]: each for each in read}


def pages_say(data: Mapping[str, Any], values: Mapping[str, object], marks: Marks) -> tuple[str, str]:
    """Return the text of the document and that of its receipt slip ("" for none), page numbers left out."""
    paper = _Paper(data, values)
    office = paper.value("office_name")
    numbered = f"编号：{marks.number or '（签发时编号）'}"
    title = paper.title()
    if marks.red_head:
        head = office + numbered.removeprefix("编号：") + (title or data["name"])
    else:
        head = (title or office + data["name"]) + numbered
    seal = f"（加盖公章处）{office}{paper.value('issued_on')}" if data["signature"] else ""
    code = f"核验码{marks.code}" if marks.number else ""
    body = paper.text(lambda kind: kind not in ("note", "copied"))
    note, copied = paper.text("note".__eq__), paper.text("copied".__eq__)
    slip = data.get("stub", "")
    if slip:
        slip = f"送达回执（{numbered}）{paper.fill(slip)}签收人：签收日期：年月日"
    return _bare(head + body + note + seal + code + copied), _bare(slip)


def chinese(number: int) -> str:
    """Write a number under 100 in Chinese."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


class _Paper:
    """One template and the values of one case."""

    def __init__(self, data: Mapping[str, Any], values: Mapping[str, object]) -> None:
        self.data = data
        self.values = {**values, "copies": data["copies"]}
        self.fields = {field["key"]: field for field in data["fields"]}

    def value(self, key: str) -> str:
        """Write one value the way the sheet shows it."""
        value, kind = self.values[key], self.fields[key]["type"]
        if kind == "date":
            day = value if isinstance(value, date) else date(*map(int, str(value)[:10].split("-")))
            return f"{day.year}年{day.month}月{day.day}日"
        if isinstance(value, list | tuple):
            return ("、" if kind == "names" else "；").join(str(item) for item in value if str(item).strip())
        if kind == "names":
            return "、".join(line.strip() for line in str(value).splitlines() if line.strip())
        return chinese(int(str(value))) if key == "copies" else str(value)

    def given(self, key: str) -> bool:
        """Tell whether there is something to print of a field."""
        value, least = self.values.get(key), self.fields[key].get("at_least", 1)
        if value is None:
            return False
        if isinstance(value, int):
            return value >= least
        if isinstance(value, list | tuple):
            return len([item for item in value if str(item).strip()]) >= least
        return bool(str(value).strip())

    def whole(self, text: str) -> bool:
        return all(self.given(key) for key in FIELD.findall(text))

    def fill(self, text: str) -> str:
        return FIELD.sub(lambda found: self.value(found[1]), text)

    def title(self) -> str:
        for pieces in self.data.get("titles", []):
            if all(self.whole(piece) for piece in pieces):
                return self.fill("".join(pieces))
        return ""

    def applies(self, block: Mapping[str, Any]) -> bool:
        """Tell whether the conditions of a block hold."""
        if not all(map(self.given, block.get("needs", []))) or any(map(self.given, block.get("unless", []))):
            return False
        for match in block.get("when", []):
            said = self.value(match["field"]).strip() if self.given(match["field"]) else ""
            if match.get("one_of") and said not in match["one_of"]:
                return False
            if said in match.get("none_of", []):
                return False
        return True

    def text(self, wanted: Any) -> str:
        """Return the text of the blocks of the wanted kinds, one after the other."""
        said, headings = "", 0
        for block in self.data["blocks"]:
            kind = block["kind"]
            if not wanted(kind) or not self.applies(block):
                continue
            if kind == "heading1":
                headings += 1
                said += f"{chinese(headings)}、{block['text']}"
            else:
                said += getattr(self, f"_{kind}", self._plain)(block)
        return said

    def _plain(self, block: Mapping[str, Any]) -> str:
        return self.fill(block["text"])

    def _enclosures(self, block: Mapping[str, Any]) -> str:
        value = self.values.get(block["field"]) or []
        names = [str(item).strip().rstrip("。；") for item in (value if isinstance(value, list | tuple) else [value])]
        if len(names) == 1:
            return f"附件：{names[0]}"
        return "附件：" + "".join(f"{number}．{name}" for number, name in enumerate(names, 1))

    def _list(self, block: Mapping[str, Any]) -> str:
        return self._entries(block["field"])

    def _entries(self, key: str) -> str:
        value = self.values.get(key) or []
        items = [str(item) for item in (value if isinstance(value, list | tuple) else [value]) if str(item).strip()]
        return "".join(f"{number}．{item}" for number, item in enumerate(items, 1))

    def _joined(self, block: Mapping[str, Any]) -> str:
        parts = [self.fill(part).strip().rstrip("。；;") for part in block["parts"] if self.whole(part)]
        return "；".join(parts) + "。" if parts else ""

    def _sign(self, block: Mapping[str, Any]) -> str:
        return "".join(f"{self.fill(part)}年月日" for part in block["parts"] if self.whole(part))

    def _form(self, block: Mapping[str, Any]) -> str:
        said = ""
        for row in block["rows"]:
            cells = [(cell, self._cell(cell)) for cell in row]
            if all(cell.get("optional") for cell, _ in cells) and not any(inside for _, inside in cells):
                continue
            said += "".join(cell["label"] + inside + "".join(cell.get("sign", [])) for cell, inside in cells)
        return said

    def _cell(self, cell: Mapping[str, Any]) -> str:
        if cell.get("field"):
            return self._entries(cell["field"])
        text = cell.get("text", "")
        return self.fill(text) if self.whole(text) else ""

    def _claims(self, block: Mapping[str, Any]) -> str:
        answers = self.values.get(block["field"]) or []
        words = {result["result"]: result["words"] for result in block.get("results", [])}
        said = ""
        for number, answer in enumerate(answers, 1):  # type: ignore[arg-type, var-annotated]
            own = {key: str(getattr(answer, key)) for key in CLAIM_LONG}
            own |= {"result": words.get(answer.result, answer.result), "ordinal": chinese(number)}
            if len(answers) > 1:  # type: ignore[arg-type]
                said += f"（{own['ordinal']}）" + FIELD.sub(lambda found: own[found[1]], block["text"])  # noqa: B023
            for part in block["parts"]:
                if all(own[key].strip() for key in FIELD.findall(part)):
                    said += FIELD.sub(lambda found: own[found[1]], part)  # noqa: B023
        return said
