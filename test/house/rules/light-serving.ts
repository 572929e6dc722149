import { type House, reach, trail } from "../house.ts";
import type { Rule } from "../rule.ts";

const isTraining = (file: string) => /^src\/(learn|train)\//.test(file);

function entries({ sources }: House, isEntry: (path: string) => boolean): readonly string[] {
  return sources.filter(({ path, isTest }) => !isTest && isEntry(path)).map(({ path }) => path);
}

function refuseReached(cameFrom: ReadonlyMap<string, string>): readonly string[] {
  const first = [...cameFrom.keys()].filter((file) => isTraining(file) && !isTraining(cameFrom.get(file) ?? ""));
  return first.map(
    (file) =>
      `${trail(cameFrom, file)} loads training code where decisions are served. Import the type alone, ` +
      "move what serving needs to model/, or let a training command load it.",
  );
}

/** Serving may not load training at any time; a system file, which imports the package's own door, not at its start. */
function check(house: House): readonly string[] {
  const deciding = entries(house, (path) =>
    /^src\/(server|decide|client|embed)\/|^src\/cli\/commands\/serve\.ts$/.test(path),
  );
  const door = entries(house, (path) => path === "src/index.ts");
  return [
    ...refuseReached(reach(house, deciding, ["value", "dynamic"])),
    ...refuseReached(reach(house, door, ["value"])),
  ];
}

export const lightServing: Rule = {
  law: "the deciding side loads neither learn/ nor train/",
  check,
  refuses: [
    {
      texts: {
        "src/server/serve.ts": 'import { read } from "../registry/index.ts";',
        "src/registry/index.ts": 'export { read } from "./read.ts";',
        "src/registry/read.ts": 'import { type Learner } from "../learn/index.ts";',
        "src/learn/index.ts": "",
      },
      because:
        /serve\.ts → src\/registry\/index\.ts → src\/registry\/read\.ts → src\/learn\/index\.ts loads training code/,
    },
    {
      texts: { "src/decide/a.ts": 'const t = () => import("../train/index.ts");', "src/train/index.ts": "" },
      because: /src\/train\/index\.ts loads training code/,
    },
    {
      texts: { "src/index.ts": 'export { fit } from "./train/index.ts";', "src/train/index.ts": "" },
      because: /src\/index\.ts → src\/train\/index\.ts/,
    },
  ],
  accepts: [
    {
      "src/server/a.ts": 'import type { Learner } from "../learn/index.ts"; import { m } from "../model/index.ts";',
      "src/model/index.ts": "",
      "src/learn/index.ts": "",
    },
    { "src/index.ts": 'export const fit = () => import("./train/index.ts");', "src/train/index.ts": "" },
  ],
};
