import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { z } from "zod";
import type { Design } from "../../experiment/index.ts";
import { defineError, type ErrorConstructor, isObject, messageOf } from "../../kernel/index.ts";
import { eventsSchema, type FromEvents, fromEvents } from "./from-events.ts";
import { type FromUnits, fromUnits, unitsSchema } from "./from-units.ts";
import { designOf } from "./stated.ts";

interface Fault {
  readonly file: string;
  /** The rest of a sentence. */
  readonly problem: string;
}

export const experimentFileInvalid: ErrorConstructor<Fault> = defineError("cli.input.experiment-file-invalid", {
  headline: "An experiment that cannot be read",
  message: ({ file, problem }: Fault) =>
    `${file} must be a JSON object that says where an experiment's units, or its exposures and events, lie and what to read; ${problem}.`,
  hint: () => '`docs/experiments.md` shows one, under "An experiment that ran elsewhere".',
});

/** An experiment whose data lie in files. */
export interface OutsideExperiment {
  /** Not yet checked. */
  readonly design: Design;
  readonly from: FromEvents | FromUnits;
  readonly currency: string;
  readonly unit: string | undefined;
}

/** Reads what a file says of an experiment. Throws `cli.input.experiment-file-invalid`. */
export async function readOutside(file: string, cwd: string): Promise<OutsideExperiment> {
  const given = await readFile(resolve(cwd, file), "utf8")
    .then((text): unknown => JSON.parse(text))
    .catch((thrown: unknown) => {
      throw experimentFileInvalid({ file, problem: messageOf(thrown) }, thrown);
    });
  if (isObject(given) && given.units !== undefined) {
    const asked = checked(unitsSchema.safeParse(given), file);
    return { design: designOf(asked), from: fromUnits(asked), currency: asked.currency, unit: asked.unit };
  }
  const asked = checked(eventsSchema.safeParse(given), file);
  return { design: designOf(asked), from: fromEvents(asked), currency: asked.currency, unit: asked.unit };
}

function checked<T>(parsed: z.ZodSafeParseResult<T>, file: string): T {
  if (parsed.success) return parsed.data;
  const { path = [], message = "" } = parsed.error.issues[0] ?? {};
  throw experimentFileInvalid({ file, problem: `at \`${path.map(String).join(".") || "the top"}\`: ${message}` });
}
