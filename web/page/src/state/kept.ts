// Edits as the browser keeps them, by workspace, model and scenario: for all its windows, until they are saved or discarded.
import type { Pending } from "./pending";

/** What is kept: the edits, and the version of the model of which their cells were read. */
export interface Kept {
  edits: readonly Pending[];
  version: string;
}

/** The workspace, the model, and the scenario (empty where none is chosen). */
export type Of = readonly [string, string, string];

const PREFIX = "edits ";

export const nothing: Kept = { edits: [], version: "" };

export const named = (of: Of): string => PREFIX + JSON.stringify(of);

export function read(name: string): Kept {
  try {
    const found = JSON.parse(window.localStorage.getItem(name) ?? "null") as Partial<Kept> | null;
    return found && Array.isArray(found.edits) ? { edits: found.edits, version: found.version ?? "" } : nothing;
  } catch {
    return nothing;
  }
}

/** Keep edits, and return whether that can be done: where it cannot, they last as long as the page. */
export function write(name: string, kept: Kept): boolean {
  try {
    if (kept.edits.length) window.localStorage.setItem(name, JSON.stringify(kept));
    else window.localStorage.removeItem(name);
    return true;
  } catch {
    return !kept.edits.length;
  }
}

/** Return the scenarios of a model of which edits are kept, with how many. */
export function held(workspace: string, model: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const name of names()) {
    const of = parsed(name);
    if (of && of[0] === workspace && of[1] === model) found.set(of[2], read(name).edits.length);
  }
  return found;
}

function names(): string[] {
  try {
    return Array.from({ length: window.localStorage.length }, (_, at) => window.localStorage.key(at) ?? "").filter((name) => name.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function parsed(name: string): Of | null {
  try {
    const of = JSON.parse(name.slice(PREFIX.length)) as unknown;
    return Array.isArray(of) && of.length === 3 && of.every((part) => typeof part === "string") ? (of as unknown as Of) : null;
  } catch {
    return null;
  }
}
