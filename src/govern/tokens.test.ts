import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openState } from "../backends/index.ts";
import { virtualClock } from "../kernel/index.ts";
import type { State } from "../store/index.ts";
import { scopes } from "../wire/index.ts";
import { presentedToken, roles, type Token, type Tokens, tokenState, tokensOf } from "./index.ts";

const clock = virtualClock(Date.UTC(2026, 0, 1));
let folder: string;
let state: State;
let tokens: Tokens;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alidade-tokens-"));
  state = await openState(join(folder, ".alidade"), { create: true });
  tokens = tokensOf({ records: state.records, clock, who: "ada", random: randomBytes });
});
afterAll(async () => {
  await state.close();
  await rm(folder, { recursive: true, force: true });
});

const bookOf = async (): Promise<ReadonlyMap<string, Token>> =>
  new Map((await tokens.list()).map((token) => [token.id, token]));
const show = async (secret: string) => presentedToken(await bookOf(), secret, clock.now());

describe("a token", () => {
  test("opens what it allows until it expires, and is known by its secret alone", async () => {
    const { token, secret } = await tokens.create({ name: "shop", scopes: roles.service, lastsMs: 1_000 });
    expect(token).toMatchObject({ name: "shop", createdBy: "ada", scopes: ["decide", "outcomes", "events"] });
    expect(await show(secret)).toEqual({ state: "valid", token });
    clock.advance(999);
    expect((await show(secret)).state).toBe("valid");
    clock.advance(1);
    expect((await show(secret)).state).toBe("expired");
  });

  test("that is revoked opens nothing, from the record of it on", async () => {
    const { token, secret } = await tokens.create({ name: "lost", scopes: ["read"], lastsMs: null });
    clock.advance(1e12);
    expect(tokenState(token, clock.now())).toBe("valid");
    const revoked = await tokens.revoke("lost");
    expect(revoked.revoked).toEqual({ at: clock.now(), by: "ada" });
    expect(await tokens.revoke(token.id)).toEqual(revoked);
    expect((await show(secret)).state).toBe("revoked");
  });

  test("with one digit changed, cut, lengthened, or of another shape is nobody's", async () => {
    const { token, secret } = await tokens.create({ name: "exact", scopes: ["read"], lastsMs: null });
    const last = secret.at(-1) === "0" ? "1" : "0";
    const wrong = [secret.slice(0, -1) + last, secret.slice(0, -1), `${secret}0`, "", "alidade_", token.hash, token.id];
    for (const text of wrong) expect((await show(text)).state).toBe("unknown");
  });

  test("is told once: neither the records nor the file of the state hold the secret", async () => {
    const { token, secret } = await tokens.create({ name: "told once", scopes: ["read"], lastsMs: null });
    const random = secret.split("_")[2]!;
    expect(JSON.stringify(await tokens.list())).not.toContain(random);
    for (const file of ["records.db", "records.db-wal"]) {
      const bytes = await readFile(join(folder, ".alidade", file)).catch(() => Buffer.alloc(0));
      expect(bytes.includes(random)).toBe(false);
    }
    expect(token.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    ["no name", { name: " " }],
    ["a long name", { name: "x".repeat(81) }],
    ["no scope", { scopes: [] }],
    ["no time", { lastsMs: 0 }],
    ["no number for a time", { lastsMs: Number.NaN }],
    ["no requests", { perSecond: 0 }],
  ])("with %s is refused", async (_, change) => {
    const draft = { name: "x", scopes: ["read"] as const, lastsMs: null, ...change };
    await expect(tokens.create(draft)).rejects.toMatchObject({ code: "govern.token-unfit" });
  });

  test("that nobody has, or that two have, cannot be revoked by that name", async () => {
    await tokens.create({ name: "twin", scopes: ["read"], lastsMs: null });
    await tokens.create({ name: "twin", scopes: ["read"], lastsMs: null });
    for (const name of ["twin", "nobody"])
      await expect(tokens.revoke(name)).rejects.toMatchObject({ code: "govern.token-unknown" });
  });
});

test("roles are sets of scopes, and only an administrator has them all", () => {
  for (const [role, allowed] of Object.entries(roles)) {
    for (const scope of allowed) expect(scopes).toContain(scope);
    expect(allowed.length === scopes.length).toBe(role === "admin");
  }
});
