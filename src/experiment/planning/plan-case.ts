import type { Insufficient } from "../../kernel/index.ts";
import type { HistoryFacts } from "./history-facts.ts";
import type { Outlook, OutlookQuestion } from "./outlook.ts";
import type { Saturation } from "./saturation.ts";

/** A plan as it is told: what was asked, what it rests on, and what came out. Plain data. */
export interface PlannedComparison {
  readonly system: string;
  readonly currency: string;
  readonly question: Required<Pick<OutlookQuestion, "lift" | "treatments" | "traffic" | "power" | "alpha">>;
  /** Where spread and traffic come from. */
  readonly basis: "measured" | "assumed";
  /** What the journal says; null where it says nothing. */
  readonly history: HistoryFacts | null;
  readonly sdPerUnit: number | Insufficient;
  readonly unitsPerDay: number | Insufficient;
  /** Null where nobody named two releases, or no decisions were logged. */
  readonly saturation: Saturation | null;
  readonly outlook: Outlook | Insufficient;
}
