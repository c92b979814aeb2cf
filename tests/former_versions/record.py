"""Make a workspace with data of every kind by the acts of a program, and write it down for the tests.

Run with that program's checkout as the working directory, `PYTHONPATH=.:tests` (`PYTHONPATH=.` where that checkout has
these files too, but older), and the path of this file:

    PYTHONPATH=.:tests .venv/bin/python tests/former_versions/record.py [another path to write to]

The recordings come from commit 9f9179a for version 0001, 2c5af97 for 0002, 1fdddb9 for 0003, 78470fd for 0007. Before
`HEAD` moves on it is run on the program that still writes the version that ends, which then joins `VERSIONS` in
`building`. A recording that is there never changes: a later program writes other rows, and what a former one wrote
stays. Where an act is called or asked in another way by then, the story here learns that beside the former way.
The paper is a few bytes instead of a PDF; all else is as the program writes it. People and matters are fictional.
"""

import json
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[1]))  # the program and its own helpers come first

from offices import CHEAP, PASSWORD, office_setup
from walking import example, intake, register

from app.faults import UserFault
from app.models.schema import HEAD
from app.models.workspace import create_workspace, open_workspace, slots_of
from former_versions.recording import recorded_at, write_recording
from former_versions.the_program import (
    at,
    clock,
    do,
    notice,
    owed,
    png,
    program,
    searched,
    take_program,
    telling_of_today,
)

os.environ["TZ"] = "Asia/Shanghai"  # moments are written in the local time of the machine
time.tzset()
CLERK, ADMIN = "窗口口令2026", "管理口令2026"


def people(li: Any) -> tuple[Any, Any]:
    """Add a clerk and a system administrator."""
    add = program["add_user"]
    add(li, "wang", "王素琴", ("clerk",), CLERK, cost=CHEAP)
    add(li, "chen", "陈立新", ("admin",), ADMIN, cost=CHEAP)
    folder = li.folder
    return open_workspace(folder, "wang", CLERK, now=clock), open_workspace(folder, "chen", ADMIN, now=clock)


def first_version(li: Any, wang: Any) -> tuple[Any, Any]:
    """Tell what every version could do: register, issue, print, correct, send on, void, seal, export.

    Returns the first case and its notice.
    """
    at(16, 9)
    if "perform" in program:  # so that the first and the tenth number begin alike to the end
        program["set_parameter"](li, "number_format", "{简称}{文种}{年}-{序号}")
    draft = program["save_draft"](wang, None, "未写完的来访", json.dumps({"channel": "visit"}, ensure_ascii=False))
    program["save_draft"](wang, draft, "何秀英", json.dumps({"petitioner_name": "何秀英"}, ensure_ascii=False))
    gone = program["save_draft"](li, None, "欧阳𬱖", "{}")
    facts = example("transfer_visit", received_on="2026-11-12", petition_date="2026-11-12", dispatched_on="2026-11-16")
    sent = program["register_case"](li, intake(facts, li.office.role, li.today()), gone)
    first = notice(li, sent)
    at(16, 10)
    pressing = {"urgent": True, "urgent_facts": "可能集体上访", "conflict": False}
    register(wang, "group_visit", **pressing)
    register(li, "merge_repeat", related_case=sent.number)
    wrong = register(li, "anonymous_letter")
    waiting = register(wang, "pending_transfer")
    if "dispatch_case" in program:  # the first version had no acts of a life: what waits is left as registered
        register(wang, "pending_transfer", urgent=False)
        lower_handles(li, sent)
    undecided = register(wang, "dispute")
    at(16, 15)
    program["record_print"](li, first.id)
    program["record_print"](li, first.id)
    program["record_print"](li, first.id, "save")
    program["correct_case"](li, sent.case_id, "summary", "屋顶漏雨，两次报修没有维修。", "录入太长")
    program["void_case"](li, wrong.case_id, "重复登记")
    notice(li, undecided)
    sealed = register(li, "accusation_discipline")
    program["open_sealed"](li, sealed.case_id, PASSWORD)
    program["set_parameter"](li, "idle_minutes", "15")
    at(17)
    if "dispatch_case" in program:
        program["dispatch_case"](wang, waiting.case_id, date(2026, 11, 17))
    with tempfile.TemporaryDirectory() as folder:
        export = program["export_ledger"]
        export(li, Path(folder) / "台账.xlsx")
        export(li, Path(folder) / "全量.xlsx", full=program["FullExport"](PASSWORD, "报送", "市信访局"))
    return sent, first


