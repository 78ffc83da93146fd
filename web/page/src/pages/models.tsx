// What makes and removes models: each a dialog.
import { address, post, remove, upload } from "../api/client";
import type { Model } from "../api/types";
import { Dialog, Field, NAMES, text } from "../parts/dialog";
import { staying } from "../route";
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

export function UploadModel({ close }: Given) {
  const action = useAction(async (form: FormData) => {
    const move = staying();
    const model = await upload<Model>(address(["models", "upload"]), form);
    move(["models", model.model, "tables"]);
  });
  return (
    <Dialog title="Upload a model" does="Upload" busy={action.busy} trouble={action.trouble} submit={action.run} close={close}>
      <Field label="File" hint="An Excel workbook (.xlsx), or a .zip of CSV tables.">
        <input name="file" type="file" accept=".xlsx,.zip" required />
      </Field>
      <Field label="Name" hint={NAME}>
        <input name="name" required autocomplete="off" />
      </Field>
    </Dialog>
  );
}

export function DeleteModel({ model, close, done }: Given & { model: string }) {
  const action = useAction(async () => {
    await remove(address(["models", model]));
    done();
  });
  return (
    <Dialog title={`Delete ${model}`} does="Delete" busy={action.busy} trouble={action.trouble} submit={() => action.run()} close={close}>
      <p>It leaves the list of models. Its files are moved aside in the workspace, not erased; its runs stay.</p>
    </Dialog>
  );
}
