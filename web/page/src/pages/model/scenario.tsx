// Save edits as a scenario: a new one, or in place of the edits of one that is there, which is told before.
import { useEffect, useState } from "preact/hooks";
import { address, post, put, told } from "../../api/client";
import type { Replaced, Trouble } from "../../api/types";
import { Dialog, Field, NAMES, text } from "../../parts/dialog";
import { count } from "../../parts/numbers";
import { ScenarioOptions } from "../../parts/scenarios";
import { Troubled } from "../../parts/states";
import { staying } from "../../route";
import { allMoved } from "../../state/pending";
import { useAction } from "../../state/remote";
import { Changes, useLook } from "./meanwhile";
import type { Saving } from "./save";

/** Milliseconds after the last letter of a description before it is asked what that changes. */
const PAUSE = 250;

interface Given extends Saving {
  scenario: string;
  /** The table that is open, which stays open. */
  table: string;
  /** The scenario that is written to if nothing else is chosen: empty for a new one. */
  into: string;
}

export function SaveScenario({ home, model, scenario, table, edits, into, close, saved }: Given) {
  const [target, choose] = useState(into);
  const known = model.scenarios.find((one) => one.scenario === target);
  const { stale, tried, look, cells, explained } = useLook(model, scenario, edits, () => (save.clear(), saved()));
  const [words, write] = useState<string | null>(null);
  // A description that nobody touched stays as it is written.
  const described = words === null ? {} : { description: words.trim() };
  const change = useChange(model.model, target, scenario, { ...described, edits: edits.sent, version: edits.version });
  const save = useAction(async (form: FormData) => {
    const move = staying();
    const sent = edits.sent;
    const base = scenario ? { scenario } : {};
    if (target) {
      const body = { ...base, ...described, edits: sent, version: edits.version };
      const { version } = await tried(() => put<Replaced>(address(["models", model.model, "scenarios", target]), body));
      const before = edits.version;
      edits.saved(sent, version);
      allMoved(home, model.model, before, version, target);
    } else {
      const body = { ...base, name: text(form, "name"), description: "", ...described, edits: sent };
      const made = await post<{ before: string; version: string }>(address(["models", model.model, "scenarios"]), body);
      edits.saved(sent, edits.version === made.before ? made.version : edits.version);
      allMoved(home, model.model, made.before, made.version);
    }
    close();
    saved();
    move(["models", model.model, "tables", table], { scenario: target || text(form, "name") });
  });
  return (
    <Dialog
      title={target ? `Save into ${target}` : "Save as scenario"}
      does={stale ? "Look at the tables again" : target ? "Overwrite" : "Save"}
      // Nothing is overwritten before it is told what that changes.
      busy={save.busy || look.busy || (target !== "" && change === null)}
      trouble={look.trouble ?? explained(save.trouble)}
      submit={(form) => (stale ? look.run() : save.run(form))}
      close={close}
    >
      {model.scenarios.length > 0 && (
        <Field label="Save into">
          <select
            value={target}
            onChange={(event) => {
              write(null);
              choose(event.currentTarget.value);
            }}
          >
            <ScenarioOptions none="a new scenario" of={model.scenarios} />
          </select>
        </Field>
      )}
      {target ? (
        <Effect of={change} target={target} itself={target === scenario} told={save.trouble !== null} />
      ) : (
        <>
          <p>
            The model stays as it is; the scenario has {count(edits.all.length, "edit")}
            {scenario && ` on top of ${scenario}`}.
          </p>
          <Field label="Name" hint={NAMES}>
            <input name="name" required autocomplete="off" />
          </Field>
        </>
      )}
      <Field label="Description" hint="What would have to happen, in a sentence.">
        <textarea key={target} rows={2} autocomplete="off" defaultValue={known?.description ?? ""} onInput={(event) => write(event.currentTarget.value)} />
      </Field>
      {cells && <Changes of={cells} />}
    </Dialog>
  );
}

type Change = Replaced | Trouble | null;

/** Return what writing into a scenario would change, null until that is known. */
function useChange(model: string, target: string, scenario: string, asked: object): Change {
  const [change, set] = useState<Change>(null);
  const body = JSON.stringify({ ...(scenario ? { scenario } : {}), ...asked, dry: true });
  useEffect(() => {
    set(null);
    if (!target) return undefined;
    const stop = new AbortController();
    const look = (): unknown =>
      put<Replaced>(address(["models", model, "scenarios", target]), JSON.parse(body), stop.signal)
        .then(set)
        .catch((error: unknown) => !stop.signal.aborted && set(told(error)));
    const later = window.setTimeout(look, PAUSE);
    return () => {
      window.clearTimeout(later);
      stop.abort();
    };
  }, [model, target, body]);
  return change;
}

function Effect({ of, target, itself, told: known }: { of: Change; target: string; itself: boolean; told: boolean }) {
  if (of === null) return <p role="status">Looking at what changes…</p>;
  // A trouble is told once: by the dialog where saving was tried.
  if ("message" in of) return known ? null : <Troubled trouble={of} />;
  return (
    <div role="status">
      <p>
        {itself ? `The edits are made in ${target}` : `The edits take the place of those of ${target}`}, for everybody: of {count(of.before, "edit")} that it has,{" "}
        {of.before - of.gone.length} {of.before - of.gone.length === 1 ? "stays" : "stay"}.
      </p>
      <Listed title={`Gone (${of.gone.length})`} edits={of.gone} />
      <Listed title={`New (${of.added.length})`} edits={of.added} />
      {of.comments > 0 && <p class="no">{count(of.comments, "comment")} in its file will be gone.</p>}
      {of.kept !== null && <p>The file as it is now is kept in the folder .removed of the workspace.</p>}
    </div>
  );
}

function Listed({ title, edits }: { title: string; edits: readonly string[] }) {
  if (!edits.length) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul class="short" tabIndex={0}>
        {edits.map((edit, at) => (
          <li key={at}>{edit}</li>
        ))}
      </ul>
    </section>
  );
}
