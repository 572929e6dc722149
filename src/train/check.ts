import { contractId, type Enforced, inspect } from "../data/index.ts";
import { isAlidadeError } from "../kernel/index.ts";
import type { Registry } from "../registry/index.ts";
import { isActing, type SystemDefinition } from "../system/index.ts";
import { counted } from "./counted.ts";
import { type Dataset, datasetOf } from "./dataset.ts";
import { checkLearners } from "./fit-heads.ts";
import type { ReadSource } from "./snapshot.ts";
import { leakWarnings } from "./warnings.ts";

/** One thing that was checked. */
export interface Finding {
  readonly code: string;
  readonly finding: "ok" | "warning" | "fail";
  readonly message: string;
}

export interface CheckDeps {
  readonly read: ReadSource;
  /** Absent when nothing was registered yet. */
  readonly registry?: Registry;
}

/** Holds a system's file against its data and the registry, and changes nothing. Data that cannot be read at all throw. */
export async function checkAgainstData(
  system: SystemDefinition,
  { read, registry }: CheckDeps,
): Promise<readonly Finding[]> {
  const inspected = inspect(await read(system.source), system.contract);
  const learners = attempt("learner", () => checkLearners(system), "Learners and parameters are known.");
  const dataset = datasetFinding(system, inspected);
  const drift = registry === undefined ? [] : await registryFindings(system, registry);
  return [
    ...contractFindings(system, inspected),
    learners,
    dataset.finding,
    ...leakFindings(system, dataset.dataset),
    ...drift,
  ];
}

function contractFindings(
  { contract }: SystemDefinition,
  { table, quarantined, missing, excluded }: Enforced,
): readonly Finding[] {
  const tooMany = quarantined.share > contract.quarantine.maxShare;
  const broken = quarantined.reasons.map(
    (reason): Finding => ({
      code: "contract.rows",
      finding: tooMany ? "fail" : "warning",
      message: asideWords(reason, tooMany ? ", more than the contract allows" : ""),
    }),
  );
  const absent = missing.map(
    ({ field, share, allowed }): Finding => ({
      code: "contract.missing",
      finding: "fail",
      message: `\`${field}\` is missing in ${percent(share)} of the rows; the contract allows ${percent(allowed)}.`,
    }),
  );
  const out = excluded.reduce((sum, { count }) => sum + count, 0);
  const kept = `${counted(table.rows, "row")} ${table.rows === 1 ? "keeps" : "keep"} the contract${out > 0 ? `; ${counted(out, "row")} ${out === 1 ? "is" : "are"} excluded by it` : ""}.`;
  return [{ code: "contract.kept", finding: "ok", message: kept }, ...absent, ...broken];
}

type Broken = Enforced["quarantined"]["reasons"][number];

/** `1 row is set aside: \`plan\` must be one of "basic", "pro"; got "gold" in row 5.` */
function asideWords({ field, demand, count, examples: [first] }: Broken, beyond: string): string {
  const where =
    first === undefined
      ? ""
      : `; got ${first.value === null ? "nothing" : JSON.stringify(first.value)} in row ${first.row.toLocaleString("en-US")}`;
  return `${counted(count, "row")} ${count === 1 ? "is" : "are"} set aside${beyond}: \`${field}\` must be ${demand}${where}.`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function attempt(code: string, work: () => void, ok: string): Finding {
  try {
    work();
    return { code, finding: "ok", message: ok };
  } catch (thrown) {
    if (!isAlidadeError(thrown)) throw thrown;
    return { code: thrown.code, finding: "fail", message: thrown.message };
  }
}

function datasetFinding(
  system: SystemDefinition,
  { table }: Enforced,
): { readonly finding: Finding; readonly dataset: Dataset | null } {
  let dataset: Dataset | null = null;
  const finding = attempt(
    "label",
    () => {
      dataset = datasetOf(system, table);
    },
    isActing(system)
      ? "The outcome can be read, and both of its sides occur."
      : "What answers are held against can be read, and differs between rows.",
  );
  return { finding, dataset };
}

function leakFindings(system: SystemDefinition, dataset: Dataset | null): readonly Finding[] {
  if (dataset === null) return [];
  const leaks = leakWarnings(system, dataset);
  if (leaks.length === 0)
    return [
      { code: "leak.none", finding: "ok", message: "No field knows more about the outcome than it plausibly can." },
    ];
  return leaks.map(({ code, message }) => ({ code, finding: "fail", message }));
}

/** Where the file and what is registered differ: legitimate, and good to know. */
async function registryFindings(system: SystemDefinition, registry: Registry): Promise<readonly Finding[]> {
  const weights = await registry.currentWeights(system.name);
  const moved = Object.entries(system.weights).flatMap(([head, { start, min, max }]): readonly Finding[] => {
    const value = weights?.values[head];
    if (value === undefined || value === start) return [];
    const outside = value < min || value > max;
    const message = `The weight of \`${head}\` is ${value} in the registry and starts at ${start} in the file${outside ? `, whose bounds are ${min} to ${max}` : ""}.`;
    return [{ code: "registry.weights", finding: outside ? "fail" : "warning", message }];
  });
  const models = await registry.models(system.name);
  const latest = models.at(-1);
  if (latest === undefined || latest.lineage.code.contract === contractId(system.contract)) return moved;
  return [
    ...moved,
    {
      code: "registry.contract",
      finding: "warning",
      message: `The contract has changed since ${latest.id} was trained.`,
    },
  ];
}
