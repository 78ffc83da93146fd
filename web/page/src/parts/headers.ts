// The headers of columns.

/** Return the name of a column with its unit. */
export function headed(name: string, unit: string | null): string {
  return unit && unit !== "1" && !name.includes("[") ? `${name} [${unit}]` : name;
}
