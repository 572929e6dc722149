import { type Contract, contractId, type Enforced, inspect } from "../../data/index.ts";
import { isAlidadeError, known } from "../../kernel/index.ts";
import type { Registry } from "../../registry/index.ts";
import { enforceSystem, isActing, type SystemDefinition } from "../../system/index.ts";
import type { AdequacyCase } from "../adequacy/adequacy-case.ts";
import { adequacyFindings } from "../adequacy/adequacy-findings.ts";
import { leakFindings } from "../adequacy/leak-findings.ts";
import { share as percent } from "../adequacy/words.ts";
import { type Dataset, datasetOf } from "../dataset/dataset.ts";
import { checkLearners } from "../fit/fit-heads.ts";
import { eventsIn, withEvents } from "../snapshot/events.ts";
import type { ReadSource } from "../snapshot/snapshot.ts";
import { counted } from "./counted.ts";
import type { Finding } from "./finding.ts";

export type { Finding } from "./finding.ts";

export interface CheckDeps {
  readonly read: ReadSource;
  /** Absent when nothing was registered yet. */
  readonly registry?: Registry;
  /** As of when, milliseconds since 1970: how old the data are is told only where it is given. */
  readonly now?: number;
  /** Handed the rows as they were judged, for whoever asks more of them. */
  onRows?(rows: Enforced): void;
}

/** Holds a system's file against its data and the registry, and changes nothing. Data that cannot be read at all throw. */
export async function checkAgainstData(
  system: SystemDefinition,
  { read, registry, now, onRows }: CheckDeps,
): Promise<readonly Finding[]> {
  const { rows, streams } = await enforceSystem(system, read, { now, judge: inspect });
  onRows?.(rows);
  const inspected = { ...rows, table: withEvents(system, rows.table, eventsIn(streams)) };
  const learners = attempt("learner", () => checkLearners(system), "Learners and parameters are known.");
  const dataset = datasetFinding(system, inspected);
  const drift = registry === undefined ? [] : await registryFindings(system, registry);
  return [
    ...contractFindings(system.contract, inspected),
    ...Object.entries(streams).flatMap(([name, found]) => streamFindings(name, system, found)),
    learners,
    dataset.finding,
    ...(dataset.dataset === null ? [] : leakFindings(system, dataset.dataset)),
    ...(dataset.dataset === null ? [] : fitness({ system, inspected, dataset: dataset.dataset, now })),
    ...drift,
  ];
}

/** What a stream's events come to, its name before each sentence. */
function streamFindings(name: string, { streams }: SystemDefinition, found: Enforced): readonly Finding[] {
  const findings = contractFindings(known(streams[name], `stream ${name}`).contract, found);
  return findings.map((finding) => ({ ...finding, message: `Stream \`${name}\`: ${finding.message}` }));
}

function contractFindings(
  contract: Contract,
  { table, quarantined, missing, excluded, bounds, remarks }: Enforced,
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
  const whole = bounds.map(({ what, message }): Finding => ({ code: `contract.${what}`, finding: "fail", message }));
  const odd = remarks.map((message): Finding => ({ code: "contract.remark", finding: "warning", message }));
  return [{ code: "contract.kept", finding: "ok", message: kept }, ...absent, ...whole, ...broken, ...odd];
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

/** A split that cannot be made is refused by training, in words of its own: it is a finding here. */
function fitness({
  now,
  ...all
}: Omit<AdequacyCase, "now"> & { readonly now: number | undefined }): readonly Finding[] {
  let found: readonly Finding[] = [];
  const done = attempt(
    "data.unfit",
    () => {
      found = adequacyFindings(now === undefined ? all : { ...all, now });
    },
    "",
  );
  return done.finding === "fail" ? [done] : found;
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
