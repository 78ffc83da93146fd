// Two runs beside each other: what differs, and why.
import { useState } from "preact/hooks";
import { address } from "../api/client";
import type { Answer, RunEntry } from "../api/types";
import { AnswerView } from "../parts/answer";
import { Field } from "../parts/dialog";
import { moment } from "../parts/numbers";
import { edited, subject } from "../parts/runs";
import { Empty, Shown } from "../parts/states";
import { Title } from "../parts/title";
import { go, link } from "../route";
import { useRemote } from "../state/remote";
import { useRuns } from "../state/runs";

export function ComparePage({ a, b }: { a: string | null; b: string | null }) {
  const runs = useRuns();
  return (
    <>
      <Title words="Compare two runs" />
      <Shown of={runs} what="the runs">
        {(list) =>
          list.length < 2 ? (
            <Empty>
              There {list.length === 1 ? "is one run" : "are no runs"}: a comparison takes two. <a href={link([])}>Choose a model</a> and plan it with
              and without an edit.
            </Empty>
          ) : (
            <>
              <div class="pair">
                <Field label="Run A: what it is compared with">
                  <Choice runs={list} now={a} choose={(run) => go(["compare"], { a: run, b })} />
                </Field>
                <Field label="Run B: what is new">
                  <Choice runs={list} now={b} choose={(run) => go(["compare"], { a, b: run })} />
                </Field>
              </div>
              {a && b && a !== b ? <Difference a={a} b={b} /> : <Empty>Choose two runs that are not the same.</Empty>}
            </>
          )
        }
      </Shown>
    </>
  );
}

function Choice({ runs, now, choose }: { runs: readonly RunEntry[]; now: string | null; choose: (run: string) => void }) {
  return (
    <select value={now ?? ""} onChange={(event) => choose(event.currentTarget.value)}>
      <option value="">Choose a run</option>
      {runs.map((run) => (
        <option key={run.run} value={run.run}>
          {subject(run)}
          {edited(run)} · {moment(run.created)}
        </option>
      ))}
    </select>
  );
}

/** The words tell of A, of B, then of what differs. */
const DIFFERENCE = 2;

function Difference({ a, b }: { a: string; b: string }) {
  const [all, every] = useState(false);
  const found = useRemote<Answer & { more: boolean }>(address(["compare"], { a, b, all: all || null }));
  return (
    <Shown of={found} what="the comparison">
      {(answer) => (
        <AnswerView answer={answer} lead={DIFFERENCE}>
          {answer.more && (
            <p class="buttons">
              <button type="button" onClick={() => every(!all)}>
                {all ? "Only the largest differences" : "Show all, not the largest alone"}
              </button>
            </p>
          )}
        </AnswerView>
      )}
    </Shown>
  );
}
