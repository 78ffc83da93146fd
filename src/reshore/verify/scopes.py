"""What the rows of controls and incentives are about: names, or groups of names as one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reshore.schema import table_schema
from reshore.verify.arrays import Bools
from reshore.verify.world import World


def about(world: World, table: str, column: str, names: Sequence[str]) -> Bools:
    """Return which of `names` each row of a table is about, shape (row, name): all where the cell is empty."""
    members = world.once("groups", lambda: _members(world))
    reference = next(r for r in table_schema(table).column(column).references if r != "groups.group")
    own = set(world.inputs[reference.split(".")[0]][reference.split(".")[1]].drop_nulls().to_list())
    wanted = np.array(names, dtype=object)
    cells = world.inputs[table][column].to_list()
    result = np.ones((len(cells), len(names)), dtype=np.bool_)
    for row, cell in enumerate(cells):
        if cell:
            named = {cell} if cell in own else members.get(cell, {cell})
            result[row] = np.isin(wanted, sorted(named))
    return result


def countries(world: World) -> list[str]:
    """Return the country of each site, empty where it has none."""
    return [str(country) for country in world.inputs["sites"]["country"].fill_null("").to_list()]


def _members(world: World) -> dict[str, set[str]]:
    """Return all that each group contains, through other groups too."""
    found: dict[str, set[str]] = {}
    for group, member in world.inputs["groups"].select("group", "member").iter_rows():
        found.setdefault(group, set()).add(member)
    while True:
        wider = {
            group: inside.union(*(found[name] for name in inside if name in found)) for group, inside in found.items()
        }
        if wider == found:
            return found
        found = wider
