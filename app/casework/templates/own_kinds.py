"""Kinds of document an office makes of its own: a copy of one that ships, listed and issued beside the others."""

from pypinyin import lazy_pinyin

from app.casework.templates.versions import OWN, bare, current_templates, other_words, save_in, shipped_template
from app.casework.templates.writing import template_as_text
from app.faults import UserFault
from app.models.workspace import Workspace
from app.printing.notices.template import Template

MOST_OWN = 40
_LONGEST_ID = 50


def own_kind_id(name: str) -> str:
    """Return the id of an own kind by its name: two offices with a document of one name exchange it as one kind."""
    letters = ["".join(c for c in each.lower() if "a" <= c <= "z") for each in lazy_pinyin(name)]
    return OWN + "_".join(each for each in letters if each)[:_LONGEST_ID].strip("_")


def own_template(base: Template, name: str, number_word: str) -> Template:
    """Return the template of a new kind: the words of `base` under another name, without the law's notice in it."""
    form = bare(base, own_kind_id(name))
    used = {key for block in base.blocks for key in block.used}
    fields = tuple(field for field in base.fields if field.key in used or field.key in form.by_key)
    titles = tuple(tuple(name if piece == base.name else piece for piece in title) for title in base.titles)
    update = {
        "name": name, "number_word": number_word, "version": 1, "status": "", "blocks": base.blocks, "fields": fields,
        "titles": titles, "stub": base.stub.replace(f"《{base.name}》", f"《{name}》"), "one_of": (),
        "valid_from": None, "valid_to": None,
    }  # fmt: skip
    made = form.model_copy(update=update)
    named = {key for text in (made.stub, *(p for t in made.titles for p in t)) for key in base.by_key if key in text}
    more = tuple(field for field in base.fields if field.key in named and field not in fields)
    return made.model_copy(update={"fields": (*fields, *more)})


def add_own_kind(workspace: Workspace, base: str, name: str, number_word: str) -> str:
    """Keep a new kind made from the kind `base` as the office's own; return its id. One act.

    Raises UserFault: bad-value for a name that is taken or a base that is none (documents of accusations are none),
    and every refusal of `save_template`.
    """
    name, number_word = name.strip(), number_word.strip()
    templates = current_templates(workspace)
    template = templates.get(base)
    if template is None:
        template = shipped_template(base)
    kind = own_kind_id(name)
    if any(each.name == name for each in templates.values()) or kind in templates or kind == OWN:
        said = f"已经有名称相同或者读音相同的文书“{name[:40]}”，" if kind != OWN else "请写明新文书的名称，"
        raise UserFault(said, "请换一个名称。", code="bad-value", field="name")
    if sum(each.startswith(OWN) for each in templates) >= MOST_OWN:
        raise UserFault(f"本单位自己的文书已有 {MOST_OWN} 种，", "请先撤下不用的。", code="bad-value", field="name")
    root = shipped_template(template.based_on or base)
    made = own_template(template.model_copy(update={"id": root.id}), name, number_word)
    with workspace.act("add_own_kind", name) as session:
        save_in(
            workspace, session, kind, template_as_text(made), f"以《{template.name}》为底", other_words(workspace, kind)
        )
    return kind


def own_kinds(workspace: Workspace) -> tuple[tuple[str, str], ...]:
    """Return (kind, name) of every kind the office made, to be issued from any case that is not sealed."""
    return tuple((kind, each.name) for kind, each in current_templates(workspace).items() if kind.startswith(OWN))
