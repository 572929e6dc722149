import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Says that the folder is the demo's own, and while a demo uses it, which process that is. */
const MARKER = ".newsfeed-demo";
/** The system, beside its data: every command of `alidade` works in this folder. */
const SYSTEM = ["system.mts", "contract.mts"] as const;
const REPORTS = ["assessment.html", "model.html", "experiment.html"] as const;
/** Everything that a demo makes; nothing else is ever deleted. */
const MADE = ["state", "history.csv", ...SYSTEM, ...REPORTS] as const;

/** The folder of a demo. */
export interface Home {
  readonly folder: string;
  /** State directory of the product. */
  readonly state: string;
  readonly history: string;
  readonly reports: { readonly assessment: string; readonly model: string; readonly experiment: string };
  /** Leaves what was made, for a look at it, and the folder free for the next demo. */
  release(): Promise<void>;
}

/** A reason not to begin, worded for whoever started the demo. */
export class Refused extends Error {}

/** Takes a folder that is empty, or that an earlier demo made, and clears away what that one left. */
export async function openHome(path: string): Promise<Home> {
  const folder = resolve(path);
  await mkdir(folder, { recursive: true });
  const marker = join(folder, MARKER);
  await refuseForeign(folder);
  await refuseBusy(folder, marker);
  await writeFile(marker, String(process.pid));
  for (const name of MADE) await rm(join(folder, name), { recursive: true, force: true });
  for (const name of SYSTEM) await copyFile(fileURLToPath(new URL(`../${name}`, import.meta.url)), join(folder, name));
  const inside = (name: (typeof MADE)[number]): string => join(folder, name);
  return {
    folder,
    state: inside("state"),
    history: inside("history.csv"),
    reports: {
      assessment: inside("assessment.html"),
      model: inside("model.html"),
      experiment: inside("experiment.html"),
    },
    release: () => writeFile(marker, ""),
  };
}

async function refuseForeign(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length === 0 || names.includes(MARKER)) return;
  throw new Refused(`${folder} holds other things. Give the demo a folder of its own: npm start -- --dir <folder>`);
}

async function refuseBusy(folder: string, marker: string): Promise<void> {
  const pid = Number(await readFile(marker, "utf8").catch(() => ""));
  if (!(pid > 0) || pid === process.pid || !isAlive(pid)) return;
  throw new Refused(
    `Process ${pid} is running the demo in ${folder}. Stop it (Ctrl-C), or use another folder: npm start -- --dir <folder>`,
  );
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // Nobody there, or somebody else's: then it is no demo of ours.
    return false;
  }
}
