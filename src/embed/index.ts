/**
 * Deciding in process: the parts of a decider put together over a state on this machine. For the rooms inside, and light to load;
 * `alidade/decide` is `public.ts`.
 */
export { type DecidingHere, decideHere, type HereOptions } from "./decide-here.ts";
export { type HistoryPlace, onlineHistoryOf } from "./online-history.ts";
export { type OpenOnline, openOnline } from "./open-online.ts";
export type { HereBackends, Place, SystemHere } from "./place.ts";
export { historyReaderFor, readerFor, sourceReaderFor } from "./system-source.ts";
