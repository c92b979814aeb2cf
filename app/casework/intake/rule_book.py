"""What the intake page reads from the shipped data: the route, the Regulation, the clocks, the names of notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from app.casework.templates.names import document_names
from app.law.dates.clocks import ClockRule, load_clock_rules
from app.law.route.loading import RulePack, load_rule_pack
from app.law.text.articles import Regulation, load_regulation
from app.models.workspace import Workspace


@dataclass(frozen=True)
class Rulebook:
    """The data one intake walks by; all of it is proven when it is loaded."""

    pack: RulePack
    regulation: Regulation
    clocks: Mapping[str, ClockRule]
    notice_names: Mapping[str, str]

    def citations(self, refs: tuple[str, ...]) -> list[tuple[str, str]]:
        """Return (label, verbatim text) of the places of the Regulation."""
        return [(cited.label, cited.text) for cited in (self.regulation.cite(ref) for ref in refs)]

    def named_as_in(self, workspace: Workspace) -> Rulebook:
        """Return the same rules with the names that the office gives its documents by now."""
        return replace(self, notice_names=document_names(workspace))

    def notice_name(self, kind: str) -> str:
        """Return the title of a notice, or an empty text for none."""
        return self.notice_names.get(kind, kind)


def load_rulebook(pack_path: Path | None = None) -> Rulebook:
    """Load and prove everything; raises UserFault naming the broken file (default: the shipped ones)."""
    regulation, clocks = load_regulation(), load_clock_rules()
    pack = load_rule_pack(pack_path, regulation, clocks)
    return Rulebook(pack, regulation, clocks, document_names())
