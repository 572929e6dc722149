import { openWatch, type SystemWatch } from "../../../src/cli/up/watch/open-watch.ts";
import { modelPorts } from "../../../src/presets.ts";
import { registryOf } from "../../../src/registry/index.ts";
import type { Alert } from "../../../src/watch/index.ts";
import type { Stage } from "./stage.ts";

/** The monitors at work, as `alidade up` runs them, and the alerts that come of them. */
export interface Watching {
  /** Reads the journal on; alerts that were opened or grew. */
  look(): Promise<readonly Alert[]>;
  /** From now on a decision is to bring so much money at least, where that is known. */
  expect(least: number | undefined): void;
}

/** Watches the system; a decision is to bring so much money at least, where that is known, and no more is promised. */
export function openWatching(
  { loaded, system, state, clock, options }: Stage,
  { least }: { readonly least: number | undefined },
): Watching {
  const open = (money: Readonly<Record<string, number>>): SystemWatch =>
    openWatch({
      system: { ...system, monitors: { ...system.monitors, settings: { liveValue: { money } } } },
      ...{ file: loaded.folder, state, clock, ports: modelPorts() },
      registry: registryOf({ state, clock, who: "alidade" }),
    });
  const asking = (line: number | undefined): SystemWatch =>
    open(line === undefined ? {} : { promised: line, least: line });
  let watch = asking(least);
  return {
    async look() {
      const { changes } = await watch.look(options.signal);
      return changes.map(({ alert }) => alert);
    },
    expect(line) {
      watch = asking(line);
    },
  };
}
