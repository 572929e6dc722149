import type { Instant } from "../../../kernel/index.ts";
import type { Registry } from "../../../registry/index.ts";
import type { Records } from "../../../store/index.ts";
import { type Alert, type AlertChange, readBook } from "../../../watch/index.ts";
import type { UpEvent } from "../look.ts";
import type { LookedAt } from "./open-watch.ts";

interface NewsDeps {
  readonly records: Pick<Records, "collection">;
  readonly registry: Pick<Registry, "currentPlan">;
  readonly now: () => Instant;
}

/** What has happened to a system since it was asked last: alerts, steps of the loop, another plan. */
export function newsOf(
  system: string,
  { records, registry, now }: NewsDeps,
): (looked: LookedAt | undefined) => Promise<readonly UpEvent[]> {
  let plan: number | undefined;
  let told: { readonly number: number; readonly lines: number } | undefined;
  const event = (kind: string, says: string, at = now()): UpEvent => ({ at, system, kind, says });
  const ofPlan = async (): Promise<readonly UpEvent[]> => {
    const current = await registry.currentPlan(system);
    const before = plan;
    plan = current?.version ?? 0;
    if (current === undefined || before === undefined || before === plan) return [];
    return [
      event("release", `traffic plan ${current.version} by ${current.by}: ${withoutMark(current.why)}`, current.at),
    ];
  };
  const ofLoop = async (): Promise<readonly UpEvent[]> => {
    const { loop } = (await readBook(records, system)).book;
    const [number, lines] = [loop?.number ?? 0, loop?.lines ?? []];
    const before = told;
    told = { number, lines: lines.length };
    if (before === undefined) return [];
    const fresh = before.number === number ? lines.slice(before.lines) : lines;
    return fresh.map(({ what, at, says }) =>
      event("loop", `${what.replace("retrain.", "")}: ${withoutMark(says)}`, at),
    );
  };
  return async (looked) => [
    ...(looked?.changes ?? [])
      .filter(({ what }) => what !== "grew")
      .map((change) => event("alert", wordChange(change))),
    ...(looked?.tended ?? []).map((alert) => event("alert", wordTended(alert))),
    ...(await ofPlan()),
    ...(await ofLoop()),
  ];
}

/** What an automatic step is found by is of no use to a reader. */
function withoutMark(text: string): string {
  return text.replace(/\s*\[[^\]]* loop \d+ \w+\]/, "");
}

const HEADS = { opened: "", reopened: "again: ", louder: "louder: ", worse: "worse: ", grew: "" } as const;

function wordChange({ what, alert }: AlertChange): string {
  return `[${alert.level}] ${HEADS[what]}${alert.what}`;
}

function wordTended({ status, level, what }: Alert): string {
  const head = status === "quiet" ? "quiet again: " : status === "closed" ? "closed: " : "nobody has answered: ";
  return `[${level}] ${head}${what}`;
}
