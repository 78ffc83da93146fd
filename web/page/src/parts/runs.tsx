// Runs in rows, and their targets in words.
import type { RunEntry, Target } from "../api/types";
import { link } from "../route";
import { moment } from "./numbers";

export function Reached({ target }: { target: Target }) {
  return (
    <span class={target.reached ? "yes" : "no"}>
      <span aria-hidden="true">{target.reached ? "✔" : "✖"} </span>
      {target.reached ? "reached" : "missed"}
    </span>
  );
}

/** Return what a run is of. */
export const subject = (run: RunEntry): string => (run.scenario ? `${run.model}, scenario ${run.scenario}` : run.model);

const FEW = 3;

/** Return the first of some texts, and how many more there are. */
const few = (texts: readonly string[]): string =>
  texts.slice(0, FEW).join(" · ") + (texts.length > FEW ? ` · and ${texts.length - FEW} more` : "");

/** Return how many edits a run has beside its model and scenario, in words; nothing where it has none. */
export const edited = (run: RunEntry): string => (run.sets.length ? ` with ${run.sets.length === 1 ? "an edit" : `${run.sets.length} edits`}` : "");

export function RunList({ runs }: { runs: readonly RunEntry[] }) {
  return (
    <ul class="rows">
      {runs.map((run) => {
        const met = run.targets.filter((target) => target.reached).length;
        return (
          <li key={run.run}>
            <div class="what">
              <a href={link(["runs", run.run])}>{subject(run)}</a>
              {edited(run)}
              <small>
                {run.status} · {moment(run.created)} · {run.run}
              </small>
              {run.sets.length > 0 && <small>{few(run.sets)}</small>}
            </div>
            <div class="met">
              {run.targets.length > 0 ? (
                <span title={run.targets.map((target) => `${target.target}: ${target.told}`).join("\n")}>
                  {met} of {run.targets.length} targets reached
                </span>
              ) : run.pending ? (
                <small>reading its targets…</small>
              ) : null}
            </div>
            <div class="buttons">
              <a href={link(["compare"], { b: run.run })}>Compare</a>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
