// The tables of a plan, one of them as a grid.
import { useEffect, useRef, useState } from "preact/hooks";
import { address, get, told } from "../../api/client";
import type { ResultPage, Run, Trouble } from "../../api/types";
import type { Asked } from "../../parts/grid/base";
import { count } from "../../parts/numbers";
import { Empty, Loading, Troubled } from "../../parts/states";
import { go, link } from "../../route";

export function ResultsTab({ run, table }: { run: Run; table: string | null }) {
  const now = run.tables.find((one) => one.table === table) ?? run.tables.find((one) => one.rows > 0);
  if (!now) return <Empty>The run has no tables with rows.</Empty>;
  return (
    <div class="sides">
      <nav class="list" aria-label="Tables">
        <ul>
          {run.tables.map((one) => (
            <li key={one.table}>
              <a href={link(["runs", run.run, "tables", one.table])} aria-current={one === now ? "page" : undefined} class={one.rows ? "" : "none"}>
                <span>{one.table}</span>
                <small>{one.rows.toLocaleString("en")}</small>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="content">
        <label class="field narrow">
          <span>Table</span>
          <select value={now.table} onChange={(event) => go(["runs", run.run, "tables", event.currentTarget.value])}>
            {run.tables.map((one) => (
              <option key={one.table} value={one.table}>
                {one.table} ({count(one.rows, "row")})
              </option>
            ))}
          </select>
        </label>
        <h2>{now.table}</h2>
        <ResultGrid key={now.table} run={run.run} table={now.table} />
      </div>
    </div>
  );
}

function ResultGrid({ run, table }: { run: string; table: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const shown = useRef<{ reload: () => void; end: () => void } | null>(null);
  const search = useRef("");
  const [words, write] = useState("");
  const [total, totals] = useState<number | null>(null);
  const [trouble, failed] = useState<Trouble | null>(null);
  const path = ["runs", run, "tables", table];
  const read = (asked: Partial<Asked>): Promise<ResultPage> => get<ResultPage>(address(path, { ...asked, search: search.current }));

  useEffect(() => {
    let over = false;
    const begin = async (): Promise<void> => {
      const [{ results }, first] = await Promise.all([import("../../parts/grid/results"), read({ offset: 0, limit: 1 })]);
      if (over || !frame.current) return;
      shown.current = results(frame.current, `Table ${table}`, first.columns, {
        read,
        question: () => search.current,
        told: (page) => {
          totals(page.total);
          failed(null);
        },
        failed: (error) => failed(told(error)),
      });
    };
    begin().catch((error: unknown) => !over && failed(told(error)));
    return () => {
      over = true;
      shown.current?.end();
    };
  }, []);

  useEffect(() => {
    if (words === search.current) return undefined;
    const wait = window.setTimeout(() => {
      search.current = words;
      shown.current?.reload();
    }, 250);
    return () => window.clearTimeout(wait);
  }, [words]);

  return (
    <>
      <div class="bar">
        <label class="field inline">
          <span>Search</span>
          <input type="search" value={words} placeholder={`in ${table}`} onInput={(event) => write(event.currentTarget.value)} />
        </label>
        <span class="units" aria-live="polite">
          {total === null ? "" : count(total, "row")}
        </span>
      </div>
      <Troubled trouble={trouble} again={() => shown.current?.reload()} />
      {total === null && !trouble && <Loading what="the table" />}
      <div ref={frame} class="grid" />
    </>
  );
}
