// The scenarios of a model: named lists of edits.
import type { Model } from "../../api/types";
import { Empty } from "../../parts/states";
import { link } from "../../route";

export function ScenariosTab({ model }: { model: Model }) {
  if (!model.scenarios.length)
    return (
      <Empty>
        There are no scenarios. <a href={link(["models", model.model, "tables"])}>Edit cells of the tables</a>, then choose “Save as scenario…”
        {model.kind === "example" && " (of a copy: examples are read only)"}.
      </Empty>
    );
  return (
    <ul class="rows">
      {model.scenarios.map(({ scenario, description }) => (
        <li key={scenario}>
          <div class="what">
            <a href={link(["models", model.model, "tables"], { scenario })}>{scenario}</a>
            <small>{description}</small>
          </div>
          <div class="buttons">
            <a href={link(["models", model.model, "network"], { scenario })} aria-label={`Network of ${scenario}`}>
              Network
            </a>
            <a href={link(["models", model.model, "plan"], { scenario })} aria-label={`Plan ${scenario}`}>
              Plan
            </a>
          </div>
        </li>
      ))}
    </ul>
  );
}
