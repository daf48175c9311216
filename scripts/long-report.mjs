// What `npm run test:long` measured, as a page: a line for each goal, with what is asked of it, what was measured, and whether it was met.

/** The goals, by number, in few words. */
const GOALS = {
  G1: 'Nobody finds, sees or changes what is another tenant’s',
  G2: 'What is refused changes nothing',
  G3: 'Requests that nobody foresaw get an answer as described',
  G4: 'What may not be seen makes no difference to an answer',
  G5: 'Killed connections lose nothing and show nothing foreign',
  G6: 'A process that is killed leaves everything or nothing',
  G10: 'One refresh token has one successor',
  G11: 'What is taken back is over with the next request',
  G12: 'Nobody is told whether there is an account',
  G13: 'A flood of sign-ins leaves the rest quick',
  G17: 'What a webhook tells has its effect once',
  G18: 'A write with a key happens once',
  G19: 'No address leads inside',
  G20: 'Minutes at full speed leave everything where it was',
  G22: 'A restored copy is the same, silent, and closed',
  G23: 'The walls between tenants stand in the schema',
  G24: 'Planted faults are noticed',
  G25: 'Secrets are nowhere they do not belong',
  G26: 'There is no password that nobody chose',
  G30: 'Refusals say what to do and nothing of the inside',
};

const number = (value) => value.toLocaleString('en').replaceAll(',', ' ');
const isMet = ({ is, least = -Infinity, most = Infinity }) => is >= least && is <= most;
const asked = ({ what, least, most }) =>
  least === undefined && most === undefined
    ? []
    : [`${what} ${least === undefined ? (most === 0 ? '0' : `≤ ${number(most)}`) : `≥ ${number(least)}`}`];
const told = ({ what, is }) => `${what} ${number(is)}`;
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const tagged = (goal) => new RegExp(`\\b${goal}\\b`);

/** What became of a goal. */
function outcome(goal, { notes, tests }) {
  const mine = notes.filter((one) => one.goal === goal);
  const broken = tests.filter(({ status, fullName }) => status === 'failed' && tagged(goal).test(fullName));
  const short = mine.flatMap(({ figures }) => figures.filter((one) => !isMet(one)));
  const why = [
    ...short.map((one) => `${told(one)}, not ${asked(one).join().replace(`${one.what} `, '')}`),
    ...broken.map(({ fullName }) => `failed: ${fullName}`),
    ...(mine.length === 0 && broken.length === 0 ? ['not measured'] : []),
  ];
  return { goal, mine, met: why.length === 0, why };
}

const outcomes = (measurement) =>
  Object.keys(GOALS)
    .filter((goal) =>
      measurement.wanted === null || measurement.wanted.length === 0
        ? measurement.wanted === null || measurement.notes.some((one) => one.goal === goal)
        : measurement.wanted.includes(goal),
    )
    .map((goal) => outcome(goal, measurement));

/** Whether every goal that was to be measured was met. */
export const goalsMet = (measurement) => outcomes(measurement).every(({ met }) => met);

/**
 * The page. `notes`: what tests noted; `tests`: what became of them; `wanted`: the goals to be measured, `null` for all, none for those that
 * were; `minutes`: how long it took.
 */
export function longReport(measurement) {
  const { notes, tests, minutes } = measurement;
  const engines = [...new Set(notes.map(({ engine }) => engine).filter(Boolean))];
  const where = (engine) => (engines.length > 1 && engine ? ` on ${engine}` : '');
  const goals = outcomes(measurement);
  const lines = goals.map(({ goal, mine, met, why }) => {
    const first = mine.filter(({ engine }) => engine === mine[0].engine);
    const wants = first.map(({ what, figures }) => `${what}: ${figures.flatMap(asked).join(', ')}`).join('; ');
    const has = mine.map(({ what, engine, figures }) => `${what}${where(engine)}: ${figures.map(told).join(', ')}`);
    return `| ${goal} | ${GOALS[goal]} | ${cell(wants)} | ${cell(has.join('; '))} | ${met ? 'met' : cell(`**not met**: ${why.join('; ')}`)} |`;
  });
  const others = notes.filter(({ goal }) => !Object.hasOwn(GOALS, goal));
  const failed = tests.filter(({ status }) => status === 'failed');
  const slow = tests.filter(({ duration }) => duration > 10_000).toSorted((a, b) => b.duration - a.duration);
  const met = goals.filter((one) => one.met).length;
  return [
    '# What the long tests measured',
    '',
    `${new Date().toISOString()}, Node ${process.versions.node}, ${process.platform} ${process.arch}, ${engines.join(' and ')}, ${minutes.toFixed(0)} minutes.`,
    '',
    '| goal | | asked | measured | |',
    '| --- | --- | --- | --- | --- |',
    ...lines,
    ...(others.length > 0 ? ['', 'Beside the goals:', ''] : []),
    ...others.map(
      ({ goal, what, engine, figures }) => `- ${goal}, ${what}${where(engine)}: ${figures.map(told).join(', ')}`,
    ),
    '',
    `${tests.filter(({ status }) => status === 'passed').length} tests passed, ${failed.length} failed.`,
    ...failed.map(({ fullName }) => `- failed: ${fullName}`),
    ...(slow.length > 0
      ? [
          '',
          `Longest: ${slow
            .slice(0, 12)
            .map(({ fullName, duration }) => `${fullName} ${(duration / 1000).toFixed(0)} s`)
            .join('; ')}.`,
        ]
      : []),
    '',
    `${met} goals met, ${goals.length - met} not.`,
    '',
  ].join('\n');
}