def desk_work(li: Any) -> None:
    """Fill what the office sets up for itself: parameters, wall, picture, catalogue, a template."""
    at(17, 10)
    program["set_wall_text"](li, program["WallText"]("走访：一楼大厅", "工作日上午", "香林县东门1号"))
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "二维码.png"
        picture.write_bytes(png())
        program["set_county_qr"](li, picture)
        catalogue = Path(folder) / "清单.xlsx"
        program["export_catalogue"](li, catalogue)
        import openpyxl

        book = openpyxl.load_workbook(catalogue)
        book.worksheets[0].delete_rows(5, 500)
        book.save(catalogue)
        program["import_catalogue"](li, catalogue)
    text = program["template_source"](li, "merge_notice")
    program["save_template"](li, "merge_notice", text.replace('name = "', 'name = "香林县', 1), "写明县名")


def services(li: Any, wang: Any, case: Any, first: Any) -> None:
    """Serve notices: by number where two numbers begin alike, refused and then served, by name alone, by no name."""
    at(18)
    register(wang, "mixed_visit", dispatched_on="2026-11-18")
    offices = ["香林县消防救援大队", "香林县公安局"]
    short = {"summary": "摊点占道。", "claims": ["整治"], "address": "北街"}
    other = register(wang, "co_handling", co_offices=offices, dispatched_on="2026-11-18", **short)
    while (ninth := notice(wang, other)).number != "香信转2026-9":
        pass
    tenth = notice(li, case)
    program["void_document"](wang, ninth.id, "盖错了章")
    assert first.number in tenth.number, (first.number, tenth.number)
    letter = notice(li, case, "transfer_letter")
    at(19)
    serve(li, case, tenth, "refused", "direct", service_note="当面拒收。")
    serve(li, case, first, "served", "post", post_number="EMS20261119")
    at(20)
    serve(li, case, tenth, "served", "left", service_witness="张三")
    owed(li, case)
    do(li, case, "serve_notice", notice_name=letter.name, notice_served_on="2026-11-20", service_result="served")
    do(li, case, "serve_notice", notice_name="办理情况的说明", notice_served_on="2026-11-20", service_result="served")
    only = register(wang, "suggestion", dispatched_on="2026-11-20")
    named = notice(wang, only)
    do(wang, only, "serve_notice", notice_name=named.name, notice_served_on="2026-11-20", service_result="served")


def serve(desk: Any, case: Any, document: Any, result: str, way: str, **more: Any) -> None:
    """Serve a notice of a case by the words that the program itself offers for it."""
    do(
        desk, case, "serve_notice", notice_name=f"{document.name} {document.number}",
        notice_served_on=desk.today().isoformat(), service_result=result, service_way=way, service_receiver="秦听澜",
        service_relation="本人", **more,
    )  # fmt: skip


def whole_life(li: Any, wang: Any) -> None:
    """Lead a case from acceptance over an extension to an opinion, its service and the request for review."""
    at(20, 14)
    days = {"received_on": "2026-11-18", "petition_date": "2026-11-18", "accepted_on": "2026-11-19"}
    case = register(li, "township_accept", postmark_on=None, **days)
    program["set_parameter"](li, "number_format", "{简称}{文种}〔{年}〕{序号}号")
    notice(li, case)
    do(li, case, "start_handling")
    do(li, case, "extend", extension_days=30)
    owed(li, case)
    at(23)
    answered = do(li, case, "give_opinion", facts_found="情况属实。", review_office="香林县人民政府", approver="王镇长")
    owed(li, case)
    do(li, case, "serve_opinion", service_result="refused", service_note="当面拒收。", service_receiver="何秀英")
    at(24)
    do(li, case, "serve_opinion", service_result="served", service_way="left", service_witness="李四")
    owed(li, case)
    served = program["case_view"](li, case.case_id).steps[-1]
    program["correct_step"](li, case.case_id, served.id, "service_witness", "李四、张三", "补写")
    do(li, case, "review_requested")
    assert answered.state == "S12"
    second_persons(li, wang, case)


def second_persons(li: Any, wang: Any, first: Any) -> None:
    """Leave a proposal open, have one confirmed and one refused; put on record that a paper is not issued."""
    at(24, 10)
    for end in ("confirm_decline", "refuse_decline", ""):
        case = lower_handles(li, first)
        if end == "confirm_decline":
            do(wang, case, end, lower_accepted_on="2026-10-10", lower_due_on="2026-12-09")
            owed(wang, case)
        elif end:
            do(wang, case, end, refusal_note="不是同一件事", kind="appeal", way="6")
            do(wang, case, "accept_own")
            (paper,) = [p for p in program["case_view"](wang, case.case_id).owed if p.step_id is not None]
            program["waive_document"](wang, case.case_id, paper.step_id, paper.kind, "当面说明")


