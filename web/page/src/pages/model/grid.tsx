// One table of a model as a grid: rows come a page at a time, cells can be edited.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { address, get, told } from "../../api/client";
import type { Finding, InputPage, Model, Table, Trouble } from "../../api/types";
import type { Sheet } from "../../parts/grid/inputs";
import { count } from "../../parts/numbers";
import { Empty, Loading, Troubled } from "../../parts/states";
import { type Edits, place } from "../../state/pending";

export interface Jump {
  table: string;
  key: string;
  column: string | null;
}

interface Given {
  model: Model;
  scenario: string;
  table: Table;
  edits: Edits;
  findings: readonly Finding[];
  jump: Jump | null;
  jumped: () => void;
  focused: (key: string) => void;
}

export function TableGrid({ model, scenario, table, edits, findings, jump, jumped, focused }: Given) {
  const frame = useRef<HTMLDivElement>(null);
  const sheet = useRef<Sheet | null>(null);
  const search = useRef("");
  const [ready, set] = useState(false);
  const [total, totals] = useState(table.rows);
  const [trouble, failed] = useState<Trouble | null>(null);
  const [words, write] = useState("");
  const [locked, lock] = useState(false);
  const sought = useRef<Jump | null>(null);
  const byCell = useMemo(() => grouped(findings), [findings]);
  const latest = useRef(byCell);
  latest.current = byCell;
  const path = ["models", model.model, "tables", table.table];

  useEffect(() => {
    let over = false;
    const begin = async (): Promise<void> => {
      const { inputs } = await import("../../parts/grid/inputs");
      if (over || !frame.current) return;
      sheet.current = inputs(frame.current, {
        table,
        edits,
        findings: () => latest.current,
        failed: (error) => failed(told(error)),
        focused,
        locked: lock,
        read: (asked) => get<InputPage>(address(path, { scenario, ...asked, search: search.current })),
        question: () => search.current,
        told: (page) => {
          totals(page.total);
          failed(null);
        },
      });
      set(true);
    };
    begin().catch((error: unknown) => !over && failed(told(error)));
    return () => {
      over = true;
      sheet.current?.end();
      sheet.current = null;
    };
  }, []);

  useEffect(() => sheet.current?.refresh(), [byCell, edits.all, ready]);

  useEffect(() => {
    if (!ready || words === search.current) return undefined;
    const wait = window.setTimeout(() => {
      search.current = words;
      sheet.current?.reload();
    }, 250);
    return () => window.clearTimeout(wait);
  }, [words, ready]);

  useEffect(() => {
    if (!ready || !jump || jump.table !== table.table) return;
    sought.current = jump;
    const find = async (): Promise<void> => {
      if (search.current) {
        search.current = "";
        write("");
        sheet.current?.reload();
      }
      sheet.current?.unsort();
      // The row of settings has an empty key, which is asked for too.
      const place = `${address(path, { scenario, offset: 0, limit: 1 })}&find=${encodeURIComponent(jump.key)}`;
      const page = await get<InputPage>(place);
      if (sought.current === jump && page.found !== null && page.found !== undefined) sheet.current?.show(page.found, jump.column, page.total);
    };
    find().catch((error: unknown) => failed(told(error)));
    jumped();
  }, [jump, ready]);

  return (
    <>
      <div class="bar">
        <label class="field inline">
          <span>Search</span>
          <input type="search" value={words} placeholder={`in ${table.table}`} onInput={(event) => write(event.currentTarget.value)} />
        </label>
        <span class="units" aria-live="polite">
          {count(total, "row")}
        </span>
      </div>
      <Troubled trouble={trouble} again={() => sheet.current?.reload()} />
      {!ready && !trouble && <Loading what="the grid" />}
      {ready && table.rows === 0 && <Empty>This table is empty: it is not used, or its rows are yet to be added.</Empty>}
      <div ref={frame} class={table.rows === 0 ? "grid small" : "grid"} />
      <p class="units">Double-click a cell, or press Enter on it, to edit it; Escape leaves it as it was.</p>
      <p class="no" role="status">
        {locked && "Keys cannot be changed here: remove the row and add another."}
      </p>
    </>
  );
}

function grouped(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const map = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.key === null) continue;
    const name = place(finding);
    map.set(name, [...(map.get(name) ?? []), finding]);
  }
  return map;
}
