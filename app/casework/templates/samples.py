"""Fictional values for every field, to see a template on paper before it is used."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.printing.notices.fields import FIELD_TYPES
from app.printing.notices.template import Template
from app.resources import resource_path

SAMPLES = {"typical": "一般情况", "shortest": "只有必填项"}


@dataclass(frozen=True)
class SampleAnswer:
    """One claim as the sample of a handling opinion answers it."""

    request: str
    result: str
    findings: str
    opinion: str
    basis: str


def sample_values(template: Template, sample: str = "typical") -> dict[str, Any]:
    """Return the values of one of `SAMPLES` for a template; dates are ISO text, all people and offices fictional."""
    values, left_out = _read()
    if sample == "shortest":
        wanted = {field.key for field in template.fields if field.required} | {group[0] for group in template.one_of}
        return {key: values[key] for key in FIELD_TYPES if key in wanted}
    absent = left_out.get(template.based_on or template.id, left_out["*"])
    return {key: value for key, value in values.items() if key not in absent}


@cache
def _read() -> tuple[Mapping[str, Any], Mapping[str, list[str]]]:
    data = json.loads(resource_path("notices", "sample-values.json").read_text(encoding="utf-8"))
    values = dict(data["values"])
    values["claim_answers"] = tuple(SampleAnswer(**answer) for answer in values["claim_answers"])
    return values, data["left_out"]
