// What makes and removes models: each a dialog.
import { useRef, useState } from "preact/hooks";
import { address, get, post, remove, upload } from "../api/client";
import type { Model } from "../api/types";
import { Dialog, Field, NAMES, text } from "../parts/dialog";
import { count } from "../parts/numbers";
import { staying } from "../route";
import { held } from "../state/kept";
import { modelGone } from "../state/pending";
import { useAction } from "../state/remote";

interface Given {
  close: () => void;
  done: () => void;
}

const NAME = `${NAMES} It becomes the name of the folder or workbook.`;

async function made(body: { name: string; source?: string; format: string }): Promise<void> {
  const move = staying();
  const model = await post<Model>(address(["models"]), body);
  move(["models", model.model, "tables"]);
}

const FORMATS = { csv: "a folder of CSV tables", xlsx: "an Excel workbook" };

function Format({ order, hint }: { order: readonly (keyof typeof FORMATS)[]; hint: string }) {
  return (
    <Field label="Kept as" hint={hint}>
      <select name="format">
        {order.map((format) => (
          <option key={format} value={format}>
            {FORMATS[format]}
          </option>
        ))}
      </select>
    </Field>
  );
}

export function NewModel({ close }: Given) {
  const action = useAction((form: FormData) => made({ name: text(form, "name"), format: text(form, "format") }));
  return (
    <Dialog title="New model" does="Make it" busy={action.busy} trouble={action.trouble} submit={action.run} close={close}>
      <p>Every table is there with its columns described. Rows are added, and cells edited, in the grids of its tables.</p>
      <Field label="Name" hint={NAME}>
        <input name="name" required autocomplete="off" />
      </Field>
      <Format order={["xlsx", "csv"]} hint="The workbook has a small model as its rows, which can be planned; the CSV tables are empty." />
    </Dialog>
  );
}

export function CopyModel({ model, close }: Given & { model: string }) {
  const action = useAction((form: FormData) => made({ name: text(form, "name"), source: model, format: text(form, "format") }));
  return (
    <Dialog title={`Copy ${model}`} does="Copy" busy={action.busy} trouble={action.trouble} submit={action.run} close={close}>
      <p>The copy lies in this workspace and can be edited.</p>
      <Field label="Name of the copy" hint={NAME}>
        <input name="name" required autocomplete="off" />
      </Field>
      <Format order={["csv", "xlsx"]} hint="Both can be edited here, and read by the command line." />
    </Dialog>
  );
}

/** Return the name of a file as that of a model: without its ending, the number of a second download, and strange letters. */
function named(file: string): string {
  const bare = file.replace(/\.[^.]*$/, "").replace(/ \(\d+\)$/, "");
  return bare
    .replace(/[^A-Za-z0-9 ._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 64)
    .replace(/[^A-Za-z0-9_-]+$/, "");
}

export function UploadModel({ home, models, close, again }: { home: string; models: readonly Model[]; close: () => void; again: () => void }) {
  const [name, call] = useState("");
  const offered = useRef("");
  const taken = models.find((model) => model.model.toLowerCase() === name.trim().toLowerCase() && model.editable);
  const pending = taken ? [...held(home, taken.model).values()].reduce((sum, many) => sum + many, 0) : 0;
  const action = useAction(async (form: FormData) => {
    const move = staying();
    if (taken) {
      form.set("name", taken.model);
      form.set("replace", (await get<Model>(address(["models", taken.model]))).version ?? "");
    }
    form.delete("agreed");
    try {
      const model = await upload<Model>(address(["models", "upload"]), form);
      if (taken) modelGone(home, taken.model);
      move(["models", model.model, "tables"]);
    } catch (error) {
      // Somebody may have given the name to a model meanwhile: then it is offered to replace that.
      again();
      throw error;
    }
  });
  return (
    <Dialog title="Upload a model" does={taken ? "Replace" : "Upload"} busy={action.busy} trouble={action.trouble} submit={action.run} close={close}>
      <Field label="File" hint="An Excel workbook (.xlsx), or a .zip of CSV tables.">
        <input
          name="file"
          type="file"
          accept=".xlsx,.zip"
          required
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (!file || (name && name !== offered.current)) return;
            offered.current = named(file.name);
            call(offered.current);
          }}
        />
      </Field>
      <Field label="Name" hint={NAME}>
        <input name="name" required autocomplete="off" value={name} onInput={(event) => call(event.currentTarget.value)} />
      </Field>
      {taken && (
        <div role="status">
          <label class="flag">
            <input name="agreed" type="checkbox" required /> Replace {taken.model}, which is there already
          </label>
          <p class="units">
            The model that is there{taken.kind === "folder" && taken.scenarios.length > 0 && ` and its ${count(taken.scenarios.length, "scenario")}`} will be moved aside, into the
            folder .removed of the workspace, for everybody; its runs stay{taken.kind === "workbook" && taken.scenarios.length > 0 && ", and so do scenarios in files beside it"}.
            {pending > 0 && ` ${count(pending, "pending edit")} of it will be dropped.`} Or give another name.
          </p>
        </div>
      )}
    </Dialog>
  );
}

export function DeleteModel({ home, model, close, done }: Given & { home: string; model: string }) {
  const pending = [...held(home, model).values()].reduce((sum, many) => sum + many, 0);
  const action = useAction(async () => {
    await remove(address(["models", model]));
    modelGone(home, model);
    done();
  });
  return (
    <Dialog title={`Delete ${model}`} does="Delete" busy={action.busy} trouble={action.trouble} submit={() => action.run()} close={close}>
      <p>
        It leaves the list of models. Its files are moved aside in the workspace, not erased; its runs stay.
        {pending > 0 && ` ${count(pending, "pending edit")} of it will be dropped.`}
      </p>
    </Dialog>
  );
}
