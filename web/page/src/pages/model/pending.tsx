// The edits that are pending, and what can be done with them.
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Model } from "../../api/types";
import { Dialog } from "../../parts/dialog";
import { count } from "../../parts/numbers";
import { Troubled } from "../../parts/states";
import { staying } from "../../route";
import { start } from "../../state/jobs";
import { type Edits, type Pending, place } from "../../state/pending";
import { useAction } from "../../state/remote";
import { SaveTables } from "./save";
import { SaveScenario } from "./scenario";

interface Given {
  /** The workspace, by its id. */
  home: string;
  model: Model;
  scenario: string;
  /** The table that is open, which stays open. */
  table: string;
  edits: Edits;
  errors: number;
  show: (edit: Pending) => void;
  /** Undo the last change of the edits, or make it again. */
  step: (back: boolean) => void;
  saved: () => void;
}

type Open = "new" | "into" | "tables" | "discard" | null;

export function PendingBar({ home, model, scenario, table, edits, errors, show, step, saved }: Given) {
  const [open, set] = useState<Open>(null);
  const [listed, list] = useState(false);
  const panel = useRef<HTMLElement>(null);
  const beside = useRoom(panel, edits.all.length > 0 || edits.undoes || edits.redoes);
  useEffect(() => {
    if (listed) panel.current?.scrollIntoView({ block: "nearest" });
  }, [listed]);
  const plan = useAction(async () => {
    const move = staying();
    const order = { kind: "plan" as const, model: model.model, edits: edits.sent };
    move(["jobs", (await start(scenario ? { ...order, scenario } : order)).id]);
  });
  const many = edits.all.length;
  if (!many && !edits.undoes && !edits.redoes) return null;
  const saving = { home, model, scenario, table, edits, close: () => set(null), saved };
  return (
    <section ref={panel} class={`pending${listed ? " listed" : ""}${beside ? "" : " below"}`} aria-label="Pending edits">
      <div class="buttons">
        {many ? (
          <button type="button" class="plain" aria-expanded={listed} aria-controls="pending-edits" onClick={() => list(!listed)}>
            <span aria-hidden="true">{listed ? "▾" : "▸"}</span> {count(many, "pending edit")}
          </button>
        ) : (
          <span class="units">No edit is pending.</span>
        )}
        <button type="button" class="main" disabled={plan.busy || errors > 0 || !many} onClick={() => plan.run()}>
          Plan with these edits
        </button>
        {scenario ? (
          <button type="button" disabled={!model.editable || !many} onClick={() => set("into")}>
            Save into {scenario}…
          </button>
        ) : (
          <button type="button" disabled={!model.editable || !many} onClick={() => set("tables")}>
            Save into the tables…
          </button>
        )}
        <button type="button" disabled={!model.editable || !many} onClick={() => set("new")}>
          Save as scenario…
        </button>
        <button type="button" disabled={!many} onClick={() => set("discard")}>
          Discard…
        </button>
        <button type="button" disabled={!edits.undoes} onClick={() => step(true)} title="Ctrl+Z">
          Undo
        </button>
        <button type="button" disabled={!edits.redoes} onClick={() => step(false)} title="Ctrl+Shift+Z">
          Redo
        </button>
      </div>
      {(errors > 0 || !model.editable) && (
        <p class="units">
          {errors > 0 && `${count(errors, "error")} to correct before it can be planned. `}
          {!model.editable && "An example is read only: copy it to save edits. Planning with them works."}
        </p>
      )}
      {edits.endangered && <p class="no">This browser keeps nothing: the edits are gone where the page is closed.</p>}
      <Troubled trouble={plan.trouble} />
      {listed && many > 0 && (
        <ul id="pending-edits" tabIndex={0} aria-label="The edits">
          {edits.all.map((edit) => (
            <li key={place(edit)}>
              <button type="button" class="plain" onClick={() => show(edit)}>
                {[edit.table, edit.key, edit.column].filter(Boolean).join(", ")}
              </button>
              : {edit.before || "empty"} → <strong>{edit.value || "empty"}</strong>{" "}
              <button type="button" onClick={() => edits.drop(edit)} aria-label={`Undo the edit of ${edit.table}, ${edit.key}, ${edit.column}`}>
                Undo
              </button>
            </li>
          ))}
        </ul>
      )}
      {(open === "new" || open === "into") && <SaveScenario {...saving} into={open === "into" ? scenario : ""} />}
      {open === "tables" && <SaveTables {...saving} />}
      {open === "discard" && (
        <Dialog title="Discard the edits" does="Discard" busy={false} trouble={null} submit={() => (set(null), edits.clear())} close={() => set(null)}>
          <p>{count(many, "pending edit")} will be gone; the tables stay as they are.</p>
        </Dialog>
      )}
    </section>
  );
}

/** The least height that the grid is left with, and what is between the grid and the panel, in pixels. */
const LEAST = 200;
const BETWEEN = 44;

/** Give the grid the height that the panel leaves in the window, and return whether that is enough: else the panel stays below. */
function useRoom(panel: RefObject<HTMLElement | null>, there: boolean): boolean {
  const [enough, set] = useState(true);
  useEffect(() => {
    const box = panel.current;
    const home = box?.parentElement;
    const grid = home?.querySelector<HTMLElement>(":scope > .grid");
    if (!box || !home || !grid) return undefined;
    const measure = (): void => {
      // The list of edits pushes what is below it down; it takes nothing of the grid.
      if (box.classList.contains("listed")) return;
      const above = grid.getBoundingClientRect().top + window.scrollY;
      const room = window.innerHeight - above - box.offsetHeight - BETWEEN;
      if (room >= LEAST) home.style.setProperty("--room", `${Math.round(room)}px`);
      else home.style.removeProperty("--room");
      set(room >= LEAST);
    };
    const watch = new ResizeObserver(measure);
    watch.observe(box);
    window.addEventListener("resize", measure);
    return () => {
      watch.disconnect();
      window.removeEventListener("resize", measure);
    };
  }, [there]);
  return enough;
}
