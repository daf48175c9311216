import { type Blueprint, type EntityDef, type Model, resolveModel } from '@sluice/core';

/** The model of a blueprint that is known to be right. */
export function modelOf(...entities: readonly EntityDef[]): Model {
  const blueprint: Blueprint = { name: 'test', entities };
  const model = resolveModel(blueprint);
  if (!model.ok) throw new Error(JSON.stringify(model.issues));
  return model.value;
}

/** An entity with one field of every kind. */
export const everything: EntityDef = {
  name: 'tastingNote',
  label: 'Tasting note',
  title: 'title',
  pipelines: { life: { stages: [{ key: 'open', probability: 50 }] } },
  fields: {
    title: { kind: 'text', required: true, unique: true },
    body: { kind: 'note' },
    email: { kind: 'email' },
    phone: { kind: 'phone' },
    site: { kind: 'url' },
    score: { kind: 'number' },
    share: { kind: 'percent' },
    price: { kind: 'money', currency: 'EUR', indexed: true },
    tastedOn: { kind: 'date', indexed: true },
    seenAt: { kind: 'instant' },
    corked: { kind: 'flag' },
    colour: { kind: 'choice', options: [{ key: 'red' }, { key: 'white' }] },
    stage: { kind: 'stage', pipeline: 'life' },
    aromas: { kind: 'tags', indexed: true },
    previous: { kind: 'link', to: 'tastingNote' },
    siblings: { kind: 'link', to: 'tastingNote', many: true },
    sheet: { kind: 'json' },
    doubled: { kind: 'money', currency: 'EUR', formula: 'price * 2' },
  },
};
