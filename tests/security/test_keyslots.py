"""Passwords, the recovery code and the slot file."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from offices import CHEAP

from app.faults import UserFault
from app.security.keyslots import (
    RECOVERY,
    KdfCost,
    KeySlots,
    custodian_logins,
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


def test_a_slot_moved_to_another_name_opens_nothing() -> None:
    moved = replace(slots().slots[0], login="wang")
    with pytest.raises(UserFault):
        KeySlots("w1", (moved,)).open("wang", "口令一二三四五")


def test_the_two_keys_of_a_slot_cannot_change_places() -> None:
    (slot,) = KeySlots("w1", ()).with_slot("li", "口令一二三四五", KEY, b"s" * 32, CHEAP).slots
    assert slot.sealing_key is not None
    turned = replace(slot, database_key=slot.sealing_key, sealing_key=slot.database_key)
    with pytest.raises(UserFault):
        KeySlots("w1", (turned,)).open("li", "口令一二三四五")


def test_a_new_password_replaces_the_former_one() -> None:
    changed = slots().with_slot("wang", "另一个口令", KEY, None, CHEAP).with_slot("li", "新的口令", KEY, None, CHEAP)
    assert sorted(changed.logins()) == ["li", "wang"]
    assert changed.open("li", "新的口令").database_key == changed.open("wang", "另一个口令").database_key == KEY
    with pytest.raises(UserFault):
        changed.open("li", "口令一二三四五")


def test_a_slot_taken_away_opens_nothing_and_the_others_still_do() -> None:
    left = slots().with_slot("wang", "另一个口令", KEY, None, CHEAP).without_slot("li")
    with pytest.raises(UserFault):
        left.open("li", "口令一二三四五")
    assert left.open("wang", "另一个口令").database_key == KEY


def test_nothing_shows_that_two_people_chose_the_same_password() -> None:
    made = slots().with_slot("wang", "口令一二三四五", KEY, b"s" * 32, CHEAP)
    salts = {slot.salt for slot in made.slots}
    wrapped = [key for slot in made.slots for key in (slot.database_key, slot.sealing_key) if key is not None]
    assert (len(made.slots), len(salts), len(wrapped)) == (2, 2, 3)
    assert len({key[:12] for key in wrapped}) == len(wrapped)  # a nonce used twice under one key gives both away


def test_a_guess_costs_what_rfc_9106_asks_for() -> None:
    cost = KdfCost()
    assert cost.iterations >= 3
    assert cost.memory_kib >= 64 * 1024


def test_the_slots_say_who_opens_what_is_sealed() -> None:
    made = slots().with_slot("zhao", "密封口令", KEY, b"s" * 32, CHEAP).with_slot(RECOVERY, "码", KEY, b"s" * 32, CHEAP)
    assert custodian_logins(made.slots) == ("zhao",)
    assert made.logins() == ("li", "zhao")


def test_a_recovery_code_is_twenty_five_letters_drawn_one_by_one() -> None:
    codes = [new_recovery_code() for _ in range(20)]
    groups = [code.split("-") for code in codes]
    assert {len(each) for each in groups} == {5}
    assert {len(group) for each in groups for group in each} == {5}
    assert len({group for each in groups for group in each}) > 90  # of a hundred, none follows from another


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    assert tidy_recovery_code("oOiIl 23456/789ab cdefg,hjkmu") == "00111-23456-789AB-CDEFG-HJKM"


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
        (("kdf", "t"), 10**6),
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
