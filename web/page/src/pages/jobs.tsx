// Jobs: all of them, and one with how far it is, what went wrong, or what it answers.
import { address } from "../api/client";
import type { Answer, Job, JobOrder } from "../api/types";
import { AnswerView } from "../parts/answer";
import { Cancel, JobList, Outcome, Progress, Silence, State } from "../parts/jobs";
import { moment } from "../parts/numbers";
import { Empty, Loading, Shown, Troubled } from "../parts/states";
import { Title } from "../parts/title";
import { link, staying } from "../route";
import { lasts, start, useJobs } from "../state/jobs";
import { useAction, useRemote } from "../state/remote";

export function JobsPage() {
  const { jobs, trouble, again } = useJobs();
  return (
    <>
      <Title words="Jobs" />
      {!jobs && !trouble && <Loading what="the jobs" />}
      <Troubled trouble={trouble} again={again} />
      {jobs && <Silence />}
      {jobs &&
        (jobs.length ? (
          <JobList jobs={jobs} />
        ) : (
          <Empty>
            Nothing has been started yet. <a href={link([])}>Choose a model</a> and plan it, or ask something about a <a href={link(["runs"])}>run</a>.
          </Empty>
        ))}
    </>
  );
}

export function JobPage({ id }: { id: string }) {
  const { jobs, trouble, again } = useJobs();
  const job = jobs?.find((one) => one.id === id);
  if (!jobs) return trouble ? <Troubled trouble={trouble} again={again} /> : <Loading what="the job" />;
  if (!job)
    return (
      <>
        <Title words="There is no such job" />
        <Empty>
          It may be too old: the newest 200 are kept. <a href={link(["jobs"])}>See all jobs</a>.
        </Empty>
      </>
    );
  return (
    <>
      <Title words={job.title}>
        <p class="about">
          <State job={job} /> · started {moment(job.started ?? job.created)}
          {job.ended && ` · ended ${moment(job.ended)}`}
        </p>
      </Title>
      <p class="buttons">
        {job.model && <a href={link(["models", job.model], { scenario: job.scenario })}>The model</a>}
        {job.run && <a href={link(["runs", job.run])}>The run it asks about</a>}
        <Cancel job={job} />
        {!lasts(job) && job.state !== "done" && <Again job={job} />}
      </p>
      <Silence />
      <Progress job={job} />
      <Troubled trouble={job.error} />
      {job.edits.length > 0 && (
        <details>
          <summary>Its {job.edits.length === 1 ? "edit" : `${job.edits.length} edits`}</summary>
          <ul>
            {job.edits.map((edit) => (
              <li key={JSON.stringify(edit)}>
                <code>
                  {edit.table}:{edit.key}:{edit.column}={edit.value}
                </code>
              </li>
            ))}
          </ul>
        </details>
      )}
      {job.state === "done" && job.result && <Done job={job} result={job.result} />}
    </>
  );
}

function Again({ job }: { job: Job }) {
  const action = useAction(async () => {
    const move = staying();
    const order: JobOrder = { kind: job.kind, edits: job.edits, options: job.options };
    if (job.model) order.model = job.model;
    if (job.run) order.run = job.run;
    if (job.scenario) order.scenario = job.scenario;
    move(["jobs", (await start(order)).id]);
  });
  return (
    <>
      <button type="button" disabled={action.busy} onClick={() => action.run()}>
        Start it again
      </button>
      <Troubled trouble={action.trouble} />
    </>
  );
}

function Done({ job, result }: { job: Job; result: NonNullable<Job["result"]> }) {
  const found = useRemote<Answer>(result.figures || result.sections ? address(["jobs", job.id, "result"]) : null);
  const runs = [...new Set([...(result.run ? [result.run] : []), ...result.runs])];
  return (
    <>
      <p class="buttons strong">
        {runs.length > 1 ? (
          runs.map((run) => (
            <a key={run} href={link(["runs", run])}>
              {run}
            </a>
          ))
        ) : (
          <Outcome job={job} here />
        )}
      </p>
      {(result.figures || result.sections) && (
        <Shown of={found} what="the answer">
          {(answer) => <AnswerView answer={answer} />}
        </Shown>
      )}
    </>
  );
}
