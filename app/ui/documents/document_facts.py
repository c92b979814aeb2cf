"""What is said of an issued document beside its page."""

from app.casework.cases.document_rows import DocumentView


def document_facts(document: DocumentView) -> list[tuple[str, str]]:
    """Return (label, value) pairs, in reading order."""
    return [
        ("文号", document.number),
        ("信访事项", document.case_number),
        ("签发", f"{document.issued_on:%Y-%m-%d}　{document.issued_by}"),
        ("页数", f"{document.pages} 页"),
        ("核验码", document.check_code),
        ("打印", print_words(document)),
        *([("送达", f"{document.served_on:%Y-%m-%d}")] if document.served_on else []),
        *([("已作废", document.void_reason)] if document.void else []),
    ]


def document_words(document: DocumentView) -> list[str]:
    """Say who issued it, its check code, how often it was printed and when it was received, in a few words each.

    One made outside was never issued, printed or given a code here: who entered it is said.
    """
    said = [f"{document.issued_by} {'补录' if document.outside else '签发'}"]
    said += [] if document.outside else [f"核验码 {document.check_code}"]
    said.append(made_words(document))
    return [*said, f"送达：{document.served_on:%Y-%m-%d}"] if document.served_on else said


def made_words(document: DocumentView) -> str:
    """Say how often it was printed here, or that it was made outside the program."""
    return "在程序外出具" if document.outside else f"打印：{print_words(document)}"


def print_words(document: DocumentView) -> str:
    """Say how often it was printed or saved; all after the first are copies."""
    if document.prints == 0:
        return "还没有打印"
    return f"{document.prints} 次" + (f"（副本 {document.prints - 1} 次）" if document.prints > 1 else "")


def state_words(document: DocumentView) -> str:
    """Say in a few words where a document stands: void, unprinted, served, or printed."""
    if document.void:
        return "已作废"
    if document.served_on:
        return f"{document.served_on:%m-%d} 送达"
    if document.outside:
        return "补录" if document.proven else "补录·无凭证"
    return f"印 {document.prints} 次" if document.prints else "未打印"


def state_tone(document: DocumentView) -> str:
    """Return the colour of those words."""
    if document.void:
        return "red"
    if document.served_on:
        return "green"
    return "" if (document.proven if document.outside else document.prints) else "amber"
