import { type House, lineOf, type Source } from "../house.ts";
import type { Import } from "../imports.ts";
import type { Rule } from "../rule.ts";

/** `src/kernel/index.ts`, and the two files that are rooms by themselves. */
const isDoor = (file: string) => /^src\/([a-z-]+\/index|presets|index)\.ts$/.test(file);

const isConformance = (file: string) => file.endsWith(".conformance.ts");

function reachesIn(source: Source, { file }: Import): boolean {
  if (file === undefined || !file.startsWith("src/") || isDoor(file)) return false;
  if (source.isTest && isConformance(file)) return false;
  return !file.startsWith(`src/${source.room}/`);
}

function refuseSource(source: Source): readonly string[] {
  return source.imports
    .filter((found) => reachesIn(source, found))
    .map(({ file, start }) => {
      const door = file?.split("/").slice(0, 2).join("/");
      return (
        `${source.path}:${lineOf(source, start)} reaches past a door to ${file}. Import from ${door}/index.ts, ` +
        "and list the name there if it is meant for others."
      );
    });
}

export const doors: Rule = {
  law: "a room is entered through its index.ts alone",
  check: (house: House) => house.sources.flatMap(refuseSource),
  refuses: [
    {
      texts: { "src/stats/a.ts": 'import { x } from "../kernel/clock.ts";' },
      because: /Import from src\/kernel\/index\.ts/,
    },
    { texts: { "src/stats/a.test.ts": 'import { x } from "../kernel/clock.ts";' }, because: /reaches past a door/ },
    { texts: { "src/stats/a.ts": 'type T = typeof import("../kernel/deep/x.ts");' }, because: /reaches past a door/ },
    {
      texts: { "src/backends/a.ts": 'import { x } from "../store/blobs.conformance.ts";' },
      because: /reaches past a door/,
    },
  ],
  accepts: [
    { "src/stats/deep/a.ts": 'import { x } from "../../kernel/index.ts"; import { y } from "../b.ts";' },
    { "src/backends/a.test.ts": 'import { x } from "../store/blobs.conformance.ts";' },
  ],
};
