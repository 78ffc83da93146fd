// What the API answers with: the names are those of its JSON.
import type { World } from "../../../figures/charts";

export interface Finding {
  code: string;
  severity: "error" | "warning";
  file: string;
  table: string;
  row: number | null;
  column: string | null;
  message: string;
  remedy: string;
  sheet: string | null;
  cell: string | null;
  key: string | null;
  edit: number | null;
}

export interface Edit {
  table: string;
  key: string;
  column: string;
  value: string;
}

export interface About {
  version: string;
  workspace: string;
  /** What tells this workspace from others, for what the browser keeps of it. */
  id: string;
  workers: number;
  examples: number;
  token: boolean;
}

export interface Scenario {
  scenario: string;
  description: string;
}

export interface Model {
  model: string;
  description: string;
  kind: "example" | "folder" | "workbook";
  editable: boolean;
  scenarios: Scenario[];
  tables: { table: string; rows: number }[];
  version?: string;
}

/** What becomes of a scenario that gets other edits, or would. */
export interface Replaced {
  version: string;
  /** How many edits it had. */
  before: number;
  gone: string[];
  added: string[];
  /** Lines of its file that lose a comment. */
  comments: number;
  /** Where the file is kept as it was, null where nothing in it is lost. */
  kept: string | null;
}

export interface Column {
  name: string;
  header: string;
  type: string;
  unit: string | null;
  description: string;
  default: string | null;
  required: boolean;
  key: boolean;
  choices: string[] | null;
  references: string | null;
}

export interface Table {
  table: string;
  description: string;
  rows: number;
  columns: Column[];
}

export interface InputRow {
  key: string;
  row: number | null;
  cells: Record<string, string | null>;
}

export interface InputPage {
  total: number;
  offset: number;
  rows: InputRow[];
  found?: number | null;
}

export interface Figure {
  name: string;
  title: string;
  units: string;
  source: string;
  alternative: string;
  option: Record<string, unknown>;
  columns: string[];
  rows: string[][];
  height: number;
  width: number;
  outlines?: World | null;
}

export interface Section {
  section?: string;
  title: string;
  columns: string[];
  rows: (string | number | null)[][];
  /** The columns that are numbers. */
  right?: number[];
}

export interface Network {
  figures: Figure[];
  trace: Section[];
  words?: string[];
}

export interface Target {
  target: string;
  /** What the plan has, as it is read: `$492 bn`. */
  told: string;
  words: string;
  value: number | null;
  aim: number | null;
  unit: string;
  reached: boolean;
}

export interface RunEntry {
  run: string;
  created: string;
  model: string;
  scenario: string | null;
  status: string;
  objective: number | null;
  currency: string;
  goal: string | null;
  gap: number | null;
  /** The edits it was planned with beside the model and its scenario. */
  sets: string[];
  targets: Target[];
  /** Its targets are not known yet. */
  pending?: boolean;
}

export interface Kpi {
  name: string;
  label: string;
  value: number | null;
  unit: string;
  text: string;
}

export interface Run extends RunEntry {
  seconds: Record<string, number> | number | null;
  size: Record<string, number> | null;
  versions: Record<string, string> | null;
  kpis: Kpi[];
  simulated: boolean;
  summary?: Section[];
  tables: { table: string; rows: number }[];
}

export interface ResultPage {
  total: number;
  offset: number;
  columns: { name: string; type: string; unit: string | null }[];
  rows: Record<string, string | number | boolean | null>[];
}

export type JobKind = "plan" | "stress" | "simulate" | "sweep" | "bottlenecks" | "targets" | "why" | "matters" | "report";
export type JobState = "queued" | "running" | "done" | "failed" | "cancelled" | "interrupted";

export interface Trouble {
  message: string;
  remedy: string | null;
  findings: Finding[];
}

export interface Job {
  id: string;
  kind: JobKind;
  title: string;
  model: string | null;
  run: string | null;
  scenario: string | null;
  edits: Edit[];
  options: Record<string, unknown>;
  state: JobState;
  created: string;
  started: string | null;
  ended: string | null;
  progress: { done: number; count: number; text: string; seconds: number } | null;
  error: Trouble | null;
  result: { run: string | null; runs: string[]; figures: boolean; sections: boolean; file: string | null } | null;
}

export interface JobOrder {
  kind: JobKind;
  model?: string;
  run?: string;
  scenario?: string;
  edits?: Edit[];
  options?: Record<string, unknown>;
}

export interface Answer {
  figures: Figure[];
  sections: Section[];
  words: string[];
}
