"""Find in a syntax tree whatever opens a file for writing, makes one or gives one its name."""

import ast
from collections.abc import Iterator

_MODE = set("rwaxbt+")
# Anything called so writes a file, whatever it is given.
_CALLED = {
    "write_bytes", "write_text", "symlink_to", "hardlink_to", "mkstemp", "NamedTemporaryFile",
    "TemporaryFile", "SpooledTemporaryFile", "TemporaryDirectory", "mkdtemp", "QSaveFile", "QFile", "QTemporaryFile",
    "QPdfWriter", "QImageWriter", "setOutputFileName", "FileHandler", "RotatingFileHandler", "Canvas", "PdfWriter",
}  # fmt: skip
_OF = {
    "os": {"replace", "rename", "renames", "link", "symlink", "truncate", "mknod", "mkfifo", "fdopen"},
    "shutil": {"copy", "copy2", "copyfile", "copyfileobj", "copytree", "move", "make_archive", "unpack_archive"},
    "sqlcipher": {"connect"}, "sqlite3": {"connect"}, "json": {"dump"}, "pickle": {"dump"},
}  # fmt: skip
# A window's `save(document)` or `touch()` is no file; in these rooms one is.
_SAVES = ("app/ledgers/", "app/printing/", "app/casework/", "app/models/", "app/cli/")


def openings(source: str, path: str) -> Iterator[tuple[str, str]]:
    """Yield (function, call) for each opening in a file; the function is "" at the top of the module."""
    yield from _walk(ast.parse(source), "", path)


def _walk(node: ast.AST, within: str, path: str) -> Iterator[tuple[str, str]]:
    for child in ast.iter_child_nodes(node):
        inside = child.name if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else within
        if isinstance(child, ast.Call) and (name := _writing(child, path)):
            yield within, name
        yield from _walk(child, inside, path)


def _writing(call: ast.Call, path: str) -> str:
    owner, name = "", ""
    if isinstance(call.func, ast.Name):
        name = call.func.id
    elif isinstance(call.func, ast.Attribute):
        name = call.func.attr
        owner = call.func.value.id if isinstance(call.func.value, ast.Name) else "?"
    if name in _CALLED or name in _OF.get(owner, ()):
        return f"{owner}.{name}".removeprefix(".").removeprefix("?.") if owner in _OF else name
    if (owner, name) == ("os", "open"):
        flags = call.args[1] if len(call.args) > 1 else None
        read = isinstance(flags, ast.Attribute) and flags.attr == "O_RDONLY"
        return "" if read else "os.open"
    if name in ("open", "ZipFile", "TarFile") and any(_writes(mode) for mode in _modes(call)):
        return name
    if path.startswith(_SAVES) and (name == "touch" or (name == "save" and call.args)):
        return name
    return ""


def _modes(call: ast.Call) -> Iterator[str]:
    given = [*call.args[:2], *(each.value for each in call.keywords if each.arg == "mode")]
    for each in given:
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def _writes(mode: str) -> bool:
    return 0 < len(mode) <= 3 and set(mode) <= _MODE and bool(set(mode) & set("wax+"))
