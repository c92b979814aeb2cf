"""The route from arrival to an end, headless: start, answer, go back, look ahead, explain, keep, enumerate."""

from app.law.route.engine import Consequence, Route, Step
from app.law.route.explain import Explanation, warnings_of
from app.law.route.models import ClockUse, Node, Outcome
from app.law.route.page import CHOICE, AnswerFault
from app.law.route.paths import RoutePath, enumerate_paths, walk
from app.law.route.sheet import Sheet, lay_out, walk_sheet

__all__ = [
    "CHOICE",
    "AnswerFault",
    "ClockUse",
    "Consequence",
    "Explanation",
    "Node",
    "Outcome",
    "Route",
    "RoutePath",
    "Sheet",
    "Step",
    "enumerate_paths",
    "lay_out",
    "walk",
    "walk_sheet",
    "warnings_of",
]
