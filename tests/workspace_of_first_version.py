"""Write a workspace as the first version left it: its tables, its rows, its journal, by plain SQL."""

import base64
import hashlib
import json
import os
import uuid
from datetime import date
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from offices import CHEAP, PASSWORD
from sqlalchemy import Connection

from app.models.schema import MIGRATIONS
from app.models.search import SearchText, index_case
from app.models.store import Store
from app.models.workspace import DATABASE, SLOTS
from app.security.keyslots import RECOVERY, KeySlots, new_recovery_code, write_key_slots
from app.security.sealing import new_sealing_keys

AT = "2026-10-12T09:30:00+08:00"
HASHED = (
    "seq", "at", "user_name", "act", "act_seq", "note", "table_name", "row_key", "case_id", "operation", "changes",
)  # fmt: skip
DIGESTED = {("office", "check_key")}
OMITTED = {("attachment_piece", "content")}


class FirstVersion:
    """A workspace at migration 0001 with one office and one person."""

    def __init__(self, folder: Path, role: str = "petition_department") -> None:
        folder.mkdir(parents=True)
        self.folder, self.seq, self.previous = folder, 0, "0" * 64
        key, sealing = os.urandom(32), new_sealing_keys()
        self.store = Store(folder / DATABASE, key)
        with self.store.connection(write=True) as connection:
            migrate(connection, "0001")
        slots = KeySlots(uuid.uuid4().hex, ())
        slots = slots.with_slot("li", PASSWORD, key, sealing.private, CHEAP)
        slots = slots.with_slot(RECOVERY, new_recovery_code(), key, sealing.private, CHEAP)
        write_key_slots(folder / SLOTS, slots)
        with self.store.connection(write=True) as connection:
            self.act(
                connection,
                "set_up_office",
                ("office", {
                    "id": 1, "name": "香林县信访局", "short_form": "香信", "level": "县", "role": role,
                    "division_code": "990326", "division_name": "香林县", "phone": "0717-0000000",
                    "address": "香林县梅园路1号",
                    "seal_public_key": base64.b64encode(sealing.public).decode(),
                    "check_key": base64.b64encode(os.urandom(32)).decode(), "created_at": AT,
                }),
                ("user", {"id": 1, "login": "li", "name": "李明华", "roles": "clerk,custodian,admin", "active": True,
                          "created_at": AT}),
                ("sign_in", {"id": 1, "user_id": 1, "at": AT, "what": "set_up"}),
            )  # fmt: skip

    def act(self, connection: Connection, act: str, *rows: tuple[str, dict[str, Any]]) -> None:
        """Insert rows and journal them as that version did: one act, one chain of hashes."""
        first = self.seq + 1
        for table, row in rows:
            names = [c[1] for c in connection.exec_driver_sql(f'PRAGMA table_info("{table}")')]
            assert set(names) == set(row), set(names) ^ set(row)
            columns = ", ".join(f'"{name}"' for name in row)
            connection.exec_driver_sql(
                f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(row))})',
                tuple(_stored(value) for value in row.values()),
            )
            self.seq += 1
            case_id = row["id"] if table == "case" else row.get("case_id")
            told = {name: value for name, value in row.items() if (table, name) not in OMITTED}
            changes = {name: [None, _told(table, name, value)] for name, value in told.items()}
            entry = [
                self.seq, AT, "li", act, first, "", table, str(row.get("id", row.get("scope"))), case_id, "insert",
                _canonical(changes),
            ]  # fmt: skip
            digest = hashlib.sha256(_canonical([*entry, self.previous]).encode()).hexdigest()
            connection.exec_driver_sql(
                f"INSERT INTO journal ({', '.join((*HASHED, 'previous', 'hash'))}) VALUES ({', '.join('?' * 13)})",
                (*entry, self.previous, digest),
            )
            self.previous = digest

    def register(self, case_id: int, **columns: Any) -> None:
        """Register a case as the window of that version did: its row, its petitioner, its claim, its clock."""
        case = {**_CASE, "id": case_id, "number": f"990326-20261012-{case_id:04d}", **columns}
        stopped = case["dispatched_on"]
        rows: list[tuple[str, dict[str, Any]]] = [
            ("case", case),
            ("petitioner", {
                "id": case_id, "case_id": case_id, "position": 0, "petitioner_type": "person", "name": "欧阳𬱖",
                "gender": "2", "id_number": "", "phone": "13900001234", "address": "香林县城关镇桂花巷18号",
                "capacity": "self", "agent_name": "", "representative": False,
            }),
            ("claim", {"id": case_id, "case_id": case_id, "position": 0, "text": "尽快维修屋顶"}),
            ("case_clock", {
                "id": case_id, "case_id": case_id, "kind": "K1", "start": date(2026, 10, 12),
                "due": date(2026, 10, 27), "rolled": date(2026, 10, 27), "last_safe": date(2026, 10, 27),
                "governing": date(2026, 10, 27), "obliged": "office", "estimated": False,
                "timeline": "10月12日收到，次日起算；第15日为10月27日。", "stops_with_notice": False,
                "stopped_on": stopped, "stopped_by": "dispatched_on" if stopped else "",
            }),
        ]  # fmt: skip
        with self.store.connection(write=True) as connection:
            self.act(connection, "register_case", *rows)
            person, words = rows[1][1], (case["summary"], rows[2][1]["text"], rows[1][1]["address"])
            index_case(connection, case_id, SearchText((person["name"],), (case["number"], person["phone"]), words))

    def take_out(self, profile: str, file_name: str) -> None:
        """Record a file that left, as that version did: afterwards, all kinds in the table of ledgers."""
        with self.store.connection(write=True) as connection:
            count = connection.exec_driver_sql("SELECT count(*) FROM ledger_export").scalar_one()
            self.act(
                connection,
                "export_ledger",
                ("ledger_export", {
                    "id": count + 1, "at": AT, "user_id": 1, "profile": profile, "period": "", "is_full": False,
                    "purpose": "", "recipient": "", "row_count": 1, "file_name": file_name, "sha256": "0" * 64,
                }),
            )  # fmt: skip

    def bring_to_second_version(self) -> None:
        """Migrate to 0002, and keep a file with case 1 as that version did."""
        content = b"%PDF-1.4 scan"
        with self.store.connection(write=True) as connection:
            migrate(connection, "0002")
            self.act(
                connection,
                "attach_file",
                ("attachment", {
                    "id": 1, "case_id": 1, "document_id": None, "about": "scan", "name": "扫描.pdf",
                    "media": "application/pdf", "size": len(content), "sha256": hashlib.sha256(content).hexdigest(),
                    "at": AT, "user_id": 1,
                }),
                ("attachment_piece", {"id": 1, "attachment_id": 1, "position": 0, "content": content}),
            )  # fmt: skip

    def close(self) -> None:
        """Close the file."""
        self.store.close()


