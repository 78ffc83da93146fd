// Colours of text, axes and land on light and on dark pages; colours of data come with the option.
function theme(ink: string, soft: string, line: string, land: string, shore: string, paper: string) {
  const axis = {
    axisLine: { lineStyle: { color: line } },
    axisTick: { lineStyle: { color: line } },
    axisLabel: { color: ink },
    splitLine: { lineStyle: { color: line, opacity: 0.5 } },
    nameTextStyle: { color: soft },
  };
  return {
    backgroundColor: "transparent",
    textStyle: { color: ink, fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif" },
    title: { textStyle: { color: ink } },
    legend: { textStyle: { color: ink }, pageTextStyle: { color: ink }, pageIconColor: soft, pageIconInactiveColor: line },
    tooltip: { backgroundColor: paper, borderColor: line, textStyle: { color: ink } },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: axis,
    timeAxis: axis,
    line: { symbol: "circle" },
    sankey: { label: { color: ink, textBorderColor: paper, textBorderWidth: 2 } },
    gauge: {
      axisLine: { lineStyle: { color: [[1, line]] } },
      title: { color: ink },
      detail: { color: ink },
      axisLabel: { color: soft },
    },
    geo: {
      itemStyle: { areaColor: land, borderColor: shore },
      emphasis: { itemStyle: { areaColor: land }, label: { show: false } },
      label: { show: false },
    },
    scatter: { label: { color: ink, textBorderColor: paper, textBorderWidth: 2 } },
    visualMap: { textStyle: { color: ink } },
    timeline: {
      lineStyle: { color: line },
      itemStyle: { color: soft },
      label: { color: ink },
      controlStyle: { color: soft, borderColor: soft },
      checkpointStyle: { color: "#0072B2", borderColor: paper },
      progress: { lineStyle: { color: line }, itemStyle: { color: soft }, label: { color: ink } },
      emphasis: { label: { color: ink }, itemStyle: { color: ink }, controlStyle: { color: ink, borderColor: ink } },
    },
    markLine: { label: { color: ink }, lineStyle: { color: ink } },
    bar: { label: { color: ink } },
  };
}

export const themes = {
  light: theme("#1c2530", "#5a6572", "#c3cad2", "#e9edf1", "#c9d1d9", "#ffffff"),
  dark: theme("#e6eaef", "#a9b3be", "#4a5562", "#2a323c", "#46515d", "#161b22"),
};
