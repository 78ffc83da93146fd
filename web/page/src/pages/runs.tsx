// All runs of the workspace.
import { Title } from "../parts/title";
import { RunList } from "../parts/runs";
import { Empty, Shown } from "../parts/states";
import { link } from "../route";
import { useRuns } from "../state/runs";

export function RunsPage() {
  const runs = useRuns();
  return (
    <>
      <Title words="Runs" />
      <Shown of={runs} what="the runs">
        {(list) =>
          list.length ? (
            <RunList runs={list} />
          ) : (
            <Empty>
              No model has been planned yet. <a href={link([])}>Choose a model</a>, open its part Plan and start one.
            </Empty>
          )
        }
      </Shown>
    </>
  );
}
