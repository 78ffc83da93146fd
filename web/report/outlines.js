// Writes the outlines of the countries of Natural Earth (public domain, by way of world-atlas) as compact GeoJSON.
// Outlines are cut at the antimeridian, and what lies west of 30 degrees west is there a second time, east of it, so that a map
// may have the Atlantic at its edges or the Pacific; Antarctica, where nothing is made, is left out.
import { readFileSync, writeFileSync } from "node:fs";

const DECIMALS = 10; // a tenth of a degree is less than a pixel on a map of the world
const SPANS = [
  [-180, 180],
  [180, 330],
];
const topology = JSON.parse(readFileSync(new URL("../node_modules/world-atlas/countries-110m.json", import.meta.url)));
const { scale, translate } = topology.transform;

const arcs = topology.arcs.map((arc) => {
  let x = 0;
  let y = 0;
  return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
});

const line = (index) => (index < 0 ? [...arcs[~index]].reverse() : arcs[index]);
const ring = (indices) => indices.flatMap((index, at) => line(index).slice(at ? 1 : 0));

/** Return a ring whose longitudes go on beyond 180 degrees instead of jumping. */
function unwrapped(points) {
  let turn = 0;
  return points.map(([x, y], at) => {
    if (at && x - points[at - 1][0] > 180) turn -= 360;
    if (at && x - points[at - 1][0] < -180) turn += 360;
    return [x + turn, y];
  });
}

/** Return the part of a ring on one side of a meridian (Sutherland and Hodgman). */
function cut(points, meridian, east) {
  const inside = ([x]) => (east ? x >= meridian : x <= meridian);
  const out = [];
  for (let at = 0; at < points.length; at++) {
    const [a, b] = [points[(at + points.length - 1) % points.length], points[at]];
    if (inside(a) !== inside(b)) {
      const share = (meridian - a[0]) / (b[0] - a[0]);
      out.push([meridian, a[1] + share * (b[1] - a[1])]);
    }
    if (inside(b)) out.push(b);
  }
  return out;
}

/** Return the pieces of a ring between two meridians. */
function pieces(points, west, east) {
  const whole = unwrapped(points).slice(0, -1);
  return [-360, 0, 360, 720].flatMap((turn) => {
    const moved = whole.map(([x, y]) => [x + turn, y]);
    const piece = cut(cut(moved, west, true), east, false).map((point) => point.map(rounded));
    const distinct = piece.filter((point, at) => String(point) !== String(piece[(at + piece.length - 1) % piece.length]));
    return distinct.length > 2 ? [[...distinct, distinct[0]]] : [];
  });
}

/** Return the pieces of a ring in each part of the map. */
const parts = (points) => SPANS.flatMap(([west, east]) => pieces(points, west, east));
const rounded = (value) => Math.round(value * DECIMALS) / DECIMALS;

const features = topology.objects.countries.geometries
  .filter((country) => country.properties.name !== "Antarctica")
  .map((country) => {
    const polygons = country.type === "Polygon" ? [country.arcs] : country.arcs;
    const coordinates = polygons.flatMap(([outer]) => parts(ring(outer)).map((piece) => [piece]));
    return {
      type: "Feature",
      properties: { name: country.properties.name },
      geometry: { type: "MultiPolygon", coordinates },
    };
  });

writeFileSync(process.argv[2], JSON.stringify({ type: "FeatureCollection", features }) + "\n");
