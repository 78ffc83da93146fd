// Edits that are not yet saved: they survive a reload and a closed window, are the same in all windows, and can be undone.
import { useEffect, useState } from "preact/hooks";
import type { Edit } from "../api/types";
import { History } from "./history";
import { type Kept, type Of, held, named, nothing, read, write } from "./kept";

/** An edit with what the cell says without it. */
export interface Pending extends Edit {
  before: string | null;
}

type Place = Pick<Edit, "table"> & { key: string | null; column: string | null };

export const place = (edit: Place): string => JSON.stringify([edit.table, edit.key, edit.column]);

export class Edits {
  private kept: Kept = nothing;
  private shown = "";
  private safe = true;
  private readonly name: string;
  private readonly history = new History<Kept>();
  private readonly heard = new Set<() => void>();

  constructor(of: Of) {
    this.name = named(of);
    this.kept = read(this.name);
  }

  /** The version of the model that the edits were made to: that which was shown at the first of them. */
  get version(): string {
    return this.kept.edits.length ? this.kept.version : this.shown;
  }

  get all(): readonly Pending[] {
    return this.kept.edits;
  }

  /** Return the edits as the API takes them. */
  get sent(): Edit[] {
    return this.all.map(({ table, key, column, value }) => ({ table, key, column, value }));
  }

  /** Whether edits are lost where the window is closed. */
  get endangered(): boolean {
    return !this.safe && this.all.length > 0;
  }

  get undoes(): boolean {
    return this.history.backs;
  }

  get redoes(): boolean {
    return this.history.forths;
  }

  /** Tell which version of the model is shown: the next first edit is made to it. */
  shows(version: string): void {
    this.shown = version;
  }

  of(table: string, key: string, column: string): Pending | undefined {
    return this.all.find((edit) => edit.table === table && edit.key === key && edit.column === column);
  }

  /** Set a cell; an edit that says what the cell says anyway is none. */
  set(edit: Pending): void {
    this.change((list) => {
      const known = list.find((other) => place(other) === place(edit));
      const before = known ? known.before : edit.before;
      const rest = list.filter((other) => other !== known);
      const same = edit.value === (before ?? "");
      if ((same && !known) || known?.value === edit.value) return list;
      return same ? rest : [...rest, { ...edit, before }];
    });
  }

  /** Take an edit back. */
  drop(edit: Place): void {
    this.change((list) => list.filter((other) => place(other) !== place(edit)));
  }

  /** Take all edits back. */
  clear(): void {
    this.change(() => []);
  }

  /** Undo the last change of the edits, or make it again, and return the first cell that is another then. */
  undo(): Place | null {
    return this.step(this.history.back(this.kept));
  }

  redo(): Place | null {
    return this.step(this.history.forth(this.kept));
  }

  /** A row is gone, with its edits. */
  forget(table: string, key: string): void {
    this.settle(this.all.filter((edit) => edit.table !== table || edit.key !== key));
  }

  /** Edits were saved, which makes the model another version; those that were made meanwhile are still pending. */
  saved(edits: readonly Edit[], version: string): void {
    const done = new Set(edits.map((edit) => JSON.stringify([place(edit), edit.value])));
    const left = read(this.name).edits;
    this.settle((this.safe ? left : this.all).filter((edit) => !done.has(JSON.stringify([place(edit), edit.value]))), version);
  }

  /** The model that is shown has become another by what was done here, which leaves the edits as they are. */
  moved(from: string, to: string): void {
    if (this.kept.version === from) this.settle(this.all, to);
  }

  /** Take another version, with what the cells of the edits say in it. */
  renew(version: string, before: (edit: Pending) => string | null): void {
    this.settle(
      this.all.map((edit) => ({ ...edit, before: before(edit) })),
      version,
    );
  }

  /** Take edits from elsewhere. */
  take(kept: Kept): void {
    this.settle(kept.edits, kept.version);
  }

  /** Another window has changed the edits. */
  meanwhile(name: string | null): void {
    if (name !== null && name !== this.name) return;
    this.kept = read(this.name);
    this.history.forget();
    this.tell();
  }

  listen(hears: () => void): () => void {
    this.heard.add(hears);
    return () => this.heard.delete(hears);
  }

  /** Change the edits as they are now, in whatever window they were made. */
  private change(how: (list: readonly Pending[]) => readonly Pending[]): void {
    const now = this.safe ? read(this.name) : this.kept;
    const edits = how(now.edits);
    if (edits === now.edits) return;
    this.history.keep(now);
    this.put({ edits, version: now.edits.length ? now.version : this.shown });
  }

  /** Change what cannot be undone. */
  private settle(edits: readonly Pending[], version = this.kept.version): void {
    this.history.forget();
    this.put({ edits, version });
  }

  private step(to: Kept | null): Place | null {
    if (to === null) return null;
    const [now, then] = [this.kept.edits, to.edits].map((list) => new Map(list.map((edit) => [place(edit), edit]))) as [Map<string, Pending>, Map<string, Pending>];
    this.put(to);
    const differs = [...then.values(), ...now.values()].find((edit) => now.get(place(edit))?.value !== then.get(place(edit))?.value);
    return differs ?? null;
  }

  private put(kept: Kept): void {
    this.kept = kept;
    this.safe = write(this.name, kept);
    this.tell();
  }

  private tell(): void {
    this.heard.forEach((hears) => hears());
  }
}

const opened = new Map<string, Edits>();

window.addEventListener("storage", (event) => opened.forEach((edits) => edits.meanwhile(event.key)));
window.addEventListener("beforeunload", (event) => {
  if ([...opened.values()].some((edits) => edits.endangered)) event.preventDefault();
});

export function editsOf(of: Of): Edits {
  const name = named(of);
  const edits = opened.get(name) ?? new Edits(of);
  opened.set(name, edits);
  return edits;
}

/** Return the edits of a model's scenario; the caller is drawn again when they change. */
export function useEdits(workspace: string, model: string, scenario: string): Edits {
  const edits = editsOf([workspace, model, scenario]);
  const [, turn] = useState(0);
  useEffect(() => edits.listen(() => turn((count) => count + 1)), [edits]);
  return edits;
}

/** A model has become another version by what leaves the cells of all edits as they are: those of its scenarios go on with it,
 * but for a scenario whose cells are others now: its edits were made to what is no more. */
export function allMoved(workspace: string, model: string, from: string, to: string, but?: string): void {
  for (const scenario of held(workspace, model).keys()) if (scenario !== but) editsOf([workspace, model, scenario]).moved(from, to);
}

/** A model is gone, with the edits of it and its scenarios. */
export function modelGone(workspace: string, model: string): void {
  for (const scenario of held(workspace, model).keys()) editsOf([workspace, model, scenario]).take(nothing);
}

/** A scenario has another name, or none any more: its edits go with it. */
export function scenarioMoved(workspace: string, model: string, from: string, to: string | null): void {
  const old = editsOf([workspace, model, from]);
  if (to !== null && old.all.length) {
    const there = editsOf([workspace, model, to]);
    const own = new Set(old.all.map(place));
    const left = there.all.filter((edit) => !own.has(place(edit)));
    // What was left of another scenario of that name was made to another version: it is looked at again before it is saved.
    there.take({ edits: [...left, ...old.all], version: left.length ? "" : old.version });
  }
  old.take(nothing);
}
