import { defineEntity, type Stage } from '../../blueprint/index.ts';
import type { Option } from '../../kinds/index.ts';
import { sales } from '../deals/index.ts';

/** The stages of a pipeline as options, so that a file may name them in any of their words. */
const stages: readonly Option[] = sales.stages.map(({ key, label, aliases }: Stage) => ({
  key,
  ...(label === undefined ? {} : { label }),
  ...(aliases === undefined ? {} : { aliases }),
}));

/** A deal's entry into a stage before it was kept here, as another system told it: the history of imported deals. */
export const stageChange = defineEntity({
  name: 'stageChange',
  label: { en: 'Stage change', fr: 'Changement d’étape', ru: 'Смена этапа', he: 'מעבר שלב' },
  plural: { en: 'Stage changes', fr: 'Changements d’étape', ru: 'Смены этапов', he: 'מעברי שלב' },
  title: 'name',
  // a deal moves from one stage to another once a day: a file that is read again brings nothing new
  key: ['deal', 'from', 'stage', 'on'],
  fields: {
    // computed: what a change is told by is its key
    name: {
      kind: 'text',
      label: { en: 'Name', fr: 'Nom', ru: 'Название', he: 'שם' },
      formula: 'deal.client',
    },
    deal: {
      kind: 'link',
      to: 'deal',
      label: { en: 'Deal', fr: 'Affaire', ru: 'Сделка', he: 'עסקה' },
      required: true,
      indexed: true,
      aliases: ['opportunity', 'opportunity id', 'deal id', 'deal name', 'affaire', 'client', 'record id', 'сделка'],
    },
    from: {
      kind: 'choice',
      label: { en: 'From', fr: 'De', ru: 'Из', he: 'משלב' },
      options: stages,
      aliases: ['old stage', 'from stage', 'previous stage', 'ancienne étape'],
    },
    stage: {
      kind: 'choice',
      label: { en: 'To', fr: 'Vers', ru: 'В', he: 'לשלב' },
      options: stages,
      required: true,
      dimension: true,
      aliases: ['new stage', 'to stage', 'stage', 'deal stage', 'étape', 'nouvelle étape', 'status'],
    },
    on: {
      kind: 'date',
      label: { en: 'On', fr: 'Le', ru: 'Дата', he: 'בתאריך' },
      required: true,
      indexed: true,
      aliases: ['date', 'changed on', 'change date', 'entered', 'last modified', 'date de changement', 'дата'],
    },
  },
  parts: { moved: 'deal', movedFrom: 'from', movedTo: 'stage', movedOn: 'on' },
  views: { table: ['deal', 'from', 'stage', 'on'], form: ['deal', ['from', 'stage'], 'on'], filters: ['stage', 'on'] },
});
