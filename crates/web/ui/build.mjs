// Builds the assets: images, style sheets and scripts, each under a name that holds a hash of its content, and beside
// it a gzip copy. Run by build.rs in a copy of this folder; writes `assets.rs`, the table that is compiled in.
//
// Every file `images/*`, `sass/*.scss` without a leading underscore and `ts/*.ts` is an asset. A style sheet or script
// names another asset as `asset:<name>`.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const [out] = process.argv.slice(2);
const mime = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};
const table = [];
const addresses = new Map();

rmSync(join(out, "assets"), { recursive: true, force: true });
mkdirSync(join(out, "assets"), { recursive: true });

function keep(name, bytes) {
  const content = Buffer.from(bytes);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const kind = extname(name);
  const hashed = `${basename(name, kind)}-${hash}${kind}`;
  const file = join(out, "assets", hashed);
  writeFileSync(file, content);
  const gzip = kind === ".png" ? null : gzipSync(content, { level: 9 });
  if (gzip) writeFileSync(`${file}.gz`, gzip);
  addresses.set(name, `/assets/${hashed}`);
  table.push({ name, hashed, file, mime: mime[kind] ?? "application/octet-stream", gzip: gzip && `${file}.gz` });
}

function linked(text) {
  return text.replace(/asset:([\w.-]+)/g, (_, name) => {
    const address = addresses.get(name);
    if (!address) throw new Error(`no asset is called ${name}`);
    return address;
  });
}

// GOV.UK Frontend says left and right; a page that is written from right to left needs its beginning and its end. Not so a map,
// which has its west on the left in every language.
function flowing(css) {
  const ends = { left: "start", right: "end" };
  return css
    .replace(/([{;])(margin|padding|border)-(left|right)\b/g, (_, before, what, side) => `${before}${what}-inline-${ends[side]}`)
    .replace(/([{;])(left|right):/g, (_, before, side) => `${before}inset-inline-${ends[side]}:`)
    .replace(/([{;])text-align:(left|right)/g, (_, before, side) => `${before}text-align:${ends[side]}`)
    .replace(/([{;])(float|clear):(left|right)/g, (_, before, what, side) => `${before}${what}:inline-${ends[side]}`)
    .replace(
      /([{;])(margin|padding):([^\s;}()]+) ([^\s;}()]+) ([^\s;}()]+) ([^\s;}()!]+)(?=[;}])/g,
      (_, before, what, top, right, bottom, left) =>
        `${before}${what}-block:${top} ${bottom};${what}-inline:${left} ${right}`,
    );
}

for (const name of readdirSync("images").sort()) {
  keep(name, readFileSync(join("images", name)));
}

for (const file of readdirSync("sass").sort()) {
  if (file.startsWith("_") || !file.endsWith(".scss")) continue;
  const { css } = sass.compile(join("sass", file), {
    style: "compressed",
    loadPaths: ["node_modules"],
    quietDeps: true,
  });
  const directed = file === "map.scss" ? css : flowing(css);
  const small = await esbuild.transform(linked(directed), { loader: "css", minify: true, target: "es2022" });
  keep(`${basename(file, ".scss")}.css`, small.code);
}

for (const file of readdirSync("ts").sort()) {
  if (!file.endsWith(".ts") || file.endsWith(".d.ts")) continue;
  const built = await esbuild.build({
    entryPoints: [join("ts", file)],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    logLevel: "warning",
  });
  keep(`${basename(file, ".ts")}.js`, linked(built.outputFiles[0].text));
}

const text = (value) => JSON.stringify(value);
const rows = table.map(
  ({ name, hashed, file, mime, gzip }) =>
    `    Asset { name: ${text(name)}, hashed: ${text(hashed)}, mime: ${text(mime)}, ` +
    `bytes: include_bytes!(${text(file)}), gzip: ${gzip ? `Some(include_bytes!(${text(gzip)}))` : "None"} },`,
);
writeFileSync(join(out, "assets.rs"), `&[\n${rows.join("\n")}\n]\n`);
