import { type EstimatedJson, estimated } from "../json-values.ts";
import type { FramingRace, RacedFraming } from "./race.ts";
import { choiceSentence } from "./report.ts";

/** A framing for programs. */
export interface RacedFramingJson
  extends Omit<RacedFraming, "perDecision" | "overDeclared" | "overRule" | "onNewClasses"> {
  readonly perDecision: EstimatedJson;
  readonly overDeclared: EstimatedJson | null;
  readonly overRule: EstimatedJson;
  readonly onNewClasses: EstimatedJson | null;
}

/** The race for programs: everything that the section says. */
export interface FramingRaceJson extends Omit<FramingRace, "framings" | "choice"> {
  readonly sentence: string;
  readonly framings: readonly RacedFramingJson[];
  readonly choice: Omit<FramingRace["choice"], "closest"> & {
    readonly closest: { readonly first: string; readonly name: string; readonly gain: EstimatedJson } | null;
  };
}

/** Turns a race into plain JSON; what could not be computed says why. */
export function framingJson(race: FramingRace): FramingRaceJson {
  const { closest } = race.choice;
  const orNull = (found: RacedFraming["overDeclared"]): EstimatedJson | null =>
    found === null ? null : estimated(found);
  return {
    ...race,
    sentence: race.refused ?? choiceSentence(race),
    choice: { ...race.choice, closest: closest === null ? null : { ...closest, gain: estimated(closest.gain) } },
    framings: race.framings.map((one) => ({
      ...one,
      perDecision: estimated(one.perDecision),
      overDeclared: orNull(one.overDeclared),
      overRule: estimated(one.overRule),
      onNewClasses: orNull(one.onNewClasses),
    })),
  };
}
