"""The command line as a whole: its commands, its errors and its exit codes."""

import contextlib
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import typer

from app.cli import (
    acts,
    backup,
    cases,
    checks,
    directory,
    documents,
    law,
    numbers,
    office,
    office_law,
    pathways,
    regulation,
    rules,
    templates,
    ways_back,
)
from app.cli.answer import Answer, say_answer, say_fault, speak_chinese
from app.cli.exit_codes import BUG, MEANINGS, OK, USAGE, exit_code_of
from app.cli.options import JsonOption
from app.faults import UserFault

_APP = Path(__file__).resolve().parent.parent
_INTERRUPTED = 130

_HELP = """信访窗口的命令行：与窗口办同样的事，供定时任务和信息员使用；窗口开着也可以用。

\b
口令从环境变量 XINFANG_PASSWORD 或 --password-stdin 给出，不能写在参数里。
工作区用 --workspace 或 XINFANG_WORKSPACE，用户用 --user 或 XINFANG_USER。
加 --json 时，标准输出是一个 JSON 对象；出错时是 {"error": {"code", "sentence", "next_step"}}。
输出到管道和文件时一律是 UTF-8。

\b
退出码：
""" + "\n".join(f"  {code}  {meaning}" for code, meaning in MEANINGS.items())

command_line = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@command_line.callback(help=_HELP)
def _shared(as_json: JsonOption = False) -> None:
    """Take --json before the command too."""


for _module in (
    office, cases, acts, documents, numbers, law, regulation, office_law, pathways, directory, rules, templates,
    checks, backup, ways_back,
):  # fmt: skip
    for _name, _command in getattr(_module, "COMMANDS", {}).items():
        command_line.command(_name)(_command)
    for _name, _group in getattr(_module, "GROUPS", {}).items():
        command_line.add_typer(_group, name=_name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; prints everything there is to say."""
    speak_chinese()
    given = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in (given[: given.index("--")] if "--" in given else given)
    try:
        answer = command_line(args=given, prog_name="python -m app.cli", standalone_mode=False)
        if isinstance(answer, Answer):
            say_answer(answer, as_json=as_json)
            return answer.exit_code
        return answer if isinstance(answer, int) else OK
    except UserFault as fault:
        say_fault(fault, as_json=as_json)
        return exit_code_of(fault.code)
    except (KeyboardInterrupt, typer.Abort):
        return _INTERRUPTED
    except typer.TyperException as fault:  # every mistake in the arguments themselves
        return _usage(fault, as_json)
    except BrokenPipeError:
        # The reader has seen enough; what it did not read was only output.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as fault:
        say_fault(_bug(fault), as_json=as_json)
        return BUG


def _usage(fault: BaseException, as_json: bool) -> int:
    told = getattr(fault, "format_message", lambda: str(fault))()
    context = getattr(fault, "ctx", None)
    if not told and context is not None:  # no command at all: the help is the answer
        print(context.get_help())
        return USAGE
    where = f"{context.command_path} --help" if context is not None else "--help"
    say_fault(UserFault(f"命令或参数有误：{told} ", f"用法见 {where}", code="usage"), as_json=as_json)
    return USAGE


def _bug(fault: Exception) -> UserFault:
    """Describe a bug by kind and place alone: its message might quote what somebody typed."""
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [f for f in frames if Path(f.filename).resolve().is_relative_to(_APP)]
    place = "；".join(f"{Path(f.filename).resolve().relative_to(_APP.parent)}:{f.lineno}" for f in ours[-4:])
    return UserFault(
        f"程序自身出错：{type(fault).__name__}（{place}）。",
        "请把这一行发给信息员；没有办完的这一步没有保存。",
        code="bug",
    )
