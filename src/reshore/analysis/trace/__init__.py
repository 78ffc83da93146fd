"""Tracing: where products come from, what everything hangs on, and where what a site makes ends up."""

from reshore.analysis.trace.sources import ALIKE
from reshore.analysis.trace.trace import Trace, trace_network, trace_plan

__all__ = ["ALIKE", "Trace", "trace_network", "trace_plan"]
