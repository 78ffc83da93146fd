// Writes the outlines of the countries of Natural Earth (public domain, by way of world-atlas), cut at the antimeridian, without
// Antarctica, where nothing is made: those of 1:110 million as compact GeoJSON for maps of the world, in which what lies west of
// 30 degrees west is there a second time, east of it, so that a map may have the Atlantic at its edges or the Pacific; and those
// of 1:50 million, polygon by polygon with its box, packed as ECharts reads them, for maps of a part of the world.
import { readFileSync, writeFileSync } from "node:fs";

const FAR = { file: "countries-110m.json", decimals: 10 }; // a tenth of a degree is less than a pixel on a map of the world
const NEAR = { file: "countries-50m.json", decimals: 100 }; // a kilometre
const WORLD = [-180, 180];
const SPANS = [WORLD, [180, 330]];
const [far, near] = process.argv.slice(2);

/** Return the countries of a file: their names, and their outer rings of points. */
function countries({ file }) {
  const topology = JSON.parse(readFileSync(new URL(`../node_modules/world-atlas/${file}`, import.meta.url)));
  const { scale, translate } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
  });
  const line = (index) => (index < 0 ? [...arcs[~index]].reverse() : arcs[index]);
  const ring = (indices) => indices.flatMap((index, at) => line(index).slice(at ? 1 : 0));
  return topology.objects.countries.geometries
    .filter((country) => country.properties.name !== "Antarctica")
    .map((country) => ({
      name: country.properties.name,
      rings: (country.type === "Polygon" ? [country.arcs] : country.arcs).map(([outer]) => ring(outer)),
    }));
}

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

/** Return the pieces of a ring between two meridians, in whole parts of a degree. */
function pieces(points, [west, east], decimals) {
  const whole = unwrapped(points).slice(0, -1);
  return [-360, 0, 360, 720].flatMap((turn) => {
    const moved = whole.map(([x, y]) => [x + turn, y]);
    const piece = cut(cut(moved, west, true), east, false).map((point) => point.map((value) => Math.round(value * decimals)));
    const distinct = piece.filter((point, at) => String(point) !== String(piece[(at + piece.length - 1) % piece.length]));
    return distinct.length > 2 ? [[...distinct, distinct[0]]] : [];
  });
}

const zigzag = (value) => String.fromCharCode(((value << 1) ^ (value >> 31)) + 64);

/** Return a ring as text: each point as what it is from the one before. */
const packed = (points) =>
  points.map(([x, y], at) => (at ? zigzag(x - points[at - 1][0]) + zigzag(y - points[at - 1][1]) : zigzag(0) + zigzag(0))).join("");

const features = countries(FAR).map(({ name, rings }) => ({
  type: "Feature",
  properties: { name },
  geometry: {
    type: "MultiPolygon",
    coordinates: rings
      .flatMap((points) => SPANS.flatMap((span) => pieces(points, span, FAR.decimals)))
      .map((piece) => [piece.map((point) => point.map((value) => value / FAR.decimals))]),
  },
}));
writeFileSync(far, JSON.stringify({ type: "FeatureCollection", features }) + "\n");

const polygons = countries(NEAR).flatMap(({ name, rings }) =>
  rings
    .flatMap((points) => pieces(points, WORLD, NEAR.decimals))
    .map((points) => {
      const [x, y] = [points.map((point) => point[0]), points.map((point) => point[1])];
      return [name, [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)], points[0], packed(points)];
    }),
);
writeFileSync(near, JSON.stringify({ scale: NEAR.decimals, polygons }) + "\n");
