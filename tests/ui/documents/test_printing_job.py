"""What goes to the printer is the stored document, whole, or nothing that counts as printed."""

import pytest
from paper_pictures import assert_same_pages

from app.casework.documents.issuing import prepare_notice
from app.faults import UserFault
from app.printing.notices.notice import render_notice
from app.printing.notices.template import load_templates
from app.ui.base import printing_job
from app.ui.base.printing_job import new_printer, no_printer, print_pdf


@pytest.fixture
def pdf(workspace, register):
    # The code stands still: an office's own key is random, and with it the picture that is compared.
    draft = prepare_notice(workspace, register("transfer_visit"))
    code = "0123-4567-89AB-CDEF"
    text = f"XFCK1:990326-20261120-0001:1:{code}"
    template = load_templates()[draft.kind]
    return render_notice(template, draft.values, number="香信转〔2026〕1号", check_text=text, check_code=code).pdf


@pytest.mark.parametrize("band_bytes", [17_000_000, 300_000])
def test_the_paper_looks_like_the_stored_document_in_one_band_or_many(qapp, pdf, paper, monkeypatch, band_bytes):
    monkeypatch.setattr(printing_job, "BAND_BYTES", band_bytes)
    told = []
    assert print_pdf(pdf, paper(None), lambda percent: told.append(percent) or True) == 2
    assert told == sorted(told)
    assert told[-1] == 100
    assert (len(told) > 20) == (band_bytes < 1_000_000)
    # A page that drifts by a band's pixel is past 7.
    assert_same_pages(pdf, paper.files[0].read_bytes())


def test_stopping_leaves_no_paper(qapp, pdf, paper):
    with pytest.raises(UserFault) as caught:
        print_pdf(pdf, paper(None), lambda percent: percent < 50)
    assert caught.value.code == "cancelled"
    assert not paper.files[0].exists()


def test_bytes_that_are_no_pdf_are_refused_and_an_older_file_stays(qapp, paper):
    printer = paper(None)
    paper.files[0].write_bytes(b"an older print")
    with pytest.raises(UserFault) as caught:
        print_pdf(b"%PDF-1.4 torn", printer, lambda _percent: True)
    assert caught.value.code == "broken-pdf"
    assert paper.files[0].read_bytes() == b"an older print"


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_does_not_take_it_is_named(qapp, pdf, tmp_path):
    printer = new_printer()
    printer.setOutputFileName(str(tmp_path / "没有这个文件夹" / "paper.pdf"))
    with pytest.raises(UserFault) as caught:
        print_pdf(pdf, printer, lambda _percent: True)
    assert caught.value.code == "printer"
    assert "没有记作已打印" in caught.value.next_step


def test_a_file_that_was_not_written_whole_is_no_print(qapp, pdf, paper):
    printer = paper(None)

    def cut(percent):
        if percent == 100:  # what a full disk or a stick pulled out leaves of it
            paper.files[-1].unlink()
        return True

    with pytest.raises(UserFault, match="没有写完整") as caught:
        print_pdf(pdf, printer, cut)
    assert caught.value.code == "printer"


def test_without_a_printer_saving_is_the_next_step(qapp):
    assert "另存" in no_printer().next_step
