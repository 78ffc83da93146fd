// A table that is there as a whole: words to the left, numbers to the right.
import { useState } from "preact/hooks";
import { shown } from "./numbers";

const NUMBER = /^[+−-]?[$€£¥]?\s?[+−-]?\d[\d,. ]*(?:\s?%)?(?:\s(?:thousand|million|billion|trillion))?$/;
const MANY = 200;

type Cell = string | number | boolean | null;

interface Given {
  title: string;
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
  /** The columns that are numbers, where that is known. */
  right?: readonly number[] | undefined;
}

export function DataTable({ title, columns, rows, right }: Given) {
  const numbers = columns.map((_, at) => right ? right.includes(at) : rows.some((row) => filled(row[at])) && rows.every((row) => !filled(row[at]) || numeric(row[at])));
  const [all, every] = useState(false);
  const some = all ? rows : rows.slice(0, MANY);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={title}>
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            {columns.map((column, at) =>
              column ? (
                <th key={column + at} scope="col" class={numbers[at] ? "number" : ""}>
                  {column}
                </th>
              ) : (
                <td key={at} />
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {some.map((row, line) => (
            <tr key={line}>
              {columns.map((column, at) => (
                <td key={column + at} class={numbers[at] ? "number" : ""}>
                  {shown(row[at])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MANY && (
        <p class="units">
          {!all && `The first ${MANY} of ${rows.length.toLocaleString("en")} rows. `}
          <button type="button" onClick={() => every(!all)}>
            {all ? `Show the first ${MANY} rows` : "Show all rows"}
          </button>
        </p>
      )}
    </div>
  );
}

const filled = (cell: Cell | undefined): boolean => cell !== null && cell !== undefined && cell !== "";
const numeric = (cell: Cell | undefined): boolean => typeof cell === "number" || (typeof cell === "string" && NUMBER.test(cell));
