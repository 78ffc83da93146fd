"""The commands: one file for each. A new command is one more file and one more line here."""

from collections.abc import Callable

from reshore.cli.commands.bottlenecks import bottlenecks
from reshore.cli.commands.check import check
from reshore.cli.commands.compare import compare
from reshore.cli.commands.examples import examples
from reshore.cli.commands.export import export
from reshore.cli.commands.matters import matters
from reshore.cli.commands.new import new
from reshore.cli.commands.plan import plan
from reshore.cli.commands.report import report
from reshore.cli.commands.runs import runs
from reshore.cli.commands.serve import serve
from reshore.cli.commands.show import show
from reshore.cli.commands.simulate import simulate
from reshore.cli.commands.stress import stress
from reshore.cli.commands.sweep import sweep
from reshore.cli.commands.targets import targets
from reshore.cli.commands.trace import trace
from reshore.cli.commands.verify import verify
from reshore.cli.commands.why import why
from reshore.cli.commands.write import write

COMMANDS: dict[str, Callable[..., None]] = {
    "examples": examples,
    "new": new,
    "check": check,
    "plan": plan,
    "show": show,
    "bottlenecks": bottlenecks,
    "why": why,
    "targets": targets,
    "compare": compare,
    "simulate": simulate,
    "sweep": sweep,
    "matters": matters,
    "stress": stress,
    "trace": trace,
    "serve": serve,
    "report": report,
    "export": export,
    "verify": verify,
    "runs": runs,
    "write": write,
}

__all__ = ["COMMANDS"]
