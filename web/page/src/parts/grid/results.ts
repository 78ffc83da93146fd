// The grid of a table of a run: numbers with separators, read a page at a time.
import type { ResultPage } from "../../api/types";
import { shown } from "../numbers";
import { headed } from "../headers";
import { type Rows, grid, source } from "./base";

type Row = ResultPage["rows"][number];

const NUMBERS = /^(float|int|uint|decimal|number)/i;

/** Show the rows of a table of results; returns how to ask for them again, and how to end. */
export function results(
  element: HTMLElement,
  label: string,
  columns: ResultPage["columns"],
  rows: Rows<Row>,
): { reload: () => void; end: () => void } {
  const api = grid<Row>(element, label, {
    columnDefs: columns.map((column) => {
      const header = headed(column.name, column.unit);
      const number = NUMBERS.test(column.type);
      return {
        colId: column.name,
        headerName: header,
        type: number ? "rightAligned" : [],
        valueGetter: (cell) => shown(cell.data?.[column.name]),
        tooltipValueGetter: (cell) => (number ? String(cell.data?.[column.name] ?? "") : cell.value),
      };
    }),
    datasource: source(rows),
  });
  return { reload: () => api.purgeInfiniteCache(), end: () => api.destroy() };
}
