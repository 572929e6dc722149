import type { House, Source } from "../house.ts";
import type { Rule } from "../rule.ts";

const LIMIT = 300;
/** How far down the reason for a larger file may stand. */
const HEAD = 5;

const isGenerated = (path: string) => /\/_[^/]+\.ts$/.test(path);
const linesOf = (text: string) => text.trimEnd().split("\n");
const givesReason = (lines: readonly string[]) => lines.slice(0, HEAD).some((line) => /\bSize: \S+/.test(line));

function refuseSource({ path, text }: Source): readonly string[] {
  const lines = linesOf(text);
  if (lines.length <= LIMIT || isGenerated(path) || givesReason(lines)) return [];
  return [
    `${path} has ${lines.length} lines, more than ${LIMIT}. Split it by idea; if it is one idea, say why in its first ` +
      `${HEAD} lines: \`// Size: <reason>\`.`,
  ];
}

export const size: Rule = {
  law: `a file has at most ${LIMIT} lines, or a reason`,
  check: (house: House) => house.sources.flatMap(refuseSource),
  refuses: [{ texts: { "src/stats/a.ts": "const x = 1;\n".repeat(LIMIT + 1) }, because: /has 301 lines/ }],
  accepts: [
    { "src/stats/a.ts": "const x = 1;\n".repeat(LIMIT) },
    { "src/stats/a.ts": `// Size: one table of published values.\n${"const x = 1;\n".repeat(LIMIT)}` },
    { "src/learn/_catalogue.ts": "const x = 1;\n".repeat(LIMIT + 1) },
  ],
};
