import { defineError, type ErrorConstructor, hashValue, type Instant } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type Change, change, type Registered, type RegistryContext } from "../change.ts";
import { latest, type Series, type Store, series } from "../series.ts";
import { type Declared, declaredBy } from "./declared.ts";

/** What a system was for, from one time on. Immutable. */
export interface ObjectiveVersion extends Declared {
  /** `obj_` and 16 hexadecimal digits, from the system, the version and the content. */
  readonly id: string;
  readonly system: string;
  /** 1, 2, 3 … within the system. */
  readonly version: number;
  /** Why it is so; null where nobody gave a reason that the version before did not have already. */
  readonly why: string | null;
  readonly at: Instant;
  /** Who ran the command that saw it first. */
  readonly by: string;
}

/** That somebody stands behind a version. */
export interface Signature {
  readonly system: string;
  readonly version: number;
  /** The role that signs, one of those that the objective names as approvers. */
  readonly as: string;
  readonly why: string;
  readonly by: string;
  readonly at: Instant;
}

interface Unsignable {
  readonly system: string;
  readonly problem: string;
}

export const signatureRefused: ErrorConstructor<Unsignable> = defineError("registry.signature-refused", {
  headline: "Nothing to sign like this",
  message: ({ system, problem }: Unsignable) =>
    `The objective of "${system}" is signed by a role that it names under \`approves\`. ${problem}.`,
  hint: ({ system }: Unsignable) => `\`alidade history ${system}\` shows the versions and who signed them.`,
});

/** What is signed. */
export interface SignatureDraft {
  readonly as: string;
  readonly why: string;
  /** Default: the current one. */
  readonly version?: number | undefined;
}

/** The versions of what a system is for: kept when a command first sees the file like that. */
export interface Objectives {
  /** Keeps what a file declares as the next version, unless it is what the current one says: then that one, and `known`. */
  declareObjective(system: SystemDefinition): Promise<Registered<ObjectiveVersion>>;
  /** The number of the version that a file's objective is, or would be the next one's; keeps nothing. */
  objectiveNumber(system: SystemDefinition): Promise<number>;
  /** Every version, oldest first. */
  objectives(system: string): Promise<readonly ObjectiveVersion[]>;
  /** Throws `registry.signature-refused`. */
  signObjective(system: string, draft: SignatureDraft): Promise<Signature>;
  /** Every signature, oldest first. */
  signatures(system: string): Promise<readonly Signature[]>;
}

export function objectivesOf(context: RegistryContext): Objectives {
  const { records } = context.state;
  return {
    declareObjective: async (system) =>
      (await already(records, system)) ?? change(context, (open) => declare(open, system)),
    objectiveNumber: async (system) => {
      const known = await already(records, system);
      return known?.record.version ?? ((await latest(versions(records, system.name)))?.version ?? 0) + 1;
    },
    objectives: (system) => versions(records, system).all(),
    signObjective: (system, draft) => change(context, (open) => sign(open, system, draft)),
    signatures: (system) => signed(records, system).all(),
  };
}

/** The current version when it is what the file says: the common case, which needs no transaction. */
async function already(store: Store, system: SystemDefinition): Promise<Registered<ObjectiveVersion> | undefined> {
  const current = await latest(versions(store, system.name));
  return current !== undefined && isSame(current, declaredBy(system)) ? { record: current, known: true } : undefined;
}

async function declare(open: Change, system: SystemDefinition): Promise<Registered<ObjectiveVersion>> {
  const found = await already(open.store, system);
  if (found !== undefined) return found;
  const declared = declaredBy(system);
  const before = await latest(versions(open.store, system.name));
  const version = (before?.version ?? 0) + 1;
  const id = `obj_${hashValue({ system: system.name, version, declared }).slice(0, 16)}`;
  const why = reasonOf(declared, before);
  const record: ObjectiveVersion = { id, system: system.name, version, ...declared, why, at: open.at, by: open.by };
  await versions(open.store, system.name).append(record);
  await open.note(system.name, {
    what: before === undefined ? "objective.declared" : "objective.changed",
    subject: id,
    why: why ?? "no reason was given",
    facts: { version },
  });
  return { record, known: false };
}

function isSame({ objective, problem }: ObjectiveVersion, declared: Declared): boolean {
  return hashValue({ objective, problem }) === hashValue(declared);
}

/** A reason that the version before had already does not speak of what changed since. */
function reasonOf({ objective }: Declared, before: ObjectiveVersion | undefined): string | null {
  const given = (objective.stated ? objective.why?.trim() : undefined) || null;
  const had = before?.objective.stated === true ? before.objective.why?.trim() : undefined;
  return given === had ? null : given;
}

async function sign(open: Change, system: string, { as, why, version }: SignatureDraft): Promise<Signature> {
  const all = versions(open.store, system);
  const number = version ?? (await all.length());
  const found = await all.at(number);
  const refuse = (problem: string): never => {
    throw signatureRefused({ system, problem });
  };
  if (found === undefined)
    return refuse(number === 0 ? "No version of it is kept yet" : `There is no version ${number}`);
  const roles = found.objective.stated ? found.objective.approves : [];
  if (!roles.includes(as))
    return refuse(
      roles.length === 0
        ? `Version ${number} names nobody`
        : `Version ${number} names ${roles.join(", ")}. Got "${as}"`,
    );
  const signature: Signature = { system, version: number, as, why, by: open.by, at: open.at };
  await signed(open.store, system).append(signature);
  await open.note(system, { what: "objective.signed", subject: found.id, why, facts: { version: number, as } });
  return signature;
}

function versions(store: Store, system: string): Series<ObjectiveVersion> {
  return series(store, `objectives/${system}`);
}

function signed(store: Store, system: string): Series<Signature> {
  return series(store, `signatures/${system}`);
}
