// What can be undone, and done again: states as they were, newest last.
const MOST = 100;

export class History<S> {
  private past: S[] = [];
  private future: S[] = [];

  /** Keep a state before it changes; what was undone cannot be done again then. */
  keep(state: S): void {
    this.past = [...this.past.slice(1 - MOST), state];
    this.future = [];
  }

  /** Return the state before the last change, or after the last that was undone; null where there is none. */
  back(now: S): S | null {
    const before = this.past.pop();
    if (before === undefined) return null;
    this.future.push(now);
    return before;
  }

  forth(now: S): S | null {
    const after = this.future.pop();
    if (after === undefined) return null;
    this.past.push(now);
    return after;
  }

  forget(): void {
    this.past = [];
    this.future = [];
  }

  get backs(): boolean {
    return this.past.length > 0;
  }

  get forths(): boolean {
    return this.future.length > 0;
  }
}
