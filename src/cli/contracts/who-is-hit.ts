import type { Contract, Impact, JudgedChange } from "../../data/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Invocation } from "../calling/command.ts";

/** What this state holds of a system, as far as a contract matters. */
export interface Holdings {
  readonly models: number;
  /** Kept snapshots, the newest three held against the new contract. */
  readonly snapshots: number;
  readonly judged: readonly {
    readonly id: string;
    readonly rows: number;
    readonly refused: number;
    readonly why: string;
  }[];
}

const JUDGED = 3;

/** Looks up who depends on a system's contract, and holds the newest snapshots against the new one. */
export async function holdingsOf(
  system: SystemDefinition,
  to: Contract,
  { registry, openState }: Pick<Invocation, "registry" | "openState">,
): Promise<Holdings> {
  const shelf = await registry();
  const { blobs } = await openState(false);
  const kept = (await shelf.snapshots(system.name)).filter(({ dropped }) => dropped === undefined);
  const { getSnapshot, inspect } = await import("../../data/index.ts");
  const { isAlidadeError } = await import("../../kernel/index.ts");
  const judged: Holdings["judged"][number][] = [];
  for (const { id } of kept.slice(-JUDGED).reverse()) {
    const snapshot = await getSnapshot(blobs, id);
    if (snapshot === undefined) continue;
    try {
      const { quarantined } = inspect(snapshot.table, to);
      const [worst] = quarantined.reasons;
      const why = worst === undefined ? "" : `${worst.field} must be ${worst.demand}`;
      judged.push({ id, rows: snapshot.rows, refused: quarantined.rows, why });
    } catch (thrown) {
      if (!isAlidadeError(thrown, "data.column-missing")) throw thrown;
      judged.push({
        id,
        rows: snapshot.rows,
        refused: snapshot.rows,
        why: `it lacks \`${String((thrown.data as { readonly column?: string }).column)}\``,
      });
    }
  }
  return { models: (await shelf.models(system.name)).length, snapshots: kept.length, judged };
}

/** Leaves out what hits nobody: models that do not read a field, and what there is none of. */
export function narrowed(
  change: JudgedChange,
  reads: ReadonlySet<string> | undefined,
  holdings: Holdings | undefined,
): readonly Impact[] {
  return change.impacts.filter(({ on, effect }) => {
    if (effect === "compatible") return true;
    if (on === "models" && holdings?.models === 0) return false;
    if (on === "models" && reads !== undefined && change.field !== undefined) return reads.has(change.field);
    return on !== "snapshots" || holdings?.snapshots !== 0;
  });
}

/** The fields that a system's features, rule and filters read. */
export async function fieldsRead(system: SystemDefinition): Promise<ReadonlySet<string>> {
  const { fieldsOf } = await import("../../features/index.ts");
  const { ruleNodes } = await import("../../system/index.ts");
  const nodes = [
    ...Object.values(system.features),
    ...Object.values(ruleNodes(system)),
    ...system.filters.map(({ when }) => when),
  ];
  return new Set(nodes.flatMap(fieldsOf));
}
