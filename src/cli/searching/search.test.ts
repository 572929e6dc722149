import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Desk } from "../host/host.conformance.ts";
import { openSearchDesk } from "./search-desk.conformance.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openSearchDesk();
});
afterAll(() => desk.remove());

const small = ["--trials", "8", "--batch", "2", "--outer", "2", "--inner", "2"];

describe("a search", () => {
  test("says what to paste, what it is worth, and how to see the trials", async () => {
    const { exit, out } = await desk.run("search", "shop", ...small);
    expect(out).toMatch(/learner: logistic\(\{ maxIterations: 500, l2: [\d.]+ \}\)/);
    expect(out).toContain("as in the file");
    expect(out.replace(/\s+/g, " ")).toContain("8 points in each of 3 studies (one that chooses, 2 that check it)");
    expect(out).toMatch(/alidade runs --parent run_shop_\d+/);
    expect(exit).toBe(0);
  });

  test.each([
    [["--head", "nobody"], "train.search-head-unknown", 3],
    [["--objective", "rmse"], "train.search-objective-unfit", 3],
    [["--resume", "run_shop_99"], "registry.run-unknown", 3],
    [["--resume", "run_shop_1", "--trials", "3"], "cli.usage", 2],
    [["--trials", "0"], "cli.usage", 2],
    [["--method", "magic"], "cli.usage", 2],
    [["--trade-off", "3"], "train.trade-off-unfit", 3],
    [["--trade-off", "3", "--trials", "4"], "cli.usage", 2],
    [["--trade-off", "1"], "cli.usage", 2],
    [["--compare"], "train.candidates-none", 3],
    [["--compare", "--method", "tpe"], "cli.usage", 2],
    [["--compare", "--resume", "run_shop_1"], "cli.usage", 2],
  ])("with %j is refused with %s", async (argv, code, status) => {
    const { exit, out, err } = await desk.run("search", "shop", ...argv, "--json");
    expect(out + err).toContain(code);
    expect(exit).toBe(status);
  });
});
