/** Milliseconds: shorter ones are the clock's own. */
const NOTICED = 0.5;

/** How often the machine takes the core away from a program that does nothing but read the clock, as a note under a table. */
export function interruptionsNote(seconds = 4): string {
  const gaps: number[] = [];
  const start = performance.now();
  for (let last = start, now = start; last < start + seconds * 1_000; last = now) {
    now = performance.now();
    if (now - last > NOTICED) gaps.push(now - last);
  }
  const longest = Math.max(0, ...gaps);
  const lost = gaps.reduce((sum, gap) => sum + gap, 0);
  return (
    `A program that only reads the clock, before the load, was kept from its core ${gaps.length} times in ${seconds} s for ` +
    `more than ${NOTICED} ms: ${longest.toFixed(1)} ms at the longest, ${lost.toFixed(0)} ms together.`
  );
}
