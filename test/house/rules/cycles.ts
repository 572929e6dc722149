import { type House, reach, trail } from "../house.ts";
import type { Rule } from "../rule.ts";

const EVERY_KIND = ["value", "dynamic", "type"] as const;

/** The shortest way from a file back to itself. */
function cycleThrough(house: House, path: string): string | undefined {
  const cameFrom = reach(house, [path], EVERY_KIND);
  const last = house.sources.find(
    (source) => (source.path === path || cameFrom.has(source.path)) && source.imports.some(({ file }) => file === path),
  );
  return last === undefined ? undefined : `${trail(cameFrom, last.path)} → ${path}`;
}

/** One refusal for each ring of files, however many of them lie on it. */
function check(all: House): readonly string[] {
  const house: House = { ...all, sources: all.sources.filter(({ isTest }) => !isTest) };
  const told = new Set<string>();
  return house.sources.flatMap(({ path }) => {
    const cycle = told.has(path) ? undefined : cycleThrough(house, path);
    if (cycle === undefined) return [];
    for (const member of cycle.split(" → ")) told.add(member);
    return [`${cycle} is a circle. Move what both ends need into a file of its own, which imports neither.`];
  });
}

export const cycles: Rule = {
  law: "no file imports itself by any way round, types included",
  check,
  refuses: [
    {
      texts: { "src/stats/a.ts": 'import { b } from "./b.ts";', "src/stats/b.ts": 'import type { A } from "./a.ts";' },
      because: /src\/stats\/a\.ts → src\/stats\/b\.ts → src\/stats\/a\.ts is a circle/,
    },
    {
      texts: {
        "src/stats/a.ts": 'export { b } from "./b.ts";',
        "src/stats/b.ts": 'const c = () => import("./c.ts");',
        "src/stats/c.ts": 'type A = import("./a.ts").A;',
      },
      because: /a\.ts → src\/stats\/b\.ts → src\/stats\/c\.ts → src\/stats\/a\.ts/,
    },
    { texts: { "src/stats/a.ts": 'import { a } from "./a.ts";' }, because: /is a circle/ },
  ],
  accepts: [
    {
      "src/stats/a.ts": 'import "./b.ts"; import "./c.ts";',
      "src/stats/b.ts": 'import "./c.ts";',
      "src/stats/c.ts": "",
      "src/stats/c.test.ts": 'import "./a.ts";',
    },
  ],
};
