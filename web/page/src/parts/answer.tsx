// What a question was answered with: words first, then figures, then tables.
import type { Answer } from "../api/types";
import { Figures } from "./figure";
import { Empty } from "./states";
import { DataTable } from "./table";

export function AnswerView({ answer }: { answer: Answer }) {
  if (!answer.words.length && !answer.figures.length && !answer.sections.length) return <Empty>There is nothing to tell: no difference, no finding.</Empty>;
  return (
    <>
      {answer.words.map((words, at) => (
        <p key={at} class={at ? "" : "answer"}>
          {words}
        </p>
      ))}
      {answer.figures.length > 0 && <h2>Figures</h2>}
      <Figures figures={answer.figures} />
      {answer.sections.length > 0 && <h2>Tables</h2>}
      {answer.sections.map((section, at) => (
        <DataTable key={at} title={section.title} columns={section.columns} rows={section.rows} right={section.right} />
      ))}
    </>
  );
}
