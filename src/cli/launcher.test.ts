import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Desk, openDesk, shopCsv } from "./host/host.conformance.ts";

const bin = fileURLToPath(new URL("../../bin/alidade.js", import.meta.url));

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await desk.write("shop.csv", shopCsv());
});
afterAll(() => desk.remove());

function alidade(argv: readonly string[], nodeOptions: readonly string[] = []): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [...nodeOptions, bin, ...argv], { cwd: desk.folder, encoding: "utf8" });
}

describe("through the launcher", () => {
  test("help loads neither engine nor server nor plots, and none of the rooms that work", async () => {
    const listing = await desk.write(
      "list.mjs",
      "import { registerHooks } from 'node:module'; import { writeSync } from 'node:fs';" +
        "registerHooks({ load(url, context, next) { writeSync(2, url + '\\n'); return next(url, context); } });",
    );
    const { status, stderr } = alidade(["--help"], ["--import", listing]);
    expect(status).toBe(0);
    expect(stderr).toContain("src/cli/main.ts");
    expect(stderr).not.toMatch(/duckdb|fastify|observablehq|linkedom|zod/);
    expect(stderr).not.toMatch(/src\/(data|learn|train|registry|report|decide|server|system|backends)\//);
  });

  test.each([
    {
      what: "a syntax error",
      text: "const a = 1;\nconst b: = 3;\n",
      words: /broken\.mts:2:10: .*\n {2}2 │ const b: = 3;\n {4}│ {10}\^\n/,
      code: "cli.input.system-syntax",
    },
    {
      what: "what is no erasable type",
      text: "enum A { x }\n",
      words: /broken\.mts:1:1: .*\n {2}1 │ enum A/,
      code: "cli.input.system-syntax",
    },
    {
      what: "a syntax error that only V8 finds",
      text: "const a = 1;\n\tconst a = 3;\n",
      words: /broken\.mts:2:8: Identifier 'a' .*\n {2}2 │ {2}const a = 3;\n {4}│ {8}\^\n/,
      code: "cli.input.system-syntax",
    },
    {
      what: "an import of a name that is not exported",
      text: 'import { gbtd } from "alidade";\n',
      words: /broken\.mts:1:10: `alidade` exports no `gbtd`\. Did you mean `gbdt`\?\n {2}1 │ import \{ gbtd \}/,
      code: "cli.input.system-export-missing",
    },
    {
      what: "a syntax error in the text it reads",
      text: 'JSON.parse("{");\n',
      words: /broken\.mts:1: .* in JSON/,
      code: "cli.input.system-failed",
    },
    {
      what: "a missing file",
      text: 'import "./nope.mts";\n',
      words: /Cannot find module `nope\.mts`/,
      code: "cli.input.system-import-missing",
    },
    {
      what: "an error of its own",
      text: "null.x;\n",
      words: /broken\.mts:1: Cannot read/,
      code: "cli.input.system-failed",
    },
    {
      what: "no default export",
      text: "export const a = 1;\n",
      words: /It has no default export/,
      code: "system.not-exported",
    },
    { what: "what does not hold together", text: wrongSystem(), words: /broken\.mts:\d+/, code: "system.invalid" },
  ])("a system file with $what is refused with the place and the reason", async ({ text, words, code }) => {
    await desk.write("broken.mts", text);
    const { status, stderr } = alidade(["release", "broken.mts", "rule"]);
    expect(stderr).toMatch(words);
    expect(stderr).toContain(code);
    expect(status).toBe(3);
  });

  test("a syntax error that only V8 finds is named with the file that holds it, where another is loaded", async () => {
    await desk.write("twice.mts", "const a = 1;\nconst a = 3;\n");
    await desk.write("outer.mts", 'import "./twice.mts";\n');
    expect(alidade(["release", "outer.mts", "rule"]).stderr).toMatch(/ twice\.mts:2:7: /);
  });

  test("a file that is not there is refused with what is", () => {
    expect(alidade(["release", "brokn.mts", "rule"]).stderr).toMatch(/does not exist\. There is .*broken\.mts/);
  });

  test("init writes files that the same command line then loads", () => {
    expect(alidade(["init", "shop.csv", "--label", "bought"]).status).toBe(0);
    expect(alidade(["release", "shop", "rule", "--dry-run"]).stderr).toContain("state.missing");
  });

  test("a reader that goes away is no error", async () => {
    const child = spawn(process.execPath, [bin, "--help"], { cwd: desk.folder, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    let said = "";
    child.stderr.on("data", (part) => {
      said += part;
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect({ code, said }).toEqual({ code: 0, said: "" });
  });
});

function wrongSystem(): string {
  return [
    'import { actIf, contract, csv, flag, number, on, unstated } from "alidade";',
    "const h = on(contract({ id: number(), y: flag({ known: 'after' }), x: flag() }));",
    "export default h.system({",
    "  name: 'wrong', source: csv('x.csv'), entity: 'nobody',",
    "  objective: unstated({ act: 'a', otherwise: 'b' }),",
    "  outcomes: { y: h.outcome({ within: '1d', history: (r) => r.y, changedByActing: false }) },",
    "  features: h.features((r) => ({ x: r.x })), rule: (f) => f.x, heads: {}, weights: {},",
    "  policy: actIf({ threshold: 'from-payoff' }),",
    "});",
  ].join("\n");
}
