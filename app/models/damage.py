"""What SQLite and SQLCipher themselves find damaged in a database file, in words."""

import re

from sqlalchemy import Connection

_PAGE = re.compile(r"failed for page (\d+)")
_PAGES_NAMED = 8
_QUOTED = 120


def page_faults(connection: Connection) -> tuple[str, ...]:
    """Check the seal of every page of the file and name those that do not hold."""
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check")]
    pages = [match[1] for each in found if (match := _PAGE.search(each))]
    more = f" 等 {len(pages)} 页" if len(pages) > _PAGES_NAMED else ""
    named = [f"文件：第 {'、'.join(pages[:_PAGES_NAMED])} 页{more}已经损坏"] if pages else []
    return (*named, *(f"文件：{each}" for each in found if not _PAGE.search(each)))


def structure_faults(connection: Connection) -> tuple[str, ...]:
    """Check that tables and indexes agree; one sentence with the beginning of what SQLite says when they do not."""
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(5)") if row[0] != "ok"]
    return (f"数据库：结构检查没有通过（{' '.join(found[0].split())[:_QUOTED]}）",) if found else ()
