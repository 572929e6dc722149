import { afterEach, expect, test } from "vitest";
import { type Office, openOffice } from "../office.conformance.ts";
import { answerWithin } from "./answer-within.ts";

let offices: Office[] = [];
afterEach(async () => {
  for (const office of offices) await office.close();
  offices = [];
});

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

test("work that does not end is given up on, work that ends is not, and what fails fails as it does", async () => {
  await expect(answerWithin(never, 5)).rejects.toMatchObject({ code: "server.too-late", retryable: true });
  expect(await answerWithin(() => 7, 5)).toBe(7);
  await expect(answerWithin(() => Promise.reject(new Error("no")), 5)).rejects.toThrow("no");
  await expect(
    answerWithin(() => {
      throw new Error("at once");
    }, 5),
  ).rejects.toThrow("at once");
});

test("a question that waits for what never comes is refused in time, and the server goes on", async () => {
  const whole = await openOffice();
  offices.push(whole);
  let hangs = true;
  const decide: typeof whole.decider.decide = (system, question) =>
    hangs ? never() : whole.decider.decide(system, question);
  const decider = { ...whole.decider, decide };
  const office = await openOffice(undefined, { decider, http: { answerMs: 1_000 } });
  offices.unshift(office);
  const ask = () =>
    fetch(`${office.server.url}/v1/decide`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ entity: 1, given: { visits: 3 } }),
    });
  const late = await Promise.all([ask(), ask()]);
  for (const answer of late) {
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      503,
      "application/problem+json; charset=utf-8",
    ]);
    expect(await answer.json()).toMatchObject({ code: "server.too-late", status: 503 });
  }
  hangs = false;
  expect((await ask()).status).toBe(200);
});
