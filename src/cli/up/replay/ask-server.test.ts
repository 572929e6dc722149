import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { openAsking } from "./ask-server.ts";

/** What comes of asking the server at a URL. */
async function askAt(url: string) {
  const asking = openAsking(url);
  const found = await asking.ask("/v1/decide", {}).catch((thrown) => thrown);
  asking.close();
  return found;
}

/** What comes of asking a server that answers so. */
async function askedOf(status: number, body: string) {
  const server = createServer((_, answer) => void answer.writeHead(status).end(body)).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await askAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

test("an answer is given, or why there is none", async () => {
  expect(await askedOf(200, '{"id":"dec_1"}')).toEqual({ said: { id: "dec_1" } });
  expect(await askedOf(400, '{"title":"Unfit","detail":"`visits` is missing."}')).toEqual({
    why: "`visits` is missing.",
  });
  expect(await askedOf(503, "{}")).toEqual({ why: "it answered 503" });
});

test("a server that lets nobody in, or not so many, ends a replay at once", async () => {
  for (const status of [401, 403, 429])
    expect(await askedOf(status, '{"detail":"None came."}')).toMatchObject({
      code: "cli.input.replay-shut",
      message: expect.stringContaining(`${status}: None came.`),
      hint: expect.stringContaining("--dir"),
    });
});

test("a request that fails says why, and what to do", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.close();
  await once(server, "close");
  const failed = { code: "cli.input.replay-unanswered", hint: expect.stringContaining("--port 0") };
  expect(await askAt(url)).toMatchObject({ ...failed, message: expect.stringContaining("ECONNREFUSED") });
  expect(await askedOf(200, "<html>")).toMatchObject(failed);
});
