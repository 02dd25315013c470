// Plugins of esbuild. They replace, while packing, what the editors say past `translate`, and how CodeMirror brings its styles.
// The build fails where a string is no longer found: an upgrade never brings English back unseen.
import { readFile } from "node:fs/promises";

const count = (code, part) => code.split(part).length - 1;
const escaped = (file) => file.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("/", "[\\\\/]");

// `tables`: [{files: [{file, strings: [{find, replace, count}]}]}]
export function vietnamese(tables) {
  const files = new Map(tables.flatMap(({ files }) => files).map(({ file, strings }) => [file, strings]));
  return {
    name: "vietnamese",
    setup(build) {
      build.onLoad({ filter: new RegExp(`node_modules[\\\\/](?:${[...files.keys()].map(escaped).join("|")})$`) }, async ({ path }) => {
        const name = path.replaceAll("\\", "/").split("/node_modules/").pop();
        const original = await readFile(path, "utf8");
        const wrong = files.get(name).filter(({ find, count: expected }) => count(original, find) !== expected);
        if (wrong.length) {
          return { errors: wrong.map(({ find, count: expected }) => ({ text: `${name}: ${JSON.stringify(find)} stands ${count(original, find)} times, not ${expected}` })) };
        }
        const contents = files.get(name).reduce((code, { find, replace }) => code.split(find).join(replace), original);
        return { contents, loader: "js" };
      });
    },
  };
}

// What the FEEL editor says of each function: `words` maps a function to its explanation.
export function feelWords(words) {
  return {
    name: "feel-words",
    setup(build) {
      build.onLoad({ filter: /node_modules[\\/]@camunda[\\/]feel-builtins[\\/]dist[\\/]index\.js$/ }, async ({ path }) => {
        const { feelBuiltins } = await import(path);
        const silent = feelBuiltins.filter(({ name }) => !words[name]);
        if (silent.length) return { errors: silent.map(({ name }) => ({ text: `FEEL: no explanation of ${name}` })) };
        const list = feelBuiltins.map((builtin) => ({ ...builtin, info: `<p>${words[builtin.name]}</p>` }));
        const contents = `export const feelBuiltins = ${JSON.stringify(list)};
export const camundaBuiltins = feelBuiltins, camundaExtensions = [], camundaReservedNameBuiltins = [];`;
        return { contents, loader: "js" };
      });
    },
  };
}

// CodeMirror writes <style> elements, which the policy refuses; constructed style sheets say the same and may.
export const constructedSheets = {
  name: "constructed-sheets",
  setup(build) {
    build.onLoad({ filter: /style-mod[\\/]src[\\/]style-mod\.js$/ }, async ({ path }) => {
      const original = await readFile(path, "utf8");
      const contents = original.replace("!root.head && root.adoptedStyleSheets", "root.adoptedStyleSheets");
      return contents === original ? { errors: [{ text: "style-mod has changed: see to its style sheets anew" }] } : { contents, loader: "js" };
    });
  },
};

// The panels and the form editor bring a Preact each; hooks of one do not work in what another draws. All get that of the panels.
export const onePreact = (modules) => ({
  name: "one-preact",
  setup(build) {
    build.onResolve({ filter: /^(\.\.\/)?preact(\/|$)/ }, ({ path, kind }) =>
      build.resolve(`./${path.replace("../", "")}`, { resolveDir: `${modules}/@bpmn-io/properties-panel`, kind }),
    );
  },
});
