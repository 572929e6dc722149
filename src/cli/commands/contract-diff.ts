import type { Contract } from "../../data/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type Command, defineCommand, type Invocation } from "../calling/command.ts";
import { argument, text } from "../calling/options.ts";
import type { ShownChange } from "../contracts/diff-document.ts";
import type { Side } from "../contracts/read-side.ts";
import type { Holdings } from "../contracts/who-is-hit.ts";

/** `alidade contract diff <old> <new>`: what changes, and whom it breaks. */
export const command: Command = defineCommand({
  name: "diff",
  summary: "Show what changes between two contracts, and whom it breaks",
  about:
    "Says of each change whether it breaks what delivers rows and events, kept snapshots, registered models or callers, " +
    "whether models should be trained again, or whether all can go on. With a system, only models that read the field " +
    "count, and the newest snapshots are held against the new contract. Ends with 1 when somebody breaks.",
  arguments: {
    old: argument("a contract file, a system file or its folder, or a snapshot's tag or id"),
    new: argument("what it becomes, likewise"),
  },
  options: { system: text("file", "whose models and snapshots are asked (default: the system that was named)") },
  examples: [
    "alidade contract diff contract.mts contract.next.mts",
    "alidade contract diff 3f9c2a81 readmission/system.mts",
  ],
  async run(invocation) {
    const { args, options, progress } = invocation;
    const { readSide } = await import("../contracts/read-side.ts");
    const [from, to] = [await readSide(args.old, invocation), await readSide(args.new, invocation)];
    const system = options.system === undefined ? (to.system ?? from.system) : await loaded(options.system, invocation);
    const step = progress.step("Comparing");
    const holdings = system === undefined ? undefined : await holdingsIfAny(system, to.contract, invocation);
    const changes = await changesBetween(from, to, { system, holdings });
    step.done();
    const { contractDiffDocument } = await import("../contracts/diff-document.ts");
    return {
      json: { changes, holdings: holdings ?? null },
      document: contractDiffDocument(changes, holdings),
      exit: changes.some(({ effect }) => effect === "breaking") ? 1 : 0,
    };
  },
});

async function loaded(path: string, { cwd }: Pick<Invocation, "cwd">): Promise<SystemDefinition> {
  const { loadSystem } = await import("../load-system.ts");
  return (await loadSystem(path, cwd)).system;
}

/** What the state holds of the system; undefined without a state. */
async function holdingsIfAny(
  system: SystemDefinition,
  to: Contract,
  around: Pick<Invocation, "registry" | "openState">,
): Promise<Holdings | undefined> {
  const { isAlidadeError } = await import("../../kernel/index.ts");
  const { holdingsOf } = await import("../contracts/who-is-hit.ts");
  try {
    return await holdingsOf(system, to, around);
  } catch (thrown) {
    if (isAlidadeError(thrown, "state.missing")) return undefined;
    throw thrown;
  }
}

interface Around {
  readonly system: SystemDefinition | undefined;
  readonly holdings: Holdings | undefined;
}

async function changesBetween(from: Side, to: Side, { system, holdings }: Around): Promise<readonly ShownChange[]> {
  const { judgeEvolution, worst } = await import("../../data/index.ts");
  const { fieldsRead, narrowed } = await import("../contracts/who-is-hit.ts");
  const reads = system === undefined ? undefined : await fieldsRead(system);
  const rows = judgeEvolution(from.contract, to.contract).map((change): ShownChange => {
    const impacts = narrowed(change, reads, holdings);
    return { ...change, impacts, effect: worst(impacts) };
  });
  const streams = Object.keys(to.streams).filter((name) => Object.hasOwn(from.streams, name));
  const events = streams.flatMap((stream) =>
    judgeEvolution(from.streams[stream] as Contract, to.streams[stream] as Contract).map(
      (change): ShownChange => ({ ...change, stream }),
    ),
  );
  return [...rows, ...events];
}
