// What `check` says of a model with the edits that are pending: asked again a moment after the last edit.
import { useEffect, useState } from "preact/hooks";
import { address, post, told } from "../api/client";
import type { Finding, Trouble } from "../api/types";
import type { Edits } from "./pending";

const MOMENT = 250;

export interface Checked {
  /** The first of them where there are very many. */
  findings: readonly Finding[];
  total: number;
  /** What is not looked at before they are mended. */
  more: string | null;
  busy: boolean;
  trouble: Trouble | null;
  again: () => void;
}

export function useFindings(model: string, scenario: string, edits: Edits): Checked {
  const [state, set] = useState<Omit<Checked, "busy" | "again"> & { of: string | null }>({ findings: [], total: 0, more: null, trouble: null, of: null });
  const [turn, next] = useState(0);
  const asked = JSON.stringify([scenario, edits.sent, turn]);
  useEffect(() => {
    const stop = new AbortController();
    const body = { ...(scenario ? { scenario } : {}), edits: edits.sent };
    const wait = window.setTimeout(() => {
      post<{ findings: Finding[]; total: number; more: string | null }>(address(["models", model, "check"]), body, stop.signal)
        .then(({ findings, total, more }) => set({ findings, total, more, trouble: null, of: asked }))
        .catch((error: unknown) => !stop.signal.aborted && set({ findings: [], total: 0, more: null, trouble: told(error), of: asked }));
    }, MOMENT);
    return () => {
      window.clearTimeout(wait);
      stop.abort();
    };
  }, [model, asked]);
  return { ...state, busy: state.of !== asked, again: () => next((count) => count + 1) };
}
