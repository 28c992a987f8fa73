// Calls from a made-up telephone network to an agent of a real Harborline, by a real RustPBX. SIPp calls and picks up. Run by
// `cargo xtask telephony`, with the two programs and a folder. What the exchange said of the first call is left in the folder.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";

import { Stage, freeTcp, freeUdp, listening, play, until, wait } from "./stage.mjs";

const [harborline, rustpbx, folder] = process.argv.slice(2);
const agent = { login: "lin", password: "made up for this", languages: "en,zh" };
const RING = 4;
const stage = await Stage.empty(folder);

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
  const [sip, http, agentPort] = [await freeUdp(), await freeTcp(), await freeUdp()];
  const { base, form, contacts, verify } = await stage.harborline(harborline, `domain = "127.0.0.1:${agentPort}"\n`, agent);
  const between = await listening(base);
  const { login, password } = agent;
  const signedIn = await form("/desk/sign-in", { login, password });
  const cookie = signedIn.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
  assert.match(cookie, /session/, `${signedIn.status}`);
  const at = async (where) => assert.equal((await form("/desk/hotline/at", { at: where }, cookie)).status, 303);
  const room = async () => (await fetch(`${base}/desk/hotline`, { headers: { cookie } })).text();

  const users = () => `[[proxy.user_backends]]
type = "memory"
users = [ { username = "nobody", password = "made-up" } ]`;
  await stage.exchange(rustpbx, `http://127.0.0.1:${between.port}/exchange`, { sip, http }, ["acl", "registrar", "call"], users);

  const common = ["-i", "127.0.0.1", "-nostdin", "-timeout", "60"];
  const picksUp = (calls) => stage.begin("sipp", ["-sn", "uas", "-p", `${agentPort}`, "-m", `${calls}`, ...common]);
  const doesNot = async (name, ringing, status) => {
    await writeFile(stage.file(name), telephone(ringing, status));
    return stage.begin("sipp", ["-sf", stage.file(name), "-p", `${agentPort}`, "-m", "1", ...common]);
  };
  const calls = async (number, ms) =>
    stage.begin("sipp", ["-sn", "uac", "-s", number, "-m", "1", "-d", `${ms}`, "-p", `${await freeUdp()}`, ...common, `127.0.0.1:${sip}`]);
  const stop = (child) => stage.stop(child);
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
  await writeFile(stage.file("heard.json"), JSON.stringify(between.heard, null, 1));
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

  await verify();
  console.log("7. verify finds nothing");
}

await play(stage, main);
