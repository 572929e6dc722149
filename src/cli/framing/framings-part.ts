import type { AssessDeps } from "../../assess/index.ts";
import type { Section } from "../../report/index.ts";
import type { LoadedSystem } from "../load-system.ts";

/** What `alidade assess --framings` adds: a section of the report, and the same as data. */
export interface FramingsPart {
  readonly sections: readonly Section[];
  readonly json: { readonly framings: object };
}

/** Races the framings of a loaded system: its own, what is derived from it, and what its file adds. */
export async function framingsPart(
  loaded: LoadedSystem,
  cwd: string,
  deps: Pick<AssessDeps, "read" | "compute" | "progress" | "stopwatch" | "signal">,
): Promise<FramingsPart> {
  const { declaredFramings } = await import("./declared-framings.ts");
  const { framingJson, framingSection, raceFramings } = await import("../../assess/index.ts");
  const race = await raceFramings(loaded.system, await declaredFramings(loaded, cwd), deps);
  return { sections: [framingSection(race)], json: { framings: framingJson(race) } };
}
