import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browserBundle } from "../../scripts/browser-bundle.ts";
import { rng } from "../../src/kernel/index.ts";
import { openHead } from "../../src/model/index.ts";
import { chromiumPath, launched, type Site, siteOf, suite } from "./chromium.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const documentation = readFileSync(join(root, "docs/browser.md"), "utf8");
const [, PAGE = ""] = /^```html\n(.*?)^```$/ms.exec(documentation) ?? [];

const SCHOOLS = ["Masters", "Bachelors", "HS-grad", "Doctorate"];

/** People of whom some earn much: the older and the longer at school, the likelier. */
function peopleCsv(rows: number): string {
  const draws = rng({ seed: 3, purpose: "test.people" });
  const lines = Array.from({ length: rows }, (_, row) => {
    const [age, school] = [18 + draws.integer(60), draws.integer(4)];
    const rich = draws.uniform() < 1 / (1 + Math.exp(3 - 0.05 * age + (school === 2 ? 1 : 0)));
    return `p${row},${draws.uniform() < 0.1 ? "" : age},${SCHOOLS[school]},${rich ? "yes" : "no"}`;
  });
  return ["person,age,education,income", ...lines, ""].join("\n");
}

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "page-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The command line as the documentation has it; gives its JSON. */
function alidade(...args: readonly string[]): Record<string, unknown> {
  const program = join(root, "bin/alidade.js");
  const { stdout, stderr } = spawnSync(process.execPath, [program, ...args, "--json"], {
    cwd: folder,
    encoding: "utf8",
  });
  if (stdout === "") throw new Error(`alidade ${args.join(" ")}: ${stderr}`);
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe("a head that was exported", () => {
  beforeAll(async () => {
    await writeFile(join(folder, "people.csv"), peopleCsv(1_500));
    alidade("init", "people.csv", "--label", "income");
    const { models } = alidade("train", "people") as { readonly models: readonly { readonly id: string }[] };
    const id = models[0]?.id ?? "";
    alidade("models", "export", id, "--to", "browser", "--system", "people", "--out", "risk.json");
    alidade("models", "export", id, "--to", "browser", "--out", "bare.json");
    alidade("decide", "people", "--in", "people.csv", "--out", "answers.jsonl");
  });

  test("answers what the server answers, and refuses what the server refuses", async () => {
    const head = openHead(await readFile(join(folder, "risk.json"), "utf8"));
    const people = (await readFile(join(folder, "people.csv"), "utf8")).trim().split("\n").slice(1);
    const answers = (await readFile(join(folder, "answers.jsonl"), "utf8")).trim().split("\n");
    expect(answers).toHaveLength(people.length);
    for (const [i, line] of people.entries()) {
      const [, age = "", education] = line.split(",");
      const { heads } = JSON.parse(answers[i] as string) as {
        readonly heads: Readonly<Record<string, readonly number[]>>;
      };
      expect(heads[head.head]).toEqual([head.score({ age: age === "" ? null : Number(age), education })]);
    }
    expect(() => head.score({ aeg: 3 })).toThrow(expect.objectContaining({ code: "data.given-wrong-type" }));
    const bare = openHead(await readFile(join(folder, "bare.json"), "utf8"));
    const given = { age: 38, education: "Masters" };
    expect(bare.score(head.features(given))).toBe(head.score(given));
  });

  describe.skipIf(chromiumPath === undefined)(suite("in the page of the documentation"), () => {
    let browser: Browser;
    let site: Site;
    let page: Page;
    const open = async (): Promise<void> => {
      const risk = await readFile(join(folder, "risk.json"), "utf8");
      site = await siteOf({ "/": PAGE, "/browser.js": await browserBundle(), "/risk.json": risk });
      browser = await launched();
      const context = await browser.newContext();
      page = await context.newPage();
      await page.goto(`${site.url}/`, { waitUntil: "networkidle" });
      await context.setOffline(true);
    };

    test("scores offline as Node does", async () => {
      await open();
      const head = openHead(await readFile(join(folder, "risk.json"), "utf8"));
      for (const age of ["38", "1000", "38.5", ""]) {
        await page.fill("#age", age);
        const given = { age: age === "" ? null : Number(age), education: "Masters" };
        expect(await page.textContent("#risk")).toBe(String(head.score(given)));
      }
      await browser.close();
      await site.close();
    });
  });
});
