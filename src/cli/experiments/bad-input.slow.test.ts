import { afterEach, describe, expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { type MailDesk, type Mailing, openMailDesk } from "./mail.conformance.ts";

const DAY = 86_400_000;
const UNITS = 400;

let desk: MailDesk | undefined;
afterEach(async () => {
  await desk?.remove();
  desk = undefined;
});

/** Customers who come one by one over ten days, turn and turn about; the treatment sells in nine of ten, the control in four. */
function customers(change: (i: number) => Partial<Mailing> = () => ({})): readonly Mailing[] {
  const random = rng({ seed: 1, purpose: "test.bad-input" });
  return Array.from({ length: UNITS }, (_, i): Mailing => {
    const arm = i % 2 === 0 ? "control" : "treatment";
    const bought = random.uniform() < (i % 2 === 0 ? 0.4 : 0.9);
    return { unit: `c${i}`, arm, day: (10 * i) / UNITS, bought, ...change(i) };
  });
}

interface Verdict {
  readonly call: string;
  readonly codes: readonly string[];
  readonly exit: number;
  readonly text: string;
}

/** What `experiment read` says of a journal, so many days after the beginning. */
async function readAfter(mailings: readonly Mailing[], days = 19): Promise<Verdict> {
  desk = await openMailDesk();
  await desk.write(mailings, ["--units", String(UNITS)]);
  desk.clock.advance(days * DAY);
  const { exit, out } = await desk.run("experiment", "read", "mail.mts", "--name", "calls", "--json");
  const { verdict } = JSON.parse(out);
  const codes = verdict.reasons.map(({ code }: { code: string }) => code);
  return { call: verdict.call, codes, exit, text: [verdict.sentence, ...verdict.reasons.map(wordsOf)].join(" ") };
}

const wordsOf = ({ message }: { readonly message: string }): string => message;
const isLate = (i: number): boolean => i >= UNITS / 2;

test("sound input ships", async () => {
  expect(await readAfter(customers())).toMatchObject({ call: "ship", exit: 0 });
});

describe("through the command, each of these is named:", () => {
  test.each<[string, string, () => readonly Mailing[], string, number?]>([
    ["an arm with no units", "invalid", () => customers(() => ({ arm: "control" })), "arm-empty"],
    [
      "a split that is not as planned",
      "invalid",
      () => customers((i) => (i % 5 === 0 ? { arm: "control" } : {})),
      "split-broken",
    ],
    [
      "an experiment that was changed half way",
      "invalid",
      () => customers((i) => ({ arm: (isLate(i) ? i % 4 === 0 : i % 4 !== 0) ? "control" : "treatment" })),
      "split-changed",
    ],
    [
      "units in two arms",
      "invalid",
      () => [
        ...customers(),
        ...customers((i) => ({ arm: i % 2 === 0 ? "treatment" : "control", day: 10.5 })).slice(0, 20),
      ],
      "crossed-too-many",
    ],
    [
      "a clock that is late in one arm",
      "invalid",
      () => customers((i) => ({ day: (7 * i) / UNITS + (i % 2) * 2 })),
      "entry-times-differ",
    ],
    [
      "outcomes before the exposure in one arm",
      "invalid",
      () => customers((i) => (i % 2 === 1 ? { bought: true, after: -0.1 } : { bought: true })),
      "clocks-differ",
    ],
    [
      "a past in which the arms differed",
      "invalid",
      () => [
        ...customers(),
        ...customers((i) => ({ arm: null, day: -5 - i / UNITS, bought: i % 2 === 1 || i % 8 === 0 })),
      ],
      "differed-before",
    ],
    [
      "a guarded metric whose answers stay out in one arm",
      "ship",
      () => customers((i) => (i % 2 === 0 || i % 4 === 1 ? { minutes: 3 + (i % 7) } : {})),
      "values-missing",
    ],
    ["no variance at all", "keep-running", () => customers(() => ({ mails: false })), "nothing-varies"],
    ["too few units", "keep-running", () => customers().slice(0, 60), "too-few-units"],
    [
      "a control that loses money",
      "ship",
      () => customers((i) => (i % 2 === 0 ? { bought: i % 20 === 0 } : {})),
      "control-not-positive",
    ],
    [
      "a metric with an infinite value",
      "ship",
      () => customers((i) => ({ minutes: i === 9 ? Infinity : 3 + (i % 7) })),
      "values-infinite",
    ],
    [
      "a difference that a few units carry",
      "keep-running",
      // Six customers of the treatment buy forty times each; for all others a mail is worth what it costs.
      () => [
        ...customers((i) => ({ bought: i % 20 < 2 })),
        ...[1, 3, 5, 7, 9, 11].flatMap((i) =>
          Array.from({ length: 40 }, (_, k) => ({ unit: `c${i}`, arm: "treatment", day: 6 + k / 20, bought: true })),
        ),
      ],
      "heavy-tailed",
    ],
    [
      "a few outcomes before the exposure in both arms",
      "ship",
      () => customers((i) => (i % 40 < 2 ? { bought: true, after: -0.1 } : {})),
      "outcomes-before-exposure",
    ],
    [
      "a unit or two in two arms",
      "ship",
      () => [...customers(), { unit: "c0", arm: "treatment", day: 10.5 }],
      "units-crossed-arms",
    ],
    ["units of no arm", "ship", () => [...customers(), { unit: "x", arm: "other", day: 3 }], "units-of-no-arm"],
    [
      "an arm that changed its release",
      "ship",
      () => customers((i) => (i === 301 ? { release: "rel_x" } : {})),
      "arm-changed-release",
    ],
    ["traffic that stopped", "ship", () => customers(), "traffic-stopped", 30],
  ])("%s (%s)", async (...[, call, mailings, code, days]) => {
    const found = await readAfter(mailings(), days);
    expect(found.codes).toContain(code);
    expect([found.call, found.exit]).toEqual([call, call === "invalid" ? 1 : 0]);
    expect(found.text).not.toMatch(/NaN|undefined|Infinity|null/);
  });

  test("money that is still to come", async () => {
    desk = await openMailDesk();
    await desk.write(customers((i) => (i % 3 === 0 ? { bought: false } : { bought: true })));
    desk.clock.advance(11 * DAY);
    const early = await desk.json("experiment", "read", "mail.mts", "--name", "calls", "--early");
    expect(early.verdict).toMatchObject({ call: "keep-running", preliminary: true });
    expect(early.verdict.sentence).toContain("Preliminary");
  });
});
