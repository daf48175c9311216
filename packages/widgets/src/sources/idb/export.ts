import { type Change, encodeValues, type Frame, type Model, type Moment, present, type Rec } from '@sluice/core';

interface Everything {
  readonly model: Model;
  readonly frames: ReadonlyMap<string, Frame>;
  readonly moment: () => Moment;
  readonly changes: readonly Change[];
}

/**
 * Everything in a store as a JSON file: `{ "deals": [{ id, …, amount: 1000.55 }], …, "journal": [change…] }`. Records are as on the wire
 * (decimals, percent); the journal is as it is kept (minor units, basis points).
 */
export const exported = ({ model, frames, moment, changes }: Everything): Blob => {
  const follow = (entity: string, id: string): Rec | undefined => {
    const frame = frames.get(entity);
    const row = frame?.rowOf(id) ?? -1;
    return row < 0 ? undefined : frame?.record(row);
  };
  const context = { moment: moment(), follow };
  const lists = model.entities.map((entity): readonly [string, readonly string[]] => {
    const frame = frames.get(entity.name);
    const records = frame ? Array.from({ length: frame.length }, (_, row) => frame.record(row)) : [];
    return [
      entity.path,
      records.map((record) => {
        const { values, ...system } = present(model, entity, record, context);
        return JSON.stringify({ ...system, ...encodeValues(entity, values) });
      }),
    ];
  });
  const journal = changes.map((change) => JSON.stringify(change));
  const parts = [...lists.filter(([, items]) => items.length > 0), ['journal', journal] as const].map(
    ([name, items]) => `${JSON.stringify(name)}: [\n${items.join(',\n')}\n]`,
  );
  return new Blob(['{\n', parts.join(',\n'), '\n}\n'], { type: 'application/json' });
};
