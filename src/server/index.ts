/** The HTTP door of deciding: decode, call one room, encode. */
export { isLoopback } from "./access/addresses.ts";
export type { ManageOptions, MonitoredSystem } from "./control/manage.ts";
export type { HttpOptions } from "./entrance.ts";
export { cannotListen, notReady, portInUse, tlsUnusable } from "./errors.ts";
export type { Log } from "./log.ts";
export { type RunningServer, type ServerOptions, startServer } from "./start-server.ts";
export type { JournalPorts, ThreadStart } from "./workers/duties.ts";
export { sharesPorts } from "./workers/shared-port.ts";
export { startThreadedServer, type ThreadedOptions, type ThreadedServer } from "./workers/start-threads.ts";
export { type LoadParts, serveOnThread, type ThreadParts } from "./workers/thread.ts";
