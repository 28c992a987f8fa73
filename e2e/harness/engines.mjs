// Engines of other people, made up: a server that hears (OpenAI's transcription call) and translates (LibreTranslate's), as the
// configuration names them. It hears the same in everything that is said in one language.

import { createServer } from "node:http";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** @param {import("node:http").IncomingMessage} request */
async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString("latin1");
}

export class Engines {
  /** How often it was asked to hear something. */
  asked = 0;
  /** Once more, it hears and says nothing. */
  silent = false;
  #folder = mkdtempSync(join(tmpdir(), "harborline-engines-"));
  /** @type {import("node:http").Server} */ #server;
  /** @type {import("node:http").ServerResponse[]} */ #held = [];

  /**
   * @param {Record<string, string>} says what is heard, by the language that is asked for; `""`: where none is
   * @param {Record<string, string>} translations by the text
   */
  constructor(says, translations) {
    this.#server = createServer((request, response) => void this.#answer(request, response, says, translations));
  }

  /** Settings with which a server asks it: an answer may take `limit` seconds. */
  async listen(/** @type {number} */ limit) {
    await new Promise((done) => this.#server.listen(0, "127.0.0.1", () => done(undefined)));
    const { port } = /** @type {import("node:net").AddressInfo} */ (this.#server.address());
    const at = `http://127.0.0.1:${port}`;
    const config = join(this.#folder, "harborline.toml");
    writeFileSync(
      config,
      `[[speech]]\nurl = "${at}/v1"\nmodel = "made-up"\nlimit = ${limit}\n[[engine]]\nkind = "libretranslate"\nurl = "${at}"\n`,
    );
    return ["--config", config];
  }

  async stop() {
    for (const response of this.#held) response.destroy();
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(() => done(undefined)));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #answer(request, response, says, translations) {
    const body = await bodyOf(request);
    const json = (/** @type {unknown} */ value) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(value));
    };
    if (request.url === "/languages") return json(["zh", "ja", "en"].map((code) => ({ code })));
    if (request.url === "/translate") {
      const { q } = JSON.parse(Buffer.from(body, "latin1").toString("utf8"));
      return json({ translatedText: translations[q] ?? "" });
    }
    this.asked += 1;
    if (this.silent) {
      this.#held.push(response);
      return undefined;
    }
    const language = /name="language"\r\n(?:[^\r]+\r\n)*\r\n(\w+)/.exec(body)?.[1] ?? "";
    return json({ text: says[language], language: language || "zh", segments: [] });
  }
}
