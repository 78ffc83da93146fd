import { readFileSync, readdirSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";

const modules = new URL("../node_modules/", import.meta.url);

/** Writes the licences of the packages whose code is in the bundle. */
function licences(): Plugin {
  return {
    name: "licences",
    generateBundle(_options, bundle) {
      const packages = new Set<string>();
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk") continue;
        for (const id of Object.keys(chunk.modules)) {
          const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1];
          if (name) packages.add(name);
        }
      }
      const parts = [...packages].sort().map((name) => {
        const folder = new URL(`${name}/`, modules);
        const about = JSON.parse(readFileSync(new URL("package.json", folder), "utf8")) as { version: string; license: string };
        const texts = readdirSync(folder, { withFileTypes: true }).filter((file) => file.isFile() && /^(licen[cs]e|notice)/i.test(file.name));
        const words = texts.map((file) => readFileSync(new URL(file.name, folder), "utf8").trim()).sort();
        return [`${name} ${about.version} (${about.license})`, ...words].join("\n\n");
      });
      this.emitFile({ type: "asset", fileName: "licences.txt", source: `${parts.join(`\n\n${"-".repeat(80)}\n\n`)}\n` });
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [licences()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../../src/reshore/web/page",
    emptyOutDir: true,
    target: "es2022",
    sourcemap: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
  },
  server: { proxy: { "/api": process.env["RESHORE_SERVER"] ?? "http://127.0.0.1:8765" } },
});
