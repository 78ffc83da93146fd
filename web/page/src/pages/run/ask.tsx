// Questions about a run: forms that start jobs, and the answers of those that are done.
import { useState } from "preact/hooks";
import { address } from "../../api/client";
import type { Answer, Job, JobOrder, Run } from "../../api/types";
import { AnswerView } from "../../parts/answer";
import { Field } from "../../parts/dialog";
import { Cancel, Outcome, Progress, Silence, State } from "../../parts/jobs";
import { moment } from "../../parts/numbers";
import { Empty, Shown, Troubled } from "../../parts/states";
import { link } from "../../route";
import { lasts, start, useJobs } from "../../state/jobs";
import { useAction, useRemote } from "../../state/remote";
import { type Option, QUESTIONS, type Question } from "./questions";

export function AskTab({ run }: { run: Run }) {
  const { jobs, trouble, again } = useJobs();
  const asked = (jobs ?? []).filter((job) => job.run === run.run);
  return (
    <>
      <ul class="cards asking">
        {QUESTIONS.map((question) => (
          <Form key={question.kind} run={run} question={question} asked={asked.filter((job) => job.kind === question.kind)} />
        ))}
      </ul>
      <h2>Answers</h2>
      <Silence />
      <Troubled trouble={trouble} again={again} />
      {jobs && !asked.length && <Empty>Nothing has been asked about this run on this page yet: start with what limits the plan.</Empty>}
      {asked.map((job) => (
        <Asked key={job.id} job={job} />
      ))}
    </>
  );
}

/** Return what a field says, as the option of a job; null where it says nothing. */
function told(form: FormData, option: Option): unknown {
  const all = form.getAll(option.name).filter((value): value is string => typeof value === "string" && value.trim() !== "");
  const [value] = all;
  if (option.kind === "flag") return value === undefined ? null : true;
  if (option.kind === "several") return all.length ? all : null;
  if (value === undefined) return null;
  if (option.kind === "number") return Number(value);
  if (option.kind !== "list") return value.trim();
  return value.split(",").map((part) => part.trim()).filter(Boolean);
}

function Form({ run, question, asked }: { run: Run; question: Question; asked: readonly Job[] }) {
  const [started, set] = useState<string | null>(null);
  const job = asked.find((one) => one.id === started) ?? asked.find(lasts);
  const action = useAction(async (form: FormData) => {
    const given = question.options.map((option) => [option.name, told(form, option)] as const).filter(([, value]) => value !== null);
    const order: JobOrder = { kind: question.kind, run: run.run, options: Object.fromEntries(given) };
    set((await start(order)).id);
  });
  return (
    <li>
      <h2>{question.title}</h2>
      <p>{question.about}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          action.run(new FormData(event.currentTarget));
        }}
      >
        {question.options.map((option) => (
          <Input key={option.name} option={option} />
        ))}
        <Troubled trouble={action.trouble} />
        <p class="buttons">
          <button type="submit" class="main" disabled={action.busy}>
            {question.does}
          </button>
        </p>
      </form>
      {job && <Started job={job} />}
    </li>
  );
}

const LEADS = { queued: "See it below", running: "See it below", done: "See the answer below", failed: "See below what is wrong", cancelled: "See it below", interrupted: "See it below" };

/** How far what a card has started is, and the way to its answer. */
function Started({ job }: { job: Job }) {
  const lead = (event: Event): void => {
    event.preventDefault();
    const answer = document.getElementById(`answer-${job.id}`);
    answer?.scrollIntoView();
    answer?.querySelector("a")?.focus({ preventScroll: true });
  };
  return (
    <div class="started">
      <p role="status">
        <State job={job} /> ·{" "}
        <a href={link(["jobs", job.id])} onClick={lead}>
          {LEADS[job.state]}
        </a>
      </p>
      <Progress job={job} />
    </div>
  );
}

function Input({ option }: { option: Option }) {
  if (option.kind === "flag")
    return (
      <label class="flag">
        <input type="checkbox" name={option.name} value="yes" /> {option.words}
      </label>
    );
  if (option.kind === "several")
    return (
      <fieldset class="choices">
        <legend>{option.words}</legend>
        {option.choices?.map((choice) => (
          <label key={choice}>
            <input type="checkbox" name={option.name} value={choice} /> {choice}
          </label>
        ))}
      </fieldset>
    );
  if (option.kind === "choices")
    return (
      <Field label={option.words} hint={option.hint}>
        <select name={option.name}>
          {option.choices?.map((choice) => (
            <option key={choice}>
              {choice}
            </option>
          ))}
        </select>
      </Field>
    );
  return (
    <Field label={option.words} hint={option.hint}>
      <input name={option.name} inputMode={option.kind === "number" ? "numeric" : "text"} pattern={option.kind === "number" ? "[0-9]*" : ".*"} title={option.kind === "number" ? "A whole number" : undefined} autocomplete="off" />
    </Field>
  );
}

function Asked({ job }: { job: Job }) {
  const [open, set] = useState(false);
  const answers = job.state === "done" && (job.result?.figures || job.result?.sections);
  return (
    <article class="asked" id={`answer-${job.id}`}>
      <h3>
        <a href={link(["jobs", job.id])}>{job.title}</a>
      </h3>
      <p class="about">
        <State job={job} /> · {moment(job.created)}
      </p>
      <Progress job={job} />
      <Troubled trouble={job.error} />
      <div class="buttons">
        <Cancel job={job} />
        {job.result?.file && <Outcome job={{ ...job, result: { ...job.result, figures: false, sections: false, run: null, runs: [] } }} />}
      </div>
      {answers && (
        <details open={open} onToggle={(event) => set(event.currentTarget.open)}>
          <summary>The answer</summary>
          {open && <Told id={job.id} />}
        </details>
      )}
    </article>
  );
}

function Told({ id }: { id: string }) {
  const found = useRemote<Answer>(address(["jobs", id, "result"]));
  return (
    <Shown of={found} what="the answer">
      {(answer) => <AnswerView answer={answer} />}
    </Shown>
  );
}
