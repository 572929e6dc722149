import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import {
  type Document,
  keyValues,
  linePlot,
  money,
  percent,
  quantity,
  type Section,
  table,
  type Value,
} from "../../report/index.ts";
import type { SystemMaturity } from "./maturity.ts";

/** The maturity of systems as a page: what it comes to, then month by month. `currency` is that of the price. */
export function maturityReport(systems: readonly SystemMaturity[], currency: string): Document {
  return {
    title: systems.length === 1 ? `Maturity of ${systems[0]?.system ?? ""}` : "Maturity",
    subtitle: "From the records alone",
    summary: [],
    sections: systems.flatMap((one) => [
      figures(one, { currency, isMany: systems.length > 1 }),
      ...trend(one, currency),
    ]),
  };
}

interface Shown {
  readonly currency: string;
  readonly isMany: boolean;
}

function figures(one: SystemMaturity, { currency, isMany }: Shown): Section {
  const { daysToChampion, deploysPerMonth, rolledBack, hoursToRestore, restored, hoursByHand, costPerMonth } = one;
  return {
    title: isMany ? one.system : "What it comes to",
    blocks: [
      keyValues([
        {
          name: "From idea to champion",
          value: days(daysToChampion),
          note: "from the first objective or run to the first model for everybody",
        },
        { name: "Deploys a month", value: number(deploysPerMonth), note: "a canary counts once" },
        {
          name: "Rolled back",
          value: isInsufficient(rolledBack) ? rolledBack : percent(rolledBack),
          note: "of the deploys",
        },
        {
          name: "Time to restore",
          value: isInsufficient(hoursToRestore) ? hoursToRestore : quantity(hoursToRestore * 3_600_000, "duration"),
          note: `from an alert to its end, the middle of ${restored}`,
        },
        {
          name: "By hand",
          value: isInsufficient(hoursByHand) ? hoursByHand : `${round(hoursByHand)} hours a month`,
          note: "as it was noted when alerts were closed: `alidade alerts close --hours`",
        },
        {
          name: "Training costs",
          value: isInsufficient(costPerMonth) ? costPerMonth : money(costPerMonth, currency),
          note: "a month, at the price that was given; of training alone, not of serving, data or people",
        },
      ]),
    ],
  };
}

function days(value: number | Insufficient): Value {
  return isInsufficient(value) ? value : quantity(value * 86_400_000, "duration");
}

function number(value: number | Insufficient): Value {
  return isInsufficient(value) ? value : round(value);
}

const round = (value: number): number => Number(value.toPrecision(3));

function trend({ system, months }: SystemMaturity, currency: string): readonly Section[] {
  if (months.length === 0) return [];
  const rows = months.map(({ month, deploys, rolledBack, trainings, hours, cost, alerts }): readonly Value[] => [
    month,
    deploys,
    rolledBack,
    trainings,
    round(hours),
    cost === null ? "" : money(cost, currency),
    alerts,
  ]);
  const points = (of: "deploys" | "trainings"): readonly (readonly [number, number])[] =>
    months.map((month, i) => [i + 1, month[of]]);
  return [
    {
      title: `${system}, month by month`,
      blocks: [
        ...(months.length < 2
          ? []
          : [
              linePlot({
                title: "Deploys and trainings by month",
                x: { label: `Month since ${months[0]?.month}` },
                y: { label: "In a month", unit: "count" },
                series: [
                  { name: "deploys", points: points("deploys") },
                  { name: "trainings", points: points("trainings") },
                ],
              }),
            ]),
        table(["Month", "Deploys", "Rolled back", "Trainings", "Hours learning", "Cost", "Alerts"], rows),
      ],
    },
  ];
}
