// The edits that are pending, and what can be done with them.
import { useState } from "preact/hooks";
import { address, post } from "../../api/client";
import type { Model } from "../../api/types";
import { Dialog, Field, NAMES, text } from "../../parts/dialog";
import { count } from "../../parts/numbers";
import { Troubled } from "../../parts/states";
import { staying } from "../../route";
import { start } from "../../state/jobs";
import type { Edits, Pending } from "../../state/pending";
import { useAction } from "../../state/remote";
import { SaveTables, type Saving } from "./save";

interface Given {
  model: Model;
  scenario: string;
  /** The table that is open, which stays open. */
  table: string;
  edits: Edits;
  errors: number;
  show: (edit: Pending) => void;
  saved: () => void;
}

export function PendingBar({ model, scenario, table, edits, errors, show, saved }: Given) {
  const [open, set] = useState<"scenario" | "tables" | "discard" | null>(null);
  const plan = useAction(async () => {
    const move = staying();
    const order = { kind: "plan" as const, model: model.model, edits: edits.sent };
    move(["jobs", (await start(scenario ? { ...order, scenario } : order)).id]);
  });
  if (!edits.all.length) return null;
  return (
    <section class="pending" aria-label="Pending edits">
      <details>
        <summary>{count(edits.all.length, "pending edit")}</summary>
        <ul>
          {edits.all.map((edit) => (
            <li key={JSON.stringify([edit.table, edit.key, edit.column])}>
              <button type="button" class="plain" onClick={() => show(edit)}>
                {edit.table}, {edit.key}, {edit.column}
              </button>
              : {edit.before || "empty"} → <strong>{edit.value || "empty"}</strong>{" "}
              <button type="button" onClick={() => edits.undo(edit)} aria-label={`Undo the edit of ${edit.table}, ${edit.key}, ${edit.column}`}>
                Undo
              </button>
            </li>
          ))}
        </ul>
      </details>
      <p class="buttons">
        <button type="button" class="main" disabled={plan.busy || errors > 0} onClick={() => plan.run()}>
          Plan with these edits
        </button>
        <button type="button" disabled={!model.editable} onClick={() => set("scenario")}>
          Save as scenario…
        </button>
        <button type="button" disabled={!model.editable || Boolean(scenario)} onClick={() => set("tables")}>
          Save into the tables…
        </button>
        <button type="button" onClick={() => set("discard")}>
          Discard…
        </button>
      </p>
      {errors > 0 && <p class="units">{count(errors, "error")} to correct before it can be planned.</p>}
      {!model.editable && <p class="units">An example is read only: copy it to save edits. Planning with them works.</p>}
      {model.editable && scenario && <p class="units">Edits of a scenario are saved as another scenario that stands on it.</p>}
      <Troubled trouble={plan.trouble} />
      {open === "scenario" && <SaveScenario model={model} scenario={scenario} table={table} edits={edits} close={() => set(null)} saved={saved} />}
      {open === "tables" && <SaveTables model={model} edits={edits} close={() => set(null)} saved={saved} />}
      {open === "discard" && (
        <Dialog title="Discard the edits" does="Discard" busy={false} trouble={null} submit={() => (set(null), edits.clear())} close={() => set(null)}>
          <p>{count(edits.all.length, "pending edit")} will be gone; the tables stay as they are.</p>
        </Dialog>
      )}
    </section>
  );
}

function SaveScenario({ model, scenario, table, edits, close, saved }: Saving & { scenario: string; table: string }) {
  const action = useAction(async (form: FormData) => {
    const move = staying();
    const body = { name: text(form, "name"), description: text(form, "description"), edits: edits.sent };
    const made = await post<{ scenario: string }>(address(["models", model.model, "scenarios"]), scenario ? { ...body, scenario } : body);
    edits.clear();
    close();
    saved();
    move(["models", model.model, "tables", table], { scenario: made.scenario });
  });
  return (
    <Dialog title="Save as scenario" does="Save" busy={action.busy} trouble={action.trouble} submit={action.run} close={close}>
      <p>
        The model stays as it is; the scenario has {count(edits.all.length, "edit")}
        {scenario && ` on top of ${scenario}`}.
      </p>
      <Field label="Name" hint={NAMES}>
        <input name="name" required autocomplete="off" />
      </Field>
      <Field label="Description" hint="What would have to happen, in a sentence.">
        <input name="description" autocomplete="off" />
      </Field>
    </Dialog>
  );
}
