import type { Model } from '@sluice/core';
import type { FeedEvent } from './entries.ts';

/**
 * What somebody may see of an event: entities and fields of their tenant's model. `may` narrows it to what their role reads; a change of
 * nothing that they may read is no event.
 */
export const viewIn =
  (
    model: Model,
    may: {
      readonly entity: (entity: string) => boolean;
      readonly field: (entity: string, field: string) => boolean;
    } = {
      entity: () => true,
      field: () => true,
    },
  ) =>
  (event: FeedEvent): FeedEvent | null => {
    const entity = model.find(event.entity);
    if (!entity || !may.entity(entity.name)) return null;
    const fields = event.fields.filter((name) => entity.field(name) && may.field(entity.name, name));
    return event.op === 'change' && fields.length === 0 ? null : { ...event, fields };
  };
