// Edits that are not yet saved, kept for each model and scenario while the tab is open: they survive a reload.
import { useEffect, useState } from "preact/hooks";
import type { Edit } from "../api/types";

/** An edit with what the cell says without it. */
export interface Pending extends Edit {
  before: string | null;
}

export const place = (edit: { table: string; key: string | null; column: string | null }): string =>
  JSON.stringify([edit.table, edit.key, edit.column]);

export class Edits {
  private list: Pending[];
  private readonly name: string;
  private readonly heard = new Set<() => void>();

  constructor(model: string, scenario: string) {
    this.name = `edits ${JSON.stringify([model, scenario])}`;
    this.list = this.kept();
  }

  get all(): readonly Pending[] {
    return this.list;
  }

  /** Return the edits as the API takes them. */
  get sent(): Edit[] {
    return this.list.map(({ table, key, column, value }) => ({ table, key, column, value }));
  }

  of(table: string, key: string, column: string): Pending | undefined {
    return this.list.find((edit) => edit.table === table && edit.key === key && edit.column === column);
  }

  /** Set a cell; an edit that says what the cell says anyway is none. */
  set(edit: Pending): void {
    const known = this.of(edit.table, edit.key, edit.column);
    const before = known ? known.before : edit.before;
    const rest = this.list.filter((other) => other !== known);
    const same = edit.value === (before ?? "");
    if (same && !known) return;
    this.replace(same ? rest : [...rest, { ...edit, before }]);
  }

  undo(edit: Pending): void {
    this.replace(this.list.filter((other) => place(other) !== place(edit)));
  }

  /** Drop the edits of a row. */
  drop(table: string, key: string): void {
    this.replace(this.list.filter((edit) => edit.table !== table || edit.key !== key));
  }

  clear(): void {
    this.replace([]);
  }

  listen(hears: () => void): () => void {
    this.heard.add(hears);
    return () => this.heard.delete(hears);
  }

  private kept(): Pending[] {
    try {
      const text = window.sessionStorage.getItem(this.name);
      return text ? (JSON.parse(text) as Pending[]) : [];
    } catch {
      return [];
    }
  }

  private replace(list: Pending[]): void {
    this.list = list;
    try {
      if (list.length) window.sessionStorage.setItem(this.name, JSON.stringify(list));
      else window.sessionStorage.removeItem(this.name);
    } catch {
      // Without storage the edits last as long as the page.
    }
    this.heard.forEach((hears) => hears());
  }
}

const opened = new Map<string, Edits>();

/** Return the edits of a model's scenario; the caller is drawn again when they change. */
export function useEdits(model: string, scenario: string): Edits {
  const name = JSON.stringify([model, scenario]);
  const edits = opened.get(name) ?? new Edits(model, scenario);
  opened.set(name, edits);
  const [, turn] = useState(0);
  useEffect(() => edits.listen(() => turn((count) => count + 1)), [edits]);
  return edits;
}
