import { isAlidadeError } from "../../kernel/index.ts";
import { modelUnknown, type Registry, wordRecalibrated } from "../../registry/index.ts";

/** A sentence on each of these models that was recalibrated and not trained; none on one that the registry does not know. */
export async function recalibratedAmong(ids: readonly string[], registry: Registry): Promise<readonly string[]> {
  const words = await Promise.all([...new Set(ids)].map((id) => wordOne(id, registry)));
  return words.flatMap((word) => (word === undefined ? [] : [`${word}.`]));
}

async function wordOne(id: string, registry: Registry): Promise<string | undefined> {
  try {
    return wordRecalibrated(await registry.findModel(id));
  } catch (thrown) {
    if (isAlidadeError(thrown, modelUnknown.code)) return undefined;
    throw thrown;
  }
}
