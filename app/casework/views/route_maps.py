"""The route map of the office's own role, drawn once and printed in every form."""

from functools import lru_cache
from typing import Literal

from app.casework.office.law_in_force import clock_rules, life_pack, rule_pack
from app.casework.templates.names import document_names
from app.law.text.articles import load_regulation
from app.models.workspace import Workspace
from app.printing.posters.guide import render_guide_map
from app.printing.posters.map_sheets import TITLE, PosterFacts, PosterSize, render_poster
from app.printing.posters.map_svg import map_svg
from app.routemap.drawing import MapDrawing
from app.routemap.guide_steps import guide_steps
from app.routemap.layout import draw_map

SOURCE = "由《信访工作条例》条文重建，不是官方图面文字。"


def office_map(role: str, workspace: Workspace | None = None) -> MapDrawing:
    """Draw the map of an office role by the rules in force; raises UserFault(code="unknown-role").

    Documents are named as the office of `workspace` names them, or as they ship.
    """
    return _drawn(role, tuple(document_names(workspace).items()))


def poster(workspace: Workspace, size: PosterSize = "A3") -> bytes:
    """Print the office's map as a wall poster."""
    return render_poster(office_map(workspace.office.role, workspace), _facts(workspace.office.name), size)


def poster_of(role: str, size: PosterSize = "A3", office: str = "") -> bytes:
    """Print the map of any role, without a workspace."""
    return render_poster(office_map(role), _facts(office), size)


def guide_map(workspace: Workspace, size: Literal["A3", "A4"] = "A4") -> bytes:
    """Print the guide map of the office's own role."""
    office = workspace.office
    guide = guide_steps(rule_pack(), life_pack(), clock_rules(), office.role, document_names(workspace))
    return render_guide_map(guide, _facts(office.name), size)


def svg_of(role: str, workspace: Workspace | None = None) -> str:
    """Write the map of a role as SVG, with the document names of the office of `workspace` or as they ship."""
    drawing = office_map(role, workspace)
    return map_svg(drawing, f"{TITLE}（{drawing.role_name}）。{SOURCE}")


@lru_cache(maxsize=8)
def _drawn(role: str, names: tuple[tuple[str, str], ...]) -> MapDrawing:
    return draw_map(rule_pack(), life_pack(), clock_rules(), role, dict(names))


def _facts(office: str) -> PosterFacts:
    pack, life, law = rule_pack(), life_pack(), load_regulation()
    rules = f"{pack.id} 版本{pack.version}，{life.id} 版本{life.version}"
    versions = f"{law.title}（{law.effective_on.year}）　规则 {rules}"
    return PosterFacts(office, versions, SOURCE)
