/** What stands above the tables: how they came about, and what was chosen when. */
export const HEAD: string = `# Real data in order of time: with retraining and without

Written by \`npm run bench:watch -- replay\`. A day at a time, what serves decides about everything that comes, and its labels come
when they would have come. The product's own watch (\`seenReader\`, \`monitorRun\` with their defaults, periods of a day) looks at each
day when it is over; its own loop (triggers, a cool-down of a day, four loops a month, stages) retrains on all rows whose
labels are known. A candidate that passes its gate serves a day later, which stands for shadow and canary; where the rule earns
plainly more than what serves, the rule serves. Learners are \`gbdt()\` with its defaults.

Intervals are 95 %, by the bootstrap over weeks (BCa, 10,000 replicates), and beside it over blocks of four weeks, for weeks that
resemble each other.

Chosen before anything was seen: the payoffs, the columns that are known and the rules; the first quarter of the weeks to learn
from; that the first model serves whatever its gate says; that the gate judges on the newer half of the rows that came since what
serves was trained, as older rows would flatter it, and as a candidate that is judged on all of them would have learned nothing
new; a day from gate to champion; the arms, with the one that is judged on the newest quarter, as training does by itself.
Chosen after something had been seen: that the rule takes over where it is plainly better, which the product's loop does and the
first version of this program had left out, seen after three arms of the bicycles and ten weeks of electricity; and electricity a day
ahead. Those three arms, with 26 weeks to learn from and monitors that took seasons and holidays for drift (30 alarms
\`input.shifted\` in the arm that retrains on them, where there are now 2), had earned 4,453 (alarms) and 5,241 (schedule) a week more than without.
`;
