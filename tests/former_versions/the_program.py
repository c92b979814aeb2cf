"""The acts of a former program by their names, how its journal tells rows, and how a recording works with both."""

import dataclasses
import hashlib
import importlib
import pkgutil
import struct
import zlib
from datetime import datetime
from typing import Any

from offices import BEIJING, StandingClock

from app.models import search
from former_versions.telling import DIGEST, FIRST, FLAG, OMITTED, WORDS, Telling

clock = StandingClock(datetime(2026, 11, 16, 8, 30, tzinfo=BEIJING))
searched: dict[int, Any] = {}
program: dict[str, Any] = {}


def take_program() -> None:
    """Gather the acts by name, wherever the program of that day keeps them; print small paper; listen to the search."""
    import app.casework

    for found in pkgutil.walk_packages(app.casework.__path__, "app.casework."):
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            if getattr(value, "__module__", "") == found.name and not name.startswith("_"):
                program.setdefault(name, value)
        if hasattr(module, "render_notice"):
            module.render_notice = small_paper(module.render_notice)
    original = search.index_cases

    def listening(connection: Any, cases: Any) -> None:
        cases = list(cases)
        searched.update(cases)
        original(connection, cases)

    search.index_cases = listening


def telling_of_today() -> Telling:
    """Return how the journal tells rows, by the tables of the program; of the first format it is known."""
    from app.models import journal
    from app.models.tables import ALL_TABLES

    if not hasattr(journal, "defaults_of"):
        return FIRST
    sorts, defaults = {}, {}
    for model in ALL_TABLES:
        name = model.__tablename__
        for column in model.__table__.columns:
            marked = {"omit": OMITTED, "digest": DIGEST}.get(column.info.get("journal"))
            sort = marked or {"Boolean": FLAG, "Words": WORDS}.get(type(column.type).__name__)
            if sort:
                sorts[f"{name}.{column.name}"] = sort
        told_always = {column.name for column in model.__table__.columns if column.info}
        defaults[name] = {
            column: value
            for column, value in journal.defaults_of(model).items()
            if column not in told_always and isinstance(value, (str, int, list, type(None)))
        }
    return Telling(sorts, defaults)


def small_paper(render: Any) -> Any:
    """Render as the program does, so that all it refuses is refused, and keep a few bytes of it."""

    def rendered(*args: Any, **kwargs: Any) -> Any:
        whole = render(*args, **kwargs)
        pdf = f"%PDF-1.4 {kwargs.get('number')} {kwargs.get('check_code')}\n%%EOF\n".encode()
        return dataclasses.replace(whole, pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest())

    return rendered


def at(day: int, hour: int = 9, minute: int = 0) -> None:
    """Go to a moment of November 2026."""
    clock.moment = datetime(2026, 11, day, hour, minute, tzinfo=BEIJING)


def notice(desk: Any, case: Any, kind: str = "") -> Any:
    """Issue a document of a case, without a kind the one that its route asks for."""
    return program["issue_notice"](desk, program["prepare_notice"](desk, case.case_id, kind))


def owed(desk: Any, case: Any) -> None:
    """Issue every paper that the acts of a case asked for."""
    for paper in program["case_view"](desk, case.case_id).owed:
        if paper.step_id is not None:
            draft = program["prepare_notice"](desk, case.case_id, paper.kind, step_id=paper.step_id)
            given = {f.key: "2026-11-25" if f.key.endswith("_on") else f"（{f.label}）" for f in draft.missing}
            draft = program["prepare_notice"](desk, case.case_id, paper.kind, given, paper.step_id)
            program["issue_notice"](desk, draft)


def do(desk: Any, case: Any, act: str, **values: Any) -> Any:
    """Do an act of a case's life; what is required and not given is filled with its own label."""
    form = program["act_form"](desk, case.case_id, act)
    filled = {**form.values, **values}
    for field in form.rule.fields:
        if field.required and field.key not in filled:
            filled[field.key] = field.options[0].value if field.options else f"（{field.label}）"
    said = [
        program["ClaimAnswer"](claim, "supported", "查明属实。", "予以支持。", "《信访工作条例》第三十二条")
        for claim, _ in form.claims
    ]
    return program["perform"](desk, case.case_id, act, filled, said)


def png() -> bytes:
    """Return a picture of one colour that is large enough for the wall notice."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = zlib.compress((b"\0" + bytes(120)) * 120)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 120, 120, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
