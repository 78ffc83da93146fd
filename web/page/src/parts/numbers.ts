// Numbers and times as people read them.
const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const SMALL = new Intl.NumberFormat("en", { maximumSignificantDigits: 5 });
const TINY = new Intl.NumberFormat("en", { maximumSignificantDigits: 4, notation: "scientific" });
const WHEN = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });

export function number(value: number): string {
  const size = Math.abs(value);
  if (size >= 10_000) return WHOLE.format(value);
  if (size > 0 && size < 1e-4) return TINY.format(value);
  return SMALL.format(value);
}

/** Return a cell as text: nothing for nothing. */
export function shown(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return number(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  return value;
}

export function count(many: number, one: string, more = `${one}s`): string {
  return `${WHOLE.format(many)} ${many === 1 ? one : more}`;
}

export function moment(text: string | null): string {
  if (!text) return "";
  const time = new Date(text);
  return Number.isNaN(time.valueOf()) ? text : WHEN.format(time);
}

export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
