import { contract, csv, flag, number } from "../../data/index.ts";
import { moneyEarned, share, success, unstated } from "../../objective/index.ts";
import { actIf } from "../../policy/index.ts";
import { binary, gbdt, on, type SystemDefinition } from "../../system/index.ts";
import { openShop, type Shop } from "../shop.conformance.ts";

/** What can be different in the file of the shop. */
export interface Changed {
  /** Money of a case that was not acted on and should have been. */
  readonly miss?: number;
  readonly why?: string;
  readonly target?: number;
  /** Name of one more head. */
  readonly head?: string;
  readonly watched?: boolean;
  readonly stated?: boolean;
}

/** A registry, and the file of a shop that is changed now and then. */
export interface Desk extends Shop {
  shop(changed?: Changed): SystemDefinition;
}

export async function openDesk(): Promise<Desk> {
  return { ...(await openShop()), shop };
}

const h = on(contract({ visits: number(), bought: flag({ known: "after" }) }));
const outcomes = { bought: h.outcome({ within: "7d", history: (r) => r.bought, changedByActing: false }) };
const buy = binary({ label: "bought", learner: gbdt() });
const weight = { start: 1, min: 0, max: 1 };

function shop({ miss = -500, why = "first", target = 100, head, watched = false, stated = true }: Changed = {}) {
  const heads = { buy, ...(head === undefined ? {} : { [head]: buy }) };
  return h.system({
    name: "shop",
    source: csv("shop.csv"),
    objective: stated
      ? {
          ...({
            metric: moneyEarned,
            direction: "increase",
            baseline: 0,
            target,
            by: "2030-01-01",
            currency: "EUR",
          } as const),
          ...{ payoff: { send: { yes: 6, no: 0 }, skip: { yes: miss, no: 0 } }, cost: { send: 1 } },
          ...{ asked: "marketing", approves: ["board"], why },
          ...(watched ? { metrics: { sales: success(share("bought")) } } : {}),
        }
      : unstated({ act: "send", otherwise: "skip" }),
    outcomes,
    features: h.features((r) => ({ visits: r.visits })),
    rule: (f) => f.visits.atLeast(2),
    heads,
    weights: Object.fromEntries(Object.keys(heads).map((name) => [name, weight])) as { buy: typeof weight },
    policy: actIf({ threshold: 0.2 }),
  });
}
