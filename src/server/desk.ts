import type { Decider, Online } from "../decide/index.ts";
import type { DecisionRecord } from "../records/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import type { Entrance } from "./entrance.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { StoreHealth } from "./store-health.ts";
import type { Answered } from "./telemetry/answered.ts";
import type { Whole } from "./whole.ts";

/** Everything that the routes answer from. */
export interface Desk {
  readonly decider: Decider;
  readonly systems: readonly SystemDefinition[];
  readonly entrance: Entrance;
  /** Takes events in; absent where nobody does. */
  readonly online?: Pick<Online, "push" | "facts"> | undefined;
  findDecision(id: string): Promise<DecisionRecord | undefined>;
  readonly stored: StoreHealth;
  readonly metrics: Metrics;
  readonly answered: Pick<Answered, "count">;
  readonly log: Log;
  /** Version of the package, for the document of the interface. */
  readonly version: string;
  /** Answers what concerns the whole server. */
  readonly whole: Whole;
}
