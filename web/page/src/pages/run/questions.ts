// What can be asked about a run: each is a job, with the options that the command of the same name takes.
import type { JobKind } from "../../api/types";

export interface Option {
  name: string;
  words: string;
  hint: string;
  kind: "text" | "number" | "list" | "flag" | "choices" | "several";
  choices?: readonly string[];
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
    kind: "why",
    title: "Why is demand short?",
    about: "What stops a demand that is late or lost, who competes with it, at what price it would be served, and what such a plan would do otherwise.",
    does: "Ask why",
    options: [{ name: "subject", words: "Which demand", hint: "PRODUCT@MARKET, or market/product; empty: the one of which most is short.", kind: "text" }],
  },
  {
    kind: "matters",
    title: "Which numbers matter?",
    about: "What one more of each input number earns, and what its range does to the result. Takes minutes on a large model.",
    does: "Find what matters",
    options: [
      { name: "of", words: "For what", hint: "profit, or the name of a target; empty: profit.", kind: "text" },
      { name: "table", words: "Numbers of one table", hint: "Such as operations; empty: of all tables.", kind: "text" },
      { name: "given", words: "Only numbers that have a range", hint: "", kind: "flag" },
    ],
  },
  {
    kind: "stress",
    title: "What breaks it?",
    about: "Every site, country or lane falls out for every duration, and the best response is planned.",
    does: "Start the stress test",
    options: [
      { name: "scope", words: "What falls out", hint: "", kind: "choices", choices: ["site", "country", "region", "operator", "lane", "mode", "product"] },
      { name: "durations", words: "For how long", hint: "Such as 2w, 1m, 90d; empty: 2w, 1m, 3m, 6m.", kind: "list" },
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
      { name: "replications", words: "Replications", hint: "More of them tell finer; empty: 10,000.", kind: "number" },
      { name: "seed", words: "Seed", hint: "The same seed gives the same numbers; empty: 1.", kind: "number" },
      { name: "ranges", words: "Numbers with ranges are drawn too", hint: "", kind: "flag" },
    ],
  },
  {
    kind: "report",
    title: "A report with answers",
    about: "One file that opens without a network, with answers that take their time to find.",
    does: "Write the report",
    options: [
      { name: "analyses", words: "With", hint: "", kind: "several", choices: ["bottlenecks", "targets", "matters", "edits", "stress", "simulate"] },
      { name: "format", words: "As", hint: "", kind: "choices", choices: ["html", "pdf"] },
    ],
  },
];
