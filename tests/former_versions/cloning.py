"""Cases like one that is there, with numbers and keys of their own, as rows of any former version."""

import base64
import hashlib
import re
import uuid
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from app.models.search import SearchText
from app.security.checkcodes import check_code
from former_versions.recording import Rows

_HANGING = ("petitioner", "claim", "case_step", "case_clock", "case_need", "document", "service")


class Cloning:
    """Rows of cases made after one case; what they draw is counted on from the counters of the workspace."""

    def __init__(self, rows: Rows, like: int) -> None:
        hanging = [table for table in _HANGING if table in rows]
        (self._case,) = (row for row in rows["case"] if row["id"] == like)
        self._like = {table: [row for row in rows[table] if row["case_id"] == like] for table in hanging}
        keyed = ["case", *(table for table in hanging if table != "case_need")]
        self._last = {table: max((row["id"] for row in rows[table]), default=0) for table in keyed}
        self._counters = {row["scope"]: row["value"] for row in rows["counter"]}
        self._apart = "document_bytes" in rows
        self._secret = base64.b64decode(rows["office"][0]["check_key"])
        self.begin()

    def begin(self) -> None:
        """Begin an act: none of its rows are there yet."""
        apart: Rows = {"document_bytes": []} if self._apart else {}
        self.rows: Rows = {"case": [], **{table: [] for table in self._like}, **apart}
        self.found_by: dict[int, SearchText] = {}
        self._former = dict(self._counters)

    def add(self, steps: int | None, documents: int | None) -> None:
        """Make one case more."""
        case_id = self._next("case")
        day = self._case["registered_on"].replace("-", "")
        division = self._case["number"].split("-")[0]
        number = f"{division}-{day}-{self._draw(f'case:{day}'):04d}"
        case = {**self._case, "id": case_id, "number": number, **_own_key(self._case)}
        if "enquiry_code" in case:
            case["enquiry_code"] = f"{case_id // 10_000:04d}-{case_id % 10_000:04d}"
        self.rows["case"].append(case)
        for table in ("petitioner", "claim", "case_clock", "case_need"):
            for row in self._like.get(table, ()):
                own = {"moved_to_case_id": None} if "moved_to_case_id" in row else {}
                key = {"id": self._next(table)} if "id" in row else {}
                self.rows[table].append({**row, **key, **_own_key(row), "case_id": case_id, **own})
        keys: dict[int | None, int | None] = {None: None}
        papers: dict[int | None, dict[str, Any]] = {}
        own_steps = []
        for step in _as_many(self._like.get("case_step", []), steps):
            keys[step["id"]] = key = self._next("case_step")
            second = {"second_of": keys.get(step["second_of"])}
            own_steps.append({**step, "id": key, **_own_key(step), "case_id": case_id, **second})
            for served in self._like.get("service", ()):
                if served["step_id"] == step["id"]:
                    own = {"id": self._next("service"), "step_id": key, "case_id": case_id}
                    self.rows["service"].append({**served, **_own_key(served), **own})
        for document in _as_many(self._like["document"], documents):
            papers[document["id"]] = own = self._add_document(document, case, keys)
            for step in own_steps:  # a service names its document by the number
                step["facts"] = step["facts"].replace(f'{document["number"]}"', f'{own["number"]}"')
        for served in self.rows.get("service", ()):
            if served["case_id"] == case_id:
                served["document_id"] = papers.get(served["document_id"], {}).get("id")
        if own_steps:
            self.rows["case_step"] += own_steps
        self._take_words(case)

    def counted(self) -> list[tuple[str, str, str, Any]]:
        """Return what the counters that were drawn from come to."""
        moved = (scope for scope, value in self._counters.items() if value != self._former[scope])
        return [("counter", scope, "value", self._counters[scope]) for scope in moved]

    def _add_document(
        self, like: dict[str, Any], case: dict[str, Any], keys: dict[int | None, int | None]
    ) -> dict[str, Any]:
        sequence = self._draw(f"document:{like['kind']}:{like['year']}")
        number = re.sub(r"\d+(号?)$", rf"{sequence}\1", like["number"])
        key = self._draw("document")
        digest = hashlib.sha256(like["field_values"].encode()).hexdigest()
        code = check_code(self._secret, case["number"], str(key), number, like["kind"], like["issued_on"], digest)
        pdf = f"%PDF-1.4 {number} {code}\n%%EOF\n".encode()
        own = {
            **like, **_own_key(like), "id": key, "case_id": case["id"], "number": number, "sequence": sequence,
            "check_code": code, "sha256": hashlib.sha256(pdf).hexdigest(),
        }  # fmt: skip
        if "step_id" in like:
            own["step_id"] = keys.get(like["step_id"])
        if self._apart:
            self.rows["document_bytes"].append({"document_id": key, "content": pdf})
        else:
            own["pdf"] = pdf
        self.rows["document"].append(own)
        return own

    def _take_words(self, case: dict[str, Any]) -> None:
        people = self._like["petitioner"]
        codes = (case["number"], case.get("enquiry_code", ""), *(p["phone"] for p in people))
        texts = (case["summary"], *(c["text"] for c in self._like["claim"]), case["destination"])
        names = tuple(p["name"] for p in people if p["name"])
        self.found_by[case["id"]] = SearchText(names, tuple(filter(None, codes)), tuple(filter(None, texts)))

    def _next(self, table: str) -> int:
        self._last[table] += 1
        return self._last[table]

    def _draw(self, scope: str) -> int:
        self._counters[scope] += 1
        return self._counters[scope]


def _own_key(row: dict[str, Any]) -> dict[str, str]:
    """Return a key across offices of its own, for a row of a version that has such."""
    return {"uid": str(uuid.uuid4())} if "uid" in row else {}


def _as_many(rows: list[dict[str, Any]], count: int | None) -> Iterator[dict[str, Any]]:
    return islice(cycle(rows), count) if count is not None else iter(rows)
