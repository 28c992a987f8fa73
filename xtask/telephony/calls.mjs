// Calls from a made-up telephone network to an agent of a real Harborline, by a real RustPBX. SIPp calls and picks up. Run by
// `cargo xtask telephony`, with the two programs and a folder.
//
// Everything is on loopback, on ports that were free a moment ago. What the exchange said of the first call is left in the folder.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";

const [harborline, rustpbx, folder] = process.argv.slice(2);
const run = promisify(execFile);
const SECRET = "made-up-0123456789abcdef";
const PASSWORD = "made up for this";
const RING = 4;
const running = [];
let failed = false;

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

async function until(what, found, tries = 100) {
  for (let n = 0; n < tries; n += 1) {
    const value = await found();
    if (value) return value;
    await wait(100);
  }
  throw new Error(`it did not come about: ${what}`);
}

function begin(program, args, options = {}) {
  const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], ...options });
  child.said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      child.said += text;
    });
  }
  child.over = new Promise((done) => child.on("exit", (code) => done(code)));
  running.push(child);
  return child;
}

const freeTcp = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

const freeUdp = () =>
  new Promise((done) => {
    const socket = createSocket("udp4").bind(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => done(port));
    });
  });

// What passes from the exchange to Harborline, kept as it came.
function listening(target) {
  const heard = [];
  const between = { heard, deaf: false };
  const server = createServer((asked, answer) => {
    const pieces = [];
    asked.on("data", (piece) => pieces.push(piece));
    asked.on("end", () => {
      const body = Buffer.concat(pieces);
      if (between.deaf && asked.url.endsWith("/events")) {
        answer.writeHead(204).end();
        return;
      }
      const passed = request(
        new URL(asked.url, target),
        { method: asked.method, headers: asked.headers },
        (got) => {
          const back = [];
          got.on("data", (piece) => back.push(piece));
          got.on("end", () => {
            const text = Buffer.concat(back);
            heard.push({ path: asked.url, body: body.toString(), status: got.statusCode, answer: text.toString() });
            answer.writeHead(got.statusCode, got.headers).end(text);
          });
        },
      );
      passed.on("error", () => answer.writeHead(502).end());
      passed.end(body);
    });
  });
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => {
      between.port = server.address().port;
      done(between);
    });
  });
}

// A telephone that says it is engaged, or rings and is picked up by nobody until it gives up by itself.
const telephone = (ringing, status) => `<?xml version="1.0" encoding="ISO-8859-1" ?>
<!DOCTYPE scenario SYSTEM "sipp.dtd">
<scenario name="does not pick up">
  <recv request="INVITE" crlf="true"/>
  ${ringing ? answer("180 Ringing") + `<pause milliseconds="${ringing}"/>` : ""}
  ${answer(status)}
  <recv request="ACK"/>
</scenario>`;

const answer = (status) => `<send><![CDATA[
SIP/2.0 ${status}
[last_Via:]
[last_From:]
[last_To:];tag=[pid]SIPpTag[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:[local_ip]:[local_port];transport=[transport]>
Content-Length: 0

]]></send>`;

