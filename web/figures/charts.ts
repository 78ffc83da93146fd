// Draws figures: each is an ECharts option made in Python, data without functions. Reports and the web page draw alike.
import * as echarts from "echarts/core";
import { BarChart, GaugeChart, HeatmapChart, LineChart, LinesChart, SankeyChart, ScatterChart } from "echarts/charts";
import {
  GeoComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TimelineComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
import { themes } from "./themes";

echarts.use([
  BarChart,
  GaugeChart,
  HeatmapChart,
  LineChart,
  LinesChart,
  SankeyChart,
  ScatterChart,
  GeoComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TimelineComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapComponent,
  LabelLayout,
  SVGRenderer,
]);

export type Chart = echarts.EChartsType;
export type Option = Record<string, unknown>;
export type World = Parameters<typeof echarts.registerMap>[1];

/** Whether the page is dark. */
export const dark = window.matchMedia("(prefers-color-scheme: dark)");

/** Make the outlines of the world known to maps. */
export function know(world: World): void {
  echarts.registerMap("world", world);
}

/** Return the name of the outlines that a figure needs, if it is a map. */
export function mapped(option: Option): string | null {
  const base = (option["baseOption"] ?? option) as Option;
  const geo = base["geo"] as { map: string } | undefined;
  return geo?.map ?? null;
}

/** Draw a figure, with outlines of its own where it has some, into an element and return its chart. */
export function draw(element: HTMLElement, option: Option, outlines: World | null = null): Chart {
  const name = mapped(option);
  if (name && outlines) echarts.registerMap(name, outlines);
  const chart = echarts.init(element, themes[dark.matches ? "dark" : "light"], { renderer: "svg" });
  chart.setOption(option);
  mark(element);
  return chart;
}

/** Let the frame of a figure say whether there is more of it at the sides. */
function mark(element: HTMLElement): void {
  const frame = element.parentElement;
  frame?.toggleAttribute("data-wide", frame.scrollWidth > frame.clientWidth + 1);
}

/** Give a chart the colours of light or dark pages. */
export function paint(chart: Chart, name: keyof typeof themes): void {
  chart.setTheme(themes[name]);
}

/** Make a chart as wide as its element. */
export function fit(chart: Chart): void {
  chart.resize({ animation: { duration: 0 } });
  mark(chart.getDom());
}
