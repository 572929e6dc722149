import { setTimeout as sleep } from "node:timers/promises";
import { rng } from "../../../src/kernel/index.ts";
import { type Broken, type Connection, connectionTo, requestOf } from "../load/connection.ts";
import { questionOf } from "../systems/data.ts";
import type { Book } from "./book.ts";

/** Something that was asked and not answered: nobody knows whether it was done, so it is asked again. */
interface Open {
  readonly key: string;
  readonly path: "/v1/decide" | "/v1/outcomes";
  readonly body: string;
}

/** Callers that ask, report what came of it, and write down what was acknowledged. */
export interface Callers {
  /** Asks from so many lanes at once, each until its server is gone or `over` says so. */
  ask(url: string, lanes: number, over?: () => boolean): Promise<void>;
  /** Asks again what was not answered; resolves when all of it is. */
  askAgain(url: string): Promise<void>;
  /** Resolves when so many more requests were answered, or so many milliseconds have passed. */
  answered(count: number, withinMs: number): Promise<void>;
  /** How many requests came to what: a status with its code, or what became of the connection. */
  readonly came: Readonly<Record<string, number>>;
  /** How many were asked again. */
  repeated(): number;
}

const SYSTEM = "plain";
/** Milliseconds that a caller waits who was refused for the moment: one that comes back at once keeps a busy server busy. */
const RETRY_AFTER = 200;

/** Every second decision is followed by an outcome. Every question has a key of its own. */
export function callersOf(
  book: Book,
  { seed, again = false }: { readonly seed: number; readonly again?: boolean },
): Callers {
  const draws = rng({ seed, purpose: "callers" });
  const came: Record<string, number> = {};
  const open = new Set<Open>();
  let asked = 0;
  let repeated = 0;
  /** The id of a decision; null for any other answer; undefined when the server is gone. */
  const settle = async (url: string, connection: Connection, one: Open): Promise<string | null | undefined> => {
    const headers = one.path === "/v1/decide" ? { "idempotency-key": one.key } : {};
    const answer = await connection.ask(requestOf(url, { ...one, headers }));
    const what = wordOf(answer);
    came[what] = (came[what] ?? 0) + 1;
    if (typeof answer === "string") return undefined;
    open.delete(one);
    if (answer.status === 503) await sleep(RETRY_AFTER);
    if (what !== "200") return null;
    const said = JSON.parse(answer.body) as { readonly id?: string };
    if (said.id === undefined) book.reported(`${SYSTEM}/${one.key}`);
    else book.decided(one.key, said.id);
    return said.id ?? null;
  };
  const begin = (one: Open): Open => {
    open.add(one);
    return one;
  };
  const askOne = async (url: string, connection: Connection): Promise<boolean> => {
    const number = asked++;
    const key = `ask-${seed}-${number}`;
    const body = JSON.stringify(questionOf(draws));
    const id = await settle(url, connection, begin({ key, path: "/v1/decide", body }));
    if (id === undefined) return false;
    if (id === null || number % 2 === 0) return true;
    const report = { decision: id, outcome: "bought", value: number % 4 === 1, at: Date.now(), key: `of-${key}` };
    const path = "/v1/outcomes";
    return (
      (await settle(url, connection, begin({ key: report.key, path, body: JSON.stringify(report) }))) !== undefined
    );
  };
  return {
    came,
    repeated: () => repeated,
    async ask(url, lanes, over = () => false) {
      const lane = async (): Promise<void> => {
        const connection = connectionTo(url, again);
        while (!over() && (await askOne(url, connection)));
        connection.close();
      };
      await Promise.all(Array.from({ length: lanes }, lane));
    },
    async answered(count, withinMs) {
      const enough = (came["200"] ?? 0) + count;
      const end = performance.now() + withinMs;
      while ((came["200"] ?? 0) < enough && performance.now() < end) await sleep(1);
    },
    async askAgain(url) {
      const connection = connectionTo(url);
      for (const one of [...open]) {
        repeated++;
        await settle(url, connection, one);
      }
      connection.close();
    },
  };
}

function wordOf(answer: { readonly status: number; readonly body: string } | Broken): string {
  if (typeof answer === "string") return answer;
  // Answered and not stored, where that was declared: nothing was acknowledged.
  const code = answer.status === 200 ? /journal\.unlogged/ : /(?<="code":")[^"]+/;
  return [answer.status, ...(code.exec(answer.body) ?? [])].join(" ");
}

/** What a request may come to when its server ends, or is on a machine that has too much to do. */
export const GONE: RegExp = /^(unanswered|refused|503 server\.overloaded)$/;

/** How many requests came to what a pattern names. */
export function matching(came: Callers["came"], pattern: RegExp): number {
  const found = Object.entries(came).filter(([what]) => pattern.test(what));
  return found.reduce((sum, [, count]) => sum + count, 0);
}

/** How many requests came to anything but 200 and what a pattern allows. */
export function unexpected(came: Callers["came"], allowed: RegExp): number {
  return matching(came, /./) - matching(came, /^200/) - matching(came, allowed);
}
