"""The published instances that a data folder holds."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.published.facility import facility_model, read_facility, without_capacity
from benchmarks.published.factory_planning import factory_planning_1, factory_planning_2
from benchmarks.published.food_manufacture import food_manufacture_1
from benchmarks.published.model import Model
from benchmarks.published.months import read_book

DATA: Final = Path(__file__).parents[3] / "shared" / "bench"
FOLDERS: Final = ("facility", "textbook")
BOOK_MODELS: Final[Mapping[str, Callable[[Mapping[str, Any]], Model]]] = {
    "factory_planning_1": factory_planning_1,
    "factory_planning_2": factory_planning_2,
    "food_manufacture_1": food_manufacture_1,
}
NOT_YET: Final = {"food_manufacture_2": "needs logical rules (at most three oils, a least amount where used, if-then)"}
UNCAPACITATED: Final = "_uncap"


@dataclass(frozen=True)
class Instance:
    """A published instance: its name, its published optimum (a cost or a profit) and the folder of its data."""

    name: str
    published: float
    folder: Path

    @property
    def not_yet(self) -> str:
        """Why tables cannot say the instance yet; empty where they can."""
        return NOT_YET.get(self.name, "")

    def model(self) -> Model:
        """Read the instance and return it as tables. Raises KeyError where tables cannot say it yet."""
        if self.folder.name == "textbook":
            return BOOK_MODELS[self.name](read_book(self.folder / f"{self.name}.json"))
        facility = read_facility(self.folder / f"{self.name.removesuffix(UNCAPACITATED)}.txt")
        return facility_model(without_capacity(facility) if self.name.endswith(UNCAPACITATED) else facility)


def find_instances(data: Path) -> dict[str, Instance]:
    """Return every instance by name, in the order of the data. Raises FileNotFoundError where there are none."""
    return {instance.name: instance for folder in FOLDERS for instance in _listed(data / folder)}


def _listed(folder: Path) -> list[Instance]:
    with (folder / "optimal.csv").open(newline="", encoding="utf-8") as file:
        return [Instance(row["instance"], float(row["value"]), folder) for row in csv.DictReader(file)]
