import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Desk, openDesk } from "../../src/cli/host/host.conformance.ts";
import { EXPORTED } from "../../src/cli/loading/exported-names.ts";
import { editShop, expectRefusal, stateContent, withShop } from "./refusal.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await withShop(await openDesk());
});
afterEach(() => desk.remove());

/** Ctrl-C some time after the start, for what should not have started; long after it was refused. */
const soon = {
  onInterrupt: (listener: (exit: number) => void) => {
    const timer = setTimeout(listener, 20_000, 130);
    return () => clearTimeout(timer);
  },
};

describe("a system file that is wrong is refused before anything is read or opened", () => {
  test.each([
    ["no default export", "export default", "export const it =", "system.not-exported", "no default export"],
    ["an exception", /$/, "\nthrow new TypeError('boom');", "cli.input.system-failed", "boom"],
    ["a thrown text", /$/, "\nthrow 'boom';", "cli.input.system-failed", "boom"],
    [
      "a word without its import",
      /objective: unstated.*/,
      "objective: { metric: moneySaved },",
      "cli.input.system-failed",
      '`moneySaved` is not imported: add it to the import from "alidade"',
    ],
    ["a rejected promise", /$/, "\nawait Promise.reject(new Error('boom'));", "cli.input.system-failed", "boom"],
    ["weights that are a number", /weights: .*/, "weights: 3,", "system.invalid", "must be an object. Got 3"],
    ["a weight without bounds", /weights: .*/, "weights: { bought: 3 },", "system.invalid", "`weights.bought`"],
    ["no weights", /weights: .*/, "", "system.invalid", "`weights`"],
    ["no heads", /heads: .*/, "", "system.invalid", "`heads`"],
    ["heads that are null", /heads: .*/, "heads: null,", "system.invalid", "Got null"],
    ["a head without a learner", "learner: gbdt()", "learner: undefined", "system.invalid", "such as gbdt()"],
    ["an objective that is a number", /objective: unstated.*/, "objective: 3,", "system.invalid", "`payoff`"],
    ["no objective", /objective: unstated.*/, "", "system.invalid", "Got nothing"],
    ["no policy", /policy: .*/, "", "system.invalid", "actIf"],
    ["a policy that is a text", /policy: .*/, "policy: 'x',", "system.invalid", "actIf"],
    ["a rule that is no function", /rule: .*/, "rule: 3,", "system.invalid", "a function of the features"],
    ["a rule that gives nothing", /rule: .*/, "rule: (f) => undefined,", "system.invalid", "must give an expression"],
    ["a source that is a number", /source: .*/, "source: 3,", "system.invalid", "a source such as"],
    ["no source", /source: .*/, "", "system.invalid", "a source such as"],
    ["slices that are a text", /slices: .*/, "slices: 'channel',", "system.invalid", "a list of fields"],
    ["a slice that is no field", /slices: .*/, "slices: ['chanel'],", "system.invalid", '"chanel"'],
    ["an entity that is no field", /entity: .*/, "entity: 'who',", "system.invalid", '"who"'],
    ["a name with spaces", /name: .*/, "name: 'my shop',", "system.invalid", "lower-case"],
    ["a misspelt property", "slices:", "slicess:", "system.invalid", "Did you mean `slices`?"],
    ["a misspelt feature in the rule", /rule: .*/, "rule: (f) => f.visit.atLeast(3),", "system.invalid", "`visits`?"],
    [
      "a misspelt field in a feature",
      "visits: r.visits",
      "visits: r.visit",
      "system.invalid",
      "Did you mean `visits`?",
    ],
    ["a misspelt field in an outcome", "r.bought", "r.bougt", "system.invalid", "Did you mean `bought`?"],
    ["an outcome without a history", /history: \(r\) => r.bought, /, "", "system.invalid", "must be a function"],
  ])("%s", async (...[, from, to, code, words]) => {
    await editShop(desk, from, to);
    expectRefusal(await desk.run("train", "shop"), code, { words });
    expectRefusal(await desk.runWith(soon, "serve", "shop", "--port", "0"), code, { words });
    expect(stateContent(join(desk.folder, ".alidade"))).toBe("no state");
  });
});

describe("a learner that is wrong stops training and check, not the server, which never asks it", () => {
  test.each([
    ["an unknown one", "{ learner: 'gbtd', params: {} }", "system.invalid", "must be one of"],
    ["a misspelt parameter", "gbdt({ numLeafs: 31 } as never)", "params.", "has no parameter `numLeafs`"],
    ["a value out of range", "gbdt({ learningRate: -1 })", "params.", "Got -1"],
  ])("%s", async (...[, learner, code, words]) => {
    await editShop(desk, "gbdt()", learner);
    const { exit, err } = await desk.run("train", "shop");
    expect(exit).toBe(3);
    expect(err).toContain(words);
    expect(err).toContain(code);
    const checked = await desk.run("check", "shop");
    expect(checked.exit).toBe(1);
    expect(checked.out.replaceAll(/\s+/g, " ")).toContain(words);
    expectRefusal(await desk.run("models"), "cli.input.system-unknown", { words: "There is no system yet" });
  });
});

test("two files that declare one name are not served together", async () => {
  const ran = await desk.runWith(soon, "serve", "shop", "shop/system.mts", "--port", "0");
  expectRefusal(ran, "cli.input.system-twice", { words: 'both declare "shop"' });
});

test("a contract that was edited by hand stays; init proposes the difference", async () => {
  const { readFile } = await import("node:fs/promises");
  const path = join(desk.folder, "shop/contract.mts");
  const edited = (await readFile(path, "utf8")).replace(
    "visits: number({ integer: true",
    "visits: number({ integer: false",
  );
  await desk.write("shop/contract.mts", edited);
  const { exit, out } = await desk.run("init", "shop.csv", "--label", "bought", "--entity", "customer_id");
  expect(exit).toBe(1);
  expect(out).toContain("Nothing was written");
  expect(out).toContain("visits");
  expect(await readFile(path, "utf8")).toBe(edited);
});

test("every word that a system file can import is known by name", async () => {
  expect(EXPORTED).toEqual(Object.keys(await import("alidade")).sort());
});

test("a path that leads nowhere is answered with the systems that are there, not with any code", async () => {
  await desk.write("vitest.config.ts", "export default {};");
  await desk.write("other.mts", "export default on(contract).system({});");
  expectRefusal(await desk.run("train", "shp"), "cli.input.system-not-found", { words: "There is other.mts, shop." });
});
