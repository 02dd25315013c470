// Builds service/static/build/: style sheets, fonts and scripts, and says how heavy each page is. Run `make static` or `npm run build`;
// nothing is fetched.
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";
import { constructedSheets, feelWords, onePreact, vietnamese } from "./src/words/patch-plugin.mjs";

const here = (...parts) => path.join(import.meta.dirname, ...parts);
const modules = here("node_modules");
const out = here("../service/static/build");
const FACES = ["be-vietnam-pro", "inter", "tinos"];
// Scripts of each kind of page, and how much of them may come before it can be used (KiB, gzipped).
const PAGES = [
  { page: "every page", entries: ["app"], most: 45 },
  { page: "pages with a drawing", entries: ["app", "viewer"], most: 45 },
  { page: "editor of a diagram", entries: ["app", "modeler"], most: 550 },
  { page: "editor of a table", entries: ["app", "dmn"], most: 550 },
  { page: "editor of a form", entries: ["app", "form_editor"], most: 550 },
];
const entries = [...new Set(PAGES.flatMap((each) => each.entries))].filter((name) => existsSync(here("src", `${name}.js`)));

await rm(out, { recursive: true, force: true });
await mkdir(path.join(out, "fonts"), { recursive: true });
const css = await buildStyleSheet();
await copyFonts(css);
weigh(await buildScripts());
await cp(here("src/mark.svg"), path.join(out, "mark.svg"));

async function buildStyleSheet() {
  // `quietDeps` silences notices that concern govuk-frontend's own files only.
  const options = { loadPaths: [modules, here("scss")], quietDeps: true, style: "compressed", charset: false };
  const { css } = sass.compile(here("scss/trinh-khen.scss"), options);
  await writeFile(path.join(out, "app.css"), css);
  return css;
}

async function copyFonts(css) {
  // Only the subsets and weights that the sheet names; their licences travel with them.
  for (const [, file, face] of css.matchAll(/url\("?fonts\/((be-vietnam-pro|inter|tinos)[^."]*)\.woff2"?\)/g)) {
    await cp(path.join(modules, "@fontsource", face, "files", `${file}.woff2`), path.join(out, "fonts", `${file}.woff2`));
  }
  for (const face of FACES) {
    await cp(path.join(modules, "@fontsource", face, "LICENSE"), path.join(out, "fonts", `${face}-LICENSE.txt`));
  }
}

async function buildScripts() {
  const words = async (name) => JSON.parse(await readFile(here("src/words", name), "utf8"));
  const { metafile } = await esbuild.build({
    entryPoints: entries.map((name) => here("src", `${name}.js`)),
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    target: ["es2022"],
    outdir: out,
    chunkNames: "parts/[name]-[hash]",
    assetNames: "fonts/[name]-[hash]",
    loader: { ".woff": "empty", ".woff2": "file", ".ttf": "empty", ".eot": "empty", ".svg": "empty" },
    plugins: [vietnamese([await words("patch.json"), await words("patch-form-js.json")]), feelWords(await words("feel.json")), constructedSheets, onePreact(modules)],
    metafile: true,
    absWorkingDir: out,
    legalComments: "linked",
    logLevel: "warning",
  });
  return metafile.outputs;
}

function weigh(outputs) {
  const pages = PAGES.filter((page) => page.entries.every((name) => entries.includes(name)));
  const heavy = pages.filter(({ page, entries: names, most }) => {
    const files = new Set(names.flatMap((name) => [...needed(outputs, `${name}.js`)]));
    const size = [...files].reduce((sum, file) => sum + gzipped(file), 0) / 1024;
    console.log(`${page.padEnd(20)} ${size.toFixed(0).padStart(4)} KiB of script, gzipped (at most ${most})`);
    return size > most;
  });
  if (heavy.length) throw new Error(`Too heavy: ${heavy.map(({ page }) => page).join(", ")}`);
}

// A script with all that it imports; what is loaded when asked for does not count.
function needed(outputs, file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const each of outputs[file].imports) if (each.kind === "import-statement" && !each.external) needed(outputs, each.path, found);
  return found;
}

function gzipped(file) {
  return gzipSync(readFileSync(path.join(out, file)), { level: 9 }).length;
}
