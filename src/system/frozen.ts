/** Plain data, and everything in it, frozen. */
export function deepFrozen<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  for (const one of Object.values(value)) deepFrozen(one);
  return Object.freeze(value);
}