def migrate(connection: Connection, to: str) -> None:
    """Bring tables to a version, as the program of that day did."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else int(value) if isinstance(value, bool) else value


def _told(table: str, column: str, value: Any) -> Any:
    if (table, column) in DIGESTED:
        return "sha256:" + hashlib.sha256(str(value).encode()).hexdigest()
    return value.isoformat() if isinstance(value, date) else value


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


_CASE: dict[str, Any] = {
    "id": 0, "number": "", "province_number": "", "sealed": False, "kind": "appeal", "state": "S03",
    "registered_at": AT, "registered_on": date(2026, 10, 12), "registered_by_id": 1,
    "received_on": date(2026, 10, 12), "petition_date": date(2026, 10, 12), "channel": "visit", "source_office": "",
    "source_number": "", "postmark_on": None, "people_count": 1, "identity": "clear", "identity_note": "",
    "urgent": False, "urgent_facts": "", "conflict_note": "", "representatives_refused": False,
    "summary": "公房屋顶漏雨，两次报修没有维修。", "purpose": "求决", "content_category": "", "location": "",
    "duplicate": "new", "related_case_id": None, "litigation": False, "way": "6", "power": "level",
    "outcome_id": "O-transfer", "disposition": "transfer", "destination": "香林县住房和城乡建设局", "co_offices": "",
    "report_by": None, "dispatched_on": date(2026, 10, 12), "accepted_on": None, "handler": "林若川",
    "pathway_organ": "", "pathway_basis": "", "pathway_period": "", "pathway_materials": "",
    "remedy": "对将来出具的信访处理意见不服的，可以自收到书面答复之日起30日内请求复查。",
    "handling_way": "", "procedure": "", "notice_kind": "transfer_notice", "notice_reason": "", "next_text": "",
    "basis": "22/1 23/3", "route": "[]", "rule_pack": "national-2022 1", "next_due": None, "next_clock": "",
    "concluded_on": None, "resolved_on": None, "voided_on": None, "void_reason": "",
}  # fmt: skip
