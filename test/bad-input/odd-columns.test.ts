import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Desk, openDesk } from "../../src/cli/host/host.conformance.ts";
import { loadSystem } from "../../src/cli/load-system.ts";
import { expectRefusal } from "./refusal.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.remove());

/** Yes for those who visit often, with some exceptions. */
const yes = (i: number): string => ((i * 13) % 10 < (i * 7) % 10 === (i % 11 !== 0) ? "yes" : "no");

const table = (header: string, row: (i: number) => string, rows = 200): string =>
  [header, ...Array.from({ length: rows }, (_, i) => row(i))].join("\n");

async function proposed(content: string, label: string): Promise<Awaited<ReturnType<typeof loadSystem>>["system"]> {
  await desk.write("d.csv", content);
  const { exit, err } = await desk.run("init", "d.csv", "--label", label);
  expect(err).not.toContain("✕");
  expect(exit).toBe(0);
  return (await loadSystem("d", desk.folder)).system;
}

const wide = Array.from({ length: 200 }, (_, k) => k);

describe("columns of any name become a system that trains", () => {
  test.each([
    ["other scripts, quotes, commas, spaces and emoji", 'naïve 列,"with ""quotes"", and comma",a b c,😀', 4],
    ["what every object has", "valueOf,constructor,toString,hasOwnProperty", 4],
    ["reserved words", "class,default,function,await", 4],
    ["line ends, templates and backslashes", '"a\nb","c`\u0024{x}","d\\e",\'f', 4],
    ["nothing at all", ",,,", 4],
    ["escape sequences of a terminal", "\u001b[31mred,\u0007,\u202e,b", 4],
  ])("%s", async (_what, names, features) => {
    const system = await proposed(
      table(`${names},y`, (i) => `${i % 7},${i % 3},${(i * 7) % 10},${["ä", "ö", "日本"][i % 3]},${yes(i)}`),
      "y",
    );
    expect(Object.keys(system.features)).toHaveLength(features);
    const { exit, out, err } = await desk.run("train", "d", "--json");
    expect(err).not.toContain("✕");
    expect(exit).toBeLessThan(2);
    expect(JSON.parse(out).snapshot).toMatchObject({ rows: 200, quarantined: 0 });
  });

  test("200 of them", async () => {
    const header = `${wide.map((k) => `c${k}`).join(",")},y`;
    const system = await proposed(
      table(header, (i) => `${wide.map((k) => (i + k) % 19).join(",")},${yes(i)}`),
      "y",
    );
    expect(Object.keys(system.features)).toHaveLength(200);
  });

  test.each(["constructor", "has space", "ÿ"])("a label called %s", async (label) => {
    const system = await proposed(
      table(`a,b,${label}`, (i) => `${(i * 7) % 10},${i % 3},${yes(i)}`),
      label,
    );
    expect(Object.keys(system.outcomes)).toHaveLength(1);
    expect(Object.keys(system.heads)).toEqual(Object.keys(system.outcomes));
    expect((await desk.run("train", "d")).exit).toBeLessThan(2);
  });
});

describe("values that only look like numbers", () => {
  test("identifiers beyond 2^53 stay apart: they are kept as text", async () => {
    const system = await proposed(
      table("id,b,y", (i) => `90071992547409${String(i).padStart(5, "0")},${(i * 7) % 10},${yes(i)}`),
      "y",
    );
    expect(system.contract.fields.id).toMatchObject({ kind: "text", unique: true });
    expect(JSON.parse((await desk.run("train", "d", "--json")).out).snapshot).toMatchObject({ rows: 200 });
  });

  test("under a contract of whole numbers, one that would be rounded is set aside", async () => {
    await proposed(
      table("id,b,y", (i) => `${i + 1},${(i * 7) % 10},${yes(i)}`),
      "y",
    );
    await desk.write(
      "d.csv",
      table("id,b,y", (i) => `9007199254740${String(i + 993)},${(i * 7) % 10},${yes(i)}`),
    );
    expectRefusal(await desk.run("train", "d"), "data.quarantine-exceeded", { words: "at most 2^53" });
  });

  test("codes with leading zeros and grouped digits stay text, dates become times", async () => {
    const system = await proposed(
      table(
        "id,zip,day,amount,y",
        (i) =>
          `${String(i).padStart(6, "0")},${String((i % 90) + 1000).padStart(5, "0")},2026-0${(i % 9) + 1}-1${i % 9},"1,${String(i % 900).padStart(3, "0")}",${yes(i)}`,
      ),
      "y",
    );
    const kinds = Object.fromEntries(Object.entries(system.contract.fields).map(([name, { kind }]) => [name, kind]));
    expect(kinds).toMatchObject({ id: "text", zip: "text", day: "time", amount: "text" });
  });

  test("numbers near the largest are learned from without an infinity", async () => {
    await proposed(
      table("a,b,y", (i) => `${(i * 7) % 10}e300,${i % 3}e-300,${yes(i)}`),
      "y",
    );
    const { exit, out } = await desk.run("train", "d", "--json");
    expect(exit).toBeLessThan(2);
    expect(out).not.toMatch(/NaN|Infinity/);
  });

  test("a label of many numbers is a value, even when nothing tells the large from the small", async () => {
    const system = await proposed(
      table("a,b,y", (i) => `${(i * 7) % 10},${i % 3},${i * 1.5}`),
      "y",
    );
    expect(Object.keys(system.heads)).toEqual(["y"]);
  });
});

test("a column called `__proto__`, which an object cannot hold, is refused with what to do", async () => {
  await desk.write(
    "d.csv",
    table("__proto__,b,y", (i) => `${i % 9},${i % 3},${yes(i)}`),
  );
  expectRefusal(await desk.run("init", "d.csv", "--label", "y"), "data.header-invalid", { words: "__proto__" });
  expect((await desk.run("init", "d.csv", "--label", "y", "--columns", "proto,b,y")).exit).toBe(0);
});
