"""The guided tour: from login to a printed notice and an exported ledger through the real window, pictures of all."""

import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import openpyxl
import pypdf
import pytest
from offices import BEIJING
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.casework.demo.story import load_story
from app.casework.office.checks import check_workspace
from app.faults import UserFault
from app.ledgers.profile import load_profile
from app.models.workspace import open_workspace
from app.ui.shell.tour import run_tour

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=BEIJING)
COLUMNS = load_profile().headers


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Path:
    out = tmp_path_factory.mktemp("导览") / "出"
    assert run_tour(out, now=lambda: NOW) == 0
    return out


def notice(out: Path) -> Path:
    return next(p for p in out.glob("*.pdf") if p.name != "打印件.pdf")


def test_the_tour_leaves_a_notice_that_reads_as_it_should(toured: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    done = subprocess.run(["pdftotext", "-raw", str(notice(toured)), "-"], capture_output=True, check=True)
    text = "".join(done.stdout.decode().split())
    for words in ("转送告知书", "香林县住房和城乡建设局", "欧阳𬱖", "核验码", "加盖公章处", "2026年11月20日"):
        assert words in text


def test_what_was_printed_has_the_pages_of_what_is_stored_and_one_of_its_proof_of_service(toured: Path) -> None:
    stored, printed = (len(pypdf.PdfReader(p).pages) for p in (notice(toured), toured / "打印件.pdf"))
    assert printed == stored + 1


def test_the_tour_leaves_a_ledger_with_the_nineteen_columns(toured: Path) -> None:
    sheet = openpyxl.load_workbook(toured / "省系统对照台账.xlsx").active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == COLUMNS
    assert len(rows) > 2
    assert any("（已密封）" in str(cell) for row in rows for cell in row)


def test_the_tour_takes_pictures_of_every_page(toured: Path) -> None:
    pictures = sorted((toured / "图片").glob("*.png"))
    seen = {p.stem.split("-", 1)[1] for p in pictures}
    assert {"登录", "工作台", "诉求", "六条途径", "核对", "登记前", "登记好了", "告知书已签发", "台账", "设置"} <= seen
    for picture in pictures:
        image = QImage(str(picture))
        colours = {image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)}
        assert len(colours) > 8, picture.name


def test_the_demo_workspace_is_sound_after_it(toured: Path) -> None:
    story = load_story()
    workspace = open_workspace(toured / "工作区", story.people[0].login, story.password)
    report = check_workspace(workspace)
    workspace.close()
    assert report.sound, report.faults
    assert report.documents > 1


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "我的.pdf").write_bytes(b"x")
    with pytest.raises(UserFault, match="另选一个空文件夹"):
        run_tour(tmp_path)
    assert (tmp_path / "我的.pdf").read_bytes() == b"x"
