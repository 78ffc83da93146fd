// Rows of a table that come and go: they are written into the files of the model at once, and are no pending edits.
import { useEffect, useRef, useState } from "preact/hooks";
import { Problem, address, get, post } from "../../api/client";
import type { Column, Finding, InputPage, Model, Table, Trouble } from "../../api/types";
import { Dialog, text } from "../../parts/dialog";
import { headed } from "../../parts/headers";
import { count } from "../../parts/numbers";
import { Words } from "../../parts/words";
import { type Edits, allMoved } from "../../state/pending";
import { useAction } from "../../state/remote";

const SUGGESTED = 500;

interface Given {
  /** The workspace, by its id. */
  home: string;
  model: Model;
  scenario: string;
  table: Table;
  edits: Edits;
  /** Key of the row in which the focus is. */
  row: string | null;
  /** Rows were written: the key of one that was added. */
  changed: (key: string | null) => void;
  /** The model has to be read again. */
  again: () => void;
}

export function RowTools({ home, model, scenario, table, edits, row, changed, again }: Given) {
  const [open, set] = useState<"add" | "remove" | null>(null);
  // Until the model is read again, its version is that from before the last change.
  const [old, keep] = useState<string | null>(null);
  if (table.table === "model") return null;
  if (!model.editable) return <p class="units">Copy the model to add rows.</p>;
  if (scenario) return <p class="units">Rows are added to the model as it is: choose no scenario for that.</p>;
  const write = async (body: { add?: Record<string, string>[]; remove?: string[] }): Promise<void> => {
    const version = model.version ?? "";
    try {
      const made = await post<{ keys: string[]; version: string }>(address(["models", model.model, "tables", table.table, "rows"]), { ...body, version });
      for (const key of body.remove ?? []) edits.forget(table.table, key);
      allMoved(home, model.model, version, made.version);
      keep(version);
      set(null);
      changed(made.keys[0] ?? null);
    } catch (error) {
      if (error instanceof Problem && error.status === 409) again();
      throw error;
    }
  };
  const waits = old !== null && old === model.version;
  return (
    <div class="buttons">
      <button type="button" disabled={waits} onClick={() => set("add")}>
        Add a row…
      </button>
      <button type="button" disabled={waits || row === null} onClick={() => set("remove")} title={row === null ? "Go to a cell of the row first." : `Remove ${row}`}>
        Remove row…
      </button>
      {open === "add" && <AddRow model={model} table={table} write={write} close={() => set(null)} />}
      {open === "remove" && row !== null && <RemoveRow model={model} table={table} row={row} edits={edits} write={write} close={() => set(null)} />}
    </div>
  );
}

interface Writing {
  model: Model;
  table: Table;
  write: (body: { add?: Record<string, string>[]; remove?: string[] }) => Promise<void>;
  close: () => void;
}

function AddRow({ model, table, write, close }: Writing) {
  const names = useNames(model, table);
  const fields = useRef<HTMLDivElement>(null);
  const action = useAction((form: FormData) => {
    const given = table.columns.map((column): [string, string] => [column.name, text(form, column.name)]);
    return write({ add: [Object.fromEntries(given.filter(([, value]) => value))] });
  });
  const found = action.trouble?.findings ?? [];
  const first = table.columns.filter((column) => column.key || column.required);
  const more = table.columns.filter((column) => !column.key && !column.required);
  const wrong = (column: Column): Finding[] => found.filter((finding) => finding.column === column.name);
  const field = (column: Column) => <Cell key={column.name} column={column} wrong={wrong(column)} names={names.get(column.name) ?? []} />;
  useEffect(() => fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), [action.trouble]);
  return (
    <Dialog title={`Add a row to ${table.table}`} does="Add" busy={action.busy} trouble={elsewhere(action.trouble, table)} submit={action.run} close={close}>
      <p class="units">It is written into the files of the model at once, for everybody.</p>
      <div ref={fields}>
        {first.map(field)}
        {more.length > 0 && (
          <details open={more.some((column) => wrong(column).length > 0) || undefined}>
            <summary>More columns ({more.length})</summary>
            {more.map(field)}
          </details>
        )}
      </div>
    </Dialog>
  );
}

