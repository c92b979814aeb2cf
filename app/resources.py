"""Where the data that ships with the program lives."""

from pathlib import Path

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def resource_path(*parts: str) -> Path:
    """Return the path of a shipped data file, for example `resource_path("law", "clocks.toml")`."""
    return RESOURCES.joinpath(*parts)
