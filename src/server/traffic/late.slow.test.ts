import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Office, openOffice } from "../office.conformance.ts";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

/** Sends a beginning, and gives all that comes back until the connection ends. */
function open(beginning: string): { readonly socket: Socket; readonly ended: Promise<string> } {
  const socket = connect(office.server.port, "127.0.0.1", () => socket.write(beginning));
  let got = "";
  const ended = new Promise<string>((resolve) => {
    socket.on("data", (bytes) => {
      got += bytes;
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(got));
  });
  return { socket, ended };
}

const post = (type: string, length: string) =>
  `POST /v1/decide HTTP/1.1\r\nhost: localhost\r\ncontent-type: ${type}\r\n${length}\r\n\r\n`;
const question = `${JSON.stringify({ entity: "1", given: { patient: 1, visits: 3 } })}\n`;

describe("what does not arrive in time", () => {
  test("is told so, and the connection ends: headers, a body, a batch that stops coming", async () => {
    const started = performance.now();
    const chunk = `${question.length.toString(16)}\r\n${question}\r\n`;
    const [headers, body, batch] = await Promise.all([
      open("POST /v1/decide HTTP/1.1\r\nhost: loc").ended,
      open(`${post("application/json", "content-length: 50")}{"entity"`).ended,
      open(post("application/x-ndjson", "transfer-encoding: chunked") + chunk).ended,
    ]);
    expect(headers).toMatch(/^HTTP\/1.1 408 .*"wire.request-late"/s);
    expect(body).toMatch(/^HTTP\/1.1 408 .*"wire.request-late"/s);
    expect(batch).toContain('"action":"call"');
    expect(performance.now() - started).toBeGreaterThan(9_000);
    expect(performance.now() - started).toBeLessThan(60_000);
    expect(office.lines.filter(({ level }) => level === "error")).toEqual([]);
  });

  test("is not a batch that takes its time and keeps coming", async () => {
    const chunk = `${question.length.toString(16)}\r\n${question}\r\n`;
    const { socket, ended } = open(post("application/x-ndjson", "transfer-encoding: chunked") + chunk);
    for (let i = 0; i < 3; i++) {
      await new Promise((resolve) => setTimeout(resolve, 6_000));
      socket.write(chunk);
    }
    socket.write("0\r\n\r\n");
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    socket.end();
    const seen = (await ended).match(/HTTP\/1.1 \d+|"action":"call"/g);
    expect(seen).toEqual(["HTTP/1.1 200", ...new Array<string>(4).fill('"action":"call"')]);
  });
});
