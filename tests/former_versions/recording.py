"""Write down a workspace row by row, as text, exactly as the program that made it left it.

What the rest says is not written: of an entry `previous`, the hash of the entry before, and in the second format the
digest of its words; of an inserted row what still stands in the row. `write_recording` holds every entry to being told
whole again.
"""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from former_versions.telling import FIRST, Telling

HERE = Path(__file__).parent
Rows = dict[str, list[dict[str, Any]]]
#: In the order in which rows may be inserted: what is pointed at comes first.
TABLES = (
    "office", "setting", "user", "sign_in", "draft", "counter", "case", "petitioner", "claim", "case_step",
    "case_clock", "case_need", "document", "document_bytes", "document_print", "document_void", "service",
    "template_text", "attachment", "attachment_piece", "attachment_void", "sealed_content", "sealed_opening",
    "ledger_export", "file_exit", "file_exit_end", "pathway", "office_picture", "journal", "journal_text",
)  # fmt: skip


def canonical(value: object) -> str:
    """Return the JSON text that the journal keeps."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def recorded_at(version: str) -> Path:
    """Return where the recording of a version lies."""
    return HERE / f"workspace-{version}.json"


def write_recording(
    connection: Any, sealing_key: bytes, searched: Mapping[int, Any], path: Path, telling: Telling = FIRST
) -> None:
    """Write every row of every table; the search index keeps no words, so `searched` gives those of each case."""
    run = connection.exec_driver_sql
    version = run("SELECT version_num FROM alembic_version").scalar_one()
    present = [row[0] for row in run("SELECT name FROM sqlite_master WHERE type = 'table'")]
    unknown = [name for name in present if name not in TABLES and not name.startswith(("case_search", "sqlite_"))]
    assert unknown == ["alembic_version"], unknown
    parts = [f'"version": {json.dumps(version)}', f'"sealing_key": {_line(sealing_key)}', '"search": [']
    lines = [_line([case, text.names, text.codes, text.texts]) for case, text in sorted(searched.items())]
    parts[-1] += "\n" + ",\n".join(lines) + "\n]"
    if telling is not FIRST:
        parts.append(f'"telling": {_line(vars(telling))}')
    parts.append(f'"sequences": {_line([list(row) for row in run("SELECT name, seq FROM sqlite_sequence")])}')
    rows = {
        table: [dict(row) for row in run(f'SELECT * FROM "{table}" ORDER BY rowid').mappings()]
        for table in TABLES
        if table in present
    }
    for entry, words in _entries(rows):
        whole, words["changes"] = words["changes"], _shortened(entry, json.loads(words["changes"]), rows, telling)
        assert canonical(_whole(entry, words["changes"], rows, telling)) == whole, whole
        del entry["previous"]
        if words is not entry:
            assert entry.pop("text_sha256") == text_digest(words["salt"], words["note"], whole), entry
    for table, found in rows.items():
        columns = list(found[0]) if found else []
        lines = [_line(columns), *(_line(list(row.values())) for row in found)]
        parts.append(f'"{table}": [\n' + ",\n".join(lines) + "\n]")
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8", newline="\n")


def text_digest(salt: str, note: str, changes: str) -> str:
    """Return what stands for the words of an entry of the second format."""
    return hashlib.sha256(canonical([salt, note, changes]).encode()).hexdigest()


def _entries(rows: Rows) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield every entry of the journal with the row that holds its words: itself in the first format."""
    return zip(rows["journal"], rows.get("journal_text", rows["journal"]), strict=True)


def _shortened(entry: Mapping[str, Any], changes: dict[str, Any], rows: Rows, telling: Telling) -> dict[str, Any]:
    """Return what the row as it stands does not say; None for a column that was not told."""
    stands = _stands(entry, rows, telling)
    different = {name: change for name, change in changes.items() if stands.get(name) != change}
    return different | dict.fromkeys(sorted(stands.keys() - changes.keys()))


def _whole(entry: Mapping[str, Any], told: dict[str, Any], rows: Rows, telling: Telling) -> dict[str, Any]:
    whole = _stands(entry, rows, telling) | told
    return {name: change for name, change in whole.items() if change is not None}


def _stands(entry: Mapping[str, Any], rows: Rows, telling: Telling) -> dict[str, Any]:
    """Return what an inserted row comes to by the row as it stands now; nothing where it is gone, or nothing came."""
    if entry["operation"] != "insert":
        return {}
    found = (row for row in rows[entry["table_name"]] if str(next(iter(row.values()))) == entry["row_key"])
    row = next(found, None)
    return {} if row is None else telling.insert(entry["table_name"], row)


class Recording:
    """A recorded workspace: its version, and the rows of each table as dicts of what SQLite stores."""

    def __init__(self, version: str) -> None:
        told = json.loads(recorded_at(version).read_text(encoding="utf-8"))
        self.version: str = told["version"]
        self.sealing_key: bytes = _plain(told["sealing_key"])
        self.search: list[tuple[int, list[str], list[str], list[str]]] = told["search"]
        self.sequences: list[tuple[str, int]] = told["sequences"]
        self.rows = {table: list(_rows(table, told[table])) for table in TABLES if table in told}
        self.telling = Telling(**told["telling"]) if "telling" in told else FIRST
        previous = "0" * 64
        for entry, words in _entries(self.rows):
            words["changes"] = canonical(_whole(entry, words["changes"], self.rows, self.telling))
            if words is not entry:
                entry["text_sha256"] = text_digest(words["salt"], words["note"], words["changes"])
            entry["previous"], previous = previous, entry["hash"]

    @property
    def words(self) -> list[dict[str, Any]]:
        """Return the rows that hold what the journal's entries say, in order."""
        return [words for _, words in _entries(self.rows)]

    def busiest_case(self) -> int:
        """Return the id of the case with most steps and documents."""
        hanging = [row["case_id"] for table in ("case_step", "document") for row in self.rows.get(table, ())]
        return max(set(hanging), key=hanging.count)


def _rows(table: str, lines: list[list[Any]]) -> Iterator[dict[str, Any]]:
    columns, *rows = lines
    for row in rows:
        found = dict(zip(columns, row, strict=True))
        yield {name: value if name == "changes" else _plain(value) for name, value in found.items()}


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_text_of)


def _text_of(value: object) -> dict[str, str]:
    assert isinstance(value, bytes), type(value)
    return {"base64": base64.b64encode(value).decode()}


def _plain(value: Any) -> Any:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value
