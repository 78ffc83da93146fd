// Asks the server of this page. What goes wrong is a `Problem` with what to do about it.
import type { Trouble } from "./types";

export class Problem extends Error {
  constructor(
    readonly trouble: Trouble,
    readonly status: number,
  ) {
    super(trouble.message);
  }
}

const AWAY = "Start it again with 'reshore serve', then try again; finished runs and edits on this page are kept.";

/** Return the address of something of the API: each part is a plain name. */
export function address(parts: readonly string[], asked: Record<string, string | number | boolean | null | undefined> = {}): string {
  const given = Object.entries(asked).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `/api/${parts.map(encodeURIComponent).join("/")}${query ? `?${query}` : ""}`;
}

async function answer<T>(path: string, how: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { ...how, headers: { "X-Reshore": "1", ...how.headers } });
  } catch (error) {
    if (how.signal?.aborted) throw error;
    throw new Problem({ message: "The server does not answer.", remedy: AWAY, findings: [] }, 0);
  }
  if (!response.ok) throw new Problem(await trouble(response), response.status);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

async function trouble(response: Response): Promise<Trouble> {
  try {
    const told = ((await response.json()) as { error?: Partial<Trouble> }).error;
    if (told?.message) return { message: told.message, remedy: told.remedy ?? null, findings: told.findings ?? [] };
  } catch {
    // The answer is no JSON: what is known is its status.
  }
  return {
    message: `The server answered ${response.status} ${response.statusText}`.trim() + ".",
    remedy: "Look at what 'reshore serve' printed in its terminal, then try again.",
    findings: [],
  };
}

export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => answer<T>(path, signal ? { signal } : {});

function send<T>(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const how = { method, body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  return answer<T>(path, signal ? { ...how, signal } : how);
}

export const post = <T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> => send<T>("POST", path, body, signal);

export const put = <T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> => send<T>("PUT", path, body, signal);

export const patch = <T>(path: string, body: unknown): Promise<T> => send<T>("PATCH", path, body);

export const upload = <T>(path: string, form: FormData): Promise<T> => answer<T>(path, { method: "POST", body: form });

export const remove = <T = void>(path: string): Promise<T> => answer<T>(path, { method: "DELETE" });

/** Return what went wrong as something that can be shown. */
export function told(error: unknown): Trouble {
  if (error instanceof Problem) return error.trouble;
  const message = error instanceof Error ? error.message : String(error);
  return { message: `The page failed: ${message}.`, remedy: "Load the page again.", findings: [] };
}
