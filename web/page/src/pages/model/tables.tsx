// The tables of a model, one of them as a grid that can be edited, with what `check` says of the edits.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { address } from "../../api/client";
import type { Finding, Model, Table } from "../../api/types";
import { Findings } from "../../parts/findings";
import { count } from "../../parts/numbers";
import { Empty, Shown, Troubled } from "../../parts/states";
import { Words } from "../../parts/words";
import { go, link } from "../../route";
import { useFindings } from "../../state/check";
import { useEdits } from "../../state/pending";
import { useRemote } from "../../state/remote";
import { PendingBar } from "./pending";
import { type Jump, TableGrid } from "./grid";
import { RowTools } from "./rows";

interface Given {
  /** The workspace, by its id. */
  home: string;
  model: Model;
  scenario: string;
  table: string | null;
  again: () => void;
}

export function TablesTab(given: Given) {
  const tables = useRemote<Table[]>(address(["models", given.model.model, "tables"], { scenario: given.scenario }));
  return (
    <Shown of={tables} what="the tables">
      {(list) => (list.length ? <Opened {...given} tables={list} recount={tables.again} /> : <Empty>The model has no tables.</Empty>)}
    </Shown>
  );
}

function Opened({ home, model, scenario, table, tables, again, recount }: Given & { tables: Table[]; recount: () => void }) {
  const edits = useEdits(home, model.model, scenario);
  edits.shows(model.version ?? "");
  const check = useFindings(model.model, scenario, edits);
  const now = tables.find((one) => one.table === table) ?? tables.find((one) => one.rows > 0) ?? tables[0];
  const [jump, to] = useState<Jump | null>(null);
  const [turn, reread] = useState(0);
  const [row, focus] = useState<{ table: string; key: string } | null>(null);
  const shown = useRef(model.version);
  const own = useRef(false);
  const saved = (): void => {
    own.current = true;
    reread((many) => many + 1);
    again();
  };
  useEffect(() => {
    if (shown.current === model.version) return;
    shown.current = model.version;
    // What was saved here is shown already.
    if (!own.current) reread((many) => many + 1);
    own.current = false;
    recount();
  }, [model.version]);
  const open = (name: string): void => go(["models", model.model, "tables", name], { scenario });
  const jumped = (finding: Finding): void => {
    show(finding);
  };
  const show = (cell: { table: string; key: string | null; column: string | null }): void => {
    if (cell.key === null) return;
    to({ table: cell.table, key: cell.key, column: cell.column });
    if (cell.table !== now?.table) open(cell.table);
  };
  const step = (back: boolean): void => {
    const cell = back ? edits.undo() : edits.redo();
    if (cell) show(cell);
  };
  useSteps(step);
  const wrong = useMemo(() => counted(check.findings), [check.findings]);
  const content = useRef<HTMLDivElement>(null);
  const first = useRef(true);
  useEffect(() => {
    // On narrow screens the list of tables is long: go to what was chosen.
    if (!first.current && window.innerWidth < 900) content.current?.scrollIntoView();
    first.current = false;
  }, [now?.table]);
  if (!now) return null;
  return (
    <div class="sides">
      <nav class="list" aria-label="Tables">
        <ul>
          {tables.map((one) => (
            <li key={one.table}>
              <a href={link(["models", model.model, "tables", one.table], { scenario })} aria-current={one === now ? "page" : undefined} class={one.rows ? "" : "none"}>
                <span>{one.table}</span>
                <small>
                  {wrong.get(one.table) ? <span class="no">✖ {count(wrong.get(one.table) ?? 0, "finding")} · </span> : null}
                  {one.rows.toLocaleString("en")}
                </small>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="content" ref={content}>
        <label class="field narrow">
          <span>Table</span>
          <select value={now.table} onChange={(event) => open(event.currentTarget.value)}>
            {tables.map((one) => (
              <option key={one.table} value={one.table}>
                {one.table} ({count(one.rows, "row")})
              </option>
            ))}
          </select>
        </label>
        <h2>{now.table}</h2>
        <p class="units">
          <Words text={now.description} />
        </p>
        <RowTools
          key={now.table}
          home={home}
          model={model}
          scenario={scenario}
          table={now}
          edits={edits}
          row={row?.table === now.table ? row.key : null}
          changed={(key) => {
            focus(null);
            if (key !== null) to({ table: now.table, key, column: null });
            saved();
            recount();
            check.again();
          }}
          again={saved}
        />
        <TableGrid key={`${now.table} ${turn}`} model={model} scenario={scenario} table={now} edits={edits} findings={check.findings} jump={jump} jumped={() => to(null)} focused={(key) => focus({ table: now.table, key })} />
        <PendingBar
          home={home}
          model={model}
          scenario={scenario}
          table={now.table}
          edits={edits}
          errors={check.findings.filter((finding) => finding.severity === "error").length}
          show={show}
          step={step}
          saved={saved}
        />
        <section aria-live="polite">
          <h2>Findings</h2>
          <Troubled trouble={check.trouble} again={check.again} />
          {check.busy && <p class="units">Checking…</p>}
          {!check.busy && !check.trouble && check.findings.length === 0 && (
            <p class="yes">✔ {edits.all.length ? "Nothing is wrong with the model and these edits." : "Nothing is wrong with the model."}</p>
          )}
          <Findings findings={check.findings} jump={jumped} />
          {check.more && <p class="units">{check.more}</p>}
          {check.total > check.findings.length && (
            <p class="units">
              The first {check.findings.length.toLocaleString("en")} of {count(check.total, "finding")}.
            </p>
          )}
        </section>
      </div>
    </div>
  );
}

/** Let Ctrl+Z (Cmd+Z) undo the last edit and Ctrl+Shift+Z or Ctrl+Y make it again, but where text is typed, which has its own. */
function useSteps(step: (back: boolean) => void): void {
  const latest = useRef(step);
  latest.current = step;
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const key = event.key.toLowerCase();
      if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== "z" && !(key === "y" && event.ctrlKey))) return;
      if (document.querySelector("dialog[open]") || (event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]"))) return;
      event.preventDefault();
      latest.current(key === "z" && !event.shiftKey);
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}

/** Return how many errors each table has. */
function counted(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const many = new Map<string, number>();
  for (const finding of findings) if (finding.severity === "error") many.set(finding.table, (many.get(finding.table) ?? 0) + 1);
  return many;
}
