"""Keep a route as text and take it up again on the same page with the same words."""

import json
from datetime import date
from typing import Any

from app.faults import UserFault
from app.law.route.engine import Route
from app.law.route.models import Node, RulePack

_FORMAT = 1


def write_draft(route: Route) -> str:
    """Write the whole state of a route, the half-typed page with it, as JSON."""
    return json.dumps(
        {
            "format": _FORMAT,
            "pack": route.pack.id,
            "version": route.pack.version,
            "role": route.office_role,
            "today": route.today.isoformat(),
            "suggestions": route.suggestions,
            "answers": [
                {"node": frame.node_id, "choice": frame.choice, "values": frame.raw, "today": frame.today.isoformat()}
                for frame in route.frames
            ],
            "kept": route.kept,
            "choices": route.choices,
        },
        sort_keys=True,
    )


def read_draft(pack: RulePack, text: str, today: date | None = None) -> Route:
    """Take a draft up again; `today` is the day it goes on (default: the day it was written).

    With another version of the pack the answers are given again as far as they still hold, and the route stands
    at the first page that has to be asked anew. Raises UserFault(code="broken-draft") for text that is no draft.
    """
    try:
        draft = json.loads(text)
        if draft["format"] != _FORMAT or draft["pack"] != pack.id:
            raise ValueError(draft["format"])
        return _replayed(pack, draft, today)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UserFault("这份草稿读不出来。", "请重新登记；原草稿不会被删除。", code="broken-draft") from None


def _replayed(pack: RulePack, draft: dict[str, Any], today: date | None) -> Route:
    written = date.fromisoformat(draft["today"])
    route = Route(pack, draft["role"], written, draft["suggestions"])
    for given in draft["answers"]:
        node = route.current
        if not isinstance(node, Node) or node.id != given["node"]:
            break
        keys = {field.key for field in node.fields}
        route.today = date.fromisoformat(given["today"])
        try:
            route.answer({key: value for key, value in given["values"].items() if key in keys}, given["choice"])
        except UserFault:
            break
    # What was typed on pages that the pack no longer has, or no longer asks for, cannot be shown anywhere.
    for node_id, values in draft["kept"].items():
        place = pack.places.get(node_id)
        if isinstance(place, Node):
            keys = {field.key for field in place.fields}
            route.kept[node_id] = {key: value for key, value in values.items() if key in keys}
    route.choices = {
        node_id: choice
        for node_id, choice in draft["choices"].items()
        if isinstance(place := pack.places.get(node_id), Node) and place.answer(choice) is not None
    }
    route.today = today or written
    return route
