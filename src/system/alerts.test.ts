import { describe, expect, test } from "vitest";
import { contract, csv, env, flag, number } from "../data/index.ts";
import { unstated } from "../objective/index.ts";
import { actIf } from "../policy/index.ts";
import { type AlertOptions, alertmanager, alertTimes, email, on, settleAlerts, terminal, webhook } from "./index.ts";

const h = on(contract({ visits: number(), bought: flag({ known: "after" }) }));
const systemWith = (alerts?: AlertOptions) =>
  h.system({
    name: "shop",
    source: csv("shop.csv"),
    objective: unstated({ act: "offer", otherwise: "rest" }),
    outcomes: { bought: h.outcome({ within: "7d", history: (r) => r.bought, changedByActing: false }) },
    features: h.features((r) => ({ visits: r.visits })),
    rule: (f) => f.visits.atLeast(3),
    heads: {},
    weights: {},
    policy: actIf({ threshold: 0.5 }),
    ...(alerts === undefined ? {} : { alerts }),
  });

describe("who hears of alerts", () => {
  test("is declared in the system file, by name and level", () => {
    const channels = {
      ops: webhook({ url: env("SLACK_URL") }),
      mail: email({ to: "ops@example.com", from: "a@example.com", host: "smtp.example.com" }),
      am: alertmanager({ url: "http://alertmanager:9093" }),
      here: terminal(),
    };
    const { alerts } = systemWith({ channels, page: ["ops", "mail"], escalateAfter: "30m" });
    expect(alerts).toMatchObject({
      page: ["ops", "mail"],
      warning: ["ops", "mail"],
      notice: [],
      escalateAfter: "30m",
      quietAfter: "24h",
    });
    expect(alerts?.channels.ops).toEqual({ channel: "webhook", url: { env: "SLACK_URL" } });
    expect(Object.isFrozen(alerts?.channels.am)).toBe(true);
  });

  test("is nobody by default, and everybody of the channels where no level is named", () => {
    expect(systemWith().alerts).toBeUndefined();
    expect(settleAlerts(undefined)).toMatchObject({ channels: {}, page: [] });
    expect(settleAlerts({ channels: { a: terminal(), b: terminal() } }).page).toEqual(["a", "b"]);
  });

  test("is told again as often as there are channels, and once at least", () => {
    expect(alertTimes(settleAlerts(undefined))).toEqual({
      escalateMs: 3_600_000,
      quietMs: 86_400_000,
      mostEscalations: 1,
    });
    expect(alertTimes(settleAlerts({ channels: { a: terminal(), b: terminal() } })).mostEscalations).toBe(2);
  });

  test.each<readonly [string, unknown, string]>([
    [
      "a channel that there is not",
      { channels: { ops: terminal() }, page: ["opps"] },
      'Got "opps". Did you mean `ops`?',
    ],
    ["a channel that nothing makes", { channels: { ops: { channel: "pigeon" } } }, "made by `webhook({ … })`"],
    ["a name that is none", { channels: { "a b": terminal() } }, "1 to 40 letters"],
    ["a level that there is not", { channels: {}, critical: [] }, "is not a property"],
    ["a list that is none", { channels: { ops: terminal() }, page: "ops" }, "a list of channels"],
    ["no time", { channels: {}, escalateAfter: "soon" }, "a duration"],
    ["no channels", { page: [] }, "must be an object"],
    ["a text", "ops", "must be an object"],
  ])("is refused with %s", (_, alerts, words) => {
    expect(() => systemWith(alerts as never)).toThrow(words);
  });
});
