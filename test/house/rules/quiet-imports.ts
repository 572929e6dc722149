import { type House, lineOf, type Source } from "../house.ts";
import type { Rule } from "../rule.ts";
import { type Node, walk } from "../syntax.ts";

const FUNCTIONS = ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression", "StaticBlock"];

const awaits = (node: Node) =>
  node.type === "AwaitExpression" || (node.type === "ForOfStatement" && node.await === true);

function refuseSource(source: Source): readonly string[] {
  const top = [...walk(source.program, ({ type }) => !FUNCTIONS.includes(type))];
  return top
    .filter(awaits)
    .map(
      ({ start }) =>
        `${source.path}:${lineOf(source, start)} awaits while it is being imported, and then \`require("alidade")\` fails. ` +
        "Put it in a function that is called later.",
    );
}

export const quietImports: Rule = {
  law: "no top-level await, so that CommonJS can require the package",
  check: (house: House) => house.sources.filter(({ isTest }) => !isTest).flatMap(refuseSource),
  refuses: [
    { texts: { "src/stats/a.ts": 'export const x = await import("./b.ts");' }, because: /a\.ts:1 awaits/ },
    { texts: { "src/stats/a.ts": "for await (const x of y) f(x);" }, because: /awaits while it is being imported/ },
  ],
  accepts: [
    {
      "src/stats/a.ts": "const f = async () => { await g(); };\nasync function h() { for await (const x of y) f(x); }",
    },
  ],
};
