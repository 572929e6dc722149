/** The ground floor: errors, time, randomness, identity, hashing, parameters as data, "not enough data" as a value. */
export { fromBase64, toBase64 } from "./base64.ts";
export { type Carried, carried, rebuilt } from "./carried.ts";
export { type Clock, type Instant, type VirtualClock, virtualClock, wallClock } from "./clock.ts";
export { type Duration, durationMalformed, milliseconds } from "./duration.ts";
export {
  AlidadeError,
  bug,
  defineError,
  type ErrorConstructor,
  type ErrorDefinition,
  type ErrorFacts,
  isAlidadeError,
  known,
  messageOf,
} from "./errors.ts";
export { canonical, hashBytes, hashUniform, hashValue, notHashable } from "./hash.ts";
export { hexOf } from "./hex.ts";
export { type Ids, randomIds, seededIds } from "./ids.ts";
export { type Insufficient, insufficient, isInsufficient, wordInsufficient } from "./insufficient.ts";
export { isObject } from "./is-object.ts";
export { exp } from "./math/exp.ts";
export { expm1 } from "./math/expm1.ts";
export { log } from "./math/log.ts";
export { log1p } from "./math/log1p.ts";
export { tanh } from "./math/tanh.ts";
export {
  choiceParam,
  flagParam,
  integerParam,
  nameGroupsParam,
  numberParam,
  numbersByNameParam,
  type Param,
  type Params,
  type ParamValues,
  paramInvalid,
  paramUnknown,
  resolveParams,
  textParam,
} from "./params.ts";
export { philox, philoxInPlace, type Rng, rng, type StreamKey } from "./rng.ts";
export { type SignedIds, type SignedIdsOptions, signedIds } from "./signed-ids.ts";
export { countBelow, countUpTo } from "./sorted.ts";
export { type Between, between, type Dimension, type OneOf, oneOf, type Space, spaceInvalid } from "./space.ts";
export { didYouMean, nearest } from "./suggest.ts";
