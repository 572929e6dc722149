/** The HTTP door of deciding: decode, call one room, encode. */
export { cannotListen, notReady, portInUse } from "./errors.ts";
export type { Log } from "./log.ts";
export { type RunningServer, type ServerOptions, startServer } from "./start-server.ts";
