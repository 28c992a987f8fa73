// Takes the pictures of the README from a demo of its own: `node screenshots.mjs FOLDER`.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { Visitor, desktop, launch, phone } from "./harness/browser.mjs";
import { binary, root } from "./harness/built.mjs";

const folder = process.argv[2];
if (!folder) throw new Error("which folder?");

const data = mkdtempSync(join(tmpdir(), "harborline-screens-"));
const clock = join(data, "clock");
writeFileSync(clock, "2026-11-20T12:30:00+08:00");

const settings = ["--data", join(data, "demo"), "--listen", "127.0.0.1:0", "--clock-file", clock];
const demo = spawn(binary, ["demo", "--until", "2026-11-20", ...settings], {
  cwd: root,
  stdio: ["ignore", "pipe", "inherit"],
});
/** @type {string[]} */
const said = [];
for await (const line of createInterface({ input: demo.stdout })) {
  said.push(line);
  if (line.startsWith("ready ")) break;
}
if (!said.at(-1)?.startsWith("ready ")) throw new Error(`the demo did not start:\n${said.join("\n")}`);
const url = said.at(-1)?.replace("ready ", "") ?? "";
const password = said.join("\n").match(/password (\S+?):/)?.[1] ?? "";
const [, reference, code] = said.join("\n").match(/^ {2}(\S+) {2}(\S+) {2}한국어$/m) ?? [];

const browser = await launch();
try {
  const server = { url };
  const resident = await Visitor.come(browser, server, { language: "zh", viewport: desktop });
  await resident.go("/zh");
  await resident.shot("home", folder, false);
  await resident.go("/zh/services/consumer-complaint");
  await resident.shot("service", folder, false);
  await resident.leave();

  const caller = await Visitor.come(browser, server, { language: "ko", viewport: phone });
  await caller.go("/ko/follow");
  await caller.send("/follow", { reference, code });
  await caller.shot("follow-phone", folder, false);
  await caller.leave();

  const pages = [
    ["agent1", "/desk", "queue"],
    ["agent1", `/desk/cases/${reference}`, "case"],
    ["supervisor1", "/desk/wall", "wall"],
  ];
  for (const [login, path, name] of pages) {
    const worker = await Visitor.come(browser, server, { language: "zh", viewport: desktop });
    await worker.go("/desk/sign-in");
    await worker.send("/desk/sign-in", { login, password });
    await worker.go(path);
    await worker.shot(name, folder, false);
    await worker.leave();
  }
} finally {
  await browser.close();
  const ended = new Promise((done) => demo.once("exit", done));
  demo.kill("SIGTERM");
  await ended;
  rmSync(data, { recursive: true, force: true });
}
