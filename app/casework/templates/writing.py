"""Write a template as the TOML text it is stored and handed on as."""

import json
from typing import Any

from app.printing.notices.template import Template

_TABLES = ("fields", "blocks")


def template_as_text(template: Template) -> str:
    """Return a template as TOML; `template_from_text` makes the same template of it again."""
    data = template.model_dump(mode="json", exclude_defaults=True)
    lines = [f"{key} = {_written(value)}" for key, value in data.items() if key not in _TABLES]
    for table in _TABLES:
        for row in data[table]:
            lines += ["", f"[[{table}]]", *(f"{key} = {_written(value)}" for key, value in row.items())]
    return "\n".join(lines) + "\n"


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_written(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_written(item) for item in value) + "]"
    # JSON leaves DEL as it is, TOML does not take it.
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
