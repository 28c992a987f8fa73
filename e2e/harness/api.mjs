// A caller of the JSON API.

import assert from "node:assert/strict";

import { password } from "./server.mjs";

/** @typedef {{ status: number, headers: Headers, body: any, text: string }} Answer */

export class Api {
  /** @param {string} url @param {Record<string, string>} headers */
  constructor(url, headers = {}) {
    this.url = url;
    this.headers = headers;
  }

  /** The same caller with more headers. */
  with(/** @type {Record<string, string>} */ headers) {
    return new Api(this.url, { ...this.headers, ...headers });
  }

  /** With the access code of a receipt. */
  holding(/** @type {{ access_code: string }} */ receipt) {
    return this.with({ authorization: `Receipt ${receipt.access_code}` });
  }

  /** Signed in as someone who works here. */
  async as(/** @type {{ login: string }} */ { login }) {
    const session = await this.post("/session", { login, password });
    assert.equal(session.status, 201, session.text);
    return this.with({ authorization: `Bearer ${session.body.token}` });
  }

  get(/** @type {string} */ path) {
    return this.send("GET", path);
  }

  post(/** @type {string} */ path, /** @type {unknown} */ body) {
    return this.send("POST", path, JSON.stringify(body), { "content-type": "application/json" });
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {BodyInit} [body]
   * @param {Record<string, string>} [headers]
   * @returns {Promise<Answer>}
   */
  async send(method, path, body, headers = {}) {
    const request = { method, headers: { ...this.headers, ...headers }, ...(body === undefined ? {} : { body }) };
    const answer = await fetch(`${this.url}/api/v1${path}`, request);
    const text = await answer.text();
    const isJson = (answer.headers.get("content-type") ?? "").includes("json");
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : undefined, text };
  }
}

/**
 * Asserts an error as RFC 9457 has it.
 * @param {Answer} answer @param {number} status @param {string} code
 */
export function assertProblem(answer, status, code) {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.headers.get("content-type"), "application/problem+json");
  assert.match(answer.body.type, new RegExp(`/problems/${code}$`));
  assert.equal(answer.body.status, status);
  assert.ok(answer.body.title, "it has a title");
  assert.ok(answer.body.detail, "it says what happened");
}
