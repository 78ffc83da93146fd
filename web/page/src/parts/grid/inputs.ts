// The grid of a table of a model: cells are text as stated, edits lie over them, findings are shown at their cells.
import type { Column, Finding, InputRow, Table } from "../../api/types";
import { type Edits, place } from "../../state/pending";
import { type ColDef, type GridApi, type Rows, grid, source } from "./base";
import { headed } from "../headers";

export interface Given extends Rows<InputRow> {
  table: Table;
  edits: Edits;
  findings: () => ReadonlyMap<string, readonly Finding[]>;
  /** The focus is in another row, that of a key. */
  focused: (key: string) => void;
  /** Somebody tries to change a key, which cannot be; or does something else. */
  locked: (tried: boolean) => void;
}

export interface Sheet {
  /** Draw cells again: edits or findings have changed. */
  refresh: () => void;
  /** Ask for the rows again. */
  reload: () => void;
  /** Show a cell. */
  show: (at: number, column: string | null, total: number) => void;
  unsort: () => void;
  end: () => void;
}

/** How much of the width the columns of the key may take. */
const SHARE = 0.5;
const NUMBERS = new Set(["float", "int", "number", "integer"]);

export function inputs(element: HTMLElement, given: Given): Sheet {
  const { table, edits } = given;
  const narrow = element.clientWidth < 700;
  const keys = table.columns.filter((column) => column.key).map((column) => column.name);
  const tried = (column: string): void => given.locked(keys.includes(column));
  // Drawing cells again would end the editing of one: it waits.
  let waits = false;
  const api = grid<InputRow>(element, `Table ${table.table}`, {
    columnDefs: table.columns.map((column, at) => definition(column, given, at === 0, narrow ? column.name === keys[0] : column.key)),
    autoSizeStrategy: {
      type: "fitCellContents",
      defaultMaxWidth: narrow ? 180 : 300,
      columnLimits: narrow && keys[0] ? [{ colId: keys[0], maxWidth: Math.max(70, SHARE * element.clientWidth) }] : [],
    },
    onColumnResized: (event) => event.finished && event.source !== "uiColumnResized" && !narrow && pin(event.api, keys, element.clientWidth),
    onGridSizeChanged: (event) => {
      if (!narrow) pin(event.api, keys, event.clientWidth);
      // The grid makes room for what is pending: the cell that was edited stays in view.
      const focus = event.api.getFocusedCell();
      if (focus) event.api.ensureIndexVisible(focus.rowIndex);
    },
    getRowId: (row) => row.data.key,
    datasource: source(given),
    readOnlyEdit: true,
    singleClickEdit: false,
    stopEditingWhenCellsLoseFocus: true,
    enterNavigatesVerticallyAfterEdit: true,
    onCellDoubleClicked: (event) => tried(event.column.getColId()),
    onCellKeyDown: (event) => {
      if ("column" in event && event.event instanceof KeyboardEvent && event.event.key === "Enter") tried(event.column.getColId());
    },
    onCellFocused: (event) => {
      given.locked(false);
      const row = event.rowIndex === null ? undefined : event.api.getDisplayedRowAtIndex(event.rowIndex);
      if (row?.data) given.focused(row.data.key);
    },
    onCellEditingStopped: () => waits && window.setTimeout(refresh),
    onCellEditRequest: (event) => {
      const column = event.column.getColId();
      if (!event.data) return;
      const before = event.data.cells[column] ?? null;
      edits.set({ table: table.table, key: event.data.key, column, value: String(event.newValue ?? "").trim(), before });
    },
  });
  const refresh = (): void => {
    waits = api.getEditingCells().length > 0;
    if (!waits) api.refreshCells({ force: true });
  };
  return {
    refresh,
    reload: () => api.purgeInfiniteCache(),
    unsort: () => api.applyColumnState({ defaultState: { sort: null } }),
    show: (at, column, total) => show(api, at, total, column ?? table.columns[0]?.name ?? null),
    end: () => api.destroy(),
  };
}

