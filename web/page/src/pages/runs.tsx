// All runs of the workspace.
import { address } from "../api/client";
import type { RunEntry } from "../api/types";
import { Title } from "../parts/title";
import { RunList } from "../parts/runs";
import { Empty, Shown } from "../parts/states";
import { link } from "../route";
import { useRemote } from "../state/remote";

export function RunsPage() {
  const runs = useRemote<RunEntry[]>(address(["runs"]));
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
