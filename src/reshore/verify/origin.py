"""Origin: the items that runs take and make, and what there is at the start, as text labels."""

from __future__ import annotations

import math
import re
from typing import Final

import numpy as np
import polars as pl

from reshore.verify.arrays import Bools, Floats, Ints
from reshore.verify.world import World

MILLION: Final = 1e6
SHARE: Final = re.compile(r"(?P<country>.*) (?P<share>[0-9.]+) %")
LABEL: Final = re.compile(r"(?P<country>.*?)(?: \((?P<content>[^()]* [0-9.]+ %)\))?")
INHERITS: Final = "inherits:"


def tracked(world: World) -> Bools:
    """Return whether the origin of each product is tracked."""
    return world.once("tracked", lambda: world.inputs["products"]["track_origin"].to_numpy().astype(np.bool_))


def labels(frame: pl.DataFrame) -> pl.Series:
    """Return the origin of each row as text: `Mexico`, or `Mexico (Mexico 25.0000 %)` where its content is known."""
    content = pl.when(pl.col("content") == "").then(pl.lit("")).otherwise(pl.format(" ({})", "content"))
    return frame.select(label=pl.col("country_of_origin") + content)["label"]


def mislabelled(world: World, product: Ints, frame: pl.DataFrame) -> Bools:
    """Return which rows have an origin though it is not tracked, or none though it is."""
    return np.asarray(tracked(world)[product] != frame["country_of_origin"].ne("").to_numpy(), dtype=np.bool_)


def at_start(world: World) -> pl.Series:
    """Return the label of what each row of `stocks` says is there at the start, empty where it is not tracked."""
    product = world.linked("stocks", "product")
    country = world.inputs["stocks"]["origin"].fill_null("")
    own = tracked(world)[product]
    known = needed(world)[product]
    texts = [
        (_label(name, {name: 1.0} if whole and name in homes(world) else {}) if own_ and name else "")
        for name, own_, whole in zip(country, own, known, strict=True)
    ]
    return pl.Series("label", texts, dtype=pl.String)


def _label(country: str, shares: dict[str, float]) -> str:
    millionths = {name: math.floor(share * MILLION + 0.5001) for name, share in sorted(shares.items())}
    parts = [f"{name} {number // 10_000}.{number % 10_000:04} %" for name, number in millionths.items() if number > 0]
    return f"{country} ({' + '.join(parts)})" if parts else country


def read(label: str) -> tuple[str, dict[str, float]]:
    """Return the country of a label, and the share of each country in its content."""
    match = LABEL.fullmatch(label)
    if match is None or not match["content"]:
        return label, {}
    found = [SHARE.fullmatch(part) for part in match["content"].split(" + ")]
    return match["country"], {each["country"]: float(each["share"]) / 100 for each in found if each}


def homes(world: World) -> frozenset[str]:
    """Return the countries whose content some tariff asks for."""
    rows = world.inputs["tariffs"].filter(pl.col("basis") == "foreign_content")
    return frozenset(str(name) for name in rows["destination"])


def digits(text: str | None) -> str:
    """Return the digits of a customs heading."""
    return "".join(letter for letter in text or "" if letter.isdigit())


def needed(world: World) -> Bools:
    """Return the products whose content is known: tracked, and taxed by foreign content or a part of what is."""
    return world.once("needed", lambda: _needed(world))


def _needed(world: World) -> Bools:
    products = world.inputs["products"]
    rows = world.inputs["tariffs"].filter(pl.col("basis") == "foreign_content")
    found = {
        name
        for name, heading in products.select("product", "hs_code").iter_rows()
        for wanted, prefix in rows.select("product", "hs_prefix").iter_rows()
        if wanted in ("", name) and digits(heading).startswith(digits(prefix))
    }
    own = set(products.filter(pl.col("track_origin"))["product"])
    recipes = world.inputs["recipes"].select("process", "product", "quantity").rows()
    performed = set(world.inputs["operations"]["process"])
    queue = [name for name in found if name in own]
    result = set(queue)
    while queue:
        good = queue.pop()
        makes = {process for process, product, amount in recipes if product == good and amount > 0} & performed
        parts = {product for process, product, amount in recipes if process in makes and amount < 0}
        queue += sorted((parts & own) - result)
        result |= parts & own
    return np.array([name in result for name in products["product"]], dtype=np.bool_)


