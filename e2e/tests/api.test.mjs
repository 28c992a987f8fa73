// The JSON API's contract, as a caller meets it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Api, assertProblem } from "../harness/api.mjs";
import { complaint, days, units, words } from "../harness/journey.mjs";
import { Server, engine, staff } from "../harness/server.mjs";

const referenceShape = /^[1-9A-HJ-NP-Z]{4}-[1-9A-HJ-NP-Z]{4}$/;
const codeShape = /^[1-9A-HJ-NP-Z]{4}(-[1-9A-HJ-NP-Z]{4}){2}$/;

/** A small picture: one white pixel. */
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==",
  "base64",
);

describe(`the API on ${engine}`, () => {
  /** @type {Server} */ let server;
  /** @type {Api} */ let api;

  before(async () => {
    server = await Server.start({ at: days.opened, staff: Object.values(staff) });
    api = new Api(server.url);
  });

  after(async () => {
    await server?.stop();
  });

  /** Opens a case and gives its receipt. */
  async function open(/** @type {object} */ more = {}) {
    const opened = await api.post("/cases", { ...complaint, language: "ko", text: words.ko.complaint, ...more });
    assert.equal(opened.status, 201, opened.text);
    return opened.body;
  }

  test("describes itself", async () => {
    const description = await api.get("/openapi.json");
    assert.equal(description.status, 200);
    assert.match(description.body.openapi, /^3\.1\./);
    const paths = Object.keys(description.body.paths);
    const wanted = [
      "/services",
      "/guides",
      "/guides/{code}",
      "/cases",
      "/cases/{reference}",
      "/cases/{reference}/messages",
      "/cases/{reference}/attachments",
      "/cases/{reference}/rating",
      "/session",
      "/desk/cases",
      "/desk/cases/{reference}/{command}",
    ];
    for (const path of wanted) assert.ok(paths.includes(`/api/v1${path}`), `${path} is described`);
    for (const [, pointer] of JSON.stringify(description.body).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = pointer.split("/").reduce((part, key) => part?.[key], description.body);
      assert.ok(found, `#/${pointer} is there`);
    }
  });

  test("names the services in the caller's language", async () => {
    const korean = await api.with({ "accept-language": "ko" }).get("/services");
    assert.equal(korean.status, 200);
    assert.equal(korean.body.length, 13);
    for (const service of korean.body) assert.match(service.name, words.ko.script);
    const consumer = korean.body.find((/** @type {any} */ { code }) => code === complaint.service);
    assert.equal(consumer.article, 15);
    assert.equal(consumer.unit, "market-regulation");
    const shop = consumer.fields.find((/** @type {any} */ { code }) => code === "shop");
    assert.equal(shop.required, true);
    const acceptance = consumer.clocks.find((/** @type {any} */ { kind }) => kind === "acceptance");
    assert.equal(acceptance.limit, "7 working days");
    const russian = await api.with({ "accept-language": "ru-RU,ru;q=0.9,en;q=0.5" }).get("/services");
    for (const service of russian.body) assert.match(service.name, words.ru.script);
  });

  test("gives a receipt with a date that is right across National Day", async () => {
    const opened = await api.post("/cases", { ...complaint, language: "ko", text: words.ko.complaint });
    assert.equal(opened.status, 201, opened.text);
    const receipt = opened.body;
    assert.match(receipt.reference, referenceShape);
    assert.match(receipt.access_code, codeShape);
    assert.equal(receipt.status, "received");
    assert.equal(receipt.language, "ko");
    assert.equal(receipt.due_on, days.acceptanceDue);
    assert.equal(receipt.unit, "hotline-centre");
    assert.equal(opened.headers.get("location"), `/api/v1/cases/${receipt.reference}`);
    assert.equal(opened.headers.get("cache-control"), "no-store");
  });

  test("detects the language that is not stated", async () => {
    for (const [language, { complaint: text }] of Object.entries(words)) {
      const opened = await api.post("/cases", { ...complaint, text });
      assert.equal(opened.status, 201, opened.text);
      assert.equal(opened.body.language, language);
    }
  });

  test("opens a case to reference and access code together, and to neither alone", async () => {
    const [receipt, other] = [await open(), await open()];
    const path = `/cases/${receipt.reference}`;
    const shown = await api.holding(receipt).with({ "accept-language": "ko" }).get(path);
    assert.equal(shown.status, 200, shown.text);
    assert.equal(shown.body.reference, receipt.reference);
    assert.equal(shown.body.messages[0].text, words.ko.complaint);
    assert.equal(shown.body.messages[0].from, "resident");
    assert.match(shown.body.status_text, words.ko.script);
    assert.equal(shown.headers.get("cache-control"), "no-store");

    const wrong = await api.holding(other).get(path);
    assertProblem(wrong, 401, "wrong-receipt");
    const same = [
      ["an unknown reference", await api.holding(receipt).get("/cases/1111-1111")],
      ["what is no reference", await api.holding(receipt).get("/cases/nothing")],
      ["no code", await api.get(path)],
      ["what is no code", await api.with({ authorization: "Receipt x" }).get(path)],
      ["another scheme", await api.with({ authorization: `Bearer ${receipt.access_code}` }).get(path)],
    ];
    for (const [what, answer] of /** @type {[string, import("../harness/api.mjs").Answer][]} */ (same)) {
      assert.equal(answer.text, wrong.text, what);
      assert.equal(answer.status, wrong.status, what);
      assert.deepEqual([...answer.headers.keys()], [...wrong.headers.keys()], what);
    }
    for (const [sub, body] of Object.entries({
      messages: { text: "x" },
      rating: { solved: true, satisfied: true },
    })) {
      assertProblem(await api.holding(other).post(`${path}/${sub}`, body), 401, "wrong-receipt");
    }
  });

  test("opens one case for one Idempotency-Key", async () => {
    const body = { ...complaint, language: "ko", text: words.ko.complaint };
    const once = api.with({ "idempotency-key": "a key for this test" });
    const first = await once.post("/cases", body);
    const again = await once.post("/cases", body);
    assert.equal(first.status, 201, first.text);
    assert.equal(again.status, 201, again.text);
    assert.deepEqual(again.body, first.body);
    assert.equal((await api.holding(again.body).get(`/cases/${again.body.reference}`)).status, 200);
    assertProblem(await once.post("/cases", { ...body, text: words.ko.answer }), 422, "key-reused");

    const crowd = api.with({ "idempotency-key": "a key for a crowd" });
    const all = await Promise.all(Array.from({ length: 12 }, () => crowd.post("/cases", body)));
    for (const { status, text } of all) assert.equal(status, 201, text);
    assert.equal(new Set(all.map((answer) => answer.text)).size, 1, "all have the same receipt");
    assert.notEqual(all[0].body.reference, first.body.reference);

    assertProblem(await api.with({ "idempotency-key": "x".repeat(256) }).post("/cases", body), 400, "malformed");
  });

  test("names each wrong field, in the caller's language", async () => {
    const send = (/** @type {object} */ body, language = "en") =>
      api.with({ "accept-language": language }).post("/cases", body);
    const fields = (/** @type {import("../harness/api.mjs").Answer} */ answer) =>
      answer.body.errors.map((/** @type {any} */ { field, problem }) => `${field} ${problem}`).sort();

    const unknown = await send({ service: "no-such-service", text: "x" });
    assertProblem(unknown, 422, "invalid");
    assert.deepEqual(fields(unknown), ["service unknown-service"]);

    const empty = await send({ service: complaint.service, language: "en" });
    assertProblem(empty, 422, "invalid");
    const wanted = ["bought", "shop", "what", "wish"].map((code) => `fields.${code} required`);
    assert.deepEqual(fields(empty), [...wanted, "text required"]);

    const wrong = await send({
      ...complaint,
      language: "en",
      text: "x".repeat(4001),
      topic: "none",
      place: "nowhere",
      contact: { email: "nobody", phone: "call me" },
      fields: { ...complaint.fields, wish: "gold", bought_on: "2027-01-01", amount: "much", colour: "red" },
    });
    assertProblem(wrong, 422, "invalid");
    assert.deepEqual(fields(wrong), [
      "contact.email not-an-email",
      "contact.phone not-a-phone",
      "fields.amount not-an-amount",
      "fields.bought_on in-the-future",
      "fields.colour unknown-field",
      "fields.wish not-an-option",
      "place not-an-option",
      "text too-long",
      "topic not-an-option",
    ]);
    assert.equal((await send({ ...complaint, language: "en", text: "가".repeat(4000) })).status, 201);
    const language = await send({ ...complaint, language: "not a language", text: "x" });
    assert.deepEqual(fields(language), ["language not-a-language"]);

    const titles = new Set();
    for (const reads of ["zh", "en", "ko", "ja", "ru"]) {
      const answer = await send({ service: complaint.service, language: "en" }, reads);
      titles.add(answer.body.title + answer.body.errors[0].message);
    }
    assert.equal(titles.size, 5);
  });

  test("says what is wrong with a broken request", async () => {
    const json = { "content-type": "application/json" };
    const send = (/** @type {BodyInit} */ body, headers = json) => api.send("POST", "/cases", body, headers);
    assertProblem(await send("{"), 400, "malformed");
    assertProblem(await send(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])), 400, "malformed");
    assertProblem(await send('{"service": 7}'), 400, "malformed");
    assertProblem(await send('{"service": "enquiry", "colour": "red"}'), 400, "malformed");
    assertProblem(await send("service=enquiry", { "content-type": "text/plain" }), 415, "unsupported-media-type");
    const long = JSON.stringify({ service: "enquiry", text: "x".repeat(2 * 1024 * 1024) });
    assertProblem(await send(long), 413, "too-large");
    assertProblem(await api.send("DELETE", "/cases"), 405, "method-not-allowed");
    assertProblem(await api.get("/nothing"), 404, "not-found");
    assertProblem(await api.get("/desk/cases"), 401, "sign-in");
  });

  test("lets staff in by password, and only to what is theirs", async () => {
    assertProblem(await api.post("/session", { login: "agent", password: "not this one" }), 401, "sign-in");
    assertProblem(await api.post("/session", { login: "nobody", password: "not this one" }), 401, "sign-in");
    const receipt = await open();
    const path = `/desk/cases/${receipt.reference}`;
    const agent = await api.as(staff.agent);
    assert.equal((await agent.get(path)).status, 200);
    const market = await api.as(staff.market);
    assertProblem(await market.get(path), 404, "not-found");
    const theirs = await market.get("/desk/cases?limit=100");
    assert.ok(!theirs.text.includes(receipt.reference), "a list shows only what its reader may see");
    assertProblem(await market.post(`${path}/accept`, {}), 404, "not-found");

    const interpreter = await api.as(staff.interpreter);
    assertProblem(await interpreter.post(`${path}/route`, { unit: "health" }), 403, "forbidden");
    assertProblem(await agent.post(`${path}/no-such-command`, {}), 404, "not-found");
    assert.equal((await agent.send("DELETE", "/session")).status, 204);
    assertProblem(await agent.get(path), 401, "sign-in");
  });

  test("pages through the desk's list without losing or repeating a case", async () => {
    const agent = await api.as(staff.agent);
    const opened = [];
    for (let n = 0; n < 7; n += 1) opened.push((await open({ language: "uk" })).reference);
    const listed = [];
    let cursor = "";
    do {
      const page = await agent.get(`/desk/cases?language=uk&limit=3${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      assert.equal(page.status, 200, page.text);
      assert.ok(page.body.cases.length <= 3);
      listed.push(...page.body.cases.map((/** @type {any} */ { reference }) => reference));
      cursor = page.body.next ?? "";
    } while (cursor);
    assert.deepEqual(listed.sort(), opened.sort());
  });

  test("refuses what a state does not allow and says what it does", async () => {
    const receipt = await open();
    const agent = await api.as(staff.agent);
    const early = await agent.post(`/desk/cases/${receipt.reference}/resolve`, { text: units.answer });
    assertProblem(early, 409, "wrong-state");
    assert.equal(early.body.state, "received");
    assert.ok(early.body.allowed.includes("route"), early.text);
    assert.ok(!early.body.allowed.includes("resolve"), early.text);
    const unrated = await api.holding(receipt).post(`/cases/${receipt.reference}/rating`, {
      solved: true,
      satisfied: true,
    });
    assertProblem(unrated, 409, "wrong-state");
  });

  test("tells the second of two what changed first", async () => {
    const receipt = await open();
    const path = `/desk/cases/${receipt.reference}`;
    const agent = await api.as(staff.agent);
    const { version } = (await agent.get(path)).body;
    const first = await agent.post(`${path}/route`, { unit: "culture-tourism", version });
    assert.equal(first.status, 200, first.text);
    assertProblem(await agent.post(`${path}/note`, { text: units.question, version }), 409, "conflict");
    const shown = await agent.get(path);
    assert.equal(shown.body.unit, "culture-tourism");
    assert.equal(shown.body.messages.length, 1, "what was refused left nothing behind");
  });

  test("takes a picture and refuses what is none", async () => {
    const receipt = await open();
    const holder = api.holding(receipt);
    const send = (/** @type {Buffer} */ bytes, type = "image/png") => {
      const form = new FormData();
      form.set("file", new Blob([bytes], { type }), "영수증.png");
      return holder.send("POST", `/cases/${receipt.reference}/attachments`, form);
    };
    const added = await send(png);
    assert.equal(added.status, 201, added.text);
    assert.equal(added.body.attachments[0].name, "영수증.png");
    assert.equal(added.body.attachments[0].size, png.length);
    assertProblem(await send(Buffer.from("<script>"), "text/html"), 422, "invalid");

    const agent = await api.as(staff.agent);
    const id = added.body.attachments[0].id;
    const file = await fetch(`${server.url}/api/v1/desk/cases/${receipt.reference}/attachments/${id}`, {
      headers: agent.headers,
    });
    assert.deepEqual(Buffer.from(await file.arrayBuffer()), png);
    assert.equal(file.headers.get("x-content-type-options"), "nosniff");
  });

  test("the journal proves all of it", () => {
    server.run(["verify"]);
  });
});

describe(`a case on ${engine}, by the API`, () => {
  for (const [language, said] of Object.entries(words)) {
    test(`in ${language}: routed wrong, returned, accepted, asked, answered, rated, reopened`, async () => {
      const server = await Server.start({ at: days.opened, staff: Object.values(staff) });
      try {
        await walk(server, language, said);
        server.run(["verify"]);
      } finally {
        await server.stop();
      }
    });
  }

  /** @param {Server} server @param {string} language @param {typeof words.ko} said */
  async function walk(server, language, said) {
    const anyone = new Api(server.url);
    const opened = await anyone.post("/cases", { ...complaint, text: said.complaint });
    assert.equal(opened.status, 201, opened.text);
    const receipt = opened.body;
    assert.equal(receipt.language, language);
    assert.equal(receipt.due_on, days.acceptanceDue);
    const resident = anyone.holding(receipt).with({ "accept-language": language });

    /** @param {{ login: string }} who @param {string} at @param {string} command @param {object} body */
    async function desk(who, at, command, body = {}) {
      server.setTime(at);
      const person = await anyone.as(who);
      const done = await person.post(`/desk/cases/${receipt.reference}/${command}`, body);
      assert.equal(done.status, 200, `${who.login} ${command}: ${done.text}`);
      return done.body;
    }
    /** @param {string} at @param {string} what @param {object} body */
    async function writes(at, what, body) {
      server.setTime(at);
      return resident.post(`/cases/${receipt.reference}/${what}`, body);
    }
    const sees = async () => (await resident.get(`/cases/${receipt.reference}`)).body;
    const clock = (/** @type {any} */ shown, /** @type {string} */ kind) =>
      shown.clocks.find((/** @type {any} */ c) => c.kind === kind);

    await desk(staff.agent, days.routedWrong, "route", { unit: "culture-tourism" });
    const returned = await desk(staff.tourism, days.returned, "return", {
      reason: units.wrongUnit,
      suggested: "market-regulation",
    });
    assert.equal(returned.status, "returned");
    assert.equal(returned.unit, "hotline-centre");
    const routed = await desk(staff.agent, days.routedRight, "route", { unit: "market-regulation" });
    assert.equal(routed.unit, "market-regulation");
    assert.equal((await sees()).due_on, days.acceptanceDue, "a wrong unit costs the resident no time");

    const accepted = await desk(staff.market, days.accepted, "accept");
    assert.equal(accepted.status, "accepted");
    assert.equal(accepted.due_on, days.resolutionDue);
    assert.equal(clock(accepted, "acceptance").state, "stopped");

    const asked = await desk(staff.market, days.asked, "ask", { text: units.question });
    assert.equal(asked.status, "accepted", "nobody is asked what they cannot read");
    assert.equal(clock(asked, "resolution").state, "running");
    const question = asked.messages.at(-1);
    assert.equal(question.kind, "question");
    assert.ok(question.translate_by > days.asked.slice(0, 10), "it is due at the translation desk");
    assert.ok(!JSON.stringify(await sees()).includes(units.question));
    const told = await desk(staff.interpreter, days.asked, "translate", {
      message: question.id,
      language,
      text: said.translatedQuestion,
    });
    assert.equal(told.status, "waiting-resident");
    assert.equal(clock(told, "resolution").state, "paused");
    server.setTime(days.stillWaiting);
    const waiting = await sees();
    assert.equal(waiting.due_on, days.dueWhileWaiting, "the date moves while the clock stands");
    assert.equal(waiting.messages.at(-1).original.text, units.question);
    assert.equal(waiting.messages.at(-1).translated_by.is, "person");
    assert.ok(!JSON.stringify(waiting).includes(units.wrongUnit), "what units say among themselves stays there");

    const replied = await writes(days.answered, "messages", { text: said.answer, language });
    assert.equal(replied.status, 201, replied.text);
    assert.equal(replied.body.due_on, days.dueAfterWaiting);
    assert.equal(clock(replied.body, "resolution").state, "running");

    await desk(staff.market, days.resolved, "advance", { stage: "mediation" });
    const resolved = await desk(staff.market, days.resolved, "resolve", { text: units.answer });
    assert.equal(resolved.status, "in-progress");
    const answer = resolved.messages.at(-1);
    const answered = await desk(staff.interpreter, days.resolved, "translate", {
      message: answer.id,
      language,
      text: said.translatedAnswer,
    });
    assert.equal(answered.status, "answered");
    const read = await sees();
    assert.equal(read.messages.at(-1).text, said.translatedAnswer);
    assert.equal(read.messages.at(-1).language, language);
    assert.equal(read.messages.at(-1).original.language, "zh");

    const rated = await writes(days.rated, "rating", { solved: true, satisfied: false });
    assert.equal(rated.status, 201, rated.text);
    assertProblem(await writes(days.rated, "rating", { solved: true, satisfied: true }), 409, "wrong-state");
    const reopened = await writes(days.reopened, "reopening", { text: said.reopening });
    assert.equal(reopened.status, 201, reopened.text);
    assert.equal(reopened.body.status, "reopened");
    const again = await desk(staff.market, days.resolvedAgain, "resolve", { text: units.answerAgain });
    const sent = { message: again.messages.at(-1).id, reason: units.question };
    assert.equal((await desk(staff.market, days.resolvedAgain, "send", sent)).status, "answered");
    assertProblem(await writes(days.resolvedAgain, "reopening", { text: said.reopening }), 409, "too-late");
  }
});

describe(`limits on ${engine}`, () => {
  test("slow down whoever tries access codes", async () => {
    const server = await Server.start({ at: days.opened, limited: true });
    try {
      const api = new Api(server.url);
      const opened = await api.post("/cases", { ...complaint, language: "ko", text: words.ko.complaint });
      assert.equal(opened.status, 201, opened.text);
      const path = `/cases/${opened.body.reference}`;
      const guess = api.with({ authorization: "Receipt 1111-1111-1111" });
      let answer = await guess.get(path);
      for (let tries = 1; tries < 30 && answer.status === 401; tries += 1) answer = await guess.get(path);
      assertProblem(answer, 429, "too-many");
      assert.ok(Number(answer.headers.get("retry-after")) > 0);
    } finally {
      await server.stop();
    }
  });
});
