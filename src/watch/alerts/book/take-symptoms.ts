import { hashValue, type Instant } from "../../../kernel/index.ts";
import type { Change } from "../../../registry/index.ts";
import type { Versioned } from "../../../store/index.ts";
import { type Alert, partKey, type Symptom } from "../alert.ts";
import { type Placement, placeSymptoms } from "../cause/place.ts";
import { placeOf } from "../cause/sick-part.ts";
import type { DescribeContext } from "../words/describe.ts";
import { alertAsOf } from "./alert-as-of.ts";
import type { Circumstances } from "./book.ts";
import { closedLately, underWay } from "./find-alerts.ts";
import { type AlertChange, grownAlert, isElsewhere, openedAlert } from "./grow.ts";
import { keep } from "./keep-alert.ts";

/** Places symptoms, as {@link AlertBook.take} has it, inside a change. */
export async function takeSymptoms(
  open: Change,
  symptoms: readonly Symptom[],
  given: Circumstances,
): Promise<readonly AlertChange[]> {
  const system = given.system.name;
  const kept = await underWay(open.store, system);
  const found = new Map(kept.map((one) => [one.value.id, { ...one, value: alertAsOf(one.value, open.at) }]));
  const alerts = [...found.values()].map(({ value }) => value);
  const past = [...kept.map(({ value }) => value), ...(await closedLately(open.store, system))];
  const isKnown = (symptom: Symptom): boolean => past.some((alert) => knows(alert, symptom, open.at));
  const fresh = symptoms.filter((symptom) => !isKnown(symptom));
  if (fresh.length === 0) return [];
  const changes: AlertChange[] = [];
  for (const placement of placeSymptoms(alerts, fresh, given)) {
    const known = placement.alerts.flatMap(({ id }) => found.get(id) ?? []);
    const [first] = known;
    if (first === undefined) changes.push(await openNew(open, placement, given));
    else {
      const done = await growOne(open, { first, known, placement }, given);
      changes.push(done);
      found.set(first.value.id, { ...first, version: first.version + 1, value: done.alert });
      for (const { id } of done.joined) found.delete(id);
    }
  }
  return changes;
}

/**
 * Whether an alert has counted a symptom, or was closed by somebody who knew of it. What a clock that was ahead has counted does
 * not hide what comes after it was set back.
 */
function knows(kept: Alert, symptom: Symptom, now: Instant): boolean {
  const alert = symptom.at > now ? kept : alertAsOf(kept, now);
  if (alert.status === "closed") {
    const isAbout = alert.symptoms.some((one) => partKey(placeOf(one)) === partKey(placeOf(symptom)));
    return isAbout && symptom.at <= (alert.closed?.at ?? 0);
  }
  return alert.symptoms.some(
    ({ kind, about, at }) =>
      kind === symptom.kind &&
      at >= symptom.at &&
      about.part === symptom.about.part &&
      about.name === symptom.about.name,
  );
}

function describing(given: Circumstances): DescribeContext {
  const { system, file, decisionsPerDay, perDecision = null } = given;
  return { system: system.name, file, stake: { objective: system.objective, decisionsPerDay, perDecision } };
}

async function openNew(open: Change, placement: Placement, given: Circumstances): Promise<AlertChange> {
  const all = open.store.collection<Alert>("alerts");
  const { cause } = placement.illness;
  for (let n = 0; ; n++) {
    const id = idOf({ system: given.system.name, cause: partKey(cause), at: open.at, n });
    const alert = openedAlert(placement, { ...describing(given), id, at: open.at });
    if (!(await all.insert(id, alert))) continue;
    const facts = { cause, level: alert.level, harm: alert.harm, symptoms: alert.count };
    await open.note(alert.system, { what: "alert.opened", subject: id, why: alert.what, facts });
    return { what: "opened", alert, joined: [] };
  }
}

function idOf(of: {
  readonly system: string;
  readonly cause: string;
  readonly at: Instant;
  readonly n: number;
}): string {
  return `alr_${hashValue(of).slice(0, 16)}`;
}

interface Growing {
  readonly first: Versioned<Alert>;
  readonly known: readonly Versioned<Alert>[];
  readonly placement: Placement;
}

async function growOne(open: Change, growing: Growing, given: Circumstances): Promise<AlertChange> {
  const { first, known, placement } = growing;
  const before = first.value;
  const alerts = known.map(({ value }) => value);
  const done = grownAlert(before, { ...placement, alerts }, { ...describing(given), at: open.at });
  const { cause, level } = done.alert;
  const facts = { cause, level, symptoms: done.alert.count };
  const moved = isElsewhere(before, done.alert);
  const what = moved ? "alert.cause-changed" : `alert.${done.what}`;
  const note = done.what === "grew" && !moved ? {} : { note: { what, why: done.alert.what, facts } };
  await keep(open, { next: done.alert, version: first.version, ...note });
  for (const { value: alert, version } of known.slice(1)) {
    const why = `the same thing as ${before.id}`;
    const closed = { by: open.by, at: open.at, why };
    const next: Alert = { ...alert, status: "closed", closed, news: alert.news + 1, newest: "ended" };
    await keep(open, { next, version, note: { what: "alert.joined", why, facts: { into: before.id } } });
  }
  return done;
}
