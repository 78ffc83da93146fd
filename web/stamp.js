// Writes what a bundle was built from: `hatch_build.py` computes the same and compares. Usage: node stamp.js report|page FOLDER
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

const COMMON = ["figures", "package.json", "package-lock.json", "tsconfig.json", "stamp.js"];
const [bundle, folder] = process.argv.slice(2);
const here = new URL("./", import.meta.url);

/** Return the paths of the files at a place, relative to this folder. */
function files(place) {
  try {
    return readdirSync(new URL(`${place}/`, here)).flatMap((name) => files(`${place}/${name}`));
  } catch {
    return [place];
  }
}

const sha256 = (data) => createHash("sha256").update(data).digest("hex");
const lines = [...COMMON, bundle]
  .flatMap(files)
  .sort()
  .map((path) => `${path} ${sha256(readFileSync(new URL(path, here), "utf8").replaceAll("\r\n", "\n"))}\n`);
writeFileSync(`${folder}/built.json`, `${JSON.stringify({ sources: sha256(lines.join("")) })}\n`);
