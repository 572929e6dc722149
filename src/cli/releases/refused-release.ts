import type { Registry, TrafficPlan } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Answer } from "../calling/command.ts";
import type { ReleaseCheck } from "./check-release.ts";

/** Keeps in the history why a release was not served, and says what still is. */
export async function refusedRelease(
  { name }: SystemDefinition,
  check: ReleaseCheck,
  { registry, before }: { readonly registry: Registry; readonly before: TrafficPlan | undefined },
): Promise<Answer> {
  const why = check.problems.join("; ");
  await registry.note(name, { what: "release.check-failed", subject: check.release, why, facts: { ...check } });
  return checkAnswer(check, {
    title: `Not released: ${name}`,
    summary: [before === undefined ? "Nothing is served yet." : `Traffic plan ${before.version} is served as before.`],
    json: { system: name, release: check.release, check, plan: before },
  });
}

/** What a check found. */
export async function checkAnswer(
  check: ReleaseCheck,
  around: { readonly title: string; readonly summary: readonly string[]; readonly json: unknown },
): Promise<Answer> {
  const { list } = await import("../../report/index.ts");
  const { title, summary, json } = around;
  const { passed, problems } = check;
  return {
    json,
    document: {
      title,
      verdict: passed
        ? { tone: "good", text: "It can be served." }
        : { tone: "bad", text: "The check in a fresh process said no." },
      summary: [...summary, wordCheck(check)],
      sections: passed ? [] : [{ title: "What is wrong", blocks: [list(problems)] }],
    },
  };
}

/** What a check measured, in a sentence. */
export function wordCheck({ requests, stored, unfit, p99Ms, loadMs, memoryMib }: ReleaseCheck): string {
  const took = p99Ms === null ? "" : `, 99 in 100 decisions within ${p99Ms.toFixed(2)} ms`;
  const measured = `loaded in ${Math.round(loadMs)} ms${took}, ${memoryMib} MiB`;
  return `Checked in a fresh process with ${requests} requests: ${measured}.${wordUnfit(stored, unfit)}`;
}

function wordUnfit(stored: number, unfit: number): string {
  if (unfit === 0) return "";
  if (stored === 0)
    return ` None of the ${unfit} newest stored decisions can be asked under the contract of today: the requests were made from the contract.`;
  const [was, give] = unfit === 1 ? ["stored decision was", "gives"] : ["stored decisions were", "give"];
  return ` ${unfit} ${was} left out that ${give} a field another type than the contract of today.`;
}
