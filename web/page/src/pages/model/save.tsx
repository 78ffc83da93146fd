// Save edits into the tables: what gives way is told before, and who changed the same cells meanwhile.
import { useEffect, useState } from "preact/hooks";
import { address, post } from "../../api/client";
import type { Model } from "../../api/types";
import { Dialog } from "../../parts/dialog";
import { count } from "../../parts/numbers";
import type { Edits } from "../../state/pending";
import { useAction } from "../../state/remote";
import { Changes, useLook } from "./meanwhile";

export interface Saving {
  /** The workspace, by its id. */
  home: string;
  model: Model;
  edits: Edits;
  close: () => void;
  saved: () => void;
}

export function SaveTables({ model, edits, close, saved }: Saving) {
  const { stale, tried, look, cells, explained } = useLook(model, "", edits, () => (save.clear(), saved()));
  const profiles = useProfiles(model, edits);
  const save = useAction(async () => {
    const sent = edits.sent;
    const { version } = await tried(() => post<{ version: string }>(address(["models", model.model, "save"]), { edits: sent, version: edits.version }));
    edits.saved(sent, version);
    close();
    saved();
  });
  return (
    <Dialog
      title="Save into the tables"
      does={stale ? "Look at the tables again" : "Save"}
      busy={save.busy || look.busy}
      trouble={look.trouble ?? explained(save.trouble)}
      submit={() => (stale ? look.run() : save.run())}
      close={close}
    >
      <p>
        {count(edits.all.length, "cell")} of {model.model} will be changed in its files, for everybody.
      </p>
      {profiles > 0 && <p>{count(profiles, "row")} of profiles will be removed, because these numbers hold at all times then.</p>}
      {cells && <Changes of={cells} />}
    </Dialog>
  );
}

/** Return how many rows of profiles give way to the edits, 0 until that is known. */
function useProfiles(model: Model, edits: Edits): number {
  const [many, set] = useState(0);
  const asked = JSON.stringify([edits.sent, edits.version]);
  useEffect(() => {
    const stop = new AbortController();
    const body = { edits: edits.sent, version: edits.version, dry: true };
    // What is wrong is told when it is saved.
    post<{ profiles: number }>(address(["models", model.model, "save"]), body, stop.signal)
      .then(({ profiles }) => set(profiles))
      .catch(() => undefined);
    return () => stop.abort();
  }, [model.model, asked]);
  return many;
}
