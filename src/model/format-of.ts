import { formats } from "./_catalogue.ts";
import { modelFormatUnknown } from "./errors.ts";
import type { ModelFormat } from "./model.ts";

/** The format of that name. Throws `model.format-unknown`. */
export function formatOf(name: string): ModelFormat<unknown> {
  if (Object.hasOwn(formats, name)) return formats[name as keyof typeof formats];
  throw modelFormatUnknown({ format: name, known: Object.keys(formats) });
}
