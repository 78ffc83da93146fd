// The network of a model: where its sites are, what goes through its tiers, and what everything hangs on.
import { useState } from "preact/hooks";
import { address } from "../../api/client";
import type { InputPage, Model, Network } from "../../api/types";
import { Field } from "../../parts/dialog";
import { Figures } from "../../parts/figure";
import { Empty, Shown } from "../../parts/states";
import { DataTable } from "../../parts/table";
import { link } from "../../route";
import { type Remote, useRemote } from "../../state/remote";

const NAMES = 1000;

interface Part {
  kind: "product" | "site";
  name: string;
}

export function NetworkTab({ model, scenario }: { model: Model; scenario: string }) {
  const [part, narrow] = useState<Part | null>(null);
  const asked = part ? { scenario, [part.kind]: part.name } : { scenario };
  const network = useRemote<Network>(address(["models", model.model, "network"], asked));
  return (
    <>
      <Narrow model={model} scenario={scenario} now={part} choose={narrow} />
      <Drawn network={network} model={model} scenario={scenario} />
    </>
  );
}

/** Choose a product or a site whose part of the network is shown. */
function Narrow({ model, scenario, now, choose }: { model: Model; scenario: string; now: Part | null; choose: (part: Part | null) => void }) {
  const products = useNames(model, scenario, "products", "product");
  const sites = useNames(model, scenario, "sites", "site");
  const parts: Part[] = [...products.map((name) => ({ kind: "product" as const, name })), ...sites.map((name) => ({ kind: "site" as const, name }))];
  const at = parts.findIndex((part) => part.kind === now?.kind && part.name === now.name);
  if (!parts.length) return null;
  const options = (kind: Part["kind"]) =>
    parts.map((part, place) =>
      part.kind === kind ? (
        <option key={place} value={place}>
          {part.name}
        </option>
      ) : null,
    );
  return (
    <Field label="Tell of">
      <select value={at < 0 ? "" : at} onChange={(event) => choose(parts[Number(event.currentTarget.value || -1)] ?? null)}>
        <option value="">all products and sites</option>
        <optgroup label="Products">{options("product")}</optgroup>
        <optgroup label="Sites">{options("site")}</optgroup>
      </select>
    </Field>
  );
}

function useNames(model: Model, scenario: string, table: string, column: string): string[] {
  const page = useRemote<InputPage>(address(["models", model.model, "tables", table], { scenario, offset: 0, limit: NAMES }));
  return (page.data?.rows ?? []).map((row) => row.cells[column] ?? "").filter(Boolean);
}

function Drawn({ network, model, scenario }: { network: Remote<Network>; model: Model; scenario: string }) {
  return (
    <Shown of={network} what="the network">
      {({ figures, trace, words }) =>
        figures.length || trace.length ? (
          <>
            <h2>Figures</h2>
            <Figures figures={figures} />
            {trace.length > 0 && <h2>What everything hangs on</h2>}
            {trace.map((section, at) => (
              <details key={at} open={at === 0}>
                <summary>{section.title}</summary>
                <DataTable title={section.title} columns={section.columns} rows={section.rows} right={section.right} />
              </details>
            ))}
            {words?.map((line, at) => (
              <p key={at} class="units">
                {line}
              </p>
            ))}
          </>
        ) : (
          <Empty>
            There is no network to draw yet: fill in <a href={link(["models", model.model, "tables"], { scenario })}>the tables</a> sites, recipes and
            operations.
          </Empty>
        )
      }
    </Shown>
  );
}
