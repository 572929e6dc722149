import type { Registry } from "../../registry/index.ts";
import type { KnownOf, Profile, SystemDefinition } from "../../system/index.ts";

/** The profile of a system, with what the registry knows of its trainings; without a registry none was ever trained. */
export async function profileIn(
  system: SystemDefinition,
  { registry, now }: { readonly registry?: Registry; readonly now: number },
): Promise<Profile> {
  const { profileOf } = await import("../../system/index.ts");
  if (registry === undefined) return profileOf(system, { now, trainedAt: null });
  const runs = await registry.runs(system.name);
  const last = runs.findLast(
    ({ kind, status, models }) => kind === "train" && status === "finished" && models.length > 0,
  );
  return profileOf(system, { now, trainedAt: last?.endedAt ?? null, ...(await unsignedIn(system, registry)) });
}

/** Who has not signed the objective as the file has it; nothing while it was never kept like this. */
async function unsignedIn(system: SystemDefinition, registry: Registry): Promise<Pick<KnownOf, "unsigned">> {
  const kept = (await registry.objectives(system.name)).at(-1);
  const { hashValue } = await import("../../kernel/index.ts");
  const { declaredBy } = await import("../../registry/index.ts");
  const { objective, problem } = kept ?? {};
  if (kept === undefined || hashValue({ objective, problem }) !== hashValue(declaredBy(system))) return {};
  const signed = (await registry.signatures(system.name)).filter(({ version }) => version === kept.version);
  const roles = kept.objective.stated ? kept.objective.approves : [];
  return { unsigned: roles.filter((role) => !signed.some(({ as }) => as === role)) };
}
