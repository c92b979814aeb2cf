"""What is said of an issued document beside its page."""

from app.casework.document_view import DocumentView


def document_facts(document: DocumentView) -> list[tuple[str, str]]:
    """Return (label, value) pairs, in reading order."""
    return [
        ("文号", document.number),
        ("信访事项", document.case_number),
        ("签发", f"{document.issued_on:%Y-%m-%d}　{document.issued_by}"),
        ("页数", f"{document.pages} 页"),
        ("核验码", document.check_code),
        ("打印", print_words(document)),
    ]


def print_words(document: DocumentView) -> str:
    """Say how often it was printed or saved; all after the first are copies."""
    if document.prints == 0:
        return "还没有打印"
    return f"{document.prints} 次" + (f"（副本 {document.prints - 1} 次）" if document.prints > 1 else "")
