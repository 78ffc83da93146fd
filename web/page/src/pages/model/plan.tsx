// Planning a model: one scenario with the edits that are pending, or many scenarios side by side.
import { useState } from "preact/hooks";
import { address } from "../../api/client";
import type { Model } from "../../api/types";
import { JobList } from "../../parts/jobs";
import { Troubled } from "../../parts/states";
import { link, staying } from "../../route";
import { start, useJobs } from "../../state/jobs";
import { type Edits, useEdits } from "../../state/pending";
import { useAction } from "../../state/remote";

export function PlanTab({ home, model, scenario }: { home: string; model: Model; scenario: string }) {
  const edits = useEdits(home, model.model, scenario);
  const pending = edits.all.length;
  const plan = useAction(async () => {
    const move = staying();
    const order = { kind: "plan" as const, model: model.model, edits: edits.sent };
    move(["jobs", (await start(scenario ? { ...order, scenario } : order)).id]);
  });
  const jobs = (useJobs().jobs ?? []).filter((job) => job.model === model.model && (job.kind === "plan" || job.kind === "sweep"));
  return (
    <>
      <section>
        <h2>Plan {scenario ? `the scenario ${scenario}` : "the model"}</h2>
        <p>
          Finds what to build, make, ship and keep, so that the goal of the model is reached best.
          {pending > 0 && ` The ${pending === 1 ? "edit" : `${pending} edits`} pending in the tables count${pending === 1 ? "s" : ""} too.`}
        </p>
        <Troubled trouble={plan.trouble} />
        <p class="buttons">
          <button type="button" class="main" disabled={plan.busy} onClick={() => plan.run()}>
            {pending ? `Plan with ${pending === 1 ? "this edit" : `these ${pending} edits`}` : "Plan"}
          </button>
          <a href={address(["models", model.model, "inputs.xlsx"], { scenario })} download>
            Inputs as Excel
          </a>
          {pending > 0 && <a href={link(["models", model.model, "tables"], { scenario })}>See the edits</a>}
        </p>
      </section>
      {model.scenarios.length > 0 && <Sweep model={model} scenario={scenario} edits={edits} />}
      {jobs.length > 0 && (
        <section>
          <h2>Plans started before</h2>
          <JobList jobs={jobs.slice(0, 10)} />
        </section>
      )}
    </>
  );
}

function Sweep({ model, scenario, edits }: { model: Model; scenario: string; edits: Edits }) {
  const [counting, count] = useState(false);
  const pending = edits.all.length;
  const counts = counting && pending > 0;
  const [chosen, set] = useState<ReadonlySet<string>>(new Set());
  const names = model.scenarios.map((one) => one.scenario);
  const sweep = useAction(async () => {
    const move = staying();
    const scenarios = names.filter((name) => chosen.has(name));
    const order = { kind: "sweep" as const, model: model.model, options: { scenarios } };
    move(["jobs", (await start(counts ? { ...order, edits: edits.sent } : order)).id]);
  });
  const toggle = (name: string): void => {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    set(next);
  };
  return (
    <section>
      <h2>Plan scenarios side by side</h2>
      <fieldset class="choices">
        <legend>Scenarios; the model as it is comes first</legend>
        {names.map((name) => (
          <label key={name}>
            <input type="checkbox" checked={chosen.has(name)} onChange={() => toggle(name)} /> {name}
          </label>
        ))}
      </fieldset>
      {pending > 0 && (
        <div>
          <label class="flag">
            <input type="checkbox" checked={counting} onChange={(event) => count(event.currentTarget.checked)} /> Make the{" "}
            {pending === 1 ? "edit that is" : `${pending} edits that are`} pending{scenario && ` of ${scenario}`} in each of them too
          </label>
          <p class="units" role="status">
            {counts
              ? `Each plan, that of the model too, has ${pending === 1 ? "the pending edit" : `the ${pending} pending edits`} after the edits of its scenario.`
              : `${pending === 1 ? "The pending edit does" : `The ${pending} pending edits do`} not count: each scenario is planned as it is saved.`}
          </p>
        </div>
      )}
      <Troubled trouble={sweep.trouble} />
      <p class="buttons">
        <button type="button" class="main" disabled={sweep.busy || chosen.size === 0} onClick={() => sweep.run()}>
          {chosen.size ? `Plan ${chosen.size === 1 ? "it" : `these ${chosen.size}`} beside the model` : "Choose scenarios"}
        </button>
        <button type="button" onClick={() => set(chosen.size === names.length ? new Set() : new Set(names))}>
          {chosen.size === names.length ? "Choose none" : "Choose all"}
        </button>
      </p>
    </section>
  );
}
