import { milliseconds } from "../../../kernel/index.ts";
import { type Head, outcomesOf, type SystemDefinition } from "../../../system/index.ts";
import type { Layout } from "../seen.ts";
import { CURVE_BINS, type CurveBins } from "./summarise-labels.ts";

/** What labels ask of a system. */
export type LabelledSystem = Pick<SystemDefinition, "name" | "heads" | "outcomes" | "objective" | "policy" | "slices">;

/** A head, and the outcomes by which it is judged. */
export interface LabelledHead {
  readonly name: string;
  readonly task: Head["task"];
  /** By name, each with the milliseconds within which it counts. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Milliseconds until all of them are known. */
  readonly within: number;
  /** What several outputs stand for; empty for one. */
  readonly classes: readonly string[];
  readonly bins: CurveBins;
  readonly changedByActing: boolean;
  /** No decision stands for more than so many. */
  readonly cap: number;
}

const PROBABLE: readonly Head["task"][] = ["binary", "multiclass", "hierarchical", "multilabel"];

/** The heads of a system whose outcomes are declared. */
export function labelledHeads({ heads, outcomes }: LabelledSystem, layout: Layout): readonly LabelledHead[] {
  return Object.entries(heads).flatMap(([name, head]) => {
    const names = outcomesOf(head);
    const declared = names.flatMap((outcome) => outcomes[outcome] ?? []);
    if (declared.length < names.length) return [];
    const windows = declared.map(({ within }) => milliseconds(within));
    const isProbable = PROBABLE.includes(head.task);
    return [
      {
        ...{
          name,
          task: head.task,
          outcomes: new Map(names.map((one, i) => [one, windows[i] as number])),
          classes: layout.classes?.[name] ?? [],
        },
        within: Math.max(...windows),
        bins: isProbable ? { bins: CURVE_BINS } : { edges: layout.heads[name]?.edges ?? [] },
        changedByActing: declared.some(({ changedByActing }) => changedByActing),
        cap: Math.min(...declared.map(({ cap }) => cap ?? Infinity)),
      },
    ];
  });
}
