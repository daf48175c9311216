import { defineEntity } from '../../blueprint/index.ts';

/** A what-if with a name: its levers as they stand in addresses. */
export const scenario = defineEntity({
  name: 'scenario',
  label: { en: 'Scenario', fr: 'Scénario', ru: 'Сценарий', he: 'תרחיש' },
  plural: { en: 'Scenarios', fr: 'Scénarios', ru: 'Сценарии', he: 'תרחישים' },
  title: 'name',
  fields: {
    name: {
      kind: 'text',
      label: { en: 'Name', fr: 'Nom', ru: 'Название', he: 'שם' },
      required: true,
      max: 255,
    },
    about: {
      kind: 'text',
      label: { en: 'About', fr: 'Sujet', ru: 'О чём', he: 'נושא' },
      hint: {
        en: 'The entity whose records it speaks of.',
        fr: 'L’entité dont il parle.',
        ru: 'Сущность, о записях которой он говорит.',
        he: 'הישות שעליה הוא מדבר.',
      },
      required: true,
      max: 100,
    },
    levers: {
      kind: 'json',
      label: { en: 'Levers', fr: 'Leviers', ru: 'Рычаги', he: 'מנופים' },
      required: true,
    },
    notes: { kind: 'note', label: { en: 'Notes', fr: 'Notes', ru: 'Заметки', he: 'הערות' } },
  },
  views: { table: ['name', 'about', 'notes'], form: ['name', 'about', 'notes'] },
});
