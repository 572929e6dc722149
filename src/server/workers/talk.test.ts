import { MessageChannel, MessagePort } from "node:worker_threads";
import { afterEach, beforeEach, expect, test } from "vitest";
import { portInUse } from "../errors.ts";
import { threadLost } from "./errors.ts";
import { type Partner, talkOver } from "./talk.ts";

type Duties = {
  double(value: number): Promise<number>;
  refuse(about: null): never;
  fail(about: null): never;
  port(about: null): { readonly port: MessagePort };
  never(about: null): Promise<void>;
};

const duties: Duties = {
  double: async (value) => 2 * value,
  refuse: () => {
    throw portInUse({ host: "here", port: 7 });
  },
  fail: () => {
    throw new TypeError("no such thing");
  },
  port: () => ({ port: new MessageChannel().port1 }),
  never: () => new Promise(() => undefined),
};

let here: Partner<Duties>;
let there: Partner<Record<string, never>>;
beforeEach(() => {
  const { port1, port2 } = new MessageChannel();
  here = talkOver<Record<string, never>, Duties>(port1, {});
  there = talkOver<Duties, Record<string, never>>(port2, duties);
});
afterEach(() => {
  for (const side of [here, there]) side.end(threadLost({ why: "the test is over" }));
});

test("answers go to whoever asked, errors with code and hint, ports for use", async () => {
  expect(await Promise.all([1, 2, 3].map((value) => here.ask("double", value)))).toEqual([2, 4, 6]);
  await expect(here.ask("refuse", null)).rejects.toMatchObject({
    code: "server.port-in-use",
    data: { port: 7 },
    hint: expect.stringContaining("--port 8"),
  });
  await expect(here.ask("fail", null)).rejects.toMatchObject({
    code: "server.thread-failed",
    message: expect.stringContaining("no such thing"),
  });
  const { port } = await here.ask("port", null);
  expect(port).toBeInstanceOf(MessagePort);
  port.close();
});

test("who waits when it ends, and who asks afterwards, hears why", async () => {
  const waiting = here.ask("never", null);
  here.end(threadLost({ why: "it was told to" }));
  await expect(waiting).rejects.toMatchObject({ code: "server.thread-lost" });
  await expect(here.ask("double", 1)).rejects.toMatchObject({ data: { why: "it was told to" } });
});