async function main() {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const [sip, http, agentPort] = [await freeUdp(), await freeTcp(), await freeUdp()];
  const file = (name) => join(folder, name);
  await writeFile(file("secret"), `${SECRET}\n`);
  const city = join(process.cwd(), "cities/weihai");
  const config = file("harborline.toml");
  await writeFile(
    config,
    `data = "${file("data")}"
city = "${city}"
[exchange]
secret_file = "${file("secret")}"
domain = "127.0.0.1:${agentPort}"
numbers = { hotline = "en", "hotline-ko" = "ko" }
`,
  );
  const adds = run(harborline, ["--config", config, "user", "add", "lin", "--role", "agent", "--unit", "hotline-centre", "--name", "Lin", "--languages", "en,zh", "--password-stdin"]);
  adds.child.stdin.end(PASSWORD);
  await adds;
  const served = begin(harborline, ["--config", config, "serve", "--listen", "127.0.0.1:0"]);
  const base = await until("Harborline is ready", () => /ready (http:\/\/\S+)/.exec(served.said)?.[1], 600);
  const between = await listening(base);

  const form = (path, fields, cookie = "") =>
    fetch(base + path, { method: "POST", redirect: "manual", body: new URLSearchParams(fields), headers: { cookie } });
  const signedIn = await form("/desk/sign-in", { login: "lin", password: PASSWORD });
  const cookie = signedIn.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
  assert.match(cookie, /session/, `${signedIn.status}`);
  const at = async (where) => assert.equal((await form("/desk/hotline/at", { at: where }, cookie)).status, 303);
  const session = await fetch(`${base}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ login: "lin", password: PASSWORD }),
  });
  const { token } = await session.json();
  const contacts = async () => {
    const seen = await fetch(`${base}/api/v1/desk/contacts`, { headers: { authorization: `Bearer ${token}` } });
    const page = await seen.json();
    assert.equal(seen.status, 200, JSON.stringify(page));
    return page.contacts;
  };
  const room = async () => (await fetch(`${base}/desk/hotline`, { headers: { cookie } })).text();

  const to = `http://127.0.0.1:${between.port}/exchange`;
  const header = `{ Authorization = "Bearer ${SECRET}" }`;
  await writeFile(
    file("rustpbx.toml"),
    `http_addr = "127.0.0.1:${http}"
log_level = "info"
database_url = "sqlite://${file("pbx.sqlite3")}?mode=rwc"
[proxy]
modules = ["acl", "registrar", "call"]
addr = "127.0.0.1"
udp_port = ${sip}
registrar_expires = 60
ws_handler = "/ws"
media_proxy = "auto"
generated_dir = "${file("pbx")}"
ensure_user = false
acl_rules = ["allow all"]
[[proxy.user_backends]]
type = "memory"
users = [ { username = "nobody", password = "made-up" } ]
[proxy.http_router]
url = "${to}/route"
headers = ${header}
timeout_ms = 3000
[rwi_webhook]
url = "${to}/events"
headers = ${header}
events = ["call_answered", "call_hangup"]
[callrecord]
type = "http"
url = "${to}/records"
headers = ${header}
`,
  );
  const exchange = begin(rustpbx, ["--conf", file("rustpbx.toml")]);
  await until("the exchange answers", async () => {
    assert.equal(exchange.exitCode, null, exchange.said);
    return fetch(`http://127.0.0.1:${http}/api/config/phone`).then(
      (seen) => seen.ok,
      () => false,
    );
  });

  const common = ["-i", "127.0.0.1", "-nostdin", "-timeout", "60"];
  const picksUp = (calls) => begin("sipp", ["-sn", "uas", "-p", `${agentPort}`, "-m", `${calls}`, ...common]);
  const doesNot = async (name, ringing, status) => {
    await writeFile(file(name), telephone(ringing, status));
    return begin("sipp", ["-sf", file(name), "-p", `${agentPort}`, "-m", "1", ...common]);
  };
  const calls = async (number, ms) =>
    begin("sipp", ["-sn", "uac", "-s", number, "-m", "1", "-d", `${ms}`, "-p", `${await freeUdp()}`, ...common, `127.0.0.1:${sip}`]);
  const stop = async (child) => {
    child.kill("SIGKILL");
    await child.over;
  };
  const last = (path) => between.heard.filter((one) => one.path === `/exchange/${path}`).at(-1);

  // Nobody is ready.
  const engaged = await calls("hotline", 500);
  assert.notEqual(await engaged.over, 0);
  assert.equal(JSON.parse(last("route").answer).status, 486);
  console.log("1. nobody ready: the caller hears that the line is engaged (486)");

  // Through to an agent, who sees it ring, go on and end.
  await at("ready");
  const telephones = picksUp(1);
  await wait(500);
  const dialled = Date.now();
  const call = await calls("hotline", 3000);
  const talking = await until("a contact that goes on", async () => (await contacts()).find((one) => one.state === "talking"));
  const seenAfter = Date.now() - dialled;
  assert.match(await room(), new RegExp(talking.reference));
  assert.equal(await call.over, 0, call.said);
  await telephones.over;
  const over = await until("it ends", async () => (await contacts()).find((one) => one.state === "wrapping-up"));
  await until("its record", () => last("records"));
  assert.equal(last("records").status, 204);
  assert.deepEqual([over.reference, over.kind, over.language], [talking.reference, "call", "en"]);
  const record = /\{[\s\S]*\}/.exec(last("records").body)[0];
  const { answerTime, endTime } = JSON.parse(record);
  const apart = [over.answered_at, over.ended_at].map((here, n) => Math.abs(Date.parse(here) - Date.parse([answerTime, endTime][n])));
  assert.ok(Math.max(...apart) < 1000, `${apart}`);
  const lasted = Date.parse(over.ended_at) - Date.parse(over.answered_at);
  assert.ok(lasted > 2500 && lasted < 4500, `${lasted}`);
  await writeFile(file("heard.json"), JSON.stringify(between.heard, null, 1));
  console.log(`2. through to the agent: at the desk ${seenAfter} ms after the call was placed, ${lasted} ms long, ${apart[0]} and ${apart[1]} ms from the exchange's own times`);

  // Whoever wraps up is not rung.
  assert.notEqual(await (await calls("hotline", 500)).over, 0);
  assert.equal(JSON.parse(last("route").answer).status, 486);
  const wrapped = await form(`/desk/hotline/${over.reference}/wrap-up`, { outcome: "answered" }, cookie);
  assert.equal(wrapped.status, 303);
  await until("it is wrapped up", async () => (await contacts()).every((one) => one.state === "ended"));
  console.log("3. the agent wraps up: not rung meanwhile");

  // A telephone that is engaged, and one that rings and is not picked up.
  for (const [name, ringing, status] of [
    ["engaged.xml", 0, "486 Busy Here"],
    ["silent.xml", RING * 1000, "480 Temporarily Unavailable"],
  ]) {
    const before = (await contacts()).length;
    const phone = await doesNot(name, ringing, status);
    await wait(500);
    assert.notEqual(await (await calls("hotline", 500)).over, 0);
    await stop(phone);
    assert.equal((await contacts()).length, before, "no case of a call that nobody answered");
    await until("it rings no more", async () => !/\/answer"/.test(await room()));
  }
  console.log("4. a telephone that is engaged, and one that nobody picks up: no case, and it rings no more");

  // Another number is the exchange's own matter.
  assert.notEqual(await (await calls("fire", 500)).over, 0);
  assert.deepEqual(JSON.parse(last("route").answer), { action: "not_handled" });
  // A language that nobody speaks.
  assert.notEqual(await (await calls("hotline-ko", 500)).over, 0);
  assert.equal(JSON.parse(last("route").answer).status, 486);
  console.log("5. another number: not handled; a language that nobody speaks: engaged");

  // What is not heard while it happens is settled by the record.
  between.deaf = true;
  const before = (await contacts()).length;
  const again = picksUp(1);
  await wait(500);
  const unheard = await calls("hotline", 1500);
  assert.equal(await unheard.over, 0, unheard.said);
  await again.over;
  const late = await until("the record makes the contact", async () => {
    const all = await contacts();
    return all.length > before && all.find((one) => one.state === "wrapping-up");
  });
  const spoke = Date.parse(late.ended_at) - Date.parse(late.answered_at);
  assert.ok(spoke > 1200 && spoke < 2500, `${spoke}`);
  console.log(`6. without events: the record alone makes the contact, ${spoke} ms long`);

  await run(harborline, ["--config", config, "verify"]);
  console.log("7. verify finds nothing");
}

try {
  await main();
} catch (error) {
  failed = true;
  console.error(error);
  for (const child of running) console.error(`--- ${child.spawnargs.join(" ")}\n${child.said.slice(-4000)}`);
} finally {
  for (const child of running) if (child.exitCode === null) child.kill("SIGKILL");
}
process.exit(failed ? 1 : 0);
