// What a plan reaches: its targets in words and as gauges, its key figures, and all its figures.
import { address } from "../../api/client";
import type { Figure, Kpi, Run } from "../../api/types";
import { Figures } from "../../parts/figure";
import { Reached } from "../../parts/runs";
import { Empty, Shown } from "../../parts/states";
import { link } from "../../route";
import { useRemote } from "../../state/remote";

/** The figure of the gauges, which is read first. */
const GAUGES = "targets";

export function OverviewTab({ run }: { run: Run }) {
  const figures = useRemote<Figure[]>(address(["runs", run.run, "figures"]));
  const met = run.targets.filter((target) => target.reached).length;
  return (
    <>
      {run.targets.length > 0 && (
        <section>
          <h2>Targets</h2>
          <p class="answer">
            The plan reaches {met} of {run.targets.length} {run.targets.length === 1 ? "target" : "targets"}.
          </p>
          <ul class="tiles">
            {run.targets.map((target) => (
              <li key={target.target} data-target={target.target}>
                {target.target}
                <strong>{target.told}</strong>
                <Reached target={target} />
                <small>{target.words}</small>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Shown of={figures} what="the figures">
        {(list) => (
          <>
            <Figures figures={list.filter((figure) => figure.name === GAUGES)} />
            <KeyFigures run={run} />
            {list.length > 0 && <h2>Figures</h2>}
            <Figures figures={list.filter((figure) => figure.name !== GAUGES)} />
            <Empty>
              More is to be seen once it is asked for: <a href={link(["runs", run.run, "ask"])}>ask about this run</a>.
            </Empty>
          </>
        )}
      </Shown>
    </>
  );
}

/** Money comes first; what is made and delivered follows in smaller tiles. */
function KeyFigures({ run }: { run: Run }) {
  if (!run.kpis.length) return null;
  const money = run.kpis.filter((kpi) => kpi.unit === run.currency);
  const goods = run.kpis.filter((kpi) => kpi.unit !== run.currency);
  return (
    <section>
      <h2>Key figures</h2>
      <Tiles kpis={money} small={false} />
      <Tiles kpis={goods} small />
    </section>
  );
}

function Tiles({ kpis, small }: { kpis: readonly Kpi[]; small: boolean }) {
  if (!kpis.length) return null;
  return (
    <ul class={small ? "tiles small" : "tiles money"}>
      {kpis.map((kpi) => (
        <li key={kpi.name}>
          {kpi.label}
          <strong>{kpi.text}</strong>
        </li>
      ))}
    </ul>
  );
}
