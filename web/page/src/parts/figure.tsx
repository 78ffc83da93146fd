// A figure: drawn when it is scrolled to, with its words, its source and its numbers as a table.
import { useEffect, useRef, useState } from "preact/hooks";
import type { World } from "../../../figures/charts";
import { address, get, told } from "../api/client";
import type { Figure, Trouble } from "../api/types";
import { DataTable } from "./table";
import { Troubled } from "./states";

type Charts = typeof import("../../../figures/charts");

let outlines: Promise<void> | null = null;

/** Make sure that the outlines of the world are there where a figure is a map without its own. */
async function known(charts: Charts, figure: Figure): Promise<void> {
  if (figure.outlines || !charts.mapped(figure.option)) return;
  outlines ??= get<World>(address(["world.json"])).then(charts.know);
  try {
    await outlines;
  } catch (error) {
    outlines = null;
    throw error;
  }
}

/** Draw into an element when it comes into view; keep its width and colours; return how to stop. */
function drawn(element: HTMLElement, figure: Figure, failed: (trouble: Trouble) => void): () => void {
  const ends: (() => void)[] = [];
  let over = false;
  const begin = async (): Promise<void> => {
    const charts = await import("../../../figures/charts");
    await known(charts, figure);
    if (over) return;
    const chart = charts.draw(element, figure.option, figure.outlines);
    element.dataset["drawn"] = "yes";
    const repaint = (): void => charts.paint(chart, charts.dark.matches ? "dark" : "light");
    let width = element.clientWidth;
    const sized = new ResizeObserver(() => {
      if (over || element.clientWidth === 0 || element.clientWidth === width) return;
      width = element.clientWidth;
      charts.fit(chart);
    });
    charts.dark.addEventListener("change", repaint);
    sized.observe(element);
    ends.push(
      () => charts.dark.removeEventListener("change", repaint),
      () => sized.disconnect(),
      () => chart.dispose(),
    );
  };
  const seen = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      begin().catch((error: unknown) => !over && failed(told(error)));
    },
    { rootMargin: "300px" },
  );
  seen.observe(element);
  return () => {
    over = true;
    seen.disconnect();
    ends.forEach((end) => end());
  };
}

export function FigureView({ figure }: { figure: Figure }) {
  const frame = useRef<HTMLDivElement>(null);
  const [trouble, failed] = useState<Trouble | null>(null);
  useEffect(() => {
    failed(null);
    return frame.current ? drawn(frame.current, figure, failed) : undefined;
  }, [figure]);
  const style = { height: `${figure.height}px`, ...(figure.width ? { minWidth: `${figure.width}px` } : {}) };
  return (
    <figure>
      <h3>{figure.title}</h3>
      <p class="units">{figure.units}</p>
      <Troubled trouble={trouble} />
      <div class="frame" tabIndex={0} role="region" aria-label={figure.title}>
        <div ref={frame} class="drawing" role="img" aria-label={figure.alternative} data-figure={figure.name} style={style} />
      </div>
      <figcaption>
        <p>{figure.alternative}</p>
        <p class="source">{figure.source}</p>
      </figcaption>
      {figure.rows.length > 0 && (
        <details>
          <summary>The numbers as a table</summary>
          <DataTable title={figure.title} columns={figure.columns} rows={figure.rows} />
        </details>
      )}
    </figure>
  );
}

export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <>
      {figures.map((figure) => (
        <FigureView key={figure.name} figure={figure} />
      ))}
    </>
  );
}
