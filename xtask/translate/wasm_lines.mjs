// npm's @browsermt/bergamot-translator (WebAssembly): a line in, a line out, and what it took as JSON on standard error.
//
// usage: node wasm_lines.mjs FOLDER [--threads N] [--batch N]
// With one thread a sentence at a time; with more, a worker each.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";

const number = { type: "string", default: "1" };
const { positionals, values } = parseArgs({ allowPositionals: true, options: { threads: number, batch: number } });
const folder = positionals[0];
const [threads, batch] = [Number(values.threads), Number(values.batch)];

// Its worker is CommonJS in a package of ECMAScript modules.
const installed = dirname(createRequire(import.meta.url).resolve("@browsermt/bergamot-translator"));
const marker = join(installed, "worker", "package.json");
if (!existsSync(marker)) writeFileSync(marker, '{ "type": "commonjs" }\n');
const { BatchTranslator, TranslatorBacking } = await import(join(installed, "translator.js"));

class FromDisk extends TranslatorBacking {
  async loadModelRegistery() {
    const named = (part) => readdirSync(folder).find((name) => name.startsWith(part));
    const files = { model: "model.", lex: "lex.", vocab: "vocab." };
    const entries = Object.entries(files).map(([part, begins]) => [part, { name: named(begins) }]);
    return [{ from: "aa", to: "bb", files: Object.fromEntries(entries) }];
  }

  async fetch(name) {
    const bytes = readFileSync(join(folder, name));
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  }
}

let begun = performance.now();
const options = { cacheSize: 0, pivotLanguage: null, workers: threads, batchSize: batch };
const translator = new BatchTranslator(options, new FromDisk(options));
const translate = async (text) => (await translator.translate({ from: "aa", to: "bb", text, html: false })).target.text;
// A batch for each worker, so that each loads the model now.
await Promise.all(Array.from({ length: threads * batch }, () => translate("a")));
const load = performance.now() - begun;

const lines = readFileSync(0, "utf8").split("\n");
if (lines.at(-1) === "") lines.pop();
const times = [];
const texts = [];
begun = performance.now();
if (threads === 1) {
  for (const line of lines) {
    const started = performance.now();
    texts.push(await translate(line));
    times.push(performance.now() - started);
  }
} else {
  texts.push(...(await Promise.all(lines.map(translate))));
}
const total = performance.now() - begun;
const said = (stream, text) => new Promise((done) => stream.write(text, done));
await said(process.stdout, texts.map((text) => `${text.replaceAll("\n", " ").trim()}\n`).join(""));
times.sort((a, b) => a - b);
const status = readFileSync("/proc/self/status", "utf8");
const report = {
  load_ms: load,
  sentences: lines.length,
  median_ms: times[Math.floor(times.length / 2)] ?? 0,
  p95_ms: times[Math.floor(times.length * 0.95)] ?? 0,
  total_s: total / 1e3,
  words: lines.reduce((sum, line) => sum + line.split(/\s+/).filter(Boolean).length, 0),
  rss_mb: Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024,
};
await said(process.stderr, `${JSON.stringify(report)}\n`);
// Its workers would go on; a pipe is written by now.
process.exit(0);
