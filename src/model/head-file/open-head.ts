import { type Row, rowEnforcer } from "../../data/index.ts";
import { evaluateRow } from "../../features/index.ts";
import type { Model } from "../model.ts";
import { scoreRow } from "../score.ts";
import { decodeHead, type PortableHead } from "./head-file.ts";

/** A head that is ready to be asked. */
export interface OpenHead {
  readonly system: string;
  readonly head: string;
  /** Id of the model's version. */
  readonly id: string;
  readonly model: Model;
  /** What the model is given, by feature. Throws `data.given-wrong-type` where a field has a value of another type. */
  features(given: object): Row;
  /**
   * What a decision has under `heads`: one number, or a number for each class or label. What is not given is missing.
   * Throws as `features` does.
   */
  score(given: object): number | Readonly<Record<string, number>>;
}

/**
 * Opens a file that `alidade models export --to browser` wrote. Throws `model.head-unreadable`, `model.version-newer`.
 *
 * @example
 * const risk = openHead(await (await fetch("risk.json")).text());
 * risk.score({ visits: 3 });
 */
export function openHead(text: string): OpenHead {
  const { system, head, id, model, reading } = decodeHead(text);
  const features = featuresOf(reading);
  const { classes } = model.signature;
  return {
    system,
    head,
    id,
    model,
    features,
    score: (given) => {
      const outputs = scoreRow(model, features(given));
      if (classes.length === 0) return outputs[0] ?? Number.NaN;
      return Object.fromEntries(classes.map((name, k) => [name, outputs[k] ?? Number.NaN]));
    },
  };
}

function featuresOf(reading: PortableHead["reading"]): OpenHead["features"] {
  if (reading === undefined) return (given) => given as Row;
  const enforce = rowEnforcer(reading.contract);
  return (given) => evaluateRow(reading.features, enforce(given).row);
}
