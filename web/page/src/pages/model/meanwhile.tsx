// What to do where somebody else has changed a model since its cells were edited: look again, at the edited cells alone.
import { useState } from "preact/hooks";
import { Problem, address, get } from "../../api/client";
import type { InputPage, Model, Trouble } from "../../api/types";
import { type Edits, type Pending, place } from "../../state/pending";
import { type Action, useAction } from "../../state/remote";

/** An edit whose cell says something else than when it was made; its row may be gone. */
interface Meanwhile {
  edit: Pending;
  now: string | null;
  gone: boolean;
}

interface Look {
  /** The model is not any more what the edits were made to. */
  stale: boolean;
  /** Do something on the server, which may be refused because the model has changed. */
  tried: <T>(does: () => Promise<T>) => Promise<T>;
  look: Action<[]>;
  cells: Meanwhile[] | null;
  /** Say what to do about a trouble where a look is what is to be done. */
  explained: (trouble: Trouble | null) => Trouble | null;
}

export function useLook(model: Model, scenario: string, edits: Edits, looked: () => void): Look {
  const [stale, mark] = useState(false);
  const [cells, tell] = useState<Meanwhile[] | null>(null);
  const look = useAction(async () => {
    const version = await versionOf(model);
    const found = await Promise.all(edits.all.map((edit) => cellOf(model, scenario, edit)));
    const now = new Map(found.map((cell) => [place(cell.edit), cell]));
    tell(found.filter(({ edit, now: says, gone }) => gone || (says ?? "") !== (edit.before ?? "")));
    edits.renew(version, (edit) => now.get(place(edit))?.now ?? null);
    mark(false);
    looked();
  });
  const tried = async <T,>(does: () => Promise<T>): Promise<T> => {
    try {
      return await does();
    } catch (error) {
      if (error instanceof Problem && error.status === 409) mark((await versionOf(model)) !== edits.version);
      throw error;
    }
  };
  const explained = (trouble: Trouble | null): Trouble | null =>
    stale && trouble ? { ...trouble, remedy: "Your edits are kept. Look at the tables again before you save them." } : trouble;
  return { stale, tried, look, cells, explained };
}

export function Changes({ of }: { of: readonly Meanwhile[] }) {
  if (!of.length) return <p role="status">None of the cells that you edited has changed meanwhile.</p>;
  return (
    <div role="status">
      <p>Changed meanwhile; saving writes yours over it:</p>
      <ul>
        {of.map(({ edit, now, gone }) => (
          <li key={place(edit)}>
            {edit.table}, {edit.key}, {edit.column}: was {edit.before || "empty"}, {gone ? "and the row is gone" : `is ${now || "empty"} now`}; yours is{" "}
            {edit.value || "empty"}
          </li>
        ))}
      </ul>
    </div>
  );
}

async function versionOf(model: Model): Promise<string> {
  return (await get<Model>(address(["models", model.model]))).version ?? "";
}

async function cellOf(model: Model, scenario: string, edit: Pending): Promise<Meanwhile> {
  const read = (asked: Record<string, string | number>) =>
    get<InputPage>(address(["models", model.model, "tables", edit.table], { limit: 1, scenario, ...asked }));
  const { found } = await read({ find: edit.key });
  if (edit.table !== "model" && typeof found !== "number") return { edit, now: null, gone: true };
  const [row] = (await read({ offset: found ?? 0 })).rows;
  return { edit, now: row?.cells[edit.column] ?? null, gone: row === undefined };
}
