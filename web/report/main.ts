// Draws the figures of a report, which has their options and the outlines of the world in itself.
import { type Chart, type Option, type World, dark, draw, fit, know, paint } from "../figures/charts";

const read = (id: string): unknown => JSON.parse(document.getElementById(id)?.textContent ?? "null");

function start(): void {
  const world = read("world");
  if (world) know(world as World);
  const figures = (read("options") ?? {}) as Record<string, Option>;
  const outlines = (read("outlines") ?? {}) as Record<string, World>;
  const charts: Chart[] = [];
  for (const element of document.querySelectorAll<HTMLElement>("[data-figure]")) {
    const name = element.dataset["figure"] ?? "";
    charts.push(draw(element, figures[name] ?? {}, outlines[name]));
    element.dataset["drawn"] = "yes";
  }
  const repaint = (name: "light" | "dark"): void => charts.forEach((chart) => paint(chart, name));
  const refit = (): void => charts.forEach(fit);
  dark.addEventListener("change", () => repaint(dark.matches ? "dark" : "light"));
  window.addEventListener("resize", refit);
  window.addEventListener("beforeprint", () => {
    if (dark.matches) repaint("light");
    refit();
  });
  window.addEventListener("afterprint", () => {
    if (dark.matches) repaint("dark");
    refit();
  });
  document.documentElement.dataset["drawn"] = "yes";
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
