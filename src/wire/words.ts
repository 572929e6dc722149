import { z } from "zod";

/** Text of 1 to `max` UTF-16 units, with one sentence for every way to miss that. */
export function boundedText(max: number): z.ZodString {
  const words = `must be a text of 1 to ${max} characters.`;
  return z.string(words).min(1, words).max(max, words);
}

/** An object with exactly these members; a stray one is told which there are. */
export function body<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  const members = Object.keys(shape)
    .map((name) => `\`${name}\``)
    .join(", ");
  return z.strictObject(shape, {
    error: ({ code }) => (code === "unrecognized_keys" ? `does not belong here; there are ${members}.` : BODY),
  });
}

const BODY = "must be a JSON object.";
