// Scenarios to choose from.
import type { Scenario } from "../api/types";

/** The options of a choice: none of them, in words, and each scenario. */
export function ScenarioOptions({ none, of }: { none: string; of: readonly Scenario[] }) {
  return (
    <>
      <option value="">{none}</option>
      {of.map((one) => (
        <option key={one.scenario} value={one.scenario}>
          {one.scenario}
        </option>
      ))}
    </>
  );
}
