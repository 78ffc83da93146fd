// The first page: the models of the workspace, and what was done last.
import { useState } from "preact/hooks";
import { address } from "../api/client";
import type { About, Model } from "../api/types";
import { JobList } from "../parts/jobs";
import { RunList } from "../parts/runs";
import { Empty, Loading, Shown, Troubled } from "../parts/states";
import { Title } from "../parts/title";
import { count } from "../parts/numbers";
import { link } from "../route";
import { useJobs } from "../state/jobs";
import { held } from "../state/kept";
import { useRemote } from "../state/remote";
import { useRuns } from "../state/runs";
import { CopyModel, DeleteModel, NewModel, UploadModel } from "./models";

type Open = { what: "new" } | { what: "upload" } | { what: "copy" | "delete"; model: string } | null;

const NEWEST = 5;

export function StartPage() {
  const models = useRemote<Model[]>(address(["models"]));
  const about = useRemote<About>(address(["about"]));
  const runs = useRuns();
  const { jobs, trouble, again } = useJobs();
  const [open, set] = useState<Open>(null);
  const close = (): void => set(null);
  const done = (): void => {
    close();
    models.again();
  };
  return (
    <>
      <Title words="Models">
        {about.data && (
          <p class="about">
            reshore {about.data.version}, workspace {about.data.workspace}
          </p>
        )}
      </Title>
      <p class="buttons">
        <button type="button" onClick={() => set({ what: "new" })}>
          New model…
        </button>
        <button type="button" onClick={() => set({ what: "upload" })}>
          Upload…
        </button>
      </p>
      <Shown of={models} what="the models">
        {(list) =>
          list.length ? (
            <ul class="cards">
              {list.map((model) => (
                <Card key={model.model} model={model} home={about.data?.id ?? ""} copy={() => set({ what: "copy", model: model.model })} remove={() => set({ what: "delete", model: model.model })} />
              ))}
            </ul>
          ) : (
            <Empty>There is no model in this workspace. Make a new one, or upload a workbook.</Empty>
          )
        }
      </Shown>
      <div class="pair">
        <section>
          <h2>Newest runs</h2>
          <Shown of={runs} what="the runs">
            {(list) => (list.length ? <RunList runs={list.slice(0, NEWEST)} /> : <Empty>No run yet: open a model and plan it.</Empty>)}
          </Shown>
          {(runs.data?.length ?? 0) > NEWEST && <a href={link(["runs"])}>All {runs.data?.length} runs</a>}
        </section>
        <section>
          <h2>Newest jobs</h2>
          {!jobs && !trouble && <Loading what="the jobs" />}
          <Troubled trouble={trouble} again={again} />
          {jobs && (jobs.length ? <JobList jobs={jobs.slice(0, NEWEST)} /> : <Empty>Nothing has been started yet.</Empty>)}
          {(jobs?.length ?? 0) > NEWEST && <a href={link(["jobs"])}>All {jobs?.length} jobs</a>}
        </section>
      </div>
      {open?.what === "new" && <NewModel close={close} done={done} />}
      {open?.what === "upload" && <UploadModel home={about.data?.id ?? ""} models={models.data ?? []} close={close} again={models.again} />}
      {open?.what === "copy" && <CopyModel model={open.model} close={close} done={done} />}
      {open?.what === "delete" && <DeleteModel home={about.data?.id ?? ""} model={open.model} close={close} done={done} />}
    </>
  );
}

const KINDS: Record<Model["kind"], string> = { example: "example, read only", folder: "folder of tables", workbook: "workbook" };

function Card({ home, model, copy, remove }: { home: string; model: Model; copy: () => void; remove: () => void }) {
  const names = new Set(["", ...model.scenarios.map((one) => one.scenario)]);
  const pending = [...held(home, model.model)].filter(([scenario]) => names.has(scenario));
  const rows = model.tables.reduce((sum, table) => sum + table.rows, 0);
  const filled = model.tables.filter((table) => table.rows > 0).length;
  return (
    <li>
      <h2>
        <a href={link(["models", model.model])}>{model.model}</a>
      </h2>
      <p>{model.description || "No description."}</p>
      <p class="about">
        {KINDS[model.kind]}
        {filled > 0 && ` · ${count(filled, "table")}, ${count(rows, "row")}`}
        {` · ${model.scenarios.length ? count(model.scenarios.length, "scenario") : "no scenarios"}`}
      </p>
      {pending.map(([scenario, many]) => (
        <p key={scenario}>
          <a href={link(["models", model.model, "tables"], { scenario })}>
            {count(many, "pending edit")}
            {scenario && ` of ${scenario}`}
          </a>
        </p>
      ))}
      <p class="buttons">
        <a href={link(["models", model.model])}>Open</a>
        <a href={link(["models", model.model, "plan"])}>Plan</a>
        <button type="button" onClick={copy} aria-label={`Copy ${model.model}`}>
          Copy…
        </button>
        {model.kind !== "example" && (
          <button type="button" onClick={remove} aria-label={`Delete ${model.model}`}>
            Delete…
          </button>
        )}
      </p>
    </li>
  );
}
