import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openState, STATE_DIRECTORY } from "../../backends/index.ts";
import { wallClock } from "../../kernel/index.ts";
import type { Invocation } from "../calling/command.ts";
import { type Desk, openDesk } from "../host/host.conformance.ts";
import { meetingOf } from "../http/http-options.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.remove());

const json = async (...argv: readonly string[]) => {
  const ran = await desk.run("token", ...argv, "--json");
  expect([ran.exit, ran.err]).toEqual([0, ""]);
  return JSON.parse(ran.out);
};

describe("alidade token", () => {
  test("makes a token whose secret is told once, lists it without, and revokes it", async () => {
    expect((await desk.run("token")).out).toContain("There are no tokens");
    const { token, secret } = await json("create", "shop", "--role", "service");
    expect(token).toMatchObject({
      name: "shop",
      scopes: ["decide", "outcomes", "events"],
      state: "valid",
      createdBy: "ada",
    });
    expect(token.expiresAt - token.createdAt).toBe(90 * 86_400_000);
    expect(secret).toMatch(/^alidade_[0-9a-f]{12}_[0-9a-f]{64}$/);
    const listed = await json();
    expect(listed.tokens).toEqual([token]);
    expect(JSON.stringify(listed)).not.toContain(secret.split("_")[2]);
    expect((await json("revoke", "shop")).token).toMatchObject({ id: token.id, state: "revoked" });
    expect((await desk.run("token")).out).toMatch(/shop.*revoked/);
  });

  test("takes scopes one by one, an end or none, and a rate", async () => {
    const made = await json("create", "ops", "--scopes", "read,manage", "--expires", "never", "--per-second", "5");
    expect(made.token).toMatchObject({ scopes: ["read", "manage"], expiresAt: null, perSecond: 5 });
  });

  test.each([
    [["create", "x", "--scopes", "read,write"], 2, "some of decide, outcomes, events, read, manage"],
    [["create", "x", "--role", "root"], 2, "one of service, viewer, contributor, approver, admin"],
    [["create", "x"], 3, "needs at least one scope"],
    [["create", "x", "--scopes", "read", "--expires", "soon"], 3, "A duration is"],
    [["revoke", "nobody"], 3, "A token is named by its id"],
  ])("refuses %j", async (argv, exit, words) => {
    const ran = await desk.run("token", ...argv);
    expect([ran.exit, ran.out]).toEqual([exit, ""]);
    expect(ran.err.replace(/\s+/g, " ")).toContain(words);
  });
});

describe("a server that other machines can reach", () => {
  test("has its first token told once, when it is made; from then on everybody is told that tokens are asked for", async () => {
    const own = await openDesk();
    const state = await openState(`${own.folder}/${STATE_DIRECTORY}`, { create: true });
    const around = {
      openState: async () => state,
      clock: wallClock,
      who: "ada",
      cwd: own.folder,
      env: {},
    } as unknown as Invocation;
    const words = {
      tlsCert: undefined,
      tlsKey: undefined,
      origins: undefined,
      perToken: 9,
      perAddress: undefined,
      answerWithin: 3,
      drain: 2,
      otlp: undefined,
      traceShare: 1,
    };
    try {
      const { http, wordTokens } = await meetingOf(around, { ...words, host: "127.0.0.1" });
      expect(http).toMatchObject({ answerMs: 3_000, drainMs: 2_000, rates: { perToken: 9 }, tls: undefined });
      expect([await http.tokens?.(), await wordTokens()]).toEqual([[], ""]);
      const reached = await meetingOf(around, { ...words, host: "0.0.0.0" });
      expect(await http.tokens?.()).toEqual([]);
      // What a server does once it listens.
      await reached.http.firstToken?.();
      expect((await reached.wordTokens()).match(/alidade_[0-9a-f]{12}_[0-9a-f]{64}/g)).toHaveLength(1);
      expect(await http.tokens?.()).toMatchObject([{ name: "first", expiresAt: null }]);
      expect(await wordTokens()).toMatch(
        /^Whoever asks this server shows a token\. 1 of the 1 that were made is valid/,
      );
      const half = meetingOf(around, { ...words, host: "127.0.0.1", tlsCert: "cert.pem" });
      await expect(half).rejects.toMatchObject({ code: "server.tls-unusable" });
    } finally {
      await state.close();
      await own.remove();
    }
  });
});
