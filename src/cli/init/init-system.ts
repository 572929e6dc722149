import { join, relative, resolve } from "node:path";
import {
  type Contract,
  diffContracts,
  inferContract,
  type Note,
  type Proposal,
  writeContract,
} from "../../data/index.ts";
import { proposeSystem, type SystemProposal, systemName, type Warning, writeSystem } from "../../system/index.ts";
import type { CommandResult, Invocation } from "../calling/command.ts";
import { checkFolder, readContract, readText, writeNew } from "../loading/system-files.ts";
import { type DataPlace, placeOf, readPlace } from "./data-place.ts";
import { type InitView, initDocument } from "./init-view.ts";

/** What may be said of the data. */
export interface InitOptions {
  readonly label: string;
  readonly positive: string | undefined;
  readonly entity: string | undefined;
  readonly time: string | undefined;
  readonly columns: readonly string[] | undefined;
  readonly noHeader: boolean;
  readonly connection: string;
  readonly name: string | undefined;
  readonly out: string | undefined;
}

type Around = Pick<Invocation, "cwd" | "directory" | "env" | "backends" | "progress" | "signal">;

/** Proposes a contract and a system from a data file or a table, and writes what is not there yet. Ends with 1 when a file differs. */
export async function initSystem(data: string, options: InitOptions, around: Around): Promise<CommandResult> {
  const place = placeOf(data, around.cwd);
  const name = systemName(options.name ?? place.name);
  const folder = resolve(around.cwd, options.out ?? name);
  await checkFolder(folder);
  const found = await propose({ ...place, name, folder }, options, around);
  const paths = { contract: join(folder, "contract.mts"), system: join(folder, "system.mts") };
  const changes = await contractChanges(paths.contract, found.contract, around.cwd);
  const systemText = writeSystem(found.proposal);
  const before = await readText(paths.system);
  const isOther = before !== undefined && before !== systemText;
  around.signal.throwIfAborted();
  const written =
    changes.length > 0 || isOther
      ? []
      : await writeNew([
          [paths.contract, writeContract(found.contract)],
          [paths.system, systemText],
        ]);
  const shown = (path: string): string => relative(around.cwd, path) || path;
  const view: InitView = {
    proposal: found.proposal,
    rows: found.rows,
    warnings: found.warnings,
    contractFile: shown(paths.contract),
    systemFile: shown(paths.system),
    written: written.map(shown),
    changes,
    systemDiffers: isOther,
  };
  return { exit: changes.length > 0 || isOther ? 1 : 0, json: jsonOf(view), document: initDocument(view) };
}

interface Place extends DataPlace {
  readonly folder: string;
}

interface Found {
  readonly contract: Proposal;
  readonly proposal: SystemProposal;
  readonly rows: number;
  readonly warnings: readonly Warning[];
}

async function propose(place: Place, options: InitOptions, around: Around): Promise<Found> {
  const { name, folder, title } = place;
  const { label } = options;
  const reading = around.progress.step(`Reading ${title}`);
  const { raw, source, warnings } = await readPlace(place, { ...options, folder }, around);
  reading.done(`${raw.rows.toLocaleString("en")} rows`);
  around.signal.throwIfAborted();
  const thinking = around.progress.step("Proposing a contract and a system");
  const inferred = inferContract(raw, { label });
  const contract = { ...inferred, notes: inferred.notes.flatMap(onOneLine) };
  const proposal = proposeSystem({ ...options, raw, contract: contract.contract, source, name });
  thinking.done();
  // Why something was proposed stands in the file; here is what a person must look at.
  const notes = contract.notes.filter(({ reason }) => reason !== true).map(({ field, text }) => note(field, text));
  return { contract, proposal, rows: raw.rows, warnings: [...warnings, ...proposal.warnings, ...notes] };
}

/** Notes become comments in a file, which a line end in a column's name or value would end. */
function onOneLine({ field, text, ...rest }: Note): readonly Note[] {
  const LINE_END = /[\r\n\u2028\u2029]+/;
  if (field !== undefined && LINE_END.test(field)) return [];
  return [{ ...rest, ...(field === undefined ? {} : { field }), text: text.split(LINE_END).join(" ") }];
}

function note(field: string | undefined, text: string): Warning {
  const words = field === undefined ? text.charAt(0).toUpperCase() + text.slice(1) : `\`${field}\` ${text}`;
  return { code: "contract.note", message: `${words}.` };
}

/** What a contract that is already there would have to change, in words. */
async function contractChanges(path: string, { contract }: Proposal, cwd: string): Promise<readonly string[]> {
  const now: Contract | undefined = await readContract(path, cwd);
  if (now === undefined) return [];
  return diffContracts(now, contract).map(({ change, name, words }) => `\`${name}\` ${change}: ${words}`);
}

function jsonOf({ systemFile, contractFile, written, changes, warnings, proposal }: InitView): unknown {
  const { name, label, entity = null, time = null, outcome, rule, features, slices } = proposal;
  return {
    system: systemFile,
    contract: contractFile,
    written,
    changes,
    warnings,
    proposal: {
      name,
      label,
      entity,
      time,
      positive: outcome.meaning,
      rule: rule.source,
      features: features.map((feature) => feature.name),
      slices,
    },
  };
}
