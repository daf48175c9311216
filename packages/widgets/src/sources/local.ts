import {
  type Blueprint,
  type Issue,
  issue,
  type MemorySource,
  memorySource,
  type Model,
  type Moment,
  resolveModel,
  restore,
  SourceError,
} from '@sluice/core';
import { deals } from '@sluice/core/blueprints';
import { pageId } from '../worker/page-id.ts';
import type { Outcome, Reading } from '../worker/protocol.ts';
import { turn } from '../controllers/turns.ts';
import { readFile } from '../worker/read-in-worker.ts';
import type { Content } from './content.ts';

/** What reading files into the page takes. */
export interface LocalOptions {
  /** What the records are; the whole CRM by default. */
  readonly blueprint?: Blueprint;
  /** The entity of the rows, by any word the model knows it by; the first with a stage when blank. */
  readonly dataset: string;
  /** Column → field, where their names do not tell. */
  readonly map?: Readonly<Record<string, string>>;
  /** The day and the zone it is; asked again for every figure. */
  readonly moment: () => Moment;
  /** The ISO instant it is. */
  readonly now: () => string;
}

/** A source in the page, with what became of the file it was read from. */
export interface LocalSource extends MemorySource {
  readonly outcome: Outcome;
}

const modelOf = (blueprint: Blueprint): Model => {
  const model = resolveModel(blueprint);
  if (model.ok) return model.value;
  const [first] = model.issues;
  throw new SourceError('bad_blueprint', first?.message ?? 'The blueprint is wrong.', first?.remedy ?? '');
};

/** The blueprint that knows an entity: deals, or with the rest of the CRM, which is loaded when it is asked for. */
const blueprintFor = async (dataset: string): Promise<Blueprint> => {
  if (dataset === '' || modelOf(deals).named(dataset)) return deals;
  const { crm } = await import('@sluice/core/blueprints');
  return crm;
};

/** Reads content into a source in the page; what was doubtful about it is in the source's freshness. Throws `SourceError`. */
export const localSource = async (content: Content, options: LocalOptions): Promise<LocalSource> => {
  const { map = {}, moment, now } = options;
  const blueprint = options.blueprint ?? (await blueprintFor(options.dataset));
  const model = modelOf(blueprint);
  const main = model.entities.find((one) => one.stage !== undefined) ?? model.entities[0];
  const dataset = options.dataset === '' ? (main?.name ?? '') : options.dataset;
  const { today, zone } = moment();
  const reading = await readFile({ blueprint, dataset, map, today, zone, at: now(), content });
  await turn();
  const source = memorySource({
    model,
    frames: (related) =>
      Object.fromEntries(
        reading.frames.flatMap(([name, buffer]) => {
          const entity = model.find(name);
          return entity ? [[name, restore(entity, buffer, { related })]] : [];
        }),
      ),
    moment,
    now,
    id: pageId,
    cause: 'edit',
  });
  // the elements are told in a task of their own
  await turn();
  const found = issuesOf(reading);
  return { ...source, outcome: reading.outcome, freshness: () => ({ ...source.freshness(), issues: found }) };
};

const issuesOf = ({ outcome: { issues, rejected, rows }, leftOut }: Reading): readonly Issue[] => {
  const left = rejected.length + leftOut;
  if (left === 0) return issues;
  const [first] = rejected;
  return [
    issue('rows_left_out', [], {
      severity: 'warning',
      message: `${left} of ${rows} rows were left out. The first: ${first?.issue.message ?? 'unreadable'}`,
      params: { count: left, rows },
      ...(first?.issue.remedy === undefined ? {} : { remedy: first.issue.remedy }),
    }),
    ...issues,
  ];
};
