import type { Online } from "../../decide/index.ts";
import { messageOf } from "../../kernel/index.ts";
import { monitoredMetrics } from "../control/monitored-metrics.ts";
import { watchMetrics } from "../control/watch-metrics.ts";
import { changeWeights, readWeights, undoWeights } from "../control/weights-handler.ts";
import { type Office, readyOf } from "../one-desk.ts";
import { onlineMetrics } from "../online-metrics.ts";
import { processMetrics } from "../telemetry/process-metrics.ts";
import type { Whole } from "../whole.ts";
import type { CrewCounts } from "./crew-counts.ts";
import type { ThreadReadiness } from "./duties.ts";
import type { Member } from "./member.ts";
import { writeExposition } from "./merge-metrics.ts";

export interface CrewParts {
  /** Those that serve. */
  readonly members: readonly Member[];
  /** How many there should be. */
  readonly size: number;
  /** How many have died since the start. */
  readonly deaths: () => number;
  readonly counts: CrewCounts;
  /** Where windows over streams are kept; undefined where none are. */
  readonly online: Pick<Online, "facts"> | undefined;
}

/** A thread that takes longer to say how it is does not answer anybody. */
const PATIENCE_MS = 5_000;

/** What is answered for all serving threads. */
export function wholeOfCrew(parts: CrewParts, office: Office): Whole {
  return {
    metrics: async () =>
      writeExposition(await parts.counts.metrics()) +
      processMetrics() +
      onlineMetrics(parts.online?.facts() ?? []) +
      watchMetrics(await parts.counts.watched()) +
      monitoredMetrics((await office.manage?.monitored?.()) ?? []) +
      threadMetrics(parts),
    ready: async () => {
      const { members, size } = parts;
      const said = await Promise.all(members.map(readiness));
      const why = members.length === 0 ? "no serving thread runs" : said.find((one) => one.unready !== null)?.unready;
      const remarks = new Set(said.flatMap((one) => one.remarks));
      const ready = readyOf(office, { unready: typeof why === "string" ? { why } : undefined, remarks: [...remarks] });
      const missing = size - members.length;
      const remark = `${missing} of ${size} serving threads ${missing === 1 ? "is" : "are"} being replaced`;
      return missing <= 0 ? ready : { ...ready, remarks: [...(ready.remarks ?? []), remark] };
    },
    readWeights: (call) => readWeights(office, call),
    changeWeights: (call) => changeWeights(office, call),
    undoWeights: (call) => undoWeights(office, call),
  };
}

async function readiness(member: Member): Promise<ThreadReadiness> {
  return await member
    .ask("ready", null, PATIENCE_MS)
    .catch((thrown: unknown) => ({ unready: messageOf(thrown), remarks: [] }));
}

function threadMetrics({ members, deaths }: CrewParts): string {
  return [
    "# HELP alidade_serving_threads Threads that answer.",
    "# TYPE alidade_serving_threads gauge",
    `alidade_serving_threads ${members.length}`,
    "# HELP alidade_serving_thread_deaths_total Threads that ended without being told to, each of which was replaced.",
    "# TYPE alidade_serving_thread_deaths_total counter",
    `alidade_serving_thread_deaths_total ${deaths()}`,
    "",
  ].join("\n");
}
