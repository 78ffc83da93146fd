"""The network: tables turned into index tables and arrays over periods."""

from reshore.network.network import Network, build_network
from reshore.network.periods import Periods, make_periods

__all__ = ["Network", "Periods", "build_network", "make_periods"]
