import { windowsOf } from "../../features/index.ts";
import { ruleNodes } from "../parts.ts";
import type { SystemDefinition } from "../system.ts";
import type { Refuse } from "./form.ts";

/** Streams need to know whom and as of when: the rows' entity, of the same kind, and their time. */
export function checkStreams(system: SystemDefinition, refuse: Refuse): void {
  const { streams, entity, time, contract } = system;
  for (const [name, stream] of Object.entries(streams)) {
    if (!/^[a-zA-Z_][\w]{0,62}$/.test(name))
      refuse(`streams.${name}`, "must have a name of 1 to 63 letters, digits and underscores, beginning with a letter");
    if (entity === undefined) refuse("entity", `is needed: the stream \`${name}\` has events about somebody`);
    if (time === undefined)
      refuse("time", `is needed: a row sees the events of \`${name}\` that were known by its time`);
    const kinds = [contract.fields[entity as string]?.kind, stream.contract.fields[stream.entity]?.kind];
    if (kinds[0] !== kinds[1])
      refuse(
        `streams.${name}.entity`,
        `must be of the kind of the system's entity. \`${stream.entity}\` is ${kinds[1]}, \`${entity}\` is ${kinds[0]}`,
      );
  }
  const nodes = [
    ...Object.values(system.features),
    ...Object.values(ruleNodes(system)),
    ...system.filters.map(({ when }) => when),
  ];
  for (const { stream } of nodes.flatMap(windowsOf))
    if (!Object.hasOwn(streams, stream)) refuse("features", `asks the stream \`${stream}\`, which is not declared`);
}