class Recipe:
    """The lines of one process: what a run consumes and makes, and whose origin matters to what it makes."""

    def __init__(self, world: World, process: str) -> None:
        rows = world.inputs["recipes"].filter(pl.col("process") == process)
        names = world.text("products", "product")
        own, known = tracked(world), needed(world)
        position = {name: place for place, name in enumerate(names)}
        self.inputs = {row["product"]: -row["quantity"] for row in rows.iter_rows(named=True) if row["quantity"] < 0}
        self.outputs = {row["product"]: row["quantity"] for row in rows.iter_rows(named=True) if row["quantity"] > 0}
        self.rules = {
            row["product"]: str(row["origin_rule"]).removeprefix(INHERITS).strip()
            for row in rows.iter_rows(named=True)
            if row["quantity"] > 0 and str(row["origin_rule"]).startswith(INHERITS) and own[position[row["product"]]]
        }
        content = any(known[position[name]] for name in self.outputs)
        self.matter = [name for name in self.inputs if own[position[name]] and (content or name in self.rules.values())]
        self.tracked = [name for name in self.outputs if own[position[name]]]
        self.known = {name for name in self.outputs if known[position[name]]}
        self.position = position
        values = dict(zip(names, world.number("products", "value") * world.exchange_at_start("products"), strict=True))
        self.worth = {name: float(values[name]) for name in (*self.inputs, *self.outputs)}

    def parts(self, text: str) -> dict[str, str] | None:
        """Return the label of each input that matters as the column `parts` says, None where it says something else."""
        pattern = "; ".join(f"{re.escape(name)}: (.+)" for name in self.matter)
        match = re.fullmatch(pattern, text)
        return None if match is None else dict(zip(self.matter, match.groups(), strict=True))

    def made(self, text: str, country: str, homes: frozenset[str]) -> dict[str, str]:
        """Return the label of each tracked output of a run in a country whose parts are as said."""
        parts = self.parts(text) or {}
        total = sum(amount * self.worth[name] for name, amount in self.outputs.items())
        bought = sum(amount * self.worth[name] for name, amount in self.inputs.items())
        shares = {}
        for home in homes if total > 0 else ():
            inside = sum(
                self.inputs[name] * self.worth[name] * read(label)[1].get(home, 0.0) for name, label in parts.items()
            )
            added = max(total - bought, 0.0) if country == home else 0.0
            shares[home] = min(max((inside + added) / total, 0.0), 1.0)
        origins = {
            name: read(parts.get(self.rules[name], ""))[0] if name in self.rules else country for name in self.tracked
        }
        return {name: _label(origin, shares if name in self.known else {}) for name, origin in origins.items()}


def recipe(world: World, process: str) -> Recipe:
    """Return the recipe of a process."""
    return world.once(("recipe", process), lambda: Recipe(world, process))


def unnamed(world: World, operation: Ints, parts: pl.Series) -> Bools:
    """Return which runs do not name the origin of exactly those inputs whose origin matters."""
    if not tracked(world).any():
        return np.asarray(parts.ne("").to_numpy(), dtype=np.bool_)
    processes = world.inputs["operations"]["process"].gather(operation)
    rows = pl.DataFrame({"process": processes, "parts": parts})
    distinct = rows.unique()
    wrong = [recipe(world, process).parts(text) is None for process, text in distinct.iter_rows()]
    known = distinct.with_columns(pl.Series("wrong", wrong, dtype=pl.Boolean))
    joined = rows.join(known, on=["process", "parts"], how="left", maintain_order="left")
    return joined["wrong"].to_numpy().astype(np.bool_)


def run_labels(world: World, runs: pl.DataFrame, made: bool) -> pl.DataFrame:
    """Return operation, parts, product and label of what runs make, or take of the inputs whose origin matters."""
    processes = world.text("operations", "process")
    sites = world.inputs["sites"]["country"].fill_null("").to_list()
    rows = []
    for operation, text in runs.select("operation", "parts").iter_rows():
        own = recipe(world, processes[operation])
        country = sites[int(world.operation_sites[operation])]
        found = own.made(text, country, homes(world)) if made else own.parts(text) or {}
        rows += [(operation, text, own.position[name], label) for name, label in found.items()]
    schema = {"operation": pl.Int64, "parts": pl.String, "product": pl.Int64, "label": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def domestic(label: pl.Series, country: list[str]) -> Floats:
    """Return the share of each label's content that is of the country beside it."""
    known = {text: read(text)[1] for text in label.unique()}
    return np.array([known[text].get(name, 0.0) for text, name in zip(label, country, strict=True)])