/** Return the names that cells may refer to, by column: the first of them where there are very many. */
function useNames(model: Model, table: Table): ReadonlyMap<string, readonly string[]> {
  const [names, set] = useState<ReadonlyMap<string, readonly string[]>>(new Map());
  useEffect(() => {
    const stop = new AbortController();
    const read = async (): Promise<void> => {
      const asked = table.columns.filter((column) => column.references && column.type === "str");
      const places = [...new Set(asked.flatMap((column) => column.references?.split("|") ?? []))];
      const found = new Map(await Promise.all(places.map(async (each) => [each, await cells(model, each, stop.signal)] as const)));
      const all = (column: Column) => [...new Set(column.references?.split("|").flatMap((each) => found.get(each) ?? []))];
      set(new Map(asked.map((column) => [column.name, all(column)])));
    };
    // They are a help only: without them a name is typed.
    read().catch(() => undefined);
    return () => stop.abort();
  }, []);
  return names;
}

async function cells(model: Model, place: string, signal: AbortSignal): Promise<string[]> {
  const [table = "", column = ""] = place.split(".");
  const page = await get<InputPage>(address(["models", model.model, "tables", table], { limit: SUGGESTED }), signal);
  return page.rows.flatMap((row) => row.cells[column] ?? []);
}

/** Return a trouble without the findings that are shown at fields. */
function elsewhere(trouble: Trouble | null, table: Table): Trouble | null {
  const names = new Set<string | null>(table.columns.map((column) => column.name));
  return trouble && { ...trouble, findings: trouble.findings.filter((finding) => !names.has(finding.column)) };
}

function Cell({ column, wrong, names }: { column: Column; wrong: readonly Finding[]; names: readonly string[] }) {
  const id = `cell-${column.name}`;
  const shared = {
    id,
    name: column.name,
    "aria-required": column.required,
    "aria-invalid": wrong.length > 0,
    "aria-describedby": wrong.length ? `${id}-about ${id}-wrong` : `${id}-about`,
  };
  return (
    <div class="field">
      <label for={id}>
        {headed(column.header, column.unit)}
        {column.required && " (required)"}
      </label>
      {column.choices ? (
        <select {...shared}>
          <option value="">{column.required ? "choose…" : ""}</option>
          {column.choices.filter(Boolean).map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      ) : (
        <input {...shared} list={names.length ? `${id}-names` : undefined} autocomplete="off" inputmode={column.type === "float" || column.type === "int" ? "decimal" : "text"} />
      )}
      {names.length > 0 && (
        <datalist id={`${id}-names`}>
          {names.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      )}
      {wrong.length > 0 && (
        <small id={`${id}-wrong`} class="no">
          {wrong.map((finding) => `✖ ${finding.message} ${finding.remedy}`).join(" ")}
        </small>
      )}
      <small id={`${id}-about`}>
        <Words text={column.description} />
        {column.references && ` A name from ${column.references.replaceAll("|", " or ")}.`}
        {column.default && ` Where empty: ${column.default}.`}
      </small>
    </div>
  );
}

function RemoveRow({ model, table, row, edits, write, close }: Writing & { row: string; edits: Edits }) {
  const action = useAction(() => write({ remove: [row] }));
  const pending = edits.all.filter((edit) => edit.table === table.table && edit.key === row).length;
  return (
    <Dialog title={`Remove ${row}`} does="Remove" busy={action.busy} trouble={action.trouble} submit={() => action.run()} close={close}>
      <p>
        The row <strong>{row}</strong> of {table.table} is taken out of the files of {model.model} at once, for everybody.
        {pending > 0 && ` ${count(pending, "pending edit")} of it will be dropped.`}
      </p>
    </Dialog>
  );
}
