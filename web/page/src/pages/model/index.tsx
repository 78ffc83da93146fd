// A model: its network, its tables, its scenarios, and planning it.
import { useEffect } from "preact/hooks";
import { address } from "../../api/client";
import type { About, Model } from "../../api/types";
import { Field } from "../../parts/dialog";
import { ScenarioOptions } from "../../parts/scenarios";
import { Empty, Shown } from "../../parts/states";
import { Tabs } from "../../parts/tabs";
import { Title } from "../../parts/title";
import { go, link } from "../../route";
import { useEdits } from "../../state/pending";
import { useRemote } from "../../state/remote";
import { NetworkTab } from "./network";
import { PlanTab } from "./plan";
import { ScenariosTab } from "./scenarios";
import { TablesTab } from "./tables";

const TABS = [
  { name: "network", words: "Network" },
  { name: "tables", words: "Tables" },
  { name: "scenarios", words: "Scenarios" },
  { name: "plan", words: "Plan" },
];

interface Given {
  model: string;
  tab: string;
  part: string | null;
  asked: Record<string, string>;
}

export function ModelPage({ model, tab, part, asked }: Given) {
  const entry = useRemote<Model>(address(["models", model]));
  const about = useRemote<About>(address(["about"]));
  const { again } = entry;
  useEffect(() => {
    // Other windows may have changed the model: look again when this one is come back to, or another one has saved edits.
    window.addEventListener("focus", again);
    window.addEventListener("storage", again);
    return () => {
      window.removeEventListener("focus", again);
      window.removeEventListener("storage", again);
    };
  }, [again]);
  return (
    <Shown of={about} what="the workspace">
      {({ id }) => (
        <Shown of={entry} what={`the model ${model}`}>
          {(known) => <Opened home={id} model={known} tab={tab} part={part} scenario={asked["scenario"] ?? ""} again={entry.again} />}
        </Shown>
      )}
    </Shown>
  );
}

export interface Opened {
  /** The workspace, by its id. */
  home: string;
  model: Model;
  scenario: string;
  again: () => void;
}

function Opened({ home, model, tab, part, scenario, again }: Opened & { tab: string; part: string | null }) {
  const edits = useEdits(home, model.model, scenario);
  const chosen = (name: string): void => go(["models", model.model, tab, ...(part ? [part] : [])], { scenario: name });
  const pending = edits.all.length;
  const tabs = TABS.map(({ name, words }) => ({
    name,
    words: name === "tables" && pending ? `${words} (${pending} pending)` : words,
    href: link(["models", model.model, name], { scenario }),
  }));
  return (
    <>
      <Title words={model.model}>
        {model.description && <p class="about">{model.description}</p>}
      </Title>
      <div class="bar">
        <Tabs tabs={tabs} now={tab} label={`Parts of ${model.model}`} />
        {model.scenarios.length > 0 && (
          <Field label="Scenario">
            <select value={scenario} onChange={(event) => chosen(event.currentTarget.value)}>
              <ScenarioOptions none="none: the model as it is" of={model.scenarios} />
            </select>
          </Field>
        )}
      </div>
      {tab === "network" && <NetworkTab model={model} scenario={scenario} />}
      {tab === "tables" && <TablesTab key={scenario} home={home} model={model} scenario={scenario} table={part} again={again} />}
      {tab === "scenarios" && <ScenariosTab home={home} model={model} scenario={scenario} again={again} />}
      {tab === "plan" && <PlanTab home={home} model={model} scenario={scenario} />}
      {!TABS.some((one) => one.name === tab) && <Empty>There is no such part of a model.</Empty>}
    </>
  );
}
