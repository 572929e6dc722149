import { openWatch, type SystemWatch } from "../../../src/cli/up/watch/open-watch.ts";
import { modelPorts } from "../../../src/presets.ts";
import { registryOf } from "../../../src/registry/index.ts";
import type { Alert } from "../../../src/watch/index.ts";
import type { Stage } from "./stage.ts";

/** The monitors at work, as `alidade up` runs them, and the alerts that come of them. */
export interface Watching {
  /** Reads the journal on; alerts that were opened or grew. */
  look(): Promise<readonly Alert[]>;
  /** From now on money is held against what was promised of what serves, in money a decision. */
  promise(perDecision: number | undefined): void;
}

/** Watches the system; nothing is promised yet. */
export function openWatching({ loaded, system, state, clock, options }: Stage): Watching {
  const open = (money: Readonly<Record<string, number>>): SystemWatch =>
    openWatch({
      system: { ...system, monitors: { ...system.monitors, settings: { liveValue: { money } } } },
      ...{ file: loaded.folder, state, clock, ports: modelPorts() },
      registry: registryOf({ state, clock, who: "alidade" }),
    });
  let watch = open({});
  return {
    async look() {
      const { changes } = await watch.look(options.signal);
      return changes.map(({ alert }) => alert);
    },
    promise(perDecision) {
      watch = open(perDecision === undefined ? {} : { promised: perDecision });
    },
  };
}
