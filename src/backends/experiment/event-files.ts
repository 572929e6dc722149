import type { EventsRequest, Metric } from "../../experiment/index.ts";
import type { Compute } from "../../store/index.ts";

/** The exposures and events of an experiment in two Parquet files, however long, and what is read from them. */
export interface EventFiles extends Omit<EventsRequest, "exposures" | "events"> {
  readonly experiment: string;
  /** Columns `unit`, `arm` and `at`: a time, or milliseconds since 1970. */
  readonly exposures: string;
  /** Columns `unit`, `name`, `at` and `value`. Rows without a unit, a time or a name that is asked for are passed over. */
  readonly events: string;
  /** As `defineMetrics` returned them, over the columns that events make. */
  readonly metrics: readonly Metric[];
  /** A folder that is there: rows wait in it, 24 bytes each, and are removed. */
  readonly scratch: string;
  readonly compute: Compute;
  /** Told how much is done, 0 to 1. */
  progress?(share: number): void;
}
