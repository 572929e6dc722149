import { milliseconds } from "../../kernel/index.ts";
import type { SystemDefinition } from "../system.ts";
import { type Demand, demandOf } from "./demand.ts";

/** What is known of a system beyond its file. */
export interface KnownOf {
  /** Milliseconds since 1970. */
  readonly now?: number;
  /** When a model was last trained; null when none ever was. */
  readonly trainedAt?: number | null;
  /** Roles that the objective names as approvers and that have not signed it as it is. Absent: it was never kept like this. */
  readonly unsigned?: readonly string[];
}

/** What training anew, so often, demands. */
export function retrainDemands({ objective, time }: SystemDefinition, { now, trainedAt }: KnownOf): readonly Demand[] {
  const every = objective.stated ? objective.requirements?.retrain : undefined;
  if (every === undefined) return [];
  const rows = demandOf({
    word: "retrain",
    demand: "Each training is judged on rows that are newer than those it learned from.",
    found: time === undefined ? "No time is declared, so rows are split by chance." : `They are split by \`${time}\`.`,
    advice:
      time === undefined
        ? 'Name the field with the time of a row, where the data have one, as in `time: "admitted_at"`.'
        : undefined,
  });
  if (now === undefined || trainedAt === undefined) return [rows];
  return [rows, ageDemand(every, now, trainedAt)];
}

const DAY = 86_400_000;

function ageDemand(every: string, now: number, trainedAt: number | null): Demand {
  const days = trainedAt === null ? 0 : Math.floor((now - trainedAt) / DAY);
  const isDue = trainedAt !== null && now - trainedAt > milliseconds(every);
  return demandOf({
    word: "retrain",
    demand: `The newest model is no older than ${every}.`,
    found:
      trainedAt === null
        ? "None was trained yet."
        : days === 0
          ? "It was trained less than a day ago."
          : `It was trained ${days} ${days === 1 ? "day" : "days"} ago.`,
    advice: isDue ? "Run `alidade train`." : undefined,
  });
}

/** What keeping records so long demands. */
export function keepDemands({ objective, outcomes }: SystemDefinition): readonly Demand[] {
  const { keep, retrain } = (objective.stated ? objective.requirements : undefined) ?? {};
  const longest = Object.entries(outcomes)
    .map(([name, { within }]) => ({ name, within, ms: milliseconds(within) }))
    .reduce((one, other) => (other.ms > one.ms ? other : one), { name: "", within: "", ms: 0 });
  return [
    ...(keep?.decisions === undefined
      ? []
      : [
          demandOf({
            word: "keep",
            demand: "Decisions are kept until their outcomes are known.",
            found: `\`${longest.name}\` is known after ${longest.within}; decisions are kept ${keep.decisions}.`,
            advice:
              milliseconds(keep.decisions) >= longest.ms
                ? undefined
                : `Keep decisions for ${longest.within} at least, or their outcomes have nothing to belong to.`,
          }),
        ]),
    ...(keep?.snapshots === undefined || retrain === undefined
      ? []
      : [
          demandOf({
            word: "keep",
            demand: "What the serving model learned from is kept until the next one is trained.",
            found: `Snapshots are kept ${keep.snapshots}; a model serves ${retrain}.`,
            advice:
              milliseconds(keep.snapshots) >= milliseconds(retrain)
                ? undefined
                : `Keep snapshots for ${retrain} at least, or the serving model cannot be reproduced.`,
          }),
        ]),
  ];
}
