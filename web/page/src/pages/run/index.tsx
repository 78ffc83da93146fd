// A run: what the plan reaches, its figures, its tables, and what can be asked about it.
import { address } from "../../api/client";
import type { Run } from "../../api/types";
import { moment, number } from "../../parts/numbers";
import { subject } from "../../parts/runs";
import { Empty, Shown } from "../../parts/states";
import { Tabs } from "../../parts/tabs";
import { Title } from "../../parts/title";
import { link } from "../../route";
import { useRemote, useUntil } from "../../state/remote";
import { AskTab } from "./ask";
import { OverviewTab } from "./overview";
import { ResultsTab } from "./results";

const TABS = [
  { name: "overview", words: "Overview" },
  { name: "tables", words: "Tables" },
  { name: "ask", words: "Ask" },
];

export function RunPage({ run, tab, part }: { run: string; tab: string; part: string | null }) {
  const entry = useRemote<Run>(address(["runs", run]));
  useUntil(entry, (known) => known.pending === true);
  return (
    <Shown of={entry} what={`the run ${run}`}>
      {(known) => (
        <>
          <Title words={`Run of ${subject(known)}`}>
            <p class="about">{[known.status, known.goal && `goal: ${known.goal}`, known.gap && known.gap > 1e-6 ? `gap ${number(100 * known.gap)} %` : "", moment(known.created), known.run].filter(Boolean).join(" · ")}</p>
          </Title>
          {known.sets.length > 0 && (
            <p class="about">
              With {known.sets.map((set) => <code key={set}>{set} </code>)}
            </p>
          )}
          <p class="buttons strong">
            <File run={run} file="report.html" words="Report" opens />
            <File run={run} file="results.xlsx" words="Results as Excel" />
            <File run={run} file="inputs.xlsx" words="Inputs as Excel" />
            <a href={link(["compare"], { b: run })}>Compare…</a>
            <a href={link(["models", known.model], { scenario: known.scenario })}>The model</a>
          </p>
          <Tabs tabs={TABS.map(({ name, words }) => ({ name, words, href: link(["runs", run, name]) }))} now={tab} label="Parts of this run" />
          {tab === "overview" && <OverviewTab run={known} />}
          {tab === "tables" && <ResultsTab run={known} table={part} />}
          {tab === "ask" && <AskTab run={known} />}
          {!TABS.some((one) => one.name === tab) && <Empty>There is no such part of a run.</Empty>}
        </>
      )}
    </Shown>
  );
}

function File({ run, file, words, opens = false }: { run: string; file: string; words: string; opens?: boolean }) {
  const href = address(["runs", run, file]);
  return opens ? (
    <a href={href} target="_blank" rel="noopener">
      {words}
    </a>
  ) : (
    <a href={href} download>
      {words}
    </a>
  );
}
