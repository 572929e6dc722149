import type { Instant } from "../../kernel/index.ts";
import type { Allocation } from "../allocations.ts";
import type { HistoryEvent } from "../history.ts";
import type { Release } from "../releases.ts";
import type { TrafficPlan } from "../traffic.ts";
import type { Proof } from "./proof.ts";

/** The first time that something was reached. */
export interface Milestone {
  readonly name: "first model" | "first champion" | "first experiment" | "first proof";
  /** When; null while it is still to come. */
  readonly at: Instant | null;
  readonly by: string | null;
  readonly words: string;
}

/** What milestones are read from. */
export interface MilestoneCase {
  readonly events: readonly HistoryEvent[];
  readonly plans: readonly TrafficPlan[];
  readonly releases: readonly Release[];
  readonly proofs: readonly Proof[];
}

/** The milestones of a system, reached or to come, in their order. */
export function milestonesOf({ events, plans, releases, proofs }: MilestoneCase): readonly Milestone[] {
  const model = events.find(({ what }) => what === "model.registered");
  const models = new Set(releases.flatMap(({ id, kind }) => (kind === "model" ? [id] : [])));
  const serves = ({ purpose, release }: Allocation): boolean =>
    (purpose === "champion" || purpose === "unproven") && models.has(release);
  const plan = plans.find(({ allocations }) => allocations.some(serves));
  const champion = plan?.allocations.find(serves);
  const took = `\`${champion?.release}\` took over${champion?.purpose === "unproven" ? ", unproven" : ""}`;
  const experiment = events.find(({ what }) => what === "experiment.started");
  const [proof] = [...proofs].sort((one, other) => one.at - other.at);
  return [
    reached("first model", model, { words: `\`${model?.subject}\` was registered`, open: "No model was trained yet" }),
    reached("first champion", plan, { words: took, open: "No model serves as champion yet" }),
    reached("first experiment", experiment, {
      words: `\`${experiment?.subject}\` was started`,
      open: "Nothing was tried at random yet",
    }),
    reached("first proof", proof, { words: proof?.words ?? "", open: "No experiment has proved a gain yet" }),
  ];
}

function reached(
  name: Milestone["name"],
  found: { readonly at: Instant; readonly by: string } | undefined,
  { words, open }: { readonly words: string; readonly open: string },
): Milestone {
  return found === undefined ? { name, at: null, by: null, words: open } : { name, at: found.at, by: found.by, words };
}
