// What a question was answered with: words first, then figures, then tables.
import type { ComponentChildren } from "preact";
import type { Answer } from "../api/types";
import { Figures } from "./figure";
import { Empty } from "./states";
import { DataTable } from "./table";

/** `lead` says which of the words is read first; `children` stand above the tables. */
export function AnswerView({ answer, lead = 0, children }: { answer: Answer; lead?: number; children?: ComponentChildren }) {
  if (!answer.words.length && !answer.figures.length && !answer.sections.length) return <Empty>There is nothing to tell: no difference, no finding.</Empty>;
  return (
    <>
      {answer.words.map((words, at) => (
        <p key={at} class={at === lead ? "answer" : ""}>
          {words}
        </p>
      ))}
      {answer.figures.length > 0 && <h2>Figures</h2>}
      <Figures figures={answer.figures} />
      {answer.sections.length > 0 && <h2>Tables</h2>}
      {children}
      <div class="tables">
        {answer.sections.map((section, at) => (
          <DataTable key={at} title={section.title} columns={section.columns} rows={section.rows} right={section.right} />
        ))}
      </div>
    </>
  );
}
