import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type CsvOptions, csv, inferContract, writeContract } from "../../data/index.ts";
import { fileReader } from "../../presets.ts";
import { proposeSystem, type SystemProposal } from "./propose.ts";
import { writeSystem } from "./write-system.ts";

const shelf = fileURLToPath(new URL("../../../../shared/data/", import.meta.url));

/** A public data set, and what is asked of it. */
export interface RealCase {
  readonly file: string;
  readonly label: string;
  readonly options: CsvOptions;
  /** What is to be proposed. */
  readonly entity?: string;
  readonly time?: string;
  readonly outcome: string;
}

const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => `c${i + 1}`);

export const REAL_CASES: readonly RealCase[] = [
  {
    file: "adult/adult.data.gz",
    label: "c15",
    options: { header: false, trim: true, columns: numbered(15) },
    outcome: 'r.c15.equals(">50K")',
  },
  {
    file: "bike_sharing/day.csv",
    label: "cnt",
    options: {},
    entity: "instant",
    time: "dteday",
    outcome: "r.cnt",
  },
  {
    file: "electricity/elecNormNew.csv.gz",
    label: "c9",
    options: { header: false, columns: numbered(9) },
    outcome: 'r.c9.equals("UP")',
  },
  { file: "hillstrom/hillstrom.csv.gz", label: "visit", options: {}, outcome: "r.visit" },
  {
    file: "diabetes130/diabetic_data.csv.gz",
    label: "readmitted",
    options: {},
    entity: "patient_nbr",
    outcome: "r.readmitted",
  },
];

/** Whether the data set is on this machine. */
export function isPresent({ file }: RealCase): boolean {
  return existsSync(join(shelf, file));
}

export interface RealProposal {
  readonly proposal: SystemProposal;
  readonly contractText: string;
  readonly systemText: string;
}

/** Reads a data set and proposes from it. */
export async function proposeReal({ file, label, options }: RealCase): Promise<RealProposal> {
  const ref = csv(basename(file), options);
  const read = fileReader({ from: shelf, override: join(shelf, file), cache: join(shelf, "none") });
  const raw = await read(ref);
  const contract = inferContract(raw, { label });
  const proposal = proposeSystem({ raw, contract: contract.contract, label, source: ref, name: "real" });
  return { proposal, contractText: writeContract(contract), systemText: writeSystem(proposal) };
}

/** A proposed system file with its example objective stated as its comments say; with an effect where acting changes the outcome. */
export function stateExample(systemText: string, changedByActing: boolean): string {
  const stated = systemText
    .replace(/^ {2}objective: unstated(Answers)?\(.*\n/m, "")
    .replaceAll(/^ {2}\/\/ {3}/gm, "  ")
    .replace(/, unstated(Answers)?(,| })/, ", moneySaved$2");
  if (!changedByActing) return stated;
  return stated
    .replace("// effect: assumed", "effect: assumed")
    .replace("changedByActing: false", "changedByActing: true")
    .replace("{ actIf, ", "{ actIf, assumed, ");
}
