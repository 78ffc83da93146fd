// The runs of the workspace, newest first; targets of some may come a moment later.
import { address } from "../api/client";
import type { RunEntry } from "../api/types";
import { type Remote, useRemote, useUntil } from "./remote";

export function useRuns(): Remote<RunEntry[]> {
  const runs = useRemote<RunEntry[]>(address(["runs"]));
  useUntil(runs, (list) => list.some((run) => run.pending));
  return runs;
}
