import type { Refresher } from "../decide/index.ts";
import { messageOf } from "../kernel/index.ts";
import type { Ready } from "../wire/index.ts";
import { modelMetrics } from "./control/model-metrics.ts";
import { monitoredMetrics } from "./control/monitored-metrics.ts";
import { watchMetrics } from "./control/watch-metrics.ts";
import { changeWeights, readWeights, undoWeights, type WeightsRoom } from "./control/weights-handler.ts";
import type { Desk } from "./desk.ts";
import { notReady } from "./errors.ts";
import { onlineMetrics } from "./online-metrics.ts";
import { loadMetrics } from "./telemetry/load-metrics.ts";
import { processMetrics } from "./telemetry/process-metrics.ts";
import type { Whole } from "./whole.ts";

/** A desk by itself. */
export type OwnDesk = Omit<Desk, "whole">;

/** Whoever takes changes up for a server, and makes them. */
export interface Office extends WeightsRoom {
  readonly refresher: Refresher;
}

/** A server of one desk. */
export function wholeOf(desk: OwnDesk, office: Office): Whole {
  return {
    metrics: async () =>
      ownMetrics(desk) +
      processMetrics() +
      watchMetrics((await office.manage?.watching?.all()) ?? []) +
      monitoredMetrics((await office.manage?.monitored?.()) ?? []),
    ready: async () => readyOf(office, await readinessOf(desk)),
    readWeights: (call) => readWeights(office, call),
    changeWeights: (call) => changeWeights(office, call),
    undoWeights: (call) => undoWeights(office, call),
  };
}

/** What one desk has counted, but for what its arms and shadows did. */
export function ownMetrics({ metrics, entrance, online, decider }: OwnDesk): string {
  return metrics.text() + loadMetrics(entrance.load) + onlineMetrics(online?.facts() ?? []) + modelMetrics(decider);
}

/** Why a desk is not ready. */
export interface Unready {
  readonly why: string;
  readonly cause?: unknown;
}

/** How one desk is. */
export interface Readiness {
  /** Why it cannot make and store decisions; undefined when it can. */
  readonly unready: Unready | undefined;
  /** What is not as it should be, and keeps no decision from being answered. */
  readonly remarks: readonly string[];
}

/** Whether one desk can make decisions, and store them where that is asked of it. */
export async function readinessOf(desk: OwnDesk): Promise<Readiness> {
  const { systems, decider, stored, entrance } = desk;
  const not = (why: string, cause?: unknown): Readiness => ({ unready: { why, cause }, remarks: [] });
  if (entrance.isDraining()) return not("the server is draining, to stop");
  const cause = stored.failure();
  if (cause !== undefined) return not(messageOf(cause), cause);
  const idle = systems.filter(({ name }) => decider.serving(name) === undefined);
  if (idle.length > 0) return not(`nothing to serve for ${idle.map(({ name }) => name).join(", ")}`);
  const unread = await desk.findDecision("readiness").then(() => undefined, asCaught);
  if (unread !== undefined && !stored.forgives(unread.thrown)) return not(messageOf(unread.thrown), unread.thrown);
  const remark = stored.remark() ?? (unread === undefined ? undefined : messageOf(unread.thrown));
  return { unready: undefined, remarks: remark === undefined ? [] : [remark] };
}

function asCaught(thrown: unknown): { readonly thrown: unknown } {
  return { thrown };
}

/** The answer on whether a server is ready. Throws `server.not-ready`. */
export function readyOf({ refresher, systems }: Office, { unready, remarks }: Readiness): Ready {
  if (unready !== undefined) throw notReady({ why: unready.why }, unready.cause);
  const failure = refresher.failure();
  if (failure !== undefined) throw notReady({ why: messageOf(failure) }, failure);
  const refused = refresher.refused();
  const all = [...remarks, ...(refused === undefined ? [] : [refused.message])];
  return { status: "ready", systems: systems.map(({ name }) => name), ...(all.length === 0 ? {} : { remarks: all }) };
}
