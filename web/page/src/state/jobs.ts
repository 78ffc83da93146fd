// All jobs, as the server tells of them: read once, then kept up to date by its events while the page is seen.
import { useEffect, useState } from "preact/hooks";
import { address, get, post, told } from "../api/client";
import type { Job, JobOrder, Trouble } from "../api/types";

interface Known {
  jobs: Job[] | null;
  trouble: Trouble | null;
  live: boolean;
  /** For some seconds the server has not been heard. */
  silent: boolean;
}

const PATIENCE = 3000;
const PAUSES = [1000, 2000, 5000, 10000];

let known: Known = { jobs: null, trouble: null, live: false, silent: false };
let source: EventSource | null = null;
let failures = 0;
let wait: number | undefined;
let patience: number | undefined;
const heard = new Set<() => void>();
/** What was told of jobs while a list of them was on its way: it is newer than the list. */
const meanwhile = new Set<Map<string, Job>>();

function tell(change: Partial<Known>): void {
  known = { ...known, ...change };
  heard.forEach((hears) => hears());
}

function merge(job: Job): void {
  meanwhile.forEach((newer) => newer.set(job.id, job));
  const rest = (known.jobs ?? []).filter((other) => other.id !== job.id);
  const jobs = [...rest, job].sort((a, b) => (a.created === b.created ? 0 : a.created < b.created ? 1 : -1));
  tell({ jobs });
}

async function read(): Promise<void> {
  const newer = new Map<string, Job>();
  meanwhile.add(newer);
  try {
    const listed = await get<Job[]>(address(["jobs"]));
    const added = [...newer.values()].filter((job) => !listed.some((other) => other.id === job.id));
    tell({ jobs: [...added.reverse(), ...listed.map((job) => newer.get(job.id) ?? job)], trouble: null });
  } catch (error) {
    tell({ trouble: told(error) });
  } finally {
    meanwhile.delete(newer);
  }
}

/** Wait some seconds for the server, then say that it is silent. */
function listen(): void {
  patience ??= window.setTimeout(() => tell({ silent: true }), PATIENCE);
}

function hear(): void {
  window.clearTimeout(patience);
  patience = undefined;
  tell({ live: true, silent: false });
}

function close(): void {
  window.clearTimeout(wait);
  source?.close();
  source = null;
}

function open(): void {
  close();
  if (!heard.size || document.hidden) return;
  const stream = new EventSource(address(["events"]));
  source = stream;
  if (!known.live) listen();
  stream.addEventListener("open", () => {
    failures = 0;
    hear();
    void read();
  });
  stream.addEventListener("job", (event) => merge(JSON.parse((event as MessageEvent<string>).data) as Job));
  stream.addEventListener("error", () => {
    tell({ live: false });
    listen();
    close();
    wait = window.setTimeout(open, PAUSES[Math.min(failures++, PAUSES.length - 1)]);
  });
}

function rest(): void {
  window.clearTimeout(patience);
  patience = undefined;
  close();
}

// A hidden tab gives its connection back: browsers allow six to a server, for all tabs together.
document.addEventListener("visibilitychange", () => (document.hidden ? rest() : open()));

export function useJobs(): Known & { again: () => void } {
  const [, turn] = useState(0);
  useEffect(() => {
    const hears = (): void => turn((count) => count + 1);
    heard.add(hears);
    if (!source) {
      void read();
      open();
    }
    return () => void heard.delete(hears);
  }, []);
  return { ...known, again: () => void read() };
}

/** Start a job and return it. */
export async function start(order: JobOrder): Promise<Job> {
  const job = await post<Job>(address(["jobs"]), order);
  merge(job);
  return job;
}

export async function cancel(id: string): Promise<void> {
  merge(await post<Job>(address(["jobs", id, "cancel"]), {}));
}

export const lasts = (job: Job): boolean => job.state === "queued" || job.state === "running";