def lower_handles(desk: Any, first: Any) -> Any:
    """Register what another office is handling already: proposed not to be accepted."""
    return register(
        desk, "township_accept", postmark_on=None, duplicate="lower_handling", related_case=first.number, kind=None,
        litigation=None, way=None, power=None, accepted_on=None, mixed=None,
    )  # fmt: skip


def splitting(li: Any, first: Any) -> None:
    """Split a claim off to a case of its own."""
    claim = program["movable_claims"](li, first.case_id)[1]
    facts = example("transfer_visit", dispatched_on="2026-11-24", claims=[claim.text])
    split = program["SplitFrom"](first.number, (claim.id,))
    program["register_case"](li, intake(facts, li.office.role, li.today()), split_from=split)


def sealed_life(li: Any) -> None:
    """Lead an accusation: its letter and notice, one of them void, their service, its end."""
    at(24, 15)
    case = register(li, "accusation_discipline", accused_unit="香林县白石乡人民政府")
    opened = program["open_sealed"](li, case.case_id, PASSWORD)
    issue, prepare = program["issue_sealed"], program["prepare_sealed"]
    letter = issue(li, opened, prepare(li, opened, "accusation_letter"))
    program["record_print"](li, letter.id)
    program["void_sealed"](li, opened, letter.id, "文字有误")
    issue(li, opened, prepare(li, opened, "accusation_letter"))
    issue(li, opened, prepare(li, opened, "accusation_notice"))
    do(li, case, "serve_sealed_letter", service_result="served")
    do(li, case, "serve_sealed_notice", service_result="refused")
    at(25)
    do(li, case, "serve_sealed_notice", service_result="served")


def files(li: Any) -> None:
    """Keep files with the first case; one belongs to a document, one is void where a version knows that."""
    at(25, 9)
    with tempfile.TemporaryDirectory() as folder:
        scan = Path(folder) / "来访登记.pdf"
        for about, document in (("scan", None), ("service", 1)):
            scan.write_bytes(f"%PDF-1.4 {about}\n%%EOF\n".encode())
            program["attach_file"](li, 1, scan, about, document_id=document)
    if "void_attachment" in program:
        program["void_attachment"](li, 1, "放错了件")


def told_in_time(li: Any, wang: Any, chen: Any, answered: Any) -> None:
    """Have clocks that only a notice stops: one runs, one was stopped, of one the notice is void."""
    at(25, 10)
    facts = {"received_on": "2026-11-23", "petition_date": "2026-11-23", "related_case": answered.number}
    register(wang, "review_guidance", **facts)
    notice(li, register(li, "review_guidance", **facts))
    again = notice(li, register(li, "review_guidance", **facts))
    program["void_document"](li, again.id, "写错了日期")
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder) / "本地规则.toml"
        program["save_example"](chen, rules)
        rules.write_text(rules.read_text("utf-8").replace("示例：香林县", "香林县"), "utf-8")
        program["load_office_rules"](chen, rules)


def leaving(li: Any, chen: Any, first: Any) -> None:
    """Let files of several kinds leave, and one that is refused its place."""
    at(25, 11)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        program["save_document"](li, first.id, folder / "文书.pdf")
        program["save_attachment"](li, 2, folder / "附件.pdf")
        program["export_templates"](li, folder / "整套文书.zip")
        (folder / "已有的文件夹.pdf").mkdir()
        try:
            program["save_document"](li, first.id, folder / "已有的文件夹.pdf")
        except UserFault:
            pass
        else:
            raise AssertionError("a file took the place of a folder")
        program["make_backup"](chen, folder)


def main() -> None:
    """Tell the story to the program in the working directory and write what it kept."""
    take_program()
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else recorded_at(HEAD)
    assert not path.exists(), f"{path.name} is there and stays as it is"
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "工作区"
        li, _ = create_workspace(folder, office_setup(), now=clock, cost=CHEAP)
        wang, chen = people(li)
        sent, notice_of_it = first_version(li, wang)
        if "perform" in program:
            desk_work(li)
            services(li, wang, sent, notice_of_it)
            whole_life(li, wang)
            splitting(li, sent)
            sealed_life(li)
            files(li)
        if "leave" in program:
            told_in_time(li, wang, chen, sent)
            leaving(li, chen, notice_of_it)
        (user,) = [u.id for u in program["list_users"](li) if u.login == "chen"]
        program["stop_user"](li, user)
        assert program["check_workspace"](li).sound
        sealing_key = slots_of(folder).open("li", PASSWORD).sealing_key
        assert sealing_key is not None
        with li.store.connection() as connection:
            write_recording(connection, sealing_key, searched, path, telling_of_today())
        for desk in (chen, wang, li):
            desk.close()
    print(path, path.stat().st_size)


if __name__ == "__main__":
    main()
