import { pureRooms } from "../floors.ts";
import { type House, lineOf, type Source } from "../house.ts";
import type { Rule } from "../rule.ts";
import { memberOf, type Node, walk } from "../syntax.ts";

/** The two places that may ask the machine: they are what everyone else receives as an argument. */
const SUPPLIERS = ["src/kernel/clock.ts", "src/kernel/ids.ts"];

const AMBIENT = ["Math.random", "Date.now", "performance.now", "crypto.randomUUID", "crypto.getRandomValues"];

/** What a piece of code asks the machine for, behind its caller's back. */
function ambientOf(node: Node): string | undefined {
  const member = memberOf(node)?.join(".");
  if (member !== undefined) return AMBIENT.includes(member) ? member : undefined;
  const isNow = node.type === "NewExpression" && (node.arguments as readonly unknown[]).length === 0;
  return isNow && (node.callee as Node).name === "Date" ? "new Date()" : undefined;
}

function refuseSource(source: Source): readonly string[] {
  return [...walk(source.program)].flatMap((node) => {
    const ambient = ambientOf(node);
    if (ambient === undefined) return [];
    return [
      `${source.path}:${lineOf(source, node.start)} calls ${ambient} in a pure room. Take a Clock, an Rng or Ids of kernel ` +
        "as an argument, so that the same input gives the same output.",
    ];
  });
}

export const pure: Rule = {
  law: "time, randomness and identity come into pure rooms as arguments",
  check: ({ sources }: House) =>
    sources
      .filter(({ room, isTest, path }) => pureRooms.includes(room) && !isTest && !SUPPLIERS.includes(path))
      .flatMap(refuseSource),
  refuses: [
    { texts: { "src/stats/a.ts": "const f = () => Math.random();" }, because: /calls Math\.random in a pure room/ },
    { texts: { "src/learn/a.ts": "const f = () => new Date();" }, because: /calls new Date\(\)/ },
  ],
  accepts: [
    { "src/stats/a.ts": "const f = (at: number) => new Date(at).getUTCDay();" },
    { "src/server/a.ts": "const f = () => Date.now();" },
    { "src/kernel/clock.ts": "const f = () => Date.now();" },
  ],
};
