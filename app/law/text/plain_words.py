"""What is said to a petitioner about the state of a case and its dates, in plain words."""

from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from app.law.text.data_files import read_toml, validated
from app.resources import resource_path


class StateWords(BaseModel):
    """One state: how the case stands, what comes next, and what is said of dates where none is running.

    `stop` is what it is called on the line of stops, where its own name is no plain word.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    here: str
    next: str
    no_date: str = "现在没有正在走的期限。"
    stop: str = ""


class PlaceWords(BaseModel):
    """What an outcome of the route or an act (`ids`) says in place of the state, while the case stands in `states`.

    `asks_at` names the fact that says where the petitioner has to go in person, `{place}` in the words; `period` says
    how the time for it counts where no day is known. `{destination}` and the like are facts of the case.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    ids: tuple[str, ...]
    states: tuple[str, ...]
    stop: str
    here: str
    next: str
    asks_at: str = ""
    period: str = ""


class ClockWords(BaseModel):
    """One kind of clock that a petitioner is told of; `right` where it is the petitioner's own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    words: str
    right: bool = False


class PlainWords(BaseModel):
    """All of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str
    states: tuple[StateWords, ...]
    clocks: tuple[ClockWords, ...]
    places: tuple[PlaceWords, ...] = ()

    @cached_property
    def by_state(self) -> Mapping[str, StateWords]:
        """Return the words by state."""
        return {state.id: state for state in self.states}

    @cached_property
    def by_place(self) -> Mapping[str, PlaceWords]:
        """Return the words by outcome or act."""
        return {each: place for place in self.places for each in place.ids}

    @cached_property
    def by_clock(self) -> Mapping[str, ClockWords]:
        """Return the words by kind of clock; a kind that is not there is not the petitioner's business."""
        return {clock.kind: clock for clock in self.clocks}


@cache
def plain_words(path: Path | None = None) -> PlainWords:
    """Load the words; a broken file raises UserFault(code="broken-rules")."""
    path = path or resource_path("law", "plain-words.toml")
    return validated(PlainWords, read_toml(path), path)
