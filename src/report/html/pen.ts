import type { PlotOptions } from "@observablehq/plot";

/** The plotting library, once it is loaded. */
export type Plots = typeof import("@observablehq/plot");

/** Every plot is drawn twice, so that its letters keep their size on a phone; the page shows the one that fits. */
export const WIDTHS = [
  { name: "wide", width: 720 },
  { name: "narrow", width: 328 },
] as const;

/** What a drawing needs to know about its sheet. Lengths are CSS pixels. */
export interface Sheet {
  readonly plots: Plots;
  readonly width: number;
  readonly narrow: boolean;
}

/** Turns plot options into the text of an SVG. */
export interface Pen {
  draw(options: (plots: Plots) => PlotOptions): string;
}

/** Loads the plotting library and a document that it can draw in. Slow once (about 0.3 s), so only on demand. */
export async function openPen(): Promise<Pen> {
  const [plots, dom] = await Promise.all([import("@observablehq/plot"), import("linkedom/worker")]);
  const { document } = dom.parseHTML("<!doctype html><html><body></body></html>");
  return {
    draw(options) {
      const svg = plots.plot({ className: "plot", ...options(plots), document });
      // The page's own style sheet dresses the plot: once, and not in every drawing.
      svg.querySelector("style")?.remove();
      return String(svg.outerHTML);
    },
  };
}

/** A pen for a document without plots: it loads nothing. */
export const noPen: Pen = Object.freeze({ draw: () => "" });
