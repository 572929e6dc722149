import type { House, Source } from "../house.ts";
import type { Rule } from "../rule.ts";
import { walk } from "../syntax.ts";

/** Rooms that nobody imports have no door of this kind: the launcher and the browser enter them. */
const WITHOUT_DOOR = ["cli", "web"];

/** A room may have a second door, for users of the package alone. */
const isIndex = (path: string) => /^src\/([a-z-]+\/)?(index|public)\.ts$/.test(path);

function refuseMissing({ sources }: House): readonly string[] {
  const shipped = sources.filter(({ isTest, path }) => !isTest && path.split("/").length > 2);
  const present = new Set(shipped.map(({ room }) => room).filter((room) => !WITHOUT_DOOR.includes(room)));
  return [...present]
    .filter((room) => !sources.some(({ path }) => path === `src/${room}/index.ts`))
    .map(
      (room) => `src/${room} has no door. Write src/${room}/index.ts, which lists what others may use, name by name.`,
    );
}

function refuseIndex(source: Source): readonly string[] {
  const { path, text, program } = source;
  const refusals: string[] = [];
  if (!/^\/\*\*\s*\S/.test(text))
    refusals.push(`${path} does not say what the room is for. Begin it with a doc comment.`);
  for (const node of walk(program))
    if (node.type === "ExportAllDeclaration")
      refusals.push(
        `${path} exports everything of another file. List the names one by one: that list is the interface.`,
      );
  return refusals;
}

export const indexLists: Rule = {
  law: "every room has an index.ts that says what it is for and lists its names one by one",
  check: (house: House) => [
    ...refuseMissing(house),
    ...house.sources.filter(({ path }) => isIndex(path)).flatMap(refuseIndex),
  ],
  refuses: [
    { texts: { "src/stats/mean.ts": "" }, because: /src\/stats has no door/ },
    { texts: { "src/stats/index.ts": '/** Sums. */\nexport * from "./mean.ts";' }, because: /one by one/ },
    { texts: { "src/stats/index.ts": '/** Sums. */\nexport * as all from "./mean.ts";' }, because: /one by one/ },
    { texts: { "src/stats/public.ts": '/** Sums. */\nexport * from "./mean.ts";' }, because: /one by one/ },
    { texts: { "src/stats/index.ts": 'export { mean } from "./mean.ts";' }, because: /Begin it with a doc comment/ },
  ],
  accepts: [
    { "src/stats/mean.ts": "", "src/stats/index.ts": '/** Sums. */\nexport { mean } from "./mean.ts";' },
    { "src/cli/main.ts": "" },
    { "src/presets.ts": "" },
  ],
};
