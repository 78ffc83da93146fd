// Draws the figures of a page: each is an ECharts option made in Python, data without functions.
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
import { themes } from "./themes.js";

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

const dark = window.matchMedia("(prefers-color-scheme: dark)");
const read = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");

/** Draw a figure into an element and return its chart. */
function draw(element, option) {
  const chart = echarts.init(element, themes[dark.matches ? "dark" : "light"], { renderer: "svg" });
  chart.setOption(option);
  return chart;
}

function start() {
  const world = read("world");
  if (world) echarts.registerMap("world", world);
  const figures = read("options") ?? {};
  const charts = [];
  for (const element of document.querySelectorAll("[data-figure]")) {
    charts.push(draw(element, figures[element.dataset.figure]));
    element.dataset.drawn = "yes";
  }
  const paint = (name) => charts.forEach((chart) => chart.setTheme(themes[name]));
  const fit = () => charts.forEach((chart) => chart.resize({ animation: { duration: 0 } }));
  dark.addEventListener("change", () => paint(dark.matches ? "dark" : "light"));
  window.addEventListener("resize", fit);
  window.addEventListener("beforeprint", () => {
    if (dark.matches) paint("light");
    fit();
  });
  window.addEventListener("afterprint", () => {
    if (dark.matches) paint("dark");
    fit();
  });
  document.documentElement.dataset.drawn = "yes";
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
