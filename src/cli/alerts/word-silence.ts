import type { Silence } from "../../watch/index.ts";

/** What a silence is about: `signs of input, caused by field/visits, of readmission`. */
export function wordSilence({ system, kind, cause }: Pick<Silence, "system" | "kind" | "cause">): string {
  const parts = [
    ...(kind === undefined ? [] : [`signs of ${kind}`]),
    ...(cause === undefined ? [] : [`what comes from ${cause}`]),
  ];
  return parts.length === 0 ? `anything of ${system}` : `${parts.join(" and ")} of ${system}`;
}
