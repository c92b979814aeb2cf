"""The search box: finds cases by name, pinyin, initials, number, phone, ID number or any words, newest first.

One FTS5 table holds, for each case, a line of tokens that we cut ourselves, so that one MATCH answers every kind of
query and walks the newest cases first (case ids grow with registration, and the table's rowid is the case id):

    张            every character once            answers one-character words
    _zhan _zs     the beginnings of pinyin keys    answers names typed as pinyin
    张三 三诉      each two neighbouring characters a phrase of them is any longer word
    1380 3800     each four neighbouring letters or digits: rarer than pairs, so numbers are found fast
    _             a break no phrase of characters can cross

The table is contentless: it keeps no copy of the text. A table of its own for single characters and pinyin would save a
fifth of the space, but then words of both sorts could only be joined by gathering every case that holds the one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from app.models.pinyin import name_keys

SEARCH_DDL: tuple[str, ...] = (
    "CREATE VIRTUAL TABLE case_search USING fts5("
    "tokens, content='', contentless_delete=1, detail=full, tokenize=\"ascii tokenchars '_'\")",
    # An encrypted page has 80 bytes less than a plain one; index leaves of the usual size would each spill over.
    "INSERT INTO case_search(case_search, rank) VALUES('pgsz', 3940)",
)

CAP = 1001
QUERY_CHARACTERS = 200
QUERY_WORDS = 24
KEY_LETTERS = 32

_BREAK = "_"
_FIELD_BREAK = " _ _ "
_QUAD = 4
_LATIN = re.compile("[0-9a-z]{4,}")
_PINYIN = re.compile("[0-9a-z]+")
_BETWEEN_WORDS = re.compile(r"[\s,、;。]+")


@dataclass(frozen=True)
class SearchText:
    """What a case is found by; a part that is not there is simply left out."""

    names: tuple[str, ...]
    """People and organisations; also found by pinyin and initials."""
    codes: tuple[str, ...]
    """Case number, phone, ID number; also found when typed without their hyphens and brackets."""
    texts: tuple[str, ...]
    """Summary, claims, address, place and the like."""


@dataclass(frozen=True)
class Hits:
    """The cases found: one page of ids, newest first, and how many there are, counted up to the cap."""

    case_ids: tuple[int, ...]
    total: int
    capped: bool
    """True when counting stopped at the cap and there may be more."""


def index_case(connection: Connection, case_id: int, text: SearchText) -> None:
    """Make a case findable by this text and by nothing it was found by before."""
    index_cases(connection, ((case_id, text),))


def index_cases(connection: Connection, cases: Iterable[tuple[int, SearchText]]) -> None:
    """Index many cases at once, as a merge or an import needs it."""
    rows = [(case_id, _tokens(text)) for case_id, text in cases]
    if not rows:
        return
    connection.exec_driver_sql("DELETE FROM case_search WHERE rowid = ?", [(case_id,) for case_id, _ in rows])
    connection.exec_driver_sql("INSERT INTO case_search(rowid, tokens) VALUES (?, ?)", rows)


def forget_case(connection: Connection, case_id: int) -> None:
    """Take a case out of the search."""
    connection.exec_driver_sql("DELETE FROM case_search WHERE rowid = ?", (case_id,))


def purge_forgotten(connection: Connection) -> None:
    """Rewrite the index without what was forgotten; takes seconds at 100,000 cases.

    Until then the words of a forgotten or changed case are marked as gone but still lie in the file: call this when
    a case that was findable becomes a sealed one.
    """
    connection.exec_driver_sql("INSERT INTO case_search(case_search) VALUES ('optimize')")


def find_cases(connection: Connection, query: str, *, limit: int = 50, offset: int = 0, cap: int = CAP) -> Hits:
    """Find the cases that hold every word of the query; an empty query finds nothing.

    Blanks, commas, 、 ; and 。 stand between words; other punctuation inside a word matches any punctuation there.
    Letters match the beginning of a name's pinyin or initials, or any letters of the text. Width and case of
    letters do not matter. The first `QUERY_CHARACTERS` characters and `QUERY_WORDS` words count.
    """
    expression = _expression(query)
    if not expression:
        return Hits((), 0, False)
    enough = max(cap, offset + limit)
    found = connection.exec_driver_sql(
        "SELECT rowid FROM case_search WHERE case_search MATCH ? ORDER BY rowid DESC LIMIT ?", (expression, enough)
    ).scalars()
    case_ids = tuple(found)
    return Hits(case_ids[offset : offset + limit], min(len(case_ids), cap), len(case_ids) >= cap)


class _Characters(dict[int, str | None]):
    """What becomes of each code point: itself, a blank, or nothing; learnt as characters turn up."""

    def __missing__(self, point: int) -> str | None:
        self[point] = kept = _kept(point)
        return kept


def _kept(point: int) -> str | None:
    category = unicodedata.category(chr(point))
    # Selectors choose a shape of the character before them and joiners glue shapes: the character is the same.
    if category == "Cf" or 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF or 0x180B <= point <= 0x180D:
        return None
    # Rare names: ideographs newer than Python's tables (planes 2 and 3), radicals and descriptions such as ⿰, and
    # private-use characters of older systems.
    rare = 0x20000 <= point <= 0x3FFFF or 0x2E80 <= point <= 0x2FFF or category == "Co"
    return chr(point) if rare or category[0] in "LNM" else " "


_CHARACTERS = _Characters()


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _runs(folded: str) -> list[str]:
    """Cut folded text at everything that is not a letter, a digit or an ideograph."""
    return folded.translate(_CHARACTERS).split()


def _grams(run: str, size: int) -> Iterator[str]:
    return (run[at : at + size] for at in range(len(run) - size + 1))


def _pairs(run: str) -> str:
    # A run of one character stands as itself, so that the words around it stay apart by exactly one word.
    return " ".join(_grams(run, 2)) if len(run) > 1 else run


def _tokens(text: SearchText) -> str:
    """Return the line of tokens that FTS5 stores for a case."""
    fields = [runs for part in dict.fromkeys((*text.names, *text.codes, *text.texts)) if (runs := _runs(_folded(part)))]
    whole = [[joined] for part in (*text.names, *text.codes) if (joined := _joined_if_broken(part))]
    characters = {character for runs in fields for run in runs for character in run}
    quads = [quad for runs in fields + whole for run in runs for quad in _LATIN.findall(run)]
    # What occurs once comes first: small positions are stored in one byte.
    parts = [" ".join(sorted(characters)), " ".join(sorted(_key_tokens(text.names)))]
    parts += [f" {_BREAK} ".join(map(_pairs, runs)) for runs in fields + whole]
    parts += [" ".join(_grams(quad, _QUAD)) for quad in dict.fromkeys(quads)]
    return _FIELD_BREAK.join(parts)


def _joined_if_broken(part: str) -> str:
    runs = _runs(_folded(part))
    return "".join(runs) if len(runs) > 1 else ""


def _key_tokens(names: Iterable[str]) -> set[str]:
    tokens: set[str] = set()
    for name in dict.fromkeys(names):
        keys = name_keys(unicodedata.normalize("NFKC", name))
        for key in (*keys.full, *keys.initials):
            tokens.update(_BREAK + key[:end] for end in range(1, min(len(key), KEY_LETTERS) + 1))
        for key in keys.tails:
            # One letter would find everybody with such a letter anywhere in the name.
            tokens.update(_BREAK + key[:end] for end in range(2, min(len(key), KEY_LETTERS) + 1))
    return tokens


def _expression(query: str) -> str:
    """Write the query as an FTS5 expression of quoted tokens alone; nothing a person types can be syntax."""
    words = (_runs(word) for word in _BETWEEN_WORDS.split(_folded(query[:QUERY_CHARACTERS])))
    present = [tuple(runs) for runs in words if runs]
    return " AND ".join(_word(runs) for runs in list(dict.fromkeys(present))[:QUERY_WORDS])


def _word(runs: tuple[str, ...]) -> str:
    joined = "".join(runs)
    ways = [_run(joined)]
    if len(runs) > 1:
        ways.append(_neighbours(runs))
    if _PINYIN.fullmatch(keyed := joined.replace("ü", "v")):
        ways.append(f'"{_BREAK}{keyed[:KEY_LETTERS]}"')
    return f"({' OR '.join(ways)})"


def _run(run: str) -> str:
    if _LATIN.fullmatch(run):
        return f'"{" ".join(_grams(run, _QUAD))}"'
    return f'"{_pairs(run)}"'


def _neighbours(runs: tuple[str, ...]) -> str:
    """Match runs that stand side by side in the text, whatever punctuation is between them.

    A single character at either end may belong to a longer run there, so that it is asked for by itself.
    """
    edges = [run for run in (runs[0], runs[-1]) if len(run) == 1]
    phrase = [_pairs(run) for run in runs]
    if len(runs[0]) == 1:
        phrase = phrase[1:]
    if len(runs[-1]) == 1:
        phrase = phrase[:-1]
    asked = [f'"{edge}"' for edge in edges]
    if phrase:
        asked.append(f'"{f" {_BREAK} ".join(phrase)}"')
    return f"({' AND '.join(asked)})"
