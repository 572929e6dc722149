import { type Insufficient, isInsufficient, wordInsufficient } from "../../kernel/index.ts";
import { commonDecimals, formatQuantity, quantityDecimals } from "../format.ts";
import { estimate, type Interval, type Quantity, quantity, type Tone, type Unit } from "../values.ts";
import type { Axis, PlotFrame, Reference } from "./axis.ts";
import { type Table, table } from "./table.ts";

/** A row of the plot: what it is, and where it lies. */
export interface IntervalItem {
  readonly name: string;
  readonly estimate: Interval | Insufficient;
  /** Default: neutral. */
  readonly tone?: Tone;
}

/** A row per item with a dot and a whisker: slices, competitors, lift. */
export interface IntervalPlot extends PlotFrame {
  readonly kind: "interval-plot";
  readonly value: Axis;
  readonly items: readonly IntervalItem[];
  readonly reference?: Reference;
}

export function intervalPlot(plot: Omit<IntervalPlot, "kind">): IntervalPlot {
  return Object.freeze({ ...plot, kind: "interval-plot" });
}

function quantityOf({ estimate: found }: IntervalItem, unit: Unit): Quantity | undefined {
  return isInsufficient(found) ? undefined : estimate(found, unit);
}

/** An item's estimate as text, with its interval and without. */
export interface ItemWords {
  readonly full: string;
  readonly point: string;
}

/** The items' estimates as texts that line up. */
export function wordItems({ items, value }: IntervalPlot): readonly ItemWords[] {
  const unit = value.unit ?? "number";
  const quantities = items.map((item) => quantityOf(item, unit));
  const decimals = commonDecimals(quantities.filter((found) => found !== undefined));
  return items.map(({ estimate: found }, i) => {
    const shown = quantities[i];
    if (shown === undefined) return { full: isInsufficient(found) ? wordInsufficient(found) : "", point: "" };
    const digits = decimals ?? quantityDecimals(shown);
    return { full: formatQuantity(shown, digits), point: formatQuantity(quantity(shown.value, unit), digits) };
  });
}

/** The plot in a sentence. */
export function wordIntervalPlot(plot: IntervalPlot): string {
  const words = wordItems(plot);
  const items = plot.items.map(({ name }, i) => `${name} ${words[i]?.full}`).join("; ");
  const reference = plot.reference === undefined ? "" : ` A line marks ${plot.reference.label}.`;
  return `Interval plot, ${plot.title}: ${plot.value.label}. ${items}.${reference}`;
}

/** The numbers behind the plot. */
export function intervalPlotNumbers(plot: IntervalPlot): Table {
  return table(
    ["", { name: plot.value.label, align: "right" }],
    plot.items.map((item) => [
      item.name,
      isInsufficient(item.estimate) ? item.estimate : estimate(item.estimate, plot.value.unit),
    ]),
  );
}
