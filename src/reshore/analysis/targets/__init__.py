"""Targets: whether a claim can be kept, when at the earliest, what that costs, what stops it and what would relieve it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import polars as pl

from reshore.analysis.optimum import optimum_of
from reshore.analysis.targets.answer import ANSWERS, LIMITS, Question
from reshore.analysis.targets.freed import freed
from reshore.analysis.targets.relief import RELIEF
from reshore.analysis.targets.target import Target, targets_of
from reshore.solution import Plan
from reshore.solve import SolveOptions
from reshore.tables.report import hint


@dataclass(frozen=True)
class Targets:
    """What can be promised, in tables.

    `targets`: `target`, `claim`, `source`, `note`, `measure`, `filters`, `starts`, `by`, `per`, `share_of`, `goal` and `unit`;
    `planned` (what the plan reaches); `reachable` (whether any plan whatsoever reaches the goal by the date);
    `most` (the most that any plan reaches by then; null where it has no limit); `earliest` (the first date by which the goal can
    be reached, at the end of a period, null where it cannot within the horizon); `probability` (null: nothing is sampled
    here; `reshore simulate` does); `profit_cost` (discounted profit that reaching the goal takes from the most that there can
    be; 0 where the plan of most profit reaches it, null where nothing does). Modules are whole in all of them. Goals before
    money in the objective of
    the plan limit none of them but `planned`.

    `binding`: `target`, `law`, `entity`, `first`, `last`, `periods`, `serves` (how much more of the target one more unit of the
    limit alone gives where the most is reached, 0 where others bind with it), `needed` (how much more of it alone the goal
    needs at least, null where it is reached or more of it gives nothing), `limit` (as it stands), `quantity` (its unit),
    `relief` (what project could add to it, and when).

    `relief`: for what is not reachable the least change of the tables with which it is: `target`, `table`, `key`, `column`,
    `date` (from which it holds), `from`, `to`, `unit`, `words`, `checked` (whether the changed model was seen to reach it) and
    `gap` (the share of the whole change by which a smaller one might do, 0 where this is proven to be the least). `plan` is
    the plan that was asked about.
    """

    run: str
    currency: str
    targets: pl.DataFrame
    binding: pl.DataFrame
    relief: pl.DataFrame
    plan: Plan | None = field(default=None, repr=False, compare=False)


def targets(
    plan: Plan,
    names: Sequence[str] = (),
    tell: Callable[[str], None] | None = None,
    options: SolveOptions | None = None,
) -> Targets:
    """Return what can be said of the targets of a plan's model: of those named, or of all.

    For each, a few programs of the size of the model's are solved. Raises KeyError, with the nearest name, where there is no
    such target; StateError where the plan cannot be solved on from, SolverError where the solver fails.
    """
    tell = tell or (lambda _: None)
    options = options or SolveOptions(tell=tell)
    asked = _chosen(targets_of(plan.inputs), names)
    answers, limits, relief = [], [], []
    free = freed(plan, options) if asked else plan
    optimum = optimum_of(free, options) if asked else None
    for target in asked:
        assert optimum is not None and plan.state is not None  # noqa: PT018, S101
        answer = Question(free, optimum, plan.state.columns, target, options).answer(partial(_told, tell, target.name))
        answers.append(answer.row)
        limits.append(answer.limits)
        relief.append(answer.relief)
    return Targets(
        str(plan.about.get("run", "")),
        plan.currency,
        pl.DataFrame(answers, schema=ANSWERS),
        pl.concat([pl.DataFrame(schema=LIMITS), *limits]),
        pl.concat([pl.DataFrame(schema=RELIEF), *relief]),
        plan,
    )


def _told(tell: Callable[[str], None], name: str, text: str) -> None:
    tell(f"{name}: {text}")


def _chosen(known: Sequence[Target], names: Sequence[str]) -> list[Target]:
    by_name = {target.name: target for target in known}
    for name in names:
        if name not in by_name:
            otherwise = f"The targets are {', '.join(by_name)}." if by_name else "The model has no table `targets`."
            raise KeyError(f"There is no target '{name}'. {hint(name, list(by_name), otherwise)}")
    return [by_name[name] for name in names] if names else list(known)


__all__ = ["Targets", "targets"]
