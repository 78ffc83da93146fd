// Save edits into the tables: what gives way is told before, and who changed the same cells meanwhile.
import { useEffect, useState } from "preact/hooks";
import { Problem, address, get, post } from "../../api/client";
import type { InputPage, Model } from "../../api/types";
import { Dialog } from "../../parts/dialog";
import { count } from "../../parts/numbers";
import { type Edits, type Pending, place } from "../../state/pending";
import { useAction } from "../../state/remote";

export interface Saving {
  model: Model;
  edits: Edits;
  close: () => void;
  saved: () => void;
}

/** An edit whose cell says something else than when it was made; its row may be gone. */
interface Meanwhile {
  edit: Pending;
  now: string | null;
  gone: boolean;
}

export function SaveTables({ model, edits, close, saved }: Saving) {
  const [stale, mark] = useState(false);
  const [meanwhile, tell] = useState<Meanwhile[] | null>(null);
  const profiles = useProfiles(model, edits);
  const save = useAction(async () => {
    try {
      await post(address(["models", model.model, "save"]), { edits: edits.sent, version: edits.version });
    } catch (error) {
      if (error instanceof Problem && error.status === 409) mark((await versionOf(model)) !== edits.version);
      throw error;
    }
    edits.clear();
    close();
    saved();
  });
  const look = useAction(async () => {
    const version = await versionOf(model);
    const cells = await Promise.all(edits.all.map((edit) => cellOf(model, edit)));
    const now = new Map(cells.map((cell) => [place(cell.edit), cell]));
    tell(cells.filter(({ edit, now: says, gone }) => gone || (says ?? "") !== (edit.before ?? "")));
    edits.renew(version, (edit) => now.get(place(edit))?.now ?? null);
    mark(false);
    save.clear();
    saved();
  });
  const trouble = stale && save.trouble ? { ...save.trouble, remedy: "Your edits are kept. Look at the tables again before you save them." } : save.trouble;
  return (
    <Dialog
      title="Save into the tables"
      does={stale ? "Look at the tables again" : "Save"}
      busy={save.busy || look.busy}
      trouble={look.trouble ?? trouble}
      submit={() => (stale ? look.run() : save.run())}
      close={close}
    >
      <p>
        {count(edits.all.length, "cell")} of {model.model} will be changed in its files, for everybody.
      </p>
      {profiles > 0 && <p>{count(profiles, "row")} of profiles will be removed, because these numbers hold at all times then.</p>}
      {meanwhile && <Changes of={meanwhile} />}
    </Dialog>
  );
}

function Changes({ of }: { of: readonly Meanwhile[] }) {
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

/** Return how many rows of profiles give way to the edits, 0 until that is known. */
function useProfiles(model: Model, edits: Edits): number {
  const [many, set] = useState(0);
  const asked = JSON.stringify([edits.sent, edits.version]);
  useEffect(() => {
    const stop = new AbortController();
    const body = { edits: edits.sent, version: edits.version, dry: true };
    // What is wrong is told when it is saved.
    post<{ profiles: number }>(address(["models", model.model, "save"]), body, stop.signal)
      .then(({ profiles }) => set(profiles))
      .catch(() => undefined);
    return () => stop.abort();
  }, [model.model, asked]);
  return many;
}

async function versionOf(model: Model): Promise<string> {
  return (await get<Model>(address(["models", model.model]))).version ?? "";
}

async function cellOf(model: Model, edit: Pending): Promise<Meanwhile> {
  const read = (asked: Record<string, string | number>) => get<InputPage>(address(["models", model.model, "tables", edit.table], { limit: 1, ...asked }));
  const { found } = await read({ find: edit.key });
  if (edit.table !== "model" && typeof found !== "number") return { edit, now: null, gone: true };
  const [row] = (await read({ offset: found ?? 0 })).rows;
  return { edit, now: row?.cells[edit.column] ?? null, gone: row === undefined };
}
