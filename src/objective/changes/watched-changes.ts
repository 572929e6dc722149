import type { StatedObjective } from "../objective.ts";
import type { Margin, WatchedMetric } from "../watched/watched-metric.ts";
import { type Change, listed, moved, replaced, reworded } from "./change.ts";

/** What changed in what is watched beside the money. */
export function watchedChanges(before: StatedObjective, after: StatedObjective): readonly Change[] {
  const [was, is] = [before.metrics ?? {}, after.metrics ?? {}];
  const kept = Object.keys(is).filter((name) => Object.hasOwn(was, name));
  return [
    ...listed(Object.keys(was), Object.keys(is), { path: "metrics", what: "the metric", grows: true }),
    ...kept.flatMap((name) => metricChanges(name, was[name] as WatchedMetric, is[name] as WatchedMetric)),
    ...proxyChanges(before, after),
  ];
}

function metricChanges(name: string, before: WatchedMetric, after: WatchedMetric): readonly Change[] {
  const at = (part: string): string => `metrics.${name}.${part}`;
  const grows = after.direction === "increase" ? "raised" : "lowered";
  const of = `of \`${name}\``;
  return [
    ...replaced(before.measure, after.measure, { path: at("measure"), what: `how \`${name}\` is measured` }),
    ...reworded(before.role, after.role, { path: at("role"), what: `the role ${of}` }),
    ...reworded(before.direction, after.direction, { path: at("direction"), what: `the direction ${of}` }),
    ...moved(before.baseline, after.baseline, { path: at("baseline"), what: `the baseline ${of}` }),
    ...moved(before.target, after.target, { path: at("target"), what: `the target ${of}`, grows }),
    ...moved(before.threshold, after.threshold, { path: at("threshold"), what: `the threshold ${of}` }),
    ...reworded(wordMargin(before.margin), wordMargin(after.margin), {
      path: at("margin"),
      what: `what may be lost ${of}`,
    }),
    ...reworded(before.source, after.source, { path: at("source"), what: `the source of the target ${of}` }),
    ...reworded(before.owner, after.owner, { path: at("owner"), what: `the owner ${of}` }),
    ...reworded(before.review, after.review, {
      path: at("review"),
      what: `the day on which the goals ${of} are looked at`,
    }),
    ...replaced(before.outliers, after.outliers, { path: at("outliers"), what: `how extreme values ${of} count` }),
  ];
}

function wordMargin(margin: Margin | undefined): string | undefined {
  if (margin === undefined) return undefined;
  return "relative" in margin ? `${margin.relative * 100} %` : String(margin.absolute);
}

function proxyChanges(before: StatedObjective, after: StatedObjective): readonly Change[] {
  const [was, is] = [before.proxies ?? {}, after.proxies ?? {}];
  const kept = Object.keys(is).filter((name) => Object.hasOwn(was, name));
  return [
    ...listed(Object.keys(was), Object.keys(is), { path: "proxies", what: "the proxy" }),
    ...kept.flatMap((name) => {
      const [one, other] = [was[name], is[name]];
      const of = `the proxy \`${name}\``;
      return [
        ...reworded(one?.of, other?.of, { path: `proxies.${name}.of`, what: `what ${of} looks at` }),
        ...moved(one?.worth.value, other?.worth.value, {
          path: `proxies.${name}.worth`,
          what: `what one of ${of} is taken to bring`,
          unit: after.currency,
        }),
        ...reworded(one?.basis, other?.basis, {
          path: `proxies.${name}.basis`,
          what: `what the worth of ${of} rests on`,
        }),
      ];
    }),
  ];
}
