"""Scenarios of the models of a workspace: given other edits, renamed and removed, for whoever has the model as it is."""

from __future__ import annotations

from collections.abc import Sequence

from reshore.analysis.compare.words import edit_text
from reshore.api import remove_scenario, rename_scenario, replace_scenario
from reshore.tables import scenario_file
from reshore.web.problems import Problem
from reshore.web.served import Served
from reshore.web.shapes.jobs import Job
from reshore.web.shapes.models import Renamed, Renaming, Replaced, Replacing, Version
from reshore.web.used import refuse_jobs
from reshore.web.workspace import Place, plain_name

TOML = ".toml"


def replaced(here: Served, place: Place, name: str, asked: Replacing) -> Replaced:
    """Give a scenario other edits, where it is no dry run; what cannot stay of its file is copied aside before."""
    known, base = here.library.known(place, name), here.library.known(place, asked.scenario)
    sets = [edit.setting for edit in asked.edits]
    with here.library.writing_to(place, asked.version, "edits"):
        _refuse_shared(here, place, name)
        kept = here.workspace.aside(f"{place.name}-{known}{TOML}")
        found = replace_scenario(
            place.path, name, sets, scenario=base, description=asked.description, kept=kept, dry=asked.dry
        )
        return Replaced(
            version=here.library.version(place),
            before=len(found.before),
            gone=[edit_text(edit) for edit in found.gone],
            added=[edit_text(edit) for edit in found.added],
            comments=found.comments,
            kept=None if found.kept else here.workspace.told(kept),
        )


def renamed(here: Served, place: Place, name: str, asked: Renaming) -> Renamed:
    """Give a scenario another name."""
    new = plain_name(asked.name, "a scenario")
    here.library.known(place, name)
    with here.library.writing_to(place, asked.version, "change"):
        _refuse_shared(here, place, name)
        _refuse_used(here, place, name)
        refuse_taken(here, place, new, but=name)
        rename_scenario(place.path, name, new)
        return Renamed(scenario=new, version=here.library.version(place))


def removed(here: Served, place: Place, name: str, version: str) -> Version:
    """Move a scenario aside, where its owner finds it again."""
    here.library.known(place, name)
    with here.library.writing_to(place, version, "removal"):
        _refuse_shared(here, place, name)
        _refuse_used(here, place, name)
        remove_scenario(place.path, name, here.workspace.aside(f"{place.name}-{name}{TOML}"))
        return Version(version=here.library.version(place))


def refuse_taken(here: Served, place: Place, name: str, but: str | None = None) -> None:
    """Raise Problem where a model has a scenario of a name, in large or small letters, by which files do not differ everywhere.

    The scenario `but` may take its own name in other letters.
    """
    taken = {one.lower() for one in here.library.scenarios(place) if one != but}
    if name == but or name.lower() in taken or (but is None and scenario_file(place.path, name).exists()):
        raise Problem(409, f"There is a scenario '{name}' already.", "Give another name.")


def _refuse_used(here: Served, place: Place, name: str) -> None:
    using = [job for job in here.queue.using(place.path) if job.scenario == name or name in _swept(job, name)]
    refuse_jobs(using, f"the scenario {name}")


def _swept(job: Job, name: str) -> Sequence[str]:
    """Return the scenarios of a job that plans several: all where it names none."""
    if job.kind != "sweep":
        return ()
    named = job.options.get("scenarios")
    return [name] if named is None else named


def _refuse_shared(here: Served, place: Place, name: str) -> None:
    """Raise Problem where the file of a scenario belongs to other workbooks in the same folder too."""
    if not place.path.is_file() or not scenario_file(place.path, name).is_file():
        return
    others = [other.name for other in here.workspace.models().values() if other.path.is_file() and other != place]
    if others:
        remedy = f"Put {place.path.name} and its scenarios into a folder of their own, as model.xlsx."
        raise Problem(
            409, f"The scenario {name} is one of {', '.join(others)} too: workbooks in one folder share it.", remedy
        )
