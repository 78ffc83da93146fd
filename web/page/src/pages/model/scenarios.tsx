// The scenarios of a model: named lists of edits, which can be renamed and deleted.
import { useState } from "preact/hooks";
import { address, patch, remove } from "../../api/client";
import { Dialog, Field, NAMES, text } from "../../parts/dialog";
import { count } from "../../parts/numbers";
import { Empty } from "../../parts/states";
import { go, link } from "../../route";
import { allMoved, editsOf, scenarioMoved } from "../../state/pending";
import { useAction } from "../../state/remote";
import type { Opened } from "./index";

type Open = { what: "rename" | "delete"; name: string } | null;

export function ScenariosTab({ home, model, scenario: chosen, again }: Opened) {
  const [open, set] = useState<Open>(null);
  if (!model.scenarios.length)
    return (
      <Empty>
        There are no scenarios. <a href={link(["models", model.model, "tables"])}>Edit cells of the tables</a>, then choose “Save as scenario…”
        {model.kind === "example" && " (of a copy: examples are read only)"}.
      </Empty>
    );
  const close = (): void => set(null);
  const done = (name: string, to: string | null): void => {
    close();
    again();
    if (name === chosen) go(["models", model.model, "scenarios"], { scenario: to });
  };
  return (
    <>
      <ul class="rows">
        {model.scenarios.map(({ scenario, description }) => (
          <li key={scenario}>
            <div class="what">
              <a href={link(["models", model.model, "tables"], { scenario })}>{scenario}</a>
              <small>{description}</small>
            </div>
            <div class="buttons">
              <a href={link(["models", model.model, "network"], { scenario })} aria-label={`Network of ${scenario}`}>
                Network
              </a>
              <a href={link(["models", model.model, "plan"], { scenario })} aria-label={`Plan ${scenario}`}>
                Plan
              </a>
              {model.editable && (
                <>
                  <button type="button" onClick={() => set({ what: "rename", name: scenario })} aria-label={`Rename ${scenario}`}>
                    Rename…
                  </button>
                  <button type="button" onClick={() => set({ what: "delete", name: scenario })} aria-label={`Delete ${scenario}`}>
                    Delete…
                  </button>
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
      {open?.what === "rename" && <Rename home={home} model={model} name={open.name} close={close} done={done} again={again} />}
      {open?.what === "delete" && <Delete home={home} model={model} name={open.name} close={close} done={done} again={again} />}
    </>
  );
}

interface Given extends Pick<Opened, "home" | "model" | "again"> {
  name: string;
  close: () => void;
  done: (name: string, to: string | null) => void;
}

function Rename({ home, model, name, close, done, again }: Given) {
  const action = useAction(async (form: FormData) => {
    const version = model.version ?? "";
    const made = await refreshed(again, () =>
      patch<{ scenario: string; version: string }>(address(["models", model.model, "scenarios", name]), { name: text(form, "name"), version }),
    );
    scenarioMoved(home, model.model, name, made.scenario);
    allMoved(home, model.model, version, made.version);
    done(name, made.scenario);
  });
  return (
    <Dialog title={`Rename ${name}`} does="Rename" busy={action.busy} trouble={action.trouble} submit={action.run} close={close}>
      <p>Runs that were made of it keep the name that it had.</p>
      <Field label="New name" hint={NAMES}>
        <input name="name" required autocomplete="off" defaultValue={name} />
      </Field>
    </Dialog>
  );
}

function Delete({ home, model, name, close, done, again }: Given) {
  const pending = editsOf([home, model.model, name]).all.length;
  const action = useAction(async () => {
    const version = model.version ?? "";
    const left = await refreshed(again, () => remove<{ version: string }>(address(["models", model.model, "scenarios", name], { version })));
    scenarioMoved(home, model.model, name, null);
    allMoved(home, model.model, version, left.version);
    done(name, null);
  });
  return (
    <Dialog title={`Delete ${name}`} does="Delete" busy={action.busy} trouble={action.trouble} submit={() => action.run()} close={close}>
      <p>
        It leaves the scenarios of {model.model}, for everybody. It is moved aside into the folder .removed of the workspace, not erased; its runs stay.
        {pending > 0 && ` ${count(pending, "pending edit")} of it will be dropped.`}
      </p>
    </Dialog>
  );
}

/** Do something, and read the model again where it is refused: it may have changed since it was read. */
async function refreshed<T>(again: () => void, does: () => Promise<T>): Promise<T> {
  try {
    return await does();
  } catch (error) {
    again();
    throw error;
  }
}
