"""A small valid model, and what a test changes in it.

FAB etches wafers, HOU builds a rack from two of them, MKT asks for ten racks in June.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from reshore.tables import Reading, read_model

FILES: Mapping[str, str] = {
    "model.toml": 'name = "small"\nstart = 2025-01-01\nbuckets = "12 months"\n',
    "sites.csv": "site,country\nFAB,US\nHOU,US\nMKT,MX\n",
    "products.csv": "product,value\nwafer,7\nrack,90\n",
    "recipes.csv": "process,product,quantity\netch,wafer,1\nbuild,wafer,-2\nbuild,rack,1\n",
    "operations.csv": "site,process,unit_cost\nFAB,etch,3\nHOU,build,5\n",
    "resources.csv": "site,resource,capacity\nFAB,line,100\nHOU,bench,50\n",
    "uses.csv": "site,process,resource\nFAB,etch,line\nHOU,build,bench\n",
    "lanes.csv": "origin,destination,mode,cost_per_unit\nFAB,HOU,road,2\nHOU,MKT,air,4\n",
    "demands.csv": "market,product,date,quantity\nMKT,rack,2025-06-01,10\n",
}
Changes = Mapping[str, str | bytes | None]


@pytest.fixture
def write_small(tmp_path: Path) -> Callable[[Changes], Path]:
    """Write the small model with changed files: None leaves one out, text that begins with `+` is added at its end."""

    def write(changes: Changes) -> Path:
        for name, content in {**FILES, **changes}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, str):
                added = FILES.get(name, "") + content[1:] if content.startswith("+") else content
                path.write_bytes(added.encode())
            elif content is not None:
                path.write_bytes(content)
        return tmp_path

    return write


@pytest.fixture
def read_small(write_small: Callable[[Changes], Path]) -> Callable[..., Reading]:
    """Write the small model with changed files and read it."""

    def read(changes: Changes | None = None, scenario: str | None = None, sets: Sequence[str] = ()) -> Reading:
        return read_model(write_small(changes or {}), scenario, sets)

    return read
