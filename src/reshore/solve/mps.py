"""Write a program as MPS, for any other solver."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import polars as pl

from reshore.model import Block, Program
from reshore.network import Network
from reshore.solve.highs import Arrays, SolverError, load

LONGEST = 200


def write_mps(program: Program, network: Network, path: Path) -> None:
    """Write the program in natural units as free-format MPS (by HiGHS), with names of law, entity and period.

    The objective is minimised there, since MPS has no agreed way to say otherwise: it is the negative of ours.
    Raises SolverError where the file cannot be written.
    """
    matrix = program.matrix
    highs = load(
        Arrays(
            cost=-program.cost,
            constant=-program.constant,
            lower=program.lower,
            upper=program.upper,
            row_lower=program.row_lower,
            row_upper=program.row_upper,
            indptr=matrix.indptr,
            indices=matrix.indices,
            data=matrix.data,
            integer=program.integer,
        )
    )
    highs.setMinimize()  # type: ignore[no-untyped-call]
    lp = highs.getLp()
    lp.col_names_ = _names(program.columns, network)
    lp.row_names_ = _names(program.rows, network)
    highs.passModel(lp)
    aside = path.with_name(f".{path.name}.part.mps")
    try:
        if highs.writeModel(str(aside)).name == "kError":
            raise SolverError(f"{path} cannot be written")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _names(blocks: Mapping[str, Block], network: Network) -> list[str]:
    return [name for block in blocks.values() for name in _block_names(block, network)]


def _tells(block: Block, name: str) -> bool:
    return name in block.labels.columns and bool((block.labels[name] != "").any())


def _block_names(block: Block, network: Network) -> list[str]:
    untold = [name for name in ("country_of_origin", "content", "parts") if not _tells(block, name)]
    columns = [name for name in block.labels.columns if name not in ("unit", "due", "date", *untold)]
    plain = [pl.col(name).cast(pl.String).fill_null("").str.replace_all(r"[^A-Za-z0-9_.\-+]", "_") for name in columns]
    entity = block.labels.select(pl.concat_str(plain, separator=",")).to_series()[block.entity]
    day = network.periods.dates[block.period].cast(pl.String)
    number = pl.Series(np.arange(block.size)).cast(pl.String)
    names = pl.DataFrame({"entity": entity, "day": day, "number": number}).select(
        pl.format(f"{block.name}[{{}},{{}}]", pl.col("entity").str.slice(0, LONGEST), "day").alias("name"), "number"
    )
    unique = pl.when(pl.col("name").is_duplicated()).then(pl.format("{}#{}", "name", "number")).otherwise("name")
    return names.select(unique.alias("name")).to_series().to_list()
