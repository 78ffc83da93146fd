// Writes what a bundle was built from and what it is: `stamp.py` computes the same and compares. Usage: node stamp.js report|page FOLDER
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const COMMON = ["figures", "package.json", "package-lock.json", "tsconfig.json", "stamp.js"];
const STAMP = "built.json";
/** The files of a bundle; all that lie in its folder where none are named. */
const MADE = { report: ["figures.js"], page: null };
const [bundle, folder] = process.argv.slice(2);
const here = new URL("./", import.meta.url);
const there = pathToFileURL(`${folder}/`);

/** Return the paths of the files at a place, relative to a folder. */
function files(home, place) {
  try {
    return readdirSync(new URL(`${place}/`, home)).flatMap((name) => files(home, place === "." ? name : `${place}/${name}`));
  } catch {
    return [place];
  }
}

const sha256 = (data) => createHash("sha256").update(data).digest("hex");

/** Return a hash of the names and hashes of files, whatever their line ends. */
function stamp(home, paths) {
  const lines = paths.sort().map((path) => `${path} ${sha256(readFileSync(new URL(path, home), "utf8").replaceAll("\r\n", "\n"))}\n`);
  return sha256(lines.join(""));
}

const sources = stamp(
  here,
  [...COMMON, bundle].flatMap((place) => files(here, place)),
);
const built = stamp(there, MADE[bundle] ?? files(there, ".").filter((path) => path !== STAMP));
writeFileSync(new URL(STAMP, there), `${JSON.stringify({ sources, built })}\n`);
