"""Passwords, the recovery code and the slot file."""

import json
from pathlib import Path

import pytest
from offices import CHEAP

from app.faults import UserFault
from app.security.keyslots import (
    RECOVERY,
    KdfCost,
    KeySlots,
    new_recovery_code,
    read_key_slots,
    tidy_recovery_code,
    write_key_slots,
)

KEY = bytes(range(32))


def slots() -> KeySlots:
    return KeySlots("w1", ()).with_slot("li", "口令一二三四五", KEY, None, CHEAP)


def test_the_right_password_gives_the_database_key() -> None:
    assert slots().open("li", "口令一二三四五").database_key == KEY


def test_the_real_cost_opens_too() -> None:
    made = KeySlots("w1", ()).with_slot("li", "口令一二三四五", KEY, b"s" * 32, KdfCost())
    assert made.open("li", "口令一二三四五").sealing_key == b"s" * 32


@pytest.mark.parametrize(("login", "secret"), [("li", "口令一二三四六"), ("wang", "口令一二三四五"), ("li", "")])
def test_a_wrong_name_or_password_gets_the_same_sentence(login: str, secret: str) -> None:
    with pytest.raises(UserFault, match="用户名或口令不对") as caught:
        slots().open(login, secret)
    assert caught.value.code == "wrong-password"


def test_a_slot_moved_to_another_workspace_opens_nothing() -> None:
    with pytest.raises(UserFault):
        KeySlots("w2", slots().slots).open("li", "口令一二三四五")


def test_a_recovery_code_is_read_as_people_copy_it() -> None:
    code = new_recovery_code()
    made = slots().with_slot(RECOVERY, code, KEY, None, CHEAP)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert made.open(RECOVERY, tidy_recovery_code(typed)).database_key == KEY
    assert made.logins() == ("li",)


def test_the_slot_file_comes_back_as_it_went(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    written = slots()
    write_key_slots(path, written)
    assert read_key_slots(path) == written
    assert read_key_slots(path).open("li", "口令一二三四五").database_key == KEY
    assert [p.name for p in tmp_path.iterdir()] == ["keys.json"]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"format": 1}', '{"format": 1, "workspace_id": "x", "slots": [1]}']
)
def test_a_damaged_slot_file_is_said_in_one_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(content, "utf-8")
    with pytest.raises(UserFault, match="已损坏"):
        read_key_slots(path)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("kdf",), None),
        (("kdf", "t"), 0),
        (("kdf", "p"), -1),
        (("kdf", "m"), 10**12),
        (("kdf", "m"), 8192.5),
        (("kdf", "name"), "scrypt"),
        (("salt",), ""),
        (("salt",), "不是"),
        (("database_key",), "AAAA"),
        (("sealing_key",), True),
        (("login",), 7),
    ],
)
def test_a_damaged_slot_is_a_damaged_file_and_never_a_bug(
    tmp_path: Path, place: tuple[str, ...], value: object
) -> None:
    path = tmp_path / "keys.json"
    write_key_slots(path, slots())
    body = json.loads(path.read_text("utf-8"))
    inner = body["slots"][0]
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    path.write_text(json.dumps(body), "utf-8")
    with pytest.raises(UserFault, match="已损坏"):
        read_key_slots(path)


def test_a_newer_slot_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text('{"format": 99, "workspace_id": "x", "slots": []}', "utf-8")
    with pytest.raises(UserFault, match="更新版本") as caught:
        read_key_slots(path)
    assert caught.value.code == "newer-version"
