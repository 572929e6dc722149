import { type Change, change, type RegistryContext } from "../../../registry/index.ts";
import type { Query, Versioned } from "../../../store/index.ts";
import type { Alert, Told } from "../alert.ts";
import { alertClosed } from "../errors.ts";
import { alertNoting } from "./alert-as-of.ts";
import type { AlertBook, AlertQuery } from "./book.ts";
import { closedAhead, oneAlert, underWay } from "./find-alerts.ts";
import { keep } from "./keep-alert.ts";
import { silencesOf } from "./silences.ts";
import { takeSymptoms } from "./take-symptoms.ts";
import { type AlertTimes, announced, tended } from "./tend.ts";

/** The alerts kept in a state; changes are made in the name of `who`. */
export function alertBook(context: RegistryContext): AlertBook {
  const { records } = context.state;
  const changed = (id: string, work: (open: Change, found: Versioned<Alert>) => Promise<Alert>): Promise<Alert> =>
    change(context, async (open) => await work(open, await oneAlert(open.store, id)));
  return {
    ...silencesOf(context),
    take: (symptoms, given) => change(context, (open) => takeSymptoms(open, symptoms, given)),
    find: async (id) => (await oneAlert(records, id)).value,
    alerts: async (query = {}) => {
      const found = await records.collection<Alert>("alerts").find(queryOf(query));
      return found.items.map(({ value }) => value);
    },
    acknowledge: (id, why) => changed(id, (open, found) => acknowledge(open, found, why)),
    close: (id, why, hours) => changed(id, (open, found) => close(open, found, { why, hours })),
    noteTold: (id, told) =>
      changed(id, (open, { value, version }) => keep(open, { next: withTold(value, told), version })),
    tend: (system, times) => change(context, (open) => tendAll(open, system, times)),
  };
}

function queryOf({ system, status, limit }: AlertQuery): Query {
  return {
    where: Object.entries({ system, status }).flatMap(([name, value]) =>
      value === undefined ? [] : [{ path: [name], is: "=" as const, value }],
    ),
    sort: { path: ["openedAt"] },
    descending: true,
    ...(limit === undefined ? {} : { limit }),
  };
}

async function acknowledge(open: Change, { value: alert, version }: Versioned<Alert>, why: string): Promise<Alert> {
  requireUnderWay(alert);
  if (alert.acknowledged !== undefined) return alert;
  const status = alert.status === "open" ? "acknowledged" : alert.status;
  const next: Alert = { ...alert, status, acknowledged: { by: open.by, at: open.at, why } };
  return await keep(open, { next, version, note: { what: "alert.acknowledged", why } });
}

/** Of one that was quiet everybody knows already that it is over. */
async function close(
  open: Change,
  { value: alert, version }: Versioned<Alert>,
  { why, hours }: { readonly why: string; readonly hours: number | undefined },
): Promise<Alert> {
  requireUnderWay(alert);
  const before = alert.status === "quiet" ? alert : announced(alert, "ended");
  const facts = hours === undefined ? {} : { facts: { hours } };
  const next: Alert = { ...before, status: "closed", closed: { by: open.by, at: open.at, why } };
  return await keep(open, { next, version, note: { what: "alert.closed", why, ...facts } });
}

function requireUnderWay({ id, status, closed }: Alert): void {
  if (status === "closed") throw alertClosed({ id, by: closed?.by ?? "alidade" });
}

/** So many are kept in all, and of each channel and news the newest try. */
const MOST_TOLD = 50;

function withTold(alert: Alert, told: Told): Alert {
  const others = alert.told.filter(({ channel, news }) => channel !== told.channel || news !== told.news);
  return { ...alert, told: [...others, told].slice(-MOST_TOLD) };
}

async function tendAll(open: Change, system: string, times: AlertTimes): Promise<readonly Alert[]> {
  const done: Alert[] = [];
  await noteAhead(open, await closedAhead(open.store, system, open.at));
  for (const { value: alert, version } of await underWay(open.store, system)) {
    const next = tended(alert, open.at, times);
    if (next === undefined) {
      await noteAhead(open, [{ value: alert, version }]);
      continue;
    }
    const note = { what: `alert.${next.what}`, why: next.why, facts: { level: next.alert.level } };
    done.push(await keep(open, { next: next.alert, version, note }));
  }
  return done;
}

/** Keeps of alerts as what that is taken which a clock that was set back has left in the future. */
async function noteAhead(open: Change, found: readonly Pick<Versioned<Alert>, "value" | "version">[]): Promise<void> {
  for (const { value, version } of found) {
    const next = alertNoting(value, open.at);
    if (next !== undefined) await keep(open, { next, version });
  }
}
