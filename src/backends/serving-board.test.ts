import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ServingMessage } from "../store/index.ts";
import { SERVING_FOLDER, servingBoard } from "./serving-board.ts";

let location: string;
beforeEach(async () => {
  location = await mkdtemp(join(tmpdir(), "alidade-board-"));
});
afterEach(() => rm(location, { recursive: true, force: true }));

const changed = (system = "shop", epoch = 2): ServingMessage => ({ kind: "changed", system, epoch });

test("every server of the system is told, but for the one that tells, and has taken it up when the telling returns", async () => {
  const board = servingBoard(location);
  const taken: string[] = [];
  const join_ = (name: string, systems: readonly string[]) =>
    board.announce(systems, async (message) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      taken.push(`${name} ${JSON.stringify(message)}`);
      return { taken: name !== "c", ...(name === "c" ? { why: "no room" } : {}) };
    });
  const [a, b, c, d] = [
    await join_("a", ["shop"]),
    await join_("b", ["bank", "shop"]),
    await join_("c", ["shop"]),
    await join_("d", ["bank"]),
  ];
  const told = await servingBoard(location).tell(changed(), { but: a.id });
  expect(taken.sort()).toEqual(["b", "c"].map((name) => `${name} ${JSON.stringify(changed())}`));
  const byId = Object.fromEntries(told.map((one) => [one.server, one]));
  expect(byId[b.id]).toMatchObject({ taken: true, pid: process.pid });
  expect(byId[c.id]).toMatchObject({ taken: false, why: "no room" });
  await Promise.all([a, b, c, d].map((one) => one.close()));
  expect(await readdir(join(location, SERVING_FOLDER))).toEqual([]);
});

test("only the owner of the state can reach a server", async () => {
  const announced = await servingBoard(location).announce(["shop"], async () => ({ taken: true }));
  const folder = join(location, SERVING_FOLDER);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  await announced.close();
});

test("one that died without a word is forgotten; one that does not answer is given up on and said", async () => {
  const folder = join(location, SERVING_FOLDER);
  const board = servingBoard(location);
  const living = await board.announce(["shop"], async () => ({ taken: true }));
  const notice = { v: 1, pid: 1, systems: ["shop"] };
  await writeFile(
    join(folder, "dead.json"),
    JSON.stringify({ ...notice, id: "dead", socket: join(folder, "dead.sock") }),
  );
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(join(folder, "silent.sock"), resolve));
  await writeFile(
    join(folder, "silent.json"),
    JSON.stringify({ ...notice, id: "silent", socket: join(folder, "silent.sock") }),
  );
  await writeFile(join(folder, "half.json"), '{"v":1');
  const told = await board.tell(changed(), { patienceMs: 200 });
  expect(told.map(({ server, taken }) => [server, taken]).sort()).toEqual(
    [
      [living.id, true],
      ["silent", false],
    ].sort(),
  );
  expect(await readdir(folder)).not.toContain("dead.json");
  await living.close();
  silent.close();
});

test("a state with a path too long for a socket has its sockets elsewhere, and leaves none behind", async () => {
  const deep = join(location, "x".repeat(120));
  const board = servingBoard(deep);
  const announced = await board.announce(["shop"], async () => ({ taken: true }));
  expect(await board.tell(changed())).toMatchObject([{ taken: true }]);
  await announced.close();
});

test("nobody is there to be told where nothing serves", async () => {
  expect(await servingBoard(join(location, "nothing")).tell(changed())).toEqual([]);
});
