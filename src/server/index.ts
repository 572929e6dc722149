/** The HTTP door of deciding: decode, call one room, encode. */
export { isLoopback } from "./access/addresses.ts";
export type { ManageOptions } from "./control/manage.ts";
export type { HttpOptions } from "./entrance.ts";
export { cannotListen, notReady, portInUse, tlsUnusable } from "./errors.ts";
export type { Log } from "./log.ts";
export { type RunningServer, type ServerOptions, startServer } from "./start-server.ts";
