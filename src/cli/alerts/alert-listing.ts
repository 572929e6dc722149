import type { Instant } from "../../kernel/index.ts";
import { type Section, table } from "../../report/index.ts";
import { type Alert, isAlertUnderWay, isInForce, type Silence, silencing } from "../../watch/index.ts";
import type { Answer, Invocation } from "../calling/command.ts";
import { shortTime } from "../output/listing.ts";
import { alertTable, inOrder } from "./alert-table.ts";
import { openBook } from "./open-book.ts";
import { wordSilence } from "./word-silence.ts";

interface Asked {
  readonly all: boolean;
  readonly limit: number;
  /** What was written; undefined where all systems are meant. */
  readonly named: string | undefined;
}

/** The alerts of systems, and the silences that are in force. */
export async function alertListing(
  systems: readonly string[],
  { all, limit, named }: Asked,
  invocation: Invocation,
): Promise<Answer> {
  const book = await openBook(invocation);
  const now = invocation.clock.now();
  const kept = (await Promise.all(systems.map((system) => book.alerts({ system })))).flat();
  const alerts = inOrder(kept.filter((alert) => all || isAlertUnderWay(alert))).slice(0, limit);
  const every = await book.silences();
  const silences = every.filter((silence) => systems.includes(silence.system) && isInForce(silence, now));
  const sections: readonly Section[] = [
    ...(alerts.length === 0 ? [] : [{ title: "Open first", blocks: [alertTable(alerts, { silences, now })] }]),
    ...(silences.length === 0 ? [] : [{ title: "Silences", blocks: [silenceTable(silences)] }]),
  ];
  return {
    json: { systems, alerts, silences },
    document: {
      title: `Alerts of ${named === undefined ? "all systems" : (systems[0] ?? named)}`,
      summary: summaryOf(alerts, { kept: kept.length, silences, now }),
      sections,
    },
  };
}

interface Surroundings {
  /** Alerts of any status. */
  readonly kept: number;
  readonly silences: readonly Silence[];
  readonly now: Instant;
}

/** How many wait for an answer: of a silenced one nobody wants to hear. */
function summaryOf(alerts: readonly Alert[], { kept, silences, now }: Surroundings): readonly string[] {
  if (kept === 0) return ["Nothing was ever found wrong. The monitors run in `alidade up`."];
  const open = alerts.filter(({ status }) => status === "open");
  const waiting = open.filter((alert) => silencing(alert, silences, now) === undefined);
  const hushed = open.length - waiting.length;
  const silenced = hushed === 0 ? [] : [`${hushed === 1 ? "One more is" : `${hushed} more are`} silenced.`];
  const [first] = waiting;
  if (first === undefined) return [`Nothing waits for an answer. ${kept} in all, with \`--all\`.`, ...silenced];
  const wait = waiting.length === 1 ? "One alert waits" : `${waiting.length} alerts wait`;
  return [`${wait} for an answer. The first: \`alidade alerts show ${first.id}\`.`, ...silenced];
}

function silenceTable(silences: readonly Silence[]): ReturnType<typeof table> {
  return table(
    ["Silence", "Of", "Until", "Why, by whom"],
    silences.map((silence) => [
      silence.id,
      wordSilence(silence),
      shortTime(silence.until),
      `${silence.why}, ${silence.by}`,
    ]),
  );
}
