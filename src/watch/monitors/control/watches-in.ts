import type { Instant } from "../../../kernel/index.ts";
import type { About, PartKind } from "../monitor.ts";
import type { Control } from "./control.ts";
import { waited } from "./detector.ts";

/** One thing that a monitor watches of one part, and how that stands. */
export interface WatchedThing {
  readonly monitor: string;
  readonly kind: string;
  readonly about: About;
  readonly isAlarmed: boolean;
  /** How near an alarm it is: 1 brings one. 0 while it is in alarm, because nothing more is gathered then. */
  readonly nearness: number;
  /** When it was read last. */
  readonly at: Instant;
}

/** All that is watched, by monitor; `quietMs` is the mean time for which a quiet system is to stay without an alarm. */
export function watchesIn(control: Control, quietMs: number): readonly WatchedThing[] {
  return Object.entries(control).map(([key, { detectors, lastWrong, at }]) => {
    const [monitor = "", kind = "", part = "", ...name] = key.split(" ");
    const gathered = [detectors.period, detectors.day].map((one) => (one === undefined ? 0 : waited(one)));
    return {
      ...{ monitor, kind, about: { part: part as PartKind, name: name.join(" ") } },
      ...{ isAlarmed: lastWrong !== null, nearness: Math.min(1, Math.max(...gathered) / quietMs), at },
    };
  });
}
