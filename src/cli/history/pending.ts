import type { Change } from "../../objective/index.ts";
import type { ObjectiveVersion } from "../../registry/index.ts";

/** What a system's file says and its last version does not; nothing where the system was named without its file. */
export async function pendingIn(
  given: string | undefined,
  last: ObjectiveVersion | undefined,
  cwd: string,
): Promise<readonly Change[]> {
  if (given === undefined || last === undefined || !/[./\\]/.test(given)) return [];
  const { loadSystem } = await import("../load-system.ts");
  const { declaredBy, declaredChanges } = await import("../../registry/index.ts");
  return declaredChanges(last, declaredBy((await loadSystem(given, cwd)).system));
}
