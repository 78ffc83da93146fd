"""Plans of published instances, said in ordinary tables, against their published optima.

`python -m benchmarks.published [--data DIR] [instance...]` converts each instance to a folder of tables, plans it with
`reshore.plan` and prints instance, published optimum, ours, relative gap and seconds. The data stay where they are: a
folder with `facility/` (OR-Library, capacitated warehouse location) and `textbook/` (H. P. Williams), each with its
`optimal.csv`.
"""

from benchmarks.published.instances import DATA, Instance, find_instances
from benchmarks.published.runs import GAP, Outcome, run_instance

__all__ = ["DATA", "GAP", "Instance", "Outcome", "find_instances", "run_instance"]
