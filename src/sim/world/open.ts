import type { Row } from "../../data/index.ts";
import type { Business, BusinessOptions, Case, Hidden, Play, Span } from "../business.ts";
import { checkAction } from "./check-action.ts";
import { checkDrifts } from "./check-drifts.ts";
import { lotOf } from "./lot.ts";
import { daysIn, type Opened, todayOf } from "./opened.ts";
import { truthIn } from "./truth.ts";
import { businessStart, type World } from "./world.ts";

/** Makes a business of a world. Throws `sim.drift-not-offered`. */
export function openBusiness<T extends Hidden, S>(world: World<T, S>, options: BusinessOptions): Business<T> {
  const { seed, perDay = world.periodDefaults.perDay, drifts = [] } = options;
  checkDrifts(world, drifts);
  const opened: Opened<T, S> = { world, seed, perDay, drifts };
  const { name, entity, kinds, actions, outcomes } = world;
  return {
    ...{ name, seed, entity, kinds, actions, outcomes, start: businessStart, drifts },
    periodDefaults: { ...world.periodDefaults, perDay },
    with: (...more) => openBusiness(world, { ...options, drifts: [...drifts, ...more] }),
    traffic: (span) => within(span, mornings(opened, span)),
    play: (span) => playOf(opened, span),
    outcome: (one, action) => world.reports(one, checkAction(world, action)),
    worth: (one, action) => world.worth(one, checkAction(world, action)),
    money: (one, action) => world.money(one, checkAction(world, action)),
    historyKinds: { ...kinds, decided_at: "time", ...world.past.kinds },
    history: (span) => historyOf(opened, span),
    truth: (question) => truthIn(opened, question),
  };
}

function* within<T extends Hidden>({ from, to }: Span, cases: Iterable<Case<T>>): Generator<Case<T>> {
  for (const one of cases) if (one.at >= from && one.at < to) yield one;
}

/** Every day in the state of the first morning. */
function* mornings<T extends Hidden, S>(opened: Opened<T, S>, span: Span): Generator<Case<T>> {
  for (const day of daysIn(span)) yield* opened.world.day(todayOf(opened, day, opened.world.begin(opened)));
}

function playOf<T extends Hidden, S>(opened: Opened<T, S>, span: Span): Play<T> {
  const { world } = opened;
  const state = world.begin(opened);
  return {
    cases: within(span, remembering(opened, span, state)),
    tell(one, action) {
      world.react(state, one, checkAction(world, action));
      return world.reports(one, action);
    },
  };
}

/** Day after day with one state; the night falls when the first case of the next day is asked for. */
function* remembering<T extends Hidden, S>(opened: Opened<T, S>, span: Span, state: S): Generator<Case<T>> {
  for (const day of daysIn(span)) {
    const today = todayOf(opened, day, state);
    yield* opened.world.day(today);
    opened.world.night(state, today);
  }
}

function* historyOf<T extends Hidden, S>(opened: Opened<T, S>, span: Span): Generator<Row> {
  const { world, seed } = opened;
  const { act, otherwise } = world.actions;
  const { cases, tell } = playOf(opened, span);
  for (const one of cases) {
    const action = lotOf({ seed, id: one.id, purpose: "past" }) < world.past.acts ? act : otherwise;
    tell(one, action);
    yield { ...one.given, decided_at: one.at, ...world.past.row(one, action) };
  }
}
