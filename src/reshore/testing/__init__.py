"""Models made to measure, for tests and benchmarks."""

from reshore.testing.frames import typed_table, typed_tables
from reshore.testing.synthetic import SIZES, synthetic

__all__ = ["SIZES", "synthetic", "typed_table", "typed_tables"]
