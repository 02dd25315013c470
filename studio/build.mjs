// Builds service/static/build/: style sheet, fonts, icons and scripts. Run `make static` or `npm run build`; nothing is fetched.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = (...parts) => path.join(import.meta.dirname, ...parts);
const modules = here("node_modules");
const out = here("../service/static/build");
const FACES = ["be-vietnam-pro", "inter", "tinos"];

await rm(out, { recursive: true, force: true });
await mkdir(path.join(out, "fonts"), { recursive: true });
const css = await buildStyleSheet();
await copyFonts(css);
await buildScripts();
await buildIcons();
await cp(here("src/mark.svg"), path.join(out, "mark.svg"));
await writeManifest();

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
  await esbuild.build({
    entryPoints: [here("src/app.js"), here("src/viewer.js")],
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022"],
    outdir: out,
    legalComments: "linked",
    logLevel: "warning",
  });
}

async function buildIcons() {
  // One sprite: pages refer to icons.svg#name, and the browser fetches it once.
  const names = JSON.parse(await readFile(here("src/icons.json"), "utf8"));
  const symbols = await Promise.all(names.map(symbolOf));
  await writeFile(path.join(out, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

async function symbolOf(name) {
  const filled = name.endsWith("-filled");
  const file = path.join(modules, "@tabler/icons/icons", filled ? "filled" : "outline", `${name.replace(/-filled$/, "")}.svg`);
  const svg = (await readFile(file, "utf8")).replace(/<!--[\s\S]*?-->/, "");
  const body = svg.match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1].replace(/\s*\n\s*/g, "");
  const stroke = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" viewBox="0 0 24 24" ${filled ? 'fill="currentColor"' : stroke}>${body}</symbol>`;
}

async function writeManifest() {
  // Name → fingerprint of the content, so that pages can ask for app.css?v=… and let browsers keep it for a year.
  const manifest = {};
  for (const name of (await readdir(out)).sort()) {
    if (!/\.(css|js|svg)$/.test(name)) continue;
    manifest[name] = createHash("sha256").update(await readFile(path.join(out, name))).digest("hex").slice(0, 12);
  }
  await writeFile(path.join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}
