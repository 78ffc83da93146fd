"""A chain from a mine through a plant to a shop, with hazards that hit each part of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import reshore

MONTHS = 24
FILES = {
    "model.toml": f'name = "chain"\nstart = 2025-01-01\nbuckets = "{MONTHS} months"\ndiscount_rate = 0.08\n',
    "sites.csv": "site\nmine\nplant\nshop\n",
    "products.csv": "product,value,holding_rate\nore,2,0.2\npart,9,0.2\n",
    "recipes.csv": "process,product,quantity\ndig,ore,1\nmake,ore,-2\nmake,part,1\n",
    "operations.csv": "site,process,unit_cost,cycle_time\nmine,dig,1,5\nplant,make,2,9\n",
    "resources.csv": "site,resource,capacity\nmine,shaft,260\nplant,line,125\n",
    "uses.csv": "site,process,resource\nmine,dig,shaft\nplant,make,line\n",
    "lanes.csv": "origin,destination,mode,transit_time,cost_per_unit\nmine,plant,rail,12,0.2\nplant,shop,road,3,0.1\n",
    "stocks.csv": "site,product,initial\nplant,ore,300\nshop,part,150\n",
    "hazards.csv": "hazard,scope,names,annual_rate,duration,duration_low,duration_high,loss,recovery\n"
    "strike,site,mine,0.8,20,5,40,1,5\nflood,site,plant,0.5,30,10,90,0.6,30\nclosed,lane,mine>plant,1,10,3,20,1,0\n",
}


def plan() -> reshore.Plan:
    """Return the plan of the chain."""
    demands = "market,product,date,quantity,price,patience,late_cost,lost_cost\n" + "".join(
        f"shop,part,{date(2025 + month // 12, 1 + month % 12, 1)},{100 + month % 3 * 10},20,40,1,3\n"
        for month in range(MONTHS)
    )
    with TemporaryDirectory() as folder:
        for name, text in {**FILES, "demands.csv": demands}.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return reshore.plan(folder)
