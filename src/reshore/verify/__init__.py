"""Independent verification: recompute a plan from its exported tables.

Nothing here imports the network, the model or a solver. The laws, the money terms and the calendar are written a
second time from `docs/reference/semantics.md`, so that a mistake in the model shows.
"""

from reshore.verify.inputs import Inputs
from reshore.verify.verification import Verification, verify_plan, verify_run

__all__ = ["Inputs", "Verification", "verify_plan", "verify_run"]
