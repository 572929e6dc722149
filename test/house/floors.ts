/** The rooms from the ground up. A room imports only what stands before it, so moving a room is moving one word. */
export const floors: Readonly<Record<string, readonly string[]>> = {
  ground: ["kernel", "stats", "records", "store", "report", "wire"],
  materials: ["objective", "policy", "data", "features", "model", "learn", "govern"],
  waist: ["system"],
  learning: ["evaluate", "registry", "train", "assess"],
  deciding: ["experiment", "decide"],
  roof: ["watch"],
  outside: ["backends", "presets", "sim"],
  doors: ["server", "client", "embed", "cli", "web", "index"],
};

export const rooms: readonly string[] = Object.values(floors).flat();

/** Rooms that neither Node nor the DOM may enter: time, randomness and identity come in as arguments. */
export const pureRooms: readonly string[] = [
  "kernel",
  "stats",
  "records",
  "store",
  "objective",
  "policy",
  "features",
  "model",
  "learn",
  "evaluate",
  "experiment",
  "sim",
];

/** What tests may also use from above: known truths and real stores. */
export const testSupplies: readonly string[] = ["backends", "presets", "sim"];
