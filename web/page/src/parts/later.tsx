// A page whose code is loaded when it is opened.
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { told } from "../api/client";
import type { Trouble } from "../api/types";
import { Loading, Troubled } from "./states";

export function Later({ what, load }: { what: string; load: () => Promise<ComponentType> }) {
  const [page, set] = useState<{ Page: ComponentType } | null>(null);
  const [trouble, failed] = useState<Trouble | null>(null);
  useEffect(() => {
    load().then(
      (Page) => set({ Page }),
      (error: unknown) => failed(told(error)),
    );
  }, []);
  if (trouble) return <Troubled trouble={trouble} again={() => window.location.reload()} />;
  return page ? <page.Page /> : <Loading what={what} />;
}
