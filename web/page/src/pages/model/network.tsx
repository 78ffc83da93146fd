// The network of a model: where its sites are, what goes through its tiers, and what everything hangs on.
import { address } from "../../api/client";
import type { Model, Network } from "../../api/types";
import { Figures } from "../../parts/figure";
import { Empty, Shown } from "../../parts/states";
import { DataTable } from "../../parts/table";
import { link } from "../../route";
import { useRemote } from "../../state/remote";

export function NetworkTab({ model, scenario }: { model: Model; scenario: string }) {
  const network = useRemote<Network>(address(["models", model.model, "network"], { scenario }));
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
