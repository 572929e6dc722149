import { expect, test } from "vitest";
import { inOrder } from "./in-order.ts";

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function collect<T>(results: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const one of results) all.push(one);
  return all;
}

test("results keep the order of what came, with no more than so many under way", async () => {
  let [underWay, mostSeen] = [0, 0];
  async function* numbers() {
    for (let i = 0; i < 100; i++) yield i;
  }
  const work = async (i: number) => {
    mostSeen = Math.max(mostSeen, ++underWay);
    await wait((i * 7) % 5);
    underWay--;
    return i * 2;
  };
  expect(await collect(inOrder(numbers(), work, 8))).toEqual(Array.from({ length: 100 }, (_, i) => i * 2));
  expect(mostSeen).toBeGreaterThan(1);
  expect(mostSeen).toBeLessThanOrEqual(8);
});

test("a result is given before the next one comes, and what the source throws after all of them", async () => {
  const events: string[] = [];
  async function* slow() {
    yield "a";
    await expect.poll(() => events).toContain("got a");
    yield "b";
    throw new Error("broken");
  }
  const read = async () => {
    for await (const one of inOrder(slow(), async (item) => item, 8)) events.push(`got ${one}`);
  };
  await expect(read()).rejects.toThrow("broken");
  expect(events).toEqual(["got a", "got b"]);
});

test("whoever leaves early stops the reading", async () => {
  let read = 0;
  let isClosed = false;
  async function* endless() {
    try {
      for (;;) {
        read++;
        yield read;
      }
    } finally {
      isClosed = true;
    }
  }
  for await (const one of inOrder(endless(), async (item) => item, 4)) if (one === 10) break;
  await expect.poll(() => isClosed).toBe(true);
  const seen = read;
  await wait(20);
  expect(read).toBe(seen);
});
