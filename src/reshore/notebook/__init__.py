"""Results in notebooks: what IPython calls to show each kind of result, as HTML and as text.

IPython is told here by the name of each class which function shows it, so that no result knows how it is shown, `import reshore`
stays light, and whatever shows IPython's output (JupyterLab, classic notebooks, VS Code, nbconvert, MyST-NB) shows the same.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Bottlenecks": "reshore.analysis.bottlenecks",
        "Comparison": "reshore.analysis.compare.comparison",
        "Figure": "reshore.report.figures.figure",
        "Figures": "reshore.report.figures.figure",
        "Findings": "reshore.tables.findings",
        "Matters": "reshore.analysis.matters",
        "Plan": "reshore.solution.plan",
        "Simulation": "reshore.simulation.summary",
        "Stress": "reshore.analysis.stress.stress",
        "Sweep": "reshore.cases.sweep",
        "Targets": "reshore.analysis.targets",
        "Trace": "reshore.analysis.trace.trace",
        "Verification": "reshore.verify.verification",
        "Why": "reshore.analysis.why",
    }
)
"""The classes that are shown, and the modules that define them, which are not imported here."""


def show_results(shell: Any) -> None:
    """Tell an IPython shell how results are shown."""
    formatters = shell.display_formatter.formatters
    for name, module in KINDS.items():
        formatters["text/html"].for_type_by_name(module, name, _html)
        formatters["text/plain"].for_type_by_name(module, name, _text)


def show_results_here() -> None:
    """Tell the IPython shell in which this runs, if it runs in one."""
    shell = sys.modules["IPython"].get_ipython()
    if shell is not None:
        show_results(shell)


def _html(result: Any) -> str:
    from reshore.notebook.html import result_html

    return result_html(result)


def _text(result: Any, printer: Any, cycle: bool) -> None:  # noqa: ARG001
    from reshore.notebook.text import result_text

    printer.text(result_text(result))
