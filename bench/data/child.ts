/** `node child.ts profile|check|compare <file> [<file>]`: one piece of work in a process of its own; prints its seconds. */
import { type Contract, compareProfiles, contract, drifted, flag, number, text, time } from "../../src/data/index.ts";
import { profileFile } from "../../src/presets.ts";

/** The made table's contract: every column with a rule. */
function tableContract(): Contract {
  const all = (prefix: string, count: number, field: (i: number) => ReturnType<typeof number>): [string, unknown][] =>
    Array.from({ length: count }, (_, i) => [`${prefix}_${i + 1}`, field(i + 1)]);
  const fields = Object.fromEntries([
    ["label", flag({ known: "after" })],
    ...all("amount", 18, () => number({ min: -1e4, max: 1e4, missing: 0.1 })),
    ...all("count", 10, (i) => number({ integer: true, min: 0, max: 10 * i })),
    ...all("flag", 4, () => flag() as never),
    ...all("kind", 9, () => text({ maxLength: 40, missing: 0.1 }) as never),
    ["customer", text({ pattern: "cust-[0-9]+" })],
    ["id", text({ pattern: "d[0-9]+" })],
    ...all("at", 6, () => time({ min: "2025-01-01", max: "2026-01-01" }) as never),
  ]);
  return contract(fields as Parameters<typeof contract>[0]);
}

const [what = "", before = "", after = ""] = process.argv.slice(2);
const started = performance.now();
const { profile, refused } = await profileFile(before, {
  label: "label",
  ...(what === "check" ? { contract: tableContract() } : {}),
});
const found =
  what === "compare"
    ? drifted(compareProfiles(profile, (await profileFile(after, { label: "label" })).profile)).map(({ name }) => name)
    : [];
console.log(
  JSON.stringify({ seconds: (performance.now() - started) / 1000, rows: profile.rows, refused, drifted: found }),
);
