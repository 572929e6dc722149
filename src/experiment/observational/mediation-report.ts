import { type Insufficient, isInsufficient, wordInsufficient } from "../../kernel/index.ts";
import { type Document, estimate, list, table, type Value } from "../../report/index.ts";
import type { ObservationalEstimate } from "../../stats/index.ts";
import type { Mediation } from "./mediation.ts";
import { signOf } from "./opposing.ts";
import { digits, OBSERVATIONAL_WARNING } from "./words.ts";

type Way = Mediation["direct"];

/** What is taken apart: names for a report. */
export interface MediationNames {
  readonly title: string;
  /** The metric. */
  readonly value: string;
}

/** By which ways a change moved a metric, in one sentence, its label first. */
export function mediationSentence({ pathways, direct, opposing }: Mediation, { value }: MediationNames): string {
  const label = "Observational (mediation), no proof:";
  const [first] = pathways;
  if (first === undefined || isInsufficient(first.effect))
    return `${label} ${wordInsufficient(first?.effect as Insufficient)}.`;
  const ways = pathways.map(({ name, effect }) => wordWay(`by way of “${name}”`, effect));
  const told = `${[...ways, wordWay("by no way that is named", direct)].join("; ")}.`;
  return opposing
    ? `${label} two ways pull ${value} against each other, so their sum would hide both: ${told}`
    : `${label} ${told}`;
}

function wordWay(way: string, effect: Way): string {
  if (isInsufficient(effect)) return `${way}: ${wordInsufficient(effect)}`;
  const { value, low, high } = effect;
  const sign = signOf(effect);
  if (sign < 0) return `${way} it seems to lower it, by ${digits(-value)} (${digits(-high)} to ${digits(-low)})`;
  return `${way} ${sign > 0 ? "it seems to raise it" : "no change is seen"}, by ${digits(value)} (${digits(low)} to ${digits(high)})`;
}

/** The report on an effect that was taken apart by what lies between. */
export function mediationReport(found: Mediation, names: MediationNames): Document {
  const cell = (effect: ObservationalEstimate | Insufficient): Value =>
    isInsufficient(effect) ? effect : estimate(effect, "number", { signed: true });
  return {
    title: names.title,
    subtitle: "Mediation; observational",
    verdict: { tone: "unknown", text: mediationSentence(found, names) },
    summary: [
      OBSERVATIONAL_WARNING.replace("who got the change", "what lies between"),
      "A third arm with one of the ways shut would settle it: `alidade experiment`.",
    ],
    sections: [
      {
        title: `By which way ${names.value} moved`,
        blocks: [
          table(
            ["By way of", { name: "observational", align: "right" }],
            [
              ...found.pathways.map(({ name, effect }): readonly Value[] => [name, cell(effect)]),
              ["none of these", cell(found.direct)],
            ],
          ),
        ],
      },
      { title: "What must be true for it to mean that", lead: "Nobody can test these.", blocks: [list(found.assumes)] },
    ],
  };
}
