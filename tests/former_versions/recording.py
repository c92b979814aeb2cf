"""Write down a workspace row by row, as text, exactly as the program that made it left it.

Two things of the journal are not written because the rest says them: `previous`, the hash of the entry before, and of
an inserted row what still stands in the row. `write_recording` holds every entry to being told whole again.
"""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Rows = dict[str, list[dict[str, Any]]]
#: In the order in which rows may be inserted: what is pointed at comes first.
TABLES = (
    "office", "setting", "user", "sign_in", "draft", "counter", "case", "petitioner", "claim", "case_step",
    "case_clock", "case_need", "document", "document_print", "document_void", "template_text", "attachment",
    "attachment_piece", "attachment_void", "sealed_content", "sealed_opening", "ledger_export", "pathway",
    "office_picture", "journal",
)  # fmt: skip
OMITTED = {("draft", "title"), ("draft", "payload"), ("document", "pdf"), ("attachment_piece", "content")}
DIGESTED = {
    ("office", "check_key"), ("document", "field_values"), ("sealed_content", "content"), ("office_picture", "content"),
}  # fmt: skip
FLAGS = {
    "active", "sealed", "representatives_refused", "urgent", "litigation", "representative", "estimated", "withdrawn",
    "stops_with_notice", "late_extension", "is_copy", "is_full",
}  # fmt: skip


def told_value(table: str, column: str, value: Any) -> Any:
    """Return how the journal of the versions 0001 to 0003 tells a stored value."""
    if (table, column) in DIGESTED and value is not None:
        plain = base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)
        return "sha256:" + hashlib.sha256(plain.encode()).hexdigest()
    return bool(value) if column in FLAGS and value is not None else value


def told_insert(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the journal says of a row that came."""
    return {
        name: {"omitted": True} if (table, name) in OMITTED else [None, told_value(table, name, value)]
        for name, value in row.items()
    }


def canonical(value: object) -> str:
    """Return the JSON text that the journal keeps."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def recorded_at(version: str) -> Path:
    """Return where the recording of a version lies."""
    return HERE / f"workspace-{version}.json"


def write_recording(connection: Any, sealing_key: bytes, searched: Mapping[int, Any], path: Path) -> None:
    """Write every row of every table; the search index keeps no words, so `searched` gives those of each case."""
    run = connection.exec_driver_sql
    version = run("SELECT version_num FROM alembic_version").scalar_one()
    present = [row[0] for row in run("SELECT name FROM sqlite_master WHERE type = 'table'")]
    unknown = [name for name in present if name not in TABLES and not name.startswith(("case_search", "sqlite_"))]
    assert unknown == ["alembic_version"], unknown
    parts = [f'"version": {json.dumps(version)}', f'"sealing_key": {_line(sealing_key)}', '"search": [']
    lines = [_line([case, text.names, text.codes, text.texts]) for case, text in sorted(searched.items())]
    parts[-1] += "\n" + ",\n".join(lines) + "\n]"
    parts.append(f'"sequences": {_line([list(row) for row in run("SELECT name, seq FROM sqlite_sequence")])}')
    rows = {
        table: [dict(row) for row in run(f'SELECT * FROM "{table}" ORDER BY rowid').mappings()]
        for table in TABLES
        if table in present
    }
    for entry in rows["journal"]:
        whole, entry["changes"] = entry["changes"], _shortened(entry, rows)
        assert canonical(_whole(entry, rows)) == whole, whole
        del entry["previous"]
    for table, found in rows.items():
        columns = list(found[0]) if found else []
        lines = [_line(columns), *(_line(list(row.values())) for row in found)]
        parts.append(f'"{table}": [\n' + ",\n".join(lines) + "\n]")
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8", newline="\n")


def _shortened(entry: Mapping[str, Any], rows: Rows) -> dict[str, Any]:
    changes: dict[str, Any] = json.loads(entry["changes"])
    stands = _stands(entry, rows)
    if stands is None or set(stands) != set(changes):
        return changes
    return {name: change for name, change in changes.items() if stands[name] != change}


def _whole(entry: Mapping[str, Any], rows: Rows) -> dict[str, Any]:
    told: dict[str, Any] = entry["changes"]
    stands = _stands(entry, rows)
    return told if stands is None else stands | told


def _stands(entry: Mapping[str, Any], rows: Rows) -> dict[str, Any] | None:
    """Return what an inserted row comes to by the row as it stands now; None where it is gone, or nothing came."""
    if entry["operation"] != "insert":
        return None
    found = (row for row in rows[entry["table_name"]] if str(next(iter(row.values()))) == entry["row_key"])
    row = next(found, None)
    return None if row is None else told_insert(entry["table_name"], row)


class Recording:
    """A recorded workspace: its version, and the rows of each table as dicts of what SQLite stores."""

    def __init__(self, version: str) -> None:
        told = json.loads(recorded_at(version).read_text(encoding="utf-8"))
        self.version: str = told["version"]
        self.sealing_key: bytes = _plain(told["sealing_key"])
        self.search: list[tuple[int, list[str], list[str], list[str]]] = told["search"]
        self.sequences: list[tuple[str, int]] = told["sequences"]
        self.rows = {table: list(_rows(table, told[table])) for table in TABLES if table in told}
        previous = "0" * 64
        for entry in self.rows["journal"]:
            entry["changes"] = canonical(_whole(entry, self.rows))
            entry["previous"], previous = previous, entry["hash"]

    def busiest_case(self) -> int:
        """Return the id of the case with most steps and documents."""
        hanging = [row["case_id"] for table in ("case_step", "document") for row in self.rows.get(table, ())]
        return max(set(hanging), key=hanging.count)


def _rows(table: str, lines: list[list[Any]]) -> Iterator[dict[str, Any]]:
    columns, *rows = lines
    plain = (row if table == "journal" else map(_plain, row) for row in rows)
    return (dict(zip(columns, row, strict=True)) for row in plain)


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_text_of)


def _text_of(value: object) -> dict[str, str]:
    assert isinstance(value, bytes), type(value)
    return {"base64": base64.b64encode(value).decode()}


def _plain(value: Any) -> Any:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value
