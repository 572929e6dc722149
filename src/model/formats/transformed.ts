import { applyFrozen, type Frozen, frozenRow, readFrozen } from "../../features/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import { modelCorrupt } from "../errors.ts";
import { defineFormat, type Model, type ModelFormat, type Signature } from "../model.ts";
import { readRecord } from "../shape.ts";
import { outputsOf } from "../signature.ts";
import type { TransformedBody } from "../transformed/body.ts";
import { originsOf } from "../transformed/feature-of.ts";

/** A model with the transforms that were fitted beside it: it is given what a row says, and makes of it what it learned from. */
export const transformed: ModelFormat<TransformedBody> = defineFormat<TransformedBody>({
  name: "transformed",
  version: 1,
  scoreRaw: ({ body: { frozen, model } }, table, scorePart) => scorePart(model, applyFrozen(frozen, table)),
  rowScorer({ body: { frozen, model } }, scorerOf) {
    const made = frozenRow(frozen);
    const score = scorerOf(model);
    return (row, out) => score(made(row), out);
  },
  encode: ({ frozen: { steps, outputs }, model }, encodePart) => ({ steps, outputs, model: encodePart(model) }),
  decode(data, { signature }, decodePart) {
    const parts = readRecord(data, "the body");
    const frozen = frozenOf(parts, signature);
    const model = decodePart(parts.model);
    requireFit(model, frozen, signature);
    return { frozen, model };
  },
  importance({ signature, body: { frozen, model } }, importanceOf) {
    const shares = new Map(signature.features.map(({ name }) => [name, 0]));
    const origins = originsOf(frozen);
    for (const [name, share] of Object.entries(importanceOf(model))) {
      const inputs = origins.get(name)?.inputs ?? [];
      for (const input of inputs) shares.set(input, (shares.get(input) ?? 0) + share / inputs.length);
    }
    return Object.fromEntries(shares);
  },
});

function frozenOf(parts: Readonly<Record<string, unknown>>, { features }: Signature): Frozen {
  try {
    return readFrozen(parts, Object.fromEntries(features.map(({ name, kind }) => [name, kind])));
  } catch (thrown) {
    if (!isAlidadeError(thrown, "features.frozen-unreadable")) throw thrown;
    throw modelCorrupt({ what: "its transforms cannot be read" }, thrown);
  }
}

/** What the transforms make is what the inner model reads, and it answers what the whole is asked. */
function requireFit(model: Model, frozen: Frozen, signature: Signature): void {
  const { task, classes } = model.signature;
  const isSameTask = task === signature.task && outputsOf(model.signature) === outputsOf(signature);
  if (!isSameTask || classes.some((name, k) => name !== signature.classes[k]))
    throw modelCorrupt({ what: "the model behind the transforms answers something else" });
  const made = originsOf(frozen);
  const lacking = model.signature.features.find(({ name }) => !made.has(name));
  if (lacking !== undefined)
    throw modelCorrupt({ what: `the transforms do not make the feature ${JSON.stringify(lacking.name)}` });
}
