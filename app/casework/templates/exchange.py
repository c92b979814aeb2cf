"""A whole set of templates as one file, to hand from one office to another: written whole, read whole or not at all."""

import io
import json
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from app.casework.office.exits import leave
from app.casework.templates.check import LARGEST, read_template
from app.casework.templates.versions import OWN, current_templates, save_in
from app.casework.templates.writing import template_as_text
from app.faults import UserFault
from app.models.workspace import Workspace
from app.printing.notices.template import Template, load_templates
from app.security.files import whole

FORMAT = "xinfang-window-templates"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
LARGEST_SET = 5_000_000
MOST_FILES = 200

_NAME = re.compile(r"^([a-z_]{1,60})\.toml$")
_ENCRYPTED = 0x1
_SAME_DAY = (2022, 5, 1, 0, 0, 0)


@dataclass(frozen=True)
class ImportedSet:
    """What an import did: the names of the documents that have a new version now, and how many stayed as they are."""

    changed: tuple[str, ...]
    unchanged: int


def export_templates(workspace: Workspace, path: Path) -> int:
    """Write the templates in use as one .zip and return their number; the same templates give the same bytes."""
    path = Path(path)
    if path.suffix.lower() != ".zip":
        raise UserFault("文件名要以 .zip 结尾，", "请改正文件名后再导出。", code="bad-value", field="path")
    templates = current_templates(workspace)
    manifest = {"format": FORMAT, "format_version": FORMAT_VERSION, "kinds": list(templates)}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        for kind, template in templates.items():
            _put(archive, f"{kind}.toml", template_as_text(template))
    leave(workspace, "export_templates", path, whole(buffer.getvalue()), what="template_set", row_count=len(templates))
    return len(templates)


def import_templates(workspace: Workspace, path: Path, note: str = "") -> ImportedSet:
    """Take over a set of templates in one act: each that differs becomes a new version, or nothing changes at all.

    Raises UserFault: bad-template-set for a file that is none, and every refusal of `save_template`.
    """
    texts = _texts(Path(path))
    with workspace.act("import_templates", note or f"导入 {len(texts)} 种") as session:
        before = dict(current_templates(session))
        read = {kind: _read(text, kind) for kind, text in texts.items()}
        after = before | read
        changed: list[str] = []
        for kind, template in read.items():
            if kind in before and template_as_text(template) == template_as_text(before[kind]):
                continue
            # Held against the set as it will be, so that two kinds may trade their number words.
            words = {each.number_word: each.name for key, each in after.items() if key != kind}
            save_in(workspace, session, kind, texts[kind], note or "导入整套", words)
            changed.append(template.name)
    return ImportedSet(tuple(changed), len(texts) - len(changed))


def _read(text: str, kind: str) -> Template:
    shipped = load_templates().get(kind)
    return read_template(text, shipped.name if shipped is not None else kind)


def _put(archive: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, _SAME_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, text.encode())


def _texts(path: Path) -> dict[str, str]:
    """Return the texts of a set by kind; nothing of it ever becomes a path on the disk."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST_SET else b""
    except OSError:
        raise _refused(path, "读不出来") from None
    if size > LARGEST_SET:
        raise _refused(path, f"有 {size // 1_000_000} MB，太大了")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = _entries(archive, path)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise _refused(path, "不是完整的 .zip 文件") from None
    kinds = _kinds(found.pop(MANIFEST, ""), path)
    if sorted(kinds) != sorted(found):
        raise _refused(path, "目录和里面的文件对不上")
    if unknown := sorted(kind for kind in found if kind not in load_templates() and not kind.startswith(OWN)):
        raise _refused(path, f"里面有程序没有的文书“{unknown[0]}”")
    return {kind: found[kind] for kind in kinds}


def _entries(archive: zipfile.ZipFile, path: Path) -> dict[str, str]:
    infos = archive.infolist()
    if len(infos) > MOST_FILES:
        raise _refused(path, f"里面有 {len(infos):,} 个文件，太多了")
    found: dict[str, str] = {}
    for info in infos:
        name = _NAME.match(info.filename)
        if name is None and info.filename != MANIFEST:
            raise _refused(path, f"里面有不该有的文件“{info.filename[:40]}”")
        if info.flag_bits & _ENCRYPTED:
            raise _refused(path, "加了密码")
        key = name[1] if name else MANIFEST
        if key in found:
            raise _refused(path, f"里面有两个“{info.filename}”")
        with archive.open(info) as handle:
            # What the file says of its size is not believed.
            raw = handle.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise _refused(path, f"里面的“{info.filename}”超过 {LARGEST // 1000} kB")
        try:
            found[key] = raw.decode("utf-8")
        except UnicodeDecodeError:
            raise _refused(path, f"里面的“{info.filename}”不是 UTF-8 编码") from None
    return found


def _kinds(text: str, path: Path) -> list[str]:
    if not text:
        raise _refused(path, f"缺少目录 {MANIFEST}")
    try:
        manifest = json.loads(text)
        kinds = manifest["kinds"]
        known = manifest["format"] == FORMAT
        newer = int(manifest["format_version"]) > FORMAT_VERSION
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _refused(path, "目录写法有误") from None
    if not known or not isinstance(kinds, list) or not kinds or not all(isinstance(kind, str) for kind in kinds):
        raise _refused(path, "不是文书模板")
    if newer:
        raise _refused(path, "由更新版本的程序导出")
    return kinds


def _refused(path: Path, why: str) -> UserFault:
    return UserFault(
        f"“{path.name[:60]}”不能导入：{why}。", "请换一份从本程序导出的整套模板；现在用的模板没有改动。",
        code="bad-template-set", field="path",
    )  # fmt: skip
