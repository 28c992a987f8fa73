// Builds the assets: images, style sheets and scripts, each under a name that holds a hash of its content, and beside
// it a gzip copy. Run by build.rs in a copy of this folder; writes `assets.rs`, the table that is compiled in.
// Also writes `countries.rs`: the names of countries and regions in each language given, from the Unicode CLDR that Node
// carries, in that language's order.
//
// Every file `images/*`, `sass/*.scss` without a leading underscore and `ts/*.ts` is an asset. A style sheet or script
// names another asset as `asset:<name>`.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const [out, ...languages] = process.argv.slice(2);
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
  const small = await esbuild.transform(linked(css), { loader: "css", minify: true, target: "es2022" });
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
// Regions that are none, or that are not asked for.
const not = new Set(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"]);
// As the city's country names its own.
const own = {
  TW: { zh: "中国台湾", en: "Taiwan, China", ko: "중국 타이완", ja: "中国台湾", ru: "Тайвань (Китай)" },
  HK: { zh: "中国香港", en: "Hong Kong, China", ko: "중국 홍콩", ja: "中国香港", ru: "Гонконг (Китай)" },
  MO: { zh: "中国澳门", en: "Macao, China", ko: "중국 마카오", ja: "中国マカオ", ru: "Макао (Китай)" },
};
const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const regions = letters
  .flatMap((a) => letters.map((b) => a + b))
  .filter((code) => !not.has(code) && new Intl.Locale(`und-${code}`).region === code);
const countries = languages.map((language) => {
  const names = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
  const named = regions
    .map((code) => [code, own[code]?.[language] ?? names.of(code)])
    .filter(([, name]) => name)
    .sort((a, b) => a[1].localeCompare(b[1], language));
  return `    (${text(language)}, &[${named.map(([code, name]) => `(${text(code)}, ${text(name)})`).join(", ")}]),`;
});
writeFileSync(join(out, "countries.rs"), `&[\n${countries.join("\n")}\n]\n`);

writeFileSync(join(out, "assets.rs"), `&[\n${rows.join("\n")}\n]\n`);
