"""What is owed on goods that enter another customs territory."""

from reshore.model.objective.earning import Entry, earn, earn_at_end, labelled
from reshore.model.program import ProgramBuilder
from reshore.network import Network


def add_duty(program: ProgramBuilder, network: Network) -> None:
    """Pay duty on goods when they arrive from another customs territory, for each program that charges them.

    Of each program the most specific row counts: one that names the product before one that does not, then the longer customs
    heading, then one that names the origin, then the one that starts later. A program that another one replaces charges
    nothing, and replaces nothing, where that other one applies and is not itself replaced. Of the programs that stack by
    `max`, only the one that charges most does. A row without rate exempts what it applies to from the programs that it
    replaces.

    Term: − duty[g,l,p,s,t] · ship[l,p,s]                                                                [currency]
    With: duty[g,l,p,s,t] = Σ_k share[l,s,k] · (rate[g,k] · value[p,t] · dutiable[g,p] + per_unit[g,k])
          over the parts k of t in which no rate changes. What arrives after the horizon is paid at its end, at the rates of
          the days on which it arrives and the values of the last period
    For:  flows to a site in the country `destination` from one in another customs territory, of goods whose country of origin,
          heading and product are those of the row (the country of the shipping site where the origin is not tracked)
    Reads: tariffs.rate, tariffs.per_unit, tariffs.ends, tariffs.stacks, tariffs.basis, tariffs.starts, products.value,
          products.currency, products.hs_code, lanes.transit_time, sites.country, sites.customs_territory
    """
    duties, ship = network.duties, program["ship"]
    column = ship.at(duties.flow[duties.charge], duties.source)
    labels = labelled(
        duties.frame, site="origin", partner="destination", name="mode", product="product", program="program"
    )
    for enter, chosen in ((earn, ~duties.late), (earn_at_end, duties.late)):
        kept = chosen & (column >= 0)
        entry = Entry(duties.charge[kept], column[kept], duties.target[kept])
        enter(program, network, ("duty", labels), entry, -duties.amount[kept])
