import type { Insufficient } from "../../kernel/index.ts";
import type { HistoryFacts } from "./history-facts.ts";
import type { Outlook, OutlookQuestion } from "./outlook.ts";
import type { Saturation } from "./saturation.ts";
import type { WatchedOutlook } from "./watched-outlook.ts";

/** What adjusting by each unit's past would save. Deng, Xu, Kohavi, Walker. WSDM 2013: the variance falls by the squared correlation. */
export interface CupedGain {
  /** What is left of the variance: 1 − correlation². */
  readonly variance: number;
  /** Share of the units that had been decided for in the days before. */
  readonly known: number;
}

/** A plan as it is told: what was asked, what it rests on, and what came out. Plain data. */
export interface PlannedComparison {
  readonly system: string;
  readonly currency: string;
  readonly question: Required<Pick<OutlookQuestion, "lift" | "treatments" | "traffic" | "power" | "alpha">>;
  /** Where spread and traffic come from. */
  readonly basis: "measured" | "assumed";
  /** What the journal says; null where it says nothing. */
  readonly history: HistoryFacts | null;
  readonly cuped: CupedGain | Insufficient;
  /** What the objective watches beside the money. */
  readonly watched: readonly WatchedOutlook[];
  readonly sdPerUnit: number | Insufficient;
  readonly unitsPerDay: number | Insufficient;
  /** Null where nobody named two releases, or no decisions were logged. */
  readonly saturation: Saturation | null;
  readonly outlook: Outlook | Insufficient;
}
