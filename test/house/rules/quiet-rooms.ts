import { type House, lineOf, type Source } from "../house.ts";
import type { Rule } from "../rule.ts";
import { memberOf, walk } from "../syntax.ts";

function refuseSource(source: Source): readonly string[] {
  return [...walk(source.program)]
    .filter((node) => memberOf(node)?.[0] === "console")
    .map(
      ({ start }) =>
        `${source.path}:${lineOf(source, start)} prints. A room returns what it found; the command line, or the server's ` +
        "log, decides what is shown.",
    );
}

export const quietRooms: Rule = {
  law: "only the command line prints",
  check: ({ sources }: House) => sources.filter(({ room, isTest }) => room !== "cli" && !isTest).flatMap(refuseSource),
  refuses: [{ texts: { "src/train/a.ts": 'function f() { console.log("done"); }' }, because: /a\.ts:1 prints/ }],
  accepts: [
    { "src/cli/a.ts": 'console.log("done");' },
    { "src/train/a.ts": '/** console.log */\nconst x = "console.log";' },
  ],
};
