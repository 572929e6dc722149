import { change } from "../../registry/index.ts";
import { keyValues, table } from "../../report/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type GoodReference, referenceBook } from "../../watch/index.ts";
import type { Answer, Invocation } from "../calling/command.ts";
import { usage } from "../calling/errors.ts";
import { readTime } from "../incidents/times.ts";
import { shortTime } from "../output/listing.ts";
import { goodReferenceOf } from "./good-reference.ts";

interface GoodWords {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly why: string | undefined;
  readonly none: boolean;
}

type Around = Pick<Invocation, "openState" | "registry" | "backends" | "clock" | "who" | "signal">;

/** Says which period is good, calls one good, or takes that back. Throws `cli.usage`, `cli.input.good-period-foreign`. */
export async function commandGood(system: SystemDefinition, words: GoodWords, around: Around): Promise<Answer> {
  const { from, to, none } = words;
  if (none && (from !== undefined || to !== undefined))
    throw usage({ problem: "Either a period is good, or none is.", help: "alidade monitors good --help" });
  if (from === undefined && to !== undefined)
    throw usage({ problem: "A period needs its beginning: `--from`.", help: "alidade monitors good --help" });
  const done = none
    ? await takeBack(system.name, words, around)
    : from === undefined
      ? []
      : await callGood(system, { ...words, from }, around);
  return await goodAnswer(system.name, done, around);
}

async function takeBack(system: string, { why }: GoodWords, around: Around): Promise<readonly string[]> {
  await keep(system, { good: null, why: why ?? "no longer good" }, around);
  return ["No period is called good any more; what was learned from is compared with."];
}

async function callGood(
  system: SystemDefinition,
  { from, to, why = "all was well" }: GoodWords & { readonly from: string },
  around: Around,
): Promise<readonly string[]> {
  const now = around.clock.now();
  const period = { from: readTime(from, now), to: to === undefined ? now : readTime(to, now) };
  if (!(period.to > period.from))
    throw usage({ problem: "A period ends after it begins.", help: "alidade monitors good --help" });
  const { reference, models } = await goodReferenceOf(system, period, around);
  await referenceBook(await around.openState(false)).keep(reference);
  const good = { reference: reference.id, models, by: around.who, at: now, why };
  await keep(system.name, { good, why }, around);
  return ["What comes from now on is compared with this period, as long as the same models serve."];
}

interface Kept {
  readonly good: GoodReference | null;
  readonly why: string;
}

/** The choice and its line in the history, together or not at all. */
async function keep(system: string, { good, why }: Kept, { openState, clock, who }: Around): Promise<void> {
  const state = await openState(false);
  await change({ state, clock, who }, async ({ store, note }) => {
    await referenceBook({ records: store, blobs: state.blobs }).callGood(system, good);
    const what = good === null ? "monitors.none-good" : "monitors.good";
    await note(system, { what, subject: good?.reference ?? system, why });
  });
}

async function goodAnswer(system: string, done: readonly string[], { openState, registry }: Around): Promise<Answer> {
  const book = referenceBook(await openState(false));
  const good = await book.good(system);
  const period = good === undefined ? undefined : (await book.get(good.reference))?.seen;
  const earlier = (await (await registry()).history(system)).filter(({ what }) => CALLS.includes(what)).toReversed();
  const rows = earlier.map(({ at, what, by, why }) => [
    shortTime(at),
    what === CALLS[0] ? "good" : "none good",
    by,
    why,
  ]);
  return {
    json: {
      system,
      good: good ?? null,
      from: period?.from ?? null,
      to: period?.to ?? null,
      decisions: period?.decisions ?? null,
      done,
    },
    document: {
      title: `Good periods of ${system}`,
      summary: [
        ...done,
        ...(good === undefined ? ["No period is called good: monitors compare with what was learned from."] : []),
      ],
      sections: [
        ...(good === undefined || period === undefined
          ? []
          : [
              {
                title: "Called good",
                blocks: [
                  keyValues({
                    Period: `${shortTime(period.from)} to ${shortTime(period.to)} UTC`,
                    Decisions: period.decisions,
                    "By, at": `${good.by}, ${shortTime(good.at)}`,
                    Why: good.why,
                    Models: Object.values(good.models).join(", ") || "none: the rule",
                  }),
                ],
              },
            ]),
        ...(rows.length === 0
          ? []
          : [{ title: "What was said", blocks: [table(["When, UTC", "What", "By", "Why"], rows)] }]),
      ],
    },
  };
}

const CALLS = ["monitors.good", "monitors.none-good"];
