/** `node curve-child.ts profile|compare|hold <file> [<file>]`: one piece of work on files of any length, in a process of its own; prints its seconds. */
import { stat } from "node:fs/promises";
import { source } from "../../src/backends/source-parquet.ts";
import { compareProfiles, drifted, inferContract, inspect, snapshotOf } from "../../src/data/index.ts";
import { profileFile } from "../../src/presets.ts";

const [what = "", before = "", after = ""] = process.argv.slice(2);

/** What training does first: all rows read, judged, and made a snapshot of. */
async function hold(): Promise<number> {
  const raw = await source.read({}, { file: before });
  const { contract } = inferContract(raw);
  return snapshotOf(inspect(raw, contract), contract).rows;
}

async function compare(): Promise<number> {
  const [was, is] = [await profileFile(before, { label: "label" }), await profileFile(after, { label: "label" })];
  return drifted(compareProfiles(was.profile, is.profile)).length;
}

const started = performance.now();
const found =
  what === "hold"
    ? await hold()
    : what === "compare"
      ? await compare()
      : (await profileFile(before, { label: "label" })).profile.rows;
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ seconds, found, bytes: (await stat(before)).size }));
