// Text of declarations, in which what stands between backticks is code; and the header of a column.

export function Words({ text }: { text: string }) {
  return <>{text.split("`").map((part, at) => (at % 2 ? <code key={at}>{part}</code> : part))}</>;
}

/** Return the name of a column with its unit. */
export function headed(name: string, unit: string | null): string {
  return unit && unit !== "1" && !name.includes("[") ? `${name} [${unit}]` : name;
}
