import { floors, rooms, testSupplies } from "../floors.ts";
import { type House, lineOf, type Source } from "../house.ts";
import type { Import } from "../imports.ts";
import type { Rule } from "../rule.ts";

const height = (room: string) => rooms.indexOf(room);

/** The room of a file under `src`; undefined elsewhere. */
function roomOf(file: string): string | undefined {
  const [top, room] = file.split("/");
  return top === "src" ? room?.replace(/\.ts$/, "") : undefined;
}

/** Above the importer and not a test's supply, or a backend anywhere but where backends meet rooms. */
function isForbidden(source: Source, room: string): boolean {
  if (room === source.room || (source.isTest && testSupplies.includes(room))) return false;
  if (room === "backends") return source.room !== "presets";
  return height(room) >= height(source.room);
}

function reason(room: string, source: Source): string {
  if (room === "backends" && height(room) < height(source.room))
    return "and backends meet rooms in presets.ts alone. Take the port that presets made, as an argument.";
  return `which is not below ${source.room}. Move the shared part to a lower room, or let the higher room pass it in.`;
}

function refuseImport(source: Source, { file = "", start }: Import): readonly string[] {
  const place = `${source.path}:${lineOf(source, start)}`;
  const room = roomOf(file);
  if (room === undefined) {
    if (source.isTest) return [];
    return [`${place} imports ${file}: what is shipped stands on src alone. Move what it needs into a room.`];
  }
  if (!isForbidden(source, room)) return [];
  return [`${place} imports from ${room}, ${reason(room, source)}`];
}

/** What stands in `src` itself: the door of the package, and the place where backends meet rooms. */
const BESIDE_ROOMS = ["src/index.ts", "src/presets.ts"];

const liesInRoom = ({ path, isTest }: Source) => path.split("/").length > 2 || isTest || BESIDE_ROOMS.includes(path);

function refuseSource(source: Source): readonly string[] {
  if (!liesInRoom(source)) return [`${source.path} lies beside the rooms. Move it into the one that it serves.`];
  if (!rooms.includes(source.room))
    return [
      `${source.path} is in no known room. Give ${source.room} its place in test/house/floors.ts and in the map.`,
    ];
  return source.imports.filter(({ file }) => file !== undefined).flatMap((found) => refuseImport(source, found));
}

export const direction: Rule = {
  law: `a room imports only rooms below it (${Object.keys(floors).join(", ")})`,
  check: (house: House) => house.sources.flatMap(refuseSource),
  refuses: [
    {
      texts: { "src/kernel/a.ts": 'import { x } from "../stats/index.ts";' },
      because: /imports from stats, which is not below kernel/,
    },
    {
      texts: { "src/stats/a.ts": '\nimport type { X } from "../data/index.ts";' },
      because: /a\.ts:2 imports from data/,
    },
    { texts: { "src/learn/a.ts": 'export { x } from "../train/index.ts";' }, because: /not below learn/ },
    { texts: { "src/learn/a.ts": 'const f = () => import("../train/index.ts");' }, because: /not below learn/ },
    { texts: { "src/learn/a.ts": 'type T = import("../train/index.ts").T;' }, because: /not below learn/ },
    { texts: { "src/learn/a.ts": 'import { x } from "../presets.ts";' }, because: /imports from presets/ },
    { texts: { "src/kernel/a.test.ts": 'import { x } from "../train/index.ts";' }, because: /not below kernel/ },
    { texts: { "src/server/a.ts": 'import { x } from "../backends/index.ts";' }, because: /presets\.ts alone/ },
    { texts: { "src/system.ts": "" }, because: /lies beside the rooms/ },
    { texts: { "src/cellar/a.ts": "" }, because: /in no known room/ },
    { texts: { "src/kernel/a.ts": 'import { x } from "../../scripts/build.ts";' }, because: /stands on src alone/ },
  ],
  accepts: [
    {
      "src/stats/a.ts": 'import { x } from "../kernel/index.ts"; import { y } from "./b.ts"; import fs from "node:fs";',
    },
    {
      "src/stats/a.ts":
        '// import { x } from "../train/index.ts";\nconst text = `import { x } from "../train/index.ts";`;',
    },
    { "src/evaluate/a.test.ts": 'import { x } from "../sim/index.ts";' },
    {
      "src/presets.ts": 'import { x } from "./backends/index.ts";',
      "src/cli/a.ts": 'import { y } from "../presets.ts";',
    },
  ],
};
