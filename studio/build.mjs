// Builds service/static/build/: style sheets, fonts and scripts. Run `make static` or `npm run build`; nothing is fetched.
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
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