/** Keep the columns of the key in view, the first of them at least, where together they leave half of the width. */
function pin(api: GridApi<InputRow>, keys: readonly string[], width: number): void {
  let taken = 0;
  const state = keys.map((colId, at) => {
    taken += api.getColumn(colId)?.getActualWidth() ?? 0;
    return { colId, pinned: at === 0 || taken < SHARE * width ? ("left" as const) : null };
  });
  if (state.some(({ colId, pinned }) => (api.getColumn(colId)?.getPinned() ?? null) !== pinned)) api.applyColumnState({ state });
}

function show(api: GridApi<InputRow>, at: number, total: number, column: string | null): void {
  if (column) api.ensureColumnVisible(column);
  // Until the first page is there, the grid knows of one row only.
  if (at >= api.getDisplayedRowCount()) api.setRowCount(total, true);
  api.ensureIndexVisible(at, "middle");
  if (column) api.setFocusedCell(at, column);
}

function definition(column: Column, given: Given, first: boolean, pinned: boolean): ColDef<InputRow> {
  const name = column.name;
  const { table, edits } = given;
  const edit = (row: InputRow | undefined) => (row ? edits.of(table.table, row.key, name) : undefined);
  // What concerns a row as a whole is shown at its first cell.
  const columns = first ? [name, null] : [name];
  const found = (row: InputRow | undefined) =>
    row ? columns.flatMap((each) => given.findings().get(place({ table: table.table, key: row.key, column: each })) ?? []) : [];
  const number = NUMBERS.has(column.type);
  return {
    colId: name,
    headerName: headed(column.header, column.unit),
    headerTooltip: about(column),
    pinned: pinned ? "left" : null,
    editable: !column.key,
    type: number ? "rightAligned" : [],
    cellEditor: column.choices ? "agSelectCellEditor" : "agTextCellEditor",
    cellEditorParams: column.choices ? { values: column.required ? column.choices : ["", ...column.choices] } : {},
    valueGetter: (cell) => edit(cell.data)?.value ?? cell.data?.cells[name] ?? "",
    equals: () => false,
    cellRenderer: (cell: { value: string; data: InputRow | undefined }) => content(cell.value, found(cell.data), edit(cell.data)?.before),
    tooltipValueGetter: (cell) => [column.key && cell.data?.key, hint(found(cell.data), edit(cell.data)?.before)].filter(Boolean).join("\n") || null,
    cellClassRules: {
      key: () => column.key,
      edited: (cell) => edit(cell.data) !== undefined,
      wrong: (cell) => found(cell.data).some((finding) => finding.severity === "error"),
      doubtful: (cell) => found(cell.data).length > 0,
    },
  };
}

function about(column: Column): string {
  const parts = [column.description];
  if (column.unit) parts.push(`Unit: ${column.unit}.`);
  if (column.choices) parts.push(`One of: ${column.choices.filter(Boolean).join(", ")}.`);
  if (column.references) parts.push(`A name from ${column.references}.`);
  if (column.default !== null && column.default !== "") parts.push(`Where empty: ${column.default}.`);
  if (column.key) parts.push("Part of the key: it cannot be edited here.");
  else if (column.required) parts.push("It has to be given.");
  return parts.join(" ");
}

function hint(findings: readonly Finding[], before: string | null | undefined): string | null {
  const words = findings.map((finding) => `${finding.code}: ${finding.message} ${finding.remedy}`);
  if (before !== undefined) words.push(`Before: ${before || "empty"}`);
  return words.length ? words.join("\n") : null;
}

/** Return what a cell shows: its text, a sign where something is wrong, a sign where it is edited. */
function content(value: string, findings: readonly Finding[], before: string | null | undefined): HTMLElement {
  const cell = document.createElement("span");
  const error = findings.some((finding) => finding.severity === "error");
  if (findings.length) cell.append(sign(error ? "✖" : "▲", `${error ? "error" : "warning"}: ${findings.map((finding) => finding.message).join(" ")}`));
  if (before !== undefined) cell.append(sign("✎", `edited, before: ${before || "empty"}`));
  cell.append(value);
  return cell;
}

function sign(text: string, label: string): HTMLElement {
  const element = document.createElement("span");
  element.className = "sign";
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", label);
  element.textContent = text;
  return element;
}
