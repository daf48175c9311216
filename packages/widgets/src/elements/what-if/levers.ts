import { AS_IT_IS, type Scenario, scenarioFromAddress, type ScenarioLever } from '@sluice/core';

/** Levers that have a control of their own: an amount lever with a condition, or a second one of a kind, has none. */
const alike = (a: ScenarioLever, b: ScenarioLever): boolean => {
  switch (b.kind) {
    case 'amount':
      return a.kind === 'amount' && a.where === b.where;
    case 'probability':
      return a.kind === 'probability' && a.stage === b.stage;
    case 'drop':
      return a.kind === 'drop' && a.id === b.id;
    case 'cycle':
    case 'add':
      return a.kind === b.kind;
  }
};

/** Whether a lever changes nothing, whatever the deals. */
const neutral = (lever: ScenarioLever): boolean => {
  switch (lever.kind) {
    case 'amount':
    case 'cycle':
      return lever.factor === 10_000;
    case 'probability':
      return lever.points === 0;
    case 'add':
      return lever.count === 0;
    case 'drop':
      return false;
  }
};

/** The scenario with a lever in its place; a lever that changes nothing goes away. */
export const withLever = ({ levers }: Scenario, lever: ScenarioLever): Scenario => {
  const at = levers.findIndex((one) => alike(one, lever));
  if (neutral(lever)) return { levers: levers.filter((_, place) => place !== at) };
  return { levers: at < 0 ? [...levers, lever] : levers.map((one, place) => (place === at ? lever : one)) };
};

/** The scenario without a lever like this one. */
export const withoutLever = ({ levers }: Scenario, lever: ScenarioLever): Scenario => ({
  levers: levers.filter((one) => !alike(one, lever)),
});

/** The lever of a scenario that a control shows. */
export const leverLike = <K extends ScenarioLever['kind']>(
  { levers }: Scenario,
  like: Extract<ScenarioLever, { kind: K }>,
): Extract<ScenarioLever, { kind: K }> => {
  const found = levers.find((one) => alike(one, like));
  return found?.kind === like.kind ? (found as Extract<ScenarioLever, { kind: K }>) : like;
};

/** A scenario of an address; null where it holds none that can be read. */
export const readScenarioWord = (word: string): Scenario | null => {
  if (word === '') return AS_IT_IS;
  const read = scenarioFromAddress(word);
  return read.ok ? read.value : null;
};

/** What of a what-if stands in an address. */
export interface ScenarioPlace {
  readonly scenario: string;
  readonly name: string;
  readonly beside: string;
  readonly besideName: string;
}

const NAMES: Readonly<Record<keyof ScenarioPlace, string>> = {
  scenario: 'scenario',
  name: 'scenario-name',
  beside: 'scenario-beside',
  besideName: 'scenario-beside-name',
};

/** The scenarios in the address of a page. */
export const scenariosIn = (address: string): ScenarioPlace => {
  const { searchParams } = new URL(address);
  const of = (name: keyof ScenarioPlace): string => searchParams.get(NAMES[name]) ?? '';
  return { scenario: of('scenario'), name: of('name'), beside: of('beside'), besideName: of('besideName') };
};

/** The address of a page with these scenarios in place of those it had. */
export const addressWithScenarios = (address: string, place: ScenarioPlace): string => {
  const url = new URL(address);
  for (const [key, name] of Object.entries(NAMES) as [keyof ScenarioPlace, string][]) {
    if (place[key] === '') url.searchParams.delete(name);
    else url.searchParams.set(name, place[key]);
  }
  return url.href;
};
