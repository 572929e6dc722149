import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { heartbeat } from "./heartbeat.ts";
import type { Member } from "./member.ts";

/** A thread that answers as long as it is told to, and how often it was asked. */
function thread(number: number): { member: Member; isAlive: boolean; asked: number } {
  const one = { isAlive: true, asked: 0 };
  const ask = async (): Promise<never> => {
    one.asked++;
    return await new Promise((resolve) => (one.isAlive ? resolve(null as never) : undefined));
  };
  const member = {
    number,
    ask,
    tell: () => undefined,
    ended: new Promise<string>(() => undefined),
    stop: async () => undefined,
  };
  return Object.assign(one, { member: member as Member });
}

test("one that answers nothing for ten beats is told of once, and one that answers never", async () => {
  const [well, ill] = [thread(1), thread(2)];
  const hung: number[] = [];
  const stop = heartbeat([well.member, ill.member], { everyMs: 2, hangs: ({ number }) => hung.push(number) });
  await expect.poll(() => Math.min(well.asked, ill.asked)).toBeGreaterThan(20);
  expect(hung).toEqual([]);
  ill.isAlive = false;
  await expect.poll(() => hung).toEqual([2]);
  const before = well.asked;
  await expect.poll(() => well.asked).toBeGreaterThan(before + 20);
  expect(hung).toEqual([2]);
  stop();
});

test("one that joins later is watched over too, and nobody once it was stopped", async () => {
  const members: Member[] = [];
  const hung: number[] = [];
  const stop = heartbeat(members, { everyMs: 2, hangs: ({ number }) => hung.push(number) });
  const ill = Object.assign(thread(3), { isAlive: false });
  members.push(ill.member);
  await expect.poll(() => hung).toEqual([3]);
  stop();
  members.push(Object.assign(thread(4), { isAlive: false }).member);
  await sleep(60);
  expect(hung).toEqual([3]);
});
