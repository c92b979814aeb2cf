"""The route from arrival to an end, headless: start, answer, go back, look ahead, explain, keep, draw, enumerate."""

from app.law.engine import Consequence, Route, Step
from app.law.explain import Explanation, warnings_of
from app.law.page import CHOICE, AnswerFault
from app.law.paths import RoutePath, enumerate_paths, walk
from app.law.route_map import MapEdge, MapNode, RouteMap, route_map
from app.law.rule_models import ClockUse, Node, Outcome

__all__ = [
    "CHOICE",
    "AnswerFault",
    "ClockUse",
    "Consequence",
    "Explanation",
    "MapEdge",
    "MapNode",
    "Node",
    "Outcome",
    "Route",
    "RouteMap",
    "RoutePath",
    "Step",
    "enumerate_paths",
    "route_map",
    "walk",
    "warnings_of",
]
