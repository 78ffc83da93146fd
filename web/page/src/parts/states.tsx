// What a place shows while it has nothing else to show: that it loads, what is wrong and what to do, or that there is nothing yet.
import type { ComponentChildren } from "preact";
import type { Remote } from "../state/remote";
import type { Trouble } from "../api/types";
import { Findings } from "./findings";

export function Loading({ what }: { what: string }) {
  return (
    <p class="loading" role="status">
      Loading {what}…
    </p>
  );
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}

export function Troubled({ trouble, again }: { trouble: Trouble | null; again?: (() => void) | undefined }) {
  if (!trouble) return null;
  return (
    <div class="trouble" role="alert">
      <p>
        <strong>{trouble.message}</strong>
      </p>
      {trouble.remedy && <p>{trouble.remedy}</p>}
      {trouble.findings.length > 0 && <Findings findings={trouble.findings} />}
      {again && (
        <p>
          <button type="button" onClick={again}>
            Try again
          </button>
        </p>
      )}
    </div>
  );
}

/** Show what was read, or that it is being read, or why it could not be. */
export function Shown<T>({ of, what, children }: { of: Remote<T>; what: string; children: (data: T) => ComponentChildren }) {
  if (of.trouble) return <Troubled trouble={of.trouble} again={of.again} />;
  if (of.data === null) return <Loading what={what} />;
  return <>{children(of.data)}</>;
}
