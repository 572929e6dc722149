import type { Journal, OnlineValues } from "../../store/index.ts";
import type { OnlineClock } from "./online-clock.ts";
import type { OnlinePlan } from "./online-plan.ts";

/** What a view works with. */
export interface ViewDeps {
  /** Name of the system. */
  readonly system: string;
  readonly plan: OnlinePlan;
  readonly values: OnlineValues;
  readonly journal: Pick<Journal, "read">;
  readonly clock: OnlineClock;
  /** Bytes of memory, about, for the states and the answers of entities. Default 128 MiB. */
  readonly memory?: number | undefined;
  /** Events in memory after which they are written, about. Default 50,000. */
  readonly keepAfter?: number | undefined;
  /** Is told when the view can no longer be read or written, and with undefined when it can again. Default: nobody. */
  readonly failed?: ((thrown: unknown) => void) | undefined;
}
