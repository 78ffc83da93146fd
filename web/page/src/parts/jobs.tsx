// Jobs in rows: how far each is, how to cancel it, and what came of it.
import { useEffect, useState } from "preact/hooks";
import type { Job } from "../api/types";
import { link } from "../route";
import { cancel, lasts, useJobs } from "../state/jobs";
import { useAction } from "../state/remote";
import { duration, moment } from "./numbers";
import { Troubled } from "./states";

const SIGNS: Record<Job["state"], string> = { queued: "…", running: "▶", done: "✔", failed: "✖", cancelled: "■", interrupted: "■" };

export function State({ job }: { job: Job }) {
  return (
    <span class={`state ${job.state}`}>
      <span aria-hidden="true">{SIGNS[job.state]} </span>
      {job.state}
    </span>
  );
}

/** Says that the server is not heard. */
export function Silence() {
  const { silent } = useJobs();
  return <div role="status">{silent && <p class="no">The server does not answer; what is shown may be old.</p>}</div>;
}

/** Return the seconds since a moment, every second while the server is heard. */
function useSeconds(since: string | null): number | null {
  const { silent } = useJobs();
  const [now, tick] = useState(() => Date.now());
  useEffect(() => {
    if (!since || silent) return undefined;
    const clock = window.setInterval(() => tick(Date.now()), 1000);
    return () => window.clearInterval(clock);
  }, [since, silent]);
  return since ? Math.max(0, now - Date.parse(since)) / 1000 : null;
}

export function Progress({ job }: { job: Job }) {
  const at = job.progress;
  const seconds = useSeconds(job.state === "running" ? job.started : null);
  if (!lasts(job)) return null;
  const name = `How far: ${job.title}`;
  const known = at && at.count > 0;
  return (
    <div class="progress">
      {known ? <progress aria-label={name} value={at.done} max={at.count} /> : <progress aria-label={name} />}
      <small>
        {job.state === "queued" ? "waits for a free worker" : [at?.text, known && at.count > 1 ? `${at.done} of ${at.count}` : "", seconds === null ? "" : duration(seconds)].filter(Boolean).join(" · ")}
      </small>
    </div>
  );
}

export function Outcome({ job, here = false }: { job: Job; here?: boolean }) {
  if (!job.result) return null;
  const runs = [...new Set([...(job.result.run ? [job.result.run] : []), ...job.result.runs])];
  const first = runs[0];
  return (
    <>
      {first && runs.length === 1 && !job.run && <a href={link(["runs", first])}>Open the run</a>}
      {runs.length > 1 && <a href={link(["jobs", job.id])}>Open the {runs.length} runs</a>}
      {!here && job.kind !== "plan" && (job.result.figures || job.result.sections) && <a href={link(["jobs", job.id])}>Open the answer</a>}
      {job.result.file && <a href={`/api/jobs/${encodeURIComponent(job.id)}/file`}>Open the file</a>}
    </>
  );
}

export function Cancel({ job }: { job: Job }) {
  const action = useAction(() => cancel(job.id));
  if (!lasts(job)) return null;
  return (
    <>
      <button type="button" disabled={action.busy} onClick={() => action.run()} aria-label={`Cancel ${job.title}`}>
        Cancel
      </button>
      <Troubled trouble={action.trouble} />
    </>
  );
}

export function JobList({ jobs }: { jobs: readonly Job[] }) {
  return (
    <ul class="rows">
      {jobs.map((job) => (
        <li key={job.id}>
          <div class="what">
            <a href={link(["jobs", job.id])}>{job.title}</a>
            <small>
              <State job={job} /> · {moment(job.created)}
              {job.error ? ` · ${job.error.message}` : ""}
            </small>
          </div>
          <Progress job={job} />
          <div class="buttons">
            <Outcome job={job} />
            <Cancel job={job} />
          </div>
        </li>
      ))}
    </ul>
  );
}
