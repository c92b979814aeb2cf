"""The route from arrival to an end, headless: start, answer, go back, look ahead, explain, keep, draw, enumerate."""

from app.law.route.columns import MapEdge, MapNode, RouteMap, route_map
from app.law.route.engine import Consequence, Route, Step
from app.law.route.explain import Explanation, warnings_of
from app.law.route.models import ClockUse, Node, Outcome
from app.law.route.page import CHOICE, AnswerFault
from app.law.route.paths import RoutePath, enumerate_paths, walk

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
