import type { Decider, Online } from "../decide/index.ts";
import type { DecisionRecord } from "../records/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { Refresher } from "./refresher.ts";
import type { StoreHealth } from "./store-health.ts";

/** Everything that the routes answer from. */
export interface Desk {
  readonly decider: Decider;
  readonly systems: readonly SystemDefinition[];
  /** Takes events in; absent where nobody does. */
  readonly online?: Pick<Online, "push" | "facts"> | undefined;
  findDecision(id: string): Promise<DecisionRecord | undefined>;
  readonly refresher: Refresher;
  readonly stored: StoreHealth;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Version of the package, for the document of the interface. */
  readonly version: string;
}
