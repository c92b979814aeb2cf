"""Name a draft so that a clerk knows it again."""

from datetime import datetime

from app.law.route.walk import Route


def draft_title(route: Route, moment: datetime) -> str:
    """Say how they came, who, when, and where it stopped: 走访 张某 11月20日 9:30 停在：诉求."""
    came = route.steps[0].answer_label if route.frames else ""
    name = str(route.facts.get("petitioner_name") or "") or _typed_name(route)
    when = f"{moment.month}月{moment.day}日 {moment.hour}:{moment.minute:02d}"
    parts = [came or "新登记", name.strip()[:20], when, f"停在：{route.current.title}"]
    return " ".join(part for part in parts if part)


def _typed_name(route: Route) -> str:
    for values in route.kept.values():
        name = str(values.get("petitioner_name") or "").strip()
        if name:
            return name
    return ""
