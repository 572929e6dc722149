import { type House, lineOf, type Source } from "../house.ts";
import type { Rule } from "../rule.ts";
import { type Node, walk } from "../syntax.ts";

const BARE = ["Error", "TypeError", "RangeError"];

function isBareError(node: Node): boolean {
  const argument = node.argument as Node | null;
  if (node.type !== "ThrowStatement" || argument === null) return false;
  if (argument.type !== "NewExpression" && argument.type !== "CallExpression") return false;
  return BARE.includes((argument.callee as Node).name as string);
}

function refuseSource(source: Source): readonly string[] {
  return [...walk(source.program)]
    .filter(isBareError)
    .map(
      ({ start }) =>
        `${source.path}:${lineOf(source, start)} throws a bare error, which has no code to look up and no advice. ` +
        "Declare it with defineError of kernel; for a state that cannot occur, throw bug().",
    );
}

export const typedErrors: Rule = {
  law: "every error has a code",
  check: (house: House) => house.sources.filter(({ isTest }) => !isTest).flatMap(refuseSource),
  refuses: [
    { texts: { "src/stats/a.ts": 'function f() { throw new Error("no"); }' }, because: /a\.ts:1 throws a bare error/ },
    { texts: { "src/stats/a.ts": 'const f = () => { throw RangeError("no"); };' }, because: /defineError/ },
  ],
  accepts: [
    { "src/stats/a.ts": "function f(error: unknown) { throw error; }\nfunction g() { throw tooFew({ n: 1 }); }" },
    { "src/stats/a.test.ts": 'throw new Error("no");' },
  ],
};
