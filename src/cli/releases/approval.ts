import { defineError, didYouMean, type ErrorConstructor } from "../../kernel/index.ts";
import type { Registry, TrafficPlan } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Answer } from "../calling/command.ts";
import type { KeptReason } from "./gate-verdicts.ts";
import type { ReleaseWay } from "./release-way.ts";

/** What is to be served although its gate has not passed it. */
export interface Unpassed {
  readonly models: readonly string[];
  /** What the gates did not pass. */
  readonly open: readonly KeptReason[];
}

/** Who answers for it, and why. */
export interface Approval {
  /** One of those whom the objective lets approve. */
  readonly by: string;
  readonly why: string;
}

/** What was said on the command line. */
export interface ApprovalWords {
  readonly approve?: string | undefined;
  readonly why?: string | undefined;
}

interface Stranger {
  readonly got: string;
  readonly system: string;
  readonly may: readonly string[];
}

export const approverUnknown: ErrorConstructor<Stranger> = defineError("cli.input.approver-unknown", {
  headline: "Somebody who may not approve",
  message: ({ got, system, may }: Stranger) =>
    may.length === 0
      ? `The objective of "${system}" names nobody who may approve. Got "${got}".`
      : `What the gate of "${system}" has not passed is approved by ${may.map((one) => `"${one}"`).join(" or ")}. Got "${got}".${didYouMean(got, may)}`,
  hint: () => "They stand in the system file, under `approves` of the objective.",
});

export const approvalUnreasoned: ErrorConstructor<{ readonly by: string }> = defineError(
  "cli.input.approval-unreasoned",
  {
    headline: "An approval without a reason",
    message: ({ by }: { readonly by: string }) =>
      `Whoever sets a gate aside says why; it is kept in the history. "${by}" gave no reason.`,
    hint: () => 'Add `--why "…"`.',
  },
);

/** Whether somebody has to answer for it: not under an objective that nobody has stated, and not for a shadow, which nobody sees. */
export function needsApproval({ objective }: SystemDefinition, { kind }: ReleaseWay): boolean {
  return objective.stated && kind !== "shadow";
}

/**
 * The approval that was given; undefined where none was. Throws `cli.input.approver-unknown`, `cli.input.approval-unreasoned`.
 */
export function approvalIn(
  { name, objective }: SystemDefinition,
  { approve, why }: ApprovalWords,
): Approval | undefined {
  if (approve === undefined) return undefined;
  const may = objective.stated ? objective.approves : [];
  const by = may.find((one) => one.toLowerCase() === approve.trim().toLowerCase());
  if (by === undefined) throw approverUnknown({ got: approve, system: name, may });
  if (why === undefined || why.trim() === "") throw approvalUnreasoned({ by });
  return { by, why };
}

/** Keeps in the history who set which reasons of the gate aside, for which release. */
export async function noteApproval(
  registry: Registry,
  {
    system,
    release,
    by,
    why,
    models,
    open,
  }: Approval & Unpassed & { readonly system: string; readonly release: string },
): Promise<void> {
  const facts = { approvedBy: by, models, reasons: open };
  await registry.note(system, { what: "gate.overridden", subject: release, why, facts });
}

/** Who answered for what, in a sentence. */
export function wordApproval(by: string, unpassed: Unpassed | null): string {
  return unpassed === null
    ? "No approval was needed."
    : `Released against its gate: ${by} answers for it, and the history says why.`;
}

/** Says what the gate had against it, and what there is to do; nothing was changed. */
export async function unapproved(
  { name, objective }: SystemDefinition,
  { models, open }: Unpassed,
  { before, file }: { readonly before: TrafficPlan | undefined; readonly file: string },
): Promise<Answer> {
  const { list } = await import("../../report/index.ts");
  const approvers = objective.stated ? objective.approves : [];
  const said = open.map(({ message }) => message);
  return {
    json: { system: name, models, approved: false, approvers, reasons: open, plan: before },
    document: {
      title: `Not released: ${name}`,
      verdict: { tone: "bad", text: "The gate has not passed it, and nobody has approved it." },
      summary: [
        before === undefined ? "Nothing is served yet." : `Traffic plan ${before.version} is served as before.`,
      ],
      sections: [
        { title: "What the gate has not passed", blocks: [list(said.length === 0 ? ["It never judged it."] : said)] },
        { title: "What there is to do", blocks: [list(waysOn({ file, models, approvers }))] },
      ],
    },
  };
}

/** Where the commands are about: the system file and what would be released. */
export interface Unreleased {
  readonly file: string;
  readonly models: readonly string[];
  readonly approvers: readonly string[];
}

/** What can be done with a model that its gate has not passed: watched, proven, or answered for. */
export function waysOn({ file, models, approvers }: Unreleased): readonly string[] {
  const which = models.join(" ");
  const [first] = approvers;
  const approve =
    first === undefined
      ? "Nobody may set the gate aside: the objective’s `approves` is empty."
      : `Set the gate aside, with a reason that is kept: alidade release ${file} ${which} --approve ${JSON.stringify(first)} --why "…"`;
  return [
    `Watch it on real decisions, seen by nobody: alidade release ${file} ${which} --shadow`,
    // An experiment takes one model; several heads are released together first.
    ...(models.length === 1
      ? [`Prove it on some of them: alidade experiment start ${file} --name <name> --treatment ${which} --traffic 0.1`]
      : []),
    approve,
  ];
}
