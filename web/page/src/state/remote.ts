// What the server has, as the page shows it: loading, there, or a trouble with a way to try again.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { get, told } from "../api/client";
import type { Trouble } from "../api/types";

export interface Remote<T> {
  data: T | null;
  trouble: Trouble | null;
  loading: boolean;
  again: () => void;
}

/** Read a path of the API (none where null), and again where it changes. Old data stays while the same path is read again. */
export function useRemote<T>(path: string | null): Remote<T> {
  const [state, set] = useState<{ path: string | null; data: T | null; trouble: Trouble | null }>({ path: null, data: null, trouble: null });
  const [turn, next] = useState(0);
  useEffect(() => {
    if (path === null) return undefined;
    const stop = new AbortController();
    get<T>(path, stop.signal)
      .then((data) => !stop.signal.aborted && set({ path, data, trouble: null }))
      .catch((error: unknown) => !stop.signal.aborted && set({ path, data: null, trouble: told(error) }));
    return () => stop.abort();
  }, [path, turn]);
  const again = useCallback(() => next((count) => count + 1), []);
  const here = state.path === path;
  return { data: here ? state.data : null, trouble: here ? state.trouble : null, loading: path !== null && !here, again };
}

export interface Action<A extends unknown[]> {
  run: (...given: A) => void;
  busy: boolean;
  trouble: Trouble | null;
  clear: () => void;
}

/** Make something that is done on the server: busy meanwhile, and a trouble where it fails. */
export function useAction<A extends unknown[]>(does: (...given: A) => Promise<unknown>): Action<A> {
  const [state, set] = useState<{ busy: boolean; trouble: Trouble | null }>({ busy: false, trouble: null });
  const alive = useRef(true);
  useEffect(() => () => void (alive.current = false), []);
  const run = (...given: A): void => {
    set({ busy: true, trouble: null });
    does(...given)
      .then(() => alive.current && set({ busy: false, trouble: null }))
      .catch((error: unknown) => alive.current && set({ busy: false, trouble: told(error) }));
  };
  return { run, busy: state.busy, trouble: state.trouble, clear: () => set({ busy: false, trouble: null }) };
}

/** Read something again a moment later where it says that it is not complete. */
export function useUntil<T>(remote: Remote<T>, incomplete: (data: T) => boolean): void {
  const { data, again } = remote;
  useEffect(() => {
    if (data === null || !incomplete(data)) return undefined;
    const wait = window.setTimeout(again, MOMENT);
    return () => window.clearTimeout(wait);
  }, [data]);
}

const MOMENT = 1500;
