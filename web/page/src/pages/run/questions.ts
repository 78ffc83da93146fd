// What can be asked about a run: each is a job, with the options that the command of the same name takes.
import type { JobKind } from "../../api/types";

export interface Option {
  name: string;
  words: string;
  hint: string;
  kind: "text" | "number" | "list" | "flag" | "choices";
  choices?: readonly string[];
  start?: string;
}

export interface Question {
  kind: JobKind;
  title: string;
  about: string;
  does: string;
  options: readonly Option[];
}

export const QUESTIONS: readonly Question[] = [
  {
    kind: "bottlenecks",
    title: "What limits the plan?",
    about: "Each limit that binds, when, what one more unit of it is worth, and how much before the next one binds.",
    does: "Find the bottlenecks",
    options: [],
  },
  {
    kind: "targets",
    title: "Can the targets be reached?",
    about: "For each target: the most that any plan could have, the earliest date, what it costs, what stops it and what would relieve it.",
    does: "Ask about the targets",
    options: [],
  },
  {
    kind: "stress",
    title: "What breaks it?",
    about: "Every site, country or lane falls out for every duration, and the best response is planned.",
    does: "Start the stress test",
    options: [
      { name: "scope", words: "What falls out", hint: "", kind: "choices", choices: ["site", "country", "lane", "mode", "region", "operator"], start: "site" },
      { name: "durations", words: "For how long [day]", hint: "Numbers with commas between them; empty: the usual ones.", kind: "list" },
      { name: "starts", words: "From when", hint: "Dates as 2027-01-01, with commas between them; empty: halfway.", kind: "list" },
      { name: "rebuild", words: "New capacity may be built in response", hint: "", kind: "flag" },
    ],
  },
  {
    kind: "simulate",
    title: "Can the promise be kept?",
    about: "Hazards and uncertain numbers are drawn many times; tells the probability of each target and the spread of output and money.",
    does: "Simulate",
    options: [
      { name: "replications", words: "Replications", hint: "More tell finer; empty: the usual number.", kind: "number" },
      { name: "seed", words: "Seed", hint: "The same seed gives the same numbers.", kind: "number" },
    ],
  },
  {
    kind: "report",
    title: "A report with answers",
    about: "One file that opens without a network, with what limits the plan and what is asked below.",
    does: "Write the report",
    options: [],
  },
];
