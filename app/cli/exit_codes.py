"""What the command line's exit codes mean; scheduled tasks rely on them."""

OK = 0
BUG = 1
USAGE = 2
REFUSED = 3
WRONG_PASSWORD = 4
NOT_A_WORKSPACE = 5
FAULTS_FOUND = 6

MEANINGS = {
    OK: "办成了",
    BUG: "程序自身出错",
    USAGE: "命令或参数写错，或缺少口令、工作区",
    REFUSED: "被拒绝：输入有误或条件不满足，什么也没有改动",
    WRONG_PASSWORD: "用户名或口令不对",
    NOT_A_WORKSPACE: "不是工作区，或工作区由更新版本的程序建立",
    FAULTS_FOUND: "检查（verify、verify-document、templates check、numbers、self-test）发现问题",
}

_BY_FAULT = {
    "usage": USAGE,
    "wrong-password": WRONG_PASSWORD,
    "not-a-workspace": NOT_A_WORKSPACE,
    "newer-version": NOT_A_WORKSPACE,
}


def exit_code_of(fault_code: str) -> int:
    """Return the exit code for the code of a `UserFault`."""
    return _BY_FAULT.get(fault_code, REFUSED)
