"""The bundled faces and the choice between them."""

import shutil
from pathlib import Path

import pytest
from document_samples import sample
from fontTools.ttLib import TTFont

from app.faults import UserFault
from app.printing.fonts.book import FontBook, Role
from app.printing.notices.notice import render_notice
from app.printing.notices.template import load_templates
from app.resources import resource_path

FONTS = sorted(resource_path("fonts").glob("*.ttf"))
STANDARD = resource_path("fonts", "standard-characters.txt").read_text("utf-8").replace("\n", "")


@pytest.fixture(scope="module")
def book() -> FontBook:
    return FontBook()


def test_the_standard_table_has_8105_characters() -> None:
    assert len(set(STANDARD)) == len(STANDARD) == 8105


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_a_bundled_font_is_truetype_and_small_enough(path: Path) -> None:
    with TTFont(path, lazy=True) as font:
        assert "glyf" in font
        assert not font["OS/2"].fsType & 0x0002
    assert path.stat().st_size < 15_000_000


def test_the_bundle_stays_under_40_mb() -> None:
    assert sum(path.stat().st_size for path in FONTS) < 40_000_000


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_every_font_has_its_licence_beside_it(path: Path) -> None:
    family = "FandolFang" if "Fandol" in path.stem else path.stem.split("-")[0]
    licence = path.with_name(f"LICENSE-{family}.txt").read_text("utf-8")
    wanted = "font exception to it" if family == "FandolFang" else "SIL O"
    assert wanted.lower() in licence.lower()


def test_a_cut_font_bears_no_reserved_name() -> None:
    for path in FONTS:
        with TTFont(path, lazy=True) as font:
            names = [str(record) for record in font["name"].names if record.nameID in (1, 4, 6, 16)]
        assert not any(reserved in name for name in names for reserved in ("LXGW", "霞鹜", "Source"))


@pytest.mark.parametrize("name", ["NotoSansSC-Regular", "NotoSansSC-Medium"])
def test_the_window_fonts_have_every_standard_character(name: str) -> None:
    with TTFont(resource_path("fonts", f"{name}.ttf"), lazy=True) as font:
        covered = font.getBestCmap()
    assert [character for character in STANDARD if ord(character) not in covered] == []


@pytest.mark.parametrize("role", ["body", "title", "heading1", "heading2"])
def test_every_role_prints_every_standard_character(book: FontBook, role: Role) -> None:
    assert [character for character in STANDARD if book.face_for(character, role) is None] == []


def test_names_beyond_the_bmp_are_covered(book: FontBook) -> None:
    assert book.missing("㛃䶮𬱖𬍛𫖯𠅤𡐓𰻝𠮷①⑳〔〕—…·") == []


def test_a_character_nobody_has_is_named_with_its_code(book: FontBook) -> None:
    with pytest.raises(UserFault) as caught:
        book.check(["王😀", "\U0002ebf0"])
    assert caught.value.code == "missing-glyph"
    assert "😀（U+1F600）" in caught.value.sentence
    assert "（U+2EBF0）" in caught.value.sentence


def test_a_name_with_one_rare_character_is_set_in_one_face(book: FontBook) -> None:
    assert len(book.runs("王䶮华", "body")) == 3
    assert [run.text for run in book.runs("王䶮华", "body", name=True)] == ["王䶮华"]
    assert book.runs("王䶮华", "body", name=True)[0].face is book.face_for("䶮", "body")


def test_an_ordinary_name_keeps_the_body_face(book: FontBook) -> None:
    assert [run.face for run in book.runs("王桂兰", "body", name=True)] == [book.first("body")]


def test_digits_come_from_another_face_than_the_body(book: FontBook) -> None:
    runs = book.runs("于2026年", "body")
    assert [run.text for run in runs] == ["于", "2026", "年"]
    assert runs[1].face is book.first("digits")
    assert runs[0].face is not runs[1].face


def test_runs_keep_the_text_and_drop_only_what_has_no_shape(book: FontBook) -> None:
    text = "甲A\u200b乙𠮷\ufe0f，3"
    assert "".join(run.text for run in book.runs(text, "body")) == "甲A乙𠮷，3"


def test_system_fonts_come_first_where_they_exist(tmp_path: Path) -> None:
    shutil.copy(resource_path("fonts", "XinfangKai-Regular.ttf"), tmp_path / "simfang.ttf")
    book = FontBook(system_folder=tmp_path)
    assert book.first("body").name.startswith("simfang")
    assert book.first("heading1").name == "NotoSansSC-Medium"


def test_a_system_font_that_is_no_font_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "simfang.ttf").write_bytes(b"not a font")
    assert FontBook(system_folder=tmp_path).first("body").name == "FandolFang-Regular"


def test_a_broken_bundle_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserFault) as caught:
        FontBook(bundle=tmp_path).first("body")
    assert caught.value.code == "broken-font"
    assert "FandolFang-Regular.ttf" in caught.value.sentence


def test_nothing_that_was_printed_is_remembered_after_a_lock() -> None:
    book = FontBook()
    first = printed(book)
    assert "茂" in repr(book._made)
    assert "茂" in book._printed
    book.forget()
    faces = [face for face in book._faces.values() if face]
    assert not (book._made or book._printed or book._chosen)
    assert not any("cutter" in vars(face.font) or face.font._known or face.font._widths for face in faces)
    assert printed(book) == first


def printed(book: FontBook) -> bytes:
    template = load_templates()["suggestion_reply"]
    values = sample("typical", template) | {"petitioner_name": "赵德茂"}
    return render_notice(template, values, number="1", check_text="XF1:A", check_code="A-B", book=book).pdf
